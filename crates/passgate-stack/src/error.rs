//! What can keep the stack from running.

use std::fmt;
use std::path::PathBuf;

use crate::layout;

/// Why the stack could not do what it was asked.
#[derive(Debug)]
pub enum StackError {
    /// Something that must be built or installed first, and the command that does it.
    Missing {
        /// What is not there.
        what: PathBuf,
        /// What to do about it.
        remedy: &'static str,
    },
    /// A file or a process could not be handled.
    Io {
        /// What was being done.
        doing: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// A process did not come up in time, or ended.
    NotReady {
        /// Which process.
        name: &'static str,
        /// What happened.
        what: String,
        /// The end of its log.
        log: String,
        /// Where the whole log is.
        log_path: PathBuf,
    },
    /// An HTTP request to one of ours failed.
    Http {
        /// Method and address.
        request: String,
        /// What went wrong.
        what: String,
    },
}

impl StackError {
    pub(crate) fn io(doing: impl Into<String>, source: std::io::Error) -> Self {
        Self::Io { doing: doing.into(), source }
    }
}

impl fmt::Display for StackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { what, remedy } => {
                write!(f, "{} is missing: {remedy}", what.display())
            }
            Self::Io { doing, source } => write!(f, "{doing}: {source}"),
            Self::NotReady { name, what, log, log_path } => {
                write!(f, "{name} {what}; the end of {}:\n{log}", layout::shown(log_path).display())
            }
            Self::Http { request, what } => write!(f, "{request}: {what}"),
        }
    }
}

impl std::error::Error for StackError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}
