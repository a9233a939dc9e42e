//! A child process. Its log goes to a file, and it ends with its parent.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use passgate_runtime::{Guarded, allow};

use crate::error::StackError;

/// How many lines of a log an error shows.
const TAIL_LINES: usize = 25;

/// The interval between two readiness checks.
const POLL: Duration = Duration::from_millis(10);

/// A running child. It ends with this process, even if this process is killed.
pub(crate) struct Process {
    name: &'static str,
    process: Guarded,
    log: PathBuf,
}

impl Process {
    /// Starts the command and appends both of its outputs to `log`. Raises its limit of open files to
    /// the maximum of the system, or to `open_files`.
    pub(crate) fn start(
        name: &'static str,
        mut command: Command,
        log: &Path,
        open_files: Option<u64>,
    ) -> Result<Self, StackError> {
        let failed = |error| StackError::io(format!("could not start {name}"), error);
        let file = File::options().create(true).append(true).open(log).map_err(failed)?;
        command.stdout(file.try_clone().map_err(failed)?).stderr(file);
        let process = Guarded::start(command).map_err(failed)?;
        allow(process.id(), open_files).map_err(failed)?;
        Ok(Self { name, process, log: log.to_owned() })
    }

    /// The process id.
    pub(crate) fn id(&self) -> u32 {
        self.process.id()
    }

    /// Waits until `ready` returns a value, the process ends, or the deadline passes.
    pub(crate) fn wait_for<T>(
        &mut self,
        deadline: Duration,
        mut ready: impl FnMut() -> Option<T>,
    ) -> Result<T, StackError> {
        let start = Instant::now();
        loop {
            if let Ok(Some(status)) = self.process.child().try_wait() {
                return Err(self.not_ready(format!("ended ({status})")));
            }
            if let Some(value) = ready() {
                return Ok(value);
            }
            if start.elapsed() > deadline {
                return Err(self.not_ready(format!("was not ready within {deadline:?}")));
            }
            thread::sleep(POLL);
        }
    }

    fn not_ready(&self, what: String) -> StackError {
        StackError::NotReady { name: self.name, what, log: tail(&self.log), log_path: self.log.clone() }
    }
}

/// The last lines of a log.
fn tail(log: &Path) -> String {
    let text = fs::read(log).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    let from = lines.len().saturating_sub(TAIL_LINES);
    lines.get(from..).unwrap_or_default().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn a_process_that_ends_early_shows_its_log() {
        let folder = tempfile::tempdir().unwrap();
        let log = folder.path().join("log");
        let mut process =
            Process::start("demo", shell("echo wrong configuration; exit 3"), &log, None).unwrap();
        let error = process.wait_for(Duration::from_secs(5), || None::<()>).unwrap_err().to_string();
        assert!(error.contains("exit status: 3"), "{error}");
        assert!(error.contains("wrong configuration"), "{error}");
    }

    #[test]
    fn waiting_for_a_process_that_is_never_ready_times_out() {
        let folder = tempfile::tempdir().unwrap();
        let log = folder.path().join("log");
        let mut process = Process::start("demo", shell("exec sleep 60"), &log, None).unwrap();
        let error = process.wait_for(Duration::from_millis(50), || None::<()>).unwrap_err().to_string();
        assert!(error.contains("not ready within 50ms"), "{error}");
    }
}
