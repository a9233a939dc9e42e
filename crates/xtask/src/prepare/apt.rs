//! Debian packages, on Debian and its derivatives.

use std::process::Command;
use std::sync::{Mutex, OnceLock, PoisonError};

use anyhow::{Context, Result, bail};

use crate::command;
use crate::progress;

/// Only one `apt-get` can run at a time, but kinds of tests run in parallel.
static TURN: Mutex<()> = Mutex::new(());

/// Installs the packages. On failure, the error names the command to run. `what` is the purpose of the
/// packages.
pub fn install(packages: &[&str], what: &str) -> Result<()> {
    let list = packages.join(" ");
    if !command::exists("apt-get") {
        bail!("{what} needs {list}: install them with this system's package manager");
    }
    if !is_root()? {
        bail!("{what} needs Debian packages; run `sudo apt-get install -y {list}` and try again");
    }
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    progress::say("installing", format_args!("Debian packages: {list}"));
    update()?;
    command::quietly(
        Command::new("apt-get")
            .args(["install", "-y", "--no-install-recommends"])
            .args(packages)
            .env("DEBIAN_FRONTEND", "noninteractive"),
    )
    .with_context(|| format!("could not install {list}"))
}

/// Whether the package is installed according to dpkg; `None` without dpkg.
pub fn is_installed(package: &str) -> Option<bool> {
    if !command::exists("dpkg-query") {
        return None;
    }
    let status = command::stdout(Command::new("dpkg-query").args([
        "--show",
        "--showformat=${db:Status-Status}",
        package,
    ]));
    Some(status.is_ok_and(|status| status.trim() == "installed"))
}

/// Updates the package lists, once per run.
fn update() -> Result<()> {
    static DONE: OnceLock<()> = OnceLock::new();
    if DONE.get().is_none() {
        command::quietly(Command::new("apt-get").arg("update"))
            .context("could not fetch the package lists")?;
        DONE.get_or_init(|| ());
    }
    Ok(())
}

fn is_root() -> Result<bool> {
    Ok(command::stdout(Command::new("id").arg("-u"))?.trim() == "0")
}
