//! Runs other programs. Their output goes to stderr, and their failures become errors.

use std::io::{ErrorKind, Read, Write as _};
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use anyhow::{Context, Result, bail};

/// Runs the program to its end, with its output on our stderr. Our stdout is reserved for our own
/// output.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command
        .stdout(Stdio::from(std::io::stderr()))
        .stdin(Stdio::null())
        .status()
        .with_context(|| could_not_start(command))?;
    if !status.success() {
        bail!("`{}` failed ({status})", shown(command));
    }
    Ok(())
}

/// Runs the program quietly. Its output is shown only when it fails.
pub fn quietly(command: &mut Command) -> Result<()> {
    checked(command).map(drop)
}

/// The stdout of the program.
pub fn stdout(command: &mut Command) -> Result<String> {
    let output = checked(command)?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The output of a program that is captured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// Its standard output.
    Stdout,
    /// Its standard error.
    Stderr,
}

/// When the captured output is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Echo {
    /// As it arrives.
    Live,
    /// When the program has ended, so that the outputs of parallel programs do not mix.
    AtTheEnd,
}

/// Runs the program with both outputs on our stderr, and captures one of them. Returns whether it
/// succeeded, and the captured output.
pub fn tee(command: &mut Command, stream: Stream, echo: Echo) -> Result<(bool, String)> {
    command.stdin(Stdio::null());
    match stream {
        Stream::Stdout => command.stdout(Stdio::piped()),
        Stream::Stderr => command.stdout(Stdio::from(std::io::stderr())).stderr(Stdio::piped()),
    };
    let mut child = command.spawn().with_context(|| could_not_start(command))?;
    let text = match stream {
        Stream::Stdout => child.stdout.take().map(|from| copied(from, echo)),
        Stream::Stderr => child.stderr.take().map(|from| copied(from, echo)),
    };
    let status = child.wait().with_context(|| format!("waiting for `{}`", shown(command)))?;
    Ok((status.success(), text.unwrap_or_default()))
}

/// Copies a stream to our stderr, and returns its content.
fn copied(mut from: impl Read, echo: Echo) -> String {
    let mut all = Vec::new();
    let mut buffer = [0_u8; 4096];
    while let Ok(length @ 1..) = from.read(&mut buffer) {
        let piece = buffer.get(..length).unwrap_or_default();
        if echo == Echo::Live {
            let _ = std::io::stderr().write_all(piece);
        }
        all.extend_from_slice(piece);
    }
    if echo == Echo::AtTheEnd {
        let _ = std::io::stderr().lock().write_all(&all);
    }
    String::from_utf8_lossy(&all).into_owned()
}

/// Whether the program exists.
pub fn exists(program: &str) -> bool {
    let probe = Command::new(program)
        .arg("--version")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    !matches!(probe, Err(error) if error.kind() == ErrorKind::NotFound)
}

/// The path of the program, if it can be started by its name.
pub fn on_path(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|candidate| candidate.is_file())
}

/// The command as a person would type it, without its environment.
pub fn shown(command: &Command) -> String {
    let program = command.get_program().to_string_lossy().into_owned();
    let name = program.rsplit('/').next().unwrap_or(&program).to_owned();
    std::iter::once(name)
        .chain(command.get_args().map(|argument| argument.to_string_lossy().into_owned()))
        .collect::<Vec<_>>()
        .join(" ")
}

fn checked(command: &mut Command) -> Result<Output> {
    let output = command.stdin(Stdio::null()).output().with_context(|| could_not_start(command))?;
    if !output.status.success() {
        bail!(
            "`{}` failed ({})\n{}{}",
            shown(command),
            output.status,
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr),
        );
    }
    Ok(output)
}

fn could_not_start(command: &Command) -> String {
    format!("could not start `{}`", shown(command))
}
