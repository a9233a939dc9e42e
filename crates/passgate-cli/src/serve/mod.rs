//! `passgate serve`: the edge on this machine.

mod log;
pub mod places;
mod render;
mod supervise;

use std::fs;
use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};

use self::places::Places;
pub use self::supervise::is_free;
use crate::check;

/// Runs until SIGTERM or SIGINT.
pub fn run(path: &Path) -> Result<ExitCode> {
    let Some((file, config)) = check::read_correct(path)? else {
        return Ok(ExitCode::FAILURE);
    };
    let places = Places::find(&file.machine)?;
    let state = &file.machine.state;
    make_state(state)?;
    // Held while serving. The kernel releases it when the process ends, even after SIGKILL.
    let _lock = lock(state)?;
    supervise::is_free(&file.machine.listen)?;
    let run = state.join("run");
    make_private(&run)?;
    make_private(&state.join("objects"))?;
    let command = render::prepare(&file, &config, &places, &run)?;
    for assumption in &file.assumed {
        log::say("warn", "policy-assumed", assumption);
    }
    supervise::run(&command, &file.machine)
}

/// Makes the folder of the state, which no other user may read. A folder with other files is refused,
/// because its permissions would be changed.
fn make_state(folder: &Path) -> Result<()> {
    if let Ok(entries) = fs::read_dir(folder) {
        let names: Vec<_> = entries.flatten().map(|entry| entry.file_name()).collect();
        if !names.is_empty() && !names.iter().any(|name| name == LOCK) {
            bail!(
                "{} has files that are not passgate's: name a folder of its own as `state`",
                folder.display()
            );
        }
    }
    make_private(folder)
}

/// Makes a folder that no other user may read.
fn make_private(folder: &Path) -> Result<()> {
    let made = || -> std::io::Result<()> {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700))
    };
    made().with_context(|| format!("could not make {}", folder.display()))
}

/// The file that a process locks while it serves the state.
const LOCK: &str = "lock";

/// Takes the exclusive lock: with two processes on one state, a ticket could be used twice.
fn lock(state: &Path) -> Result<fs::File> {
    let path = state.join(LOCK);
    let file = fs::File::options().create(true).truncate(false).read(true).write(true).open(&path);
    let file = file.with_context(|| format!("could not open {}", path.display()))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(fs::TryLockError::WouldBlock) => {
            bail!("another process serves {}; stop it first, or use another `state`", state.display())
        }
        Err(fs::TryLockError::Error(error)) => {
            Err(error).with_context(|| format!("could not lock {}", path.display()))
        }
    }
}
