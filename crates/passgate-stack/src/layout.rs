//! The paths of the stack's parts in a checkout.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use crate::error::StackError;
use crate::stack::Build;

/// The run directories, below the checkout.
const RUNS: &str = "dist/runs";

/// The output of `cargo xtask build`.
pub(crate) struct Layout {
    root: PathBuf,
}

impl Layout {
    /// The checkout at `root`, or the one around the working directory.
    pub(crate) fn new(root: Option<PathBuf>) -> Result<Self, StackError> {
        let root = match root {
            Some(root) => root,
            None => enclosing_checkout()?,
        };
        Ok(Self { root })
    }

    /// The bundled Worker.
    pub(crate) fn worker(&self, build: Build) -> Result<PathBuf, StackError> {
        let folder = match build {
            Build::Shipping => "dist/worker",
            Build::ForTests => "dist/worker-test",
        };
        self.built(folder, "run `cargo xtask build`")
    }

    /// The files the Worker may serve.
    pub(crate) fn www(&self) -> Result<PathBuf, StackError> {
        self.built("dist/www", "run `cargo xtask build`")
    }

    /// The playground.
    pub(crate) fn examples(&self) -> Result<PathBuf, StackError> {
        self.built("dist/examples", "run `cargo xtask examples`")
    }

    /// The native program, not npm's wrapper, so that a signal reaches it and not a Node process.
    pub(crate) fn workerd(&self) -> Result<PathBuf, StackError> {
        let packages = self.root.join("node_modules/@cloudflare");
        let found = fs::read_dir(&packages).ok().and_then(|entries| {
            entries.flatten().map(|entry| entry.path().join("bin/workerd")).find(|program| program.is_file())
        });
        found.ok_or(StackError::Missing {
            what: packages.join("workerd-*/bin/workerd"),
            remedy: "run `npm ci --ignore-scripts`",
        })
    }

    /// A new folder for one run, below `dist/runs`.
    pub(crate) fn run_directory(&self, name: &str) -> Result<PathBuf, StackError> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = self.root.join(RUNS).join(format!("{name}-{}-{number}", std::process::id()));
        fs::create_dir_all(&folder)
            .map_err(|error| StackError::io(format!("could not make {}", folder.display()), error))?;
        Ok(folder)
    }

    fn built(&self, relative: &str, remedy: &'static str) -> Result<PathBuf, StackError> {
        let path = self.root.join(relative);
        if path.exists() {
            return Ok(path);
        }
        Err(StackError::Missing { what: path, remedy })
    }
}

/// The program `workerd` of the checkout around the working directory.
///
/// # Errors
/// When it is not installed.
pub fn workerd() -> Result<PathBuf, StackError> {
    Layout::new(None)?.workerd()
}

/// A folder in memory for this run; one on disk if there is no memory file system.
pub(crate) fn memory_folder(run: &Path) -> PathBuf {
    let memory = Path::new("/dev/shm");
    match run.file_name() {
        Some(name) if memory.is_dir() => memory.join("passgate").join(name),
        _ => run.join("objects"),
    }
}

/// The path of a file in a run directory, relative to the checkout, for a message.
pub(crate) fn shown(path: &Path) -> &Path {
    let runs = path.ancestors().find(|folder| folder.ends_with(RUNS));
    let root = runs.and_then(Path::parent).and_then(Path::parent);
    root.and_then(|root| path.strip_prefix(root).ok()).unwrap_or(path)
}

/// The simulator: from `PASSGATE_SIMULATOR`, or cargo's output.
pub(crate) fn simulator_binary() -> Result<PathBuf, StackError> {
    match env::var_os("PASSGATE_SIMULATOR") {
        Some(path) => Ok(path.into()),
        None => binary("passgate-simulator", "run `cargo build --package passgate-simulator`"),
    }
}

/// The program `passgate`.
pub(crate) fn program() -> Result<PathBuf, StackError> {
    binary("passgate", "run `cargo build --package passgate-cli`")
}

/// A program of cargo's output next to this one (a test runs in `target/<profile>/deps`, one level below).
fn binary(name: &str, remedy: &'static str) -> Result<PathBuf, StackError> {
    let program =
        env::current_exe().map_err(|error| StackError::io("could not tell where this program is", error))?;
    let name = format!("{name}{}", env::consts::EXE_SUFFIX);
    let found =
        program.ancestors().skip(1).take(2).map(|folder| folder.join(&name)).find(|path| path.is_file());
    found.ok_or(StackError::Missing { what: PathBuf::from(name), remedy })
}

fn enclosing_checkout() -> Result<PathBuf, StackError> {
    let here =
        env::current_dir().map_err(|error| StackError::io("could not tell the working directory", error))?;
    let found = here.ancestors().find(|folder| is_checkout(folder)).map(Path::to_owned);
    found.ok_or(StackError::Missing {
        what: here.join("package-lock.json"),
        remedy: "run this inside a checkout of passgate",
    })
}

fn is_checkout(folder: &Path) -> bool {
    folder.join("Cargo.lock").is_file() && folder.join("package-lock.json").is_file()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_is_shown_relative_to_the_checkout() {
        let log = Path::new("/somewhere/dist/passgate/dist/runs/dev-1-0/worker.log");
        assert_eq!(shown(log), Path::new("dist/runs/dev-1-0/worker.log"));
        assert_eq!(shown(Path::new("/elsewhere/worker.log")), Path::new("/elsewhere/worker.log"));
    }
}
