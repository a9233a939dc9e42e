//! Ends a process with its parent, however the parent ends.

use std::io;
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, Stdio};

/// Starts a shell that waits for the pipe from this process to close, which it does even when this
/// process is killed, and then kills the other one. Kill the guardian before that process is reaped:
/// its id may then belong to another.
///
/// # Errors
/// When the shell cannot be started.
pub fn guard(process: u32) -> io::Result<Child> {
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
