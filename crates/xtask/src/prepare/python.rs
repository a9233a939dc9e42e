//! Python and the official SDK for it, in a virtual environment of the checkout.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::command;
use crate::prepare::apt;
use crate::progress;
use crate::project::Project;
use crate::stamp::{Inputs, Stamp};

/// The interpreter of `.venv`, with the pinned requirements installed.
pub fn python(project: &Project) -> Result<PathBuf> {
    let environment = project.path(".venv");
    let interpreter = environment.join("bin/python");
    let requirements = project.path("tests/sdk/requirements.txt");
    let stamp = Stamp::new(environment.join(".passgate"), Inputs::new().path(&requirements)?);
    if stamp.is_current(std::slice::from_ref(&interpreter)) {
        return Ok(interpreter);
    }
    system_python()?;
    progress::timed("installing", "the Python packages", || {
        command::quietly(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&environment))
            .context("could not make .venv")?;
        command::quietly(
            Command::new(&interpreter)
                .args(["-m", "pip", "install", "--quiet", "--no-input"])
                .args(["--disable-pip-version-check", "--requirement"])
                .arg(&requirements),
        )
        .context("could not install the Python packages: is the registry reachable?")
    })?;
    stamp.keep()?;
    Ok(interpreter)
}

/// A Python that can make virtual environments; Debian splits that off.
fn system_python() -> Result<()> {
    let can = command::exists("python3")
        && command::quietly(Command::new("python3").args(["-c", "import ensurepip, venv"])).is_ok();
    if can {
        return Ok(());
    }
    apt::install(&["python3", "python3-venv"], "the Python SDK test")
}
