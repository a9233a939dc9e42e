//! A child process that ends with its parent, however the parent ends.

use std::io;
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, Stdio};

/// A running child that ends with this process. Dropping it kills the child (SIGKILL), because `workerd`
/// would wait forever for a request that hangs.
pub struct Guarded {
    child: Child,
    guardian: Child,
}

impl Guarded {
    /// Starts the command without standard input and in a process group of its own, so that Ctrl-C reaches
    /// only this process.
    ///
    /// # Errors
    /// When the child or its guardian cannot be started. Then no child runs.
    pub fn start(command: &mut Command) -> io::Result<Self> {
        let mut child = command.stdin(Stdio::null()).process_group(0).spawn()?;
        match guard(child.id()) {
            Ok(guardian) => Ok(Self { child, guardian }),
            Err(error) => {
                end(&mut child);
                Err(error)
            }
        }
    }

    /// The child.
    pub fn child(&mut self) -> &mut Child {
        &mut self.child
    }

    /// The id of the child's process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Guarded {
    fn drop(&mut self) {
        // The guardian first, so that it cannot kill another process that gets the same id.
        end(&mut self.guardian);
        end(&mut self.child);
    }
}

fn end(child: &mut Child) {
    let _ = child.kill();
    let _ = child.wait();
}

/// Starts a shell that waits for the pipe from this process to close, which it does even when this
/// process is killed, and then kills the other one.
fn guard(process: u32) -> io::Result<Child> {
    Command::new("/bin/sh")
        .args(["-c", "read -r _; kill -9 \"$1\"", "guardian"])
        .arg(process.to_string())
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sleeping() -> Guarded {
        Guarded::start(Command::new("sleep").arg("60")).unwrap()
    }

    /// Whether the process exists and is not a zombie. The state follows the name, which may itself
    /// contain brackets.
    fn is_alive(process: u32) -> bool {
        let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
        stat.rsplit_once(") ").is_some_and(|(_, state)| !state.starts_with('Z'))
    }

    #[test]
    fn dropping_ends_the_child_and_its_guardian() {
        let guarded = sleeping();
        let ids = [guarded.id(), guarded.guardian.id()];
        assert!(ids.into_iter().all(is_alive));
        drop(guarded);
        assert!(!ids.into_iter().any(is_alive));
    }

    #[test]
    fn the_guardian_ends_an_orphan() {
        let mut guarded = sleeping();
        // The kernel closes our end of the pipe when we are killed.
        drop(guarded.guardian.stdin.take());
        guarded.guardian.wait().unwrap();
        assert!(!guarded.child.wait().unwrap().success());
    }
}
