//! `passgate serve`: the edge on this machine.

mod log;
pub mod places;
mod render;
mod supervise;

use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;

use self::places::Places;
pub use self::supervise::is_free;
use crate::check;
use crate::state::State;

/// Runs until SIGTERM or SIGINT.
pub fn run(path: &Path) -> Result<ExitCode> {
    let Some((file, config)) = check::read_correct(path)? else {
        return Ok(ExitCode::FAILURE);
    };
    let places = Places::find(&file.machine)?;
    // With two processes on one state, a ticket could be used twice.
    let state = State::take(&file.machine.state)?;
    supervise::is_free(&file.machine.listen)?;
    let command = render::prepare(&file, &config, &places, &state)?;
    for assumption in &file.assumed {
        log::say("warn", "policy-assumed", assumption);
    }
    supervise::run(&command, &file.machine)
}
