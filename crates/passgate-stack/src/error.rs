//! The errors of the stack.

use std::fmt;
use std::path::PathBuf;

use crate::layout;

/// Why the stack cannot run.
#[derive(Debug)]
pub enum StackError {
    /// A part must be built or installed first.
    Missing {
        /// The missing file or folder.
        what: PathBuf,
        /// The command that provides it.
        remedy: &'static str,
    },
    /// An operation on a file or a process failed.
    Io {
        /// The operation.
        doing: String,
        /// The error of the system.
        source: std::io::Error,
    },
    /// A process was not ready in time, or has ended.
    NotReady {
        /// The name of the process.
        name: &'static str,
        /// What happened to it.
        what: String,
        /// The end of its log.
        log: String,
        /// The path of the whole log.
        log_path: PathBuf,
    },
    /// An HTTP request to one of our processes failed.
    Http {
        /// The method and the URL.
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
