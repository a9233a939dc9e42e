//! Node and the npm packages.

use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::command;
use crate::prepare::apt;
use crate::progress;
use crate::project::Project;
use crate::stamp::{Inputs, Stamp};

/// The oldest Node that runs every tool: Vite's minimum; 20 is enough for the others.
const OLDEST: (u32, u32) = (20, 19);

/// Node, npm, and the packages of the lock file in `node_modules`.
pub fn npm(project: &Project) -> Result<()> {
    node()?;
    let inputs = Inputs::new()
        .path(&project.path("package.json"))?
        .path(&project.path("package-lock.json"))?
        .path(&project.path(".npmrc"))?;
    let stamp = Stamp::new(project.path("node_modules/.passgate"), inputs);
    if stamp.is_current(&[project.npm_program("workerd")]) {
        return Ok(());
    }
    progress::timed("installing", "the npm packages", || {
        command::quietly(
            Command::new("npm")
                .current_dir(project.root())
                // No package needs its install script here, so none is run.
                .args(["ci", "--ignore-scripts", "--no-progress"]),
        )
        .context("could not install the npm packages: is the registry reachable?")
    })?;
    stamp.keep()
}

/// Node and npm themselves.
fn node() -> Result<()> {
    if !command::exists("node") || !command::exists("npm") {
        apt::install(&["nodejs", "npm"], "the build")
            .with_context(|| format!("install Node {}.{} or later", OLDEST.0, OLDEST.1))?;
    }
    let version = command::stdout(Command::new("node").arg("--version"))?;
    if parsed(&version).is_none_or(|version| version < OLDEST) {
        bail!(
            "Node {} is too old: install Node {}.{} or later (https://nodejs.org)",
            version.trim(),
            OLDEST.0,
            OLDEST.1,
        );
    }
    Ok(())
}

/// Major and minor of `v20.20.2`.
fn parsed(version: &str) -> Option<(u32, u32)> {
    let mut parts = version.trim().strip_prefix('v')?.split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_compare_as_numbers() {
        assert_eq!(parsed("v20.20.2\n"), Some((20, 20)));
        assert!(parsed("v9.11.0").unwrap() < OLDEST);
        assert!(parsed("v20.9.0").unwrap() < OLDEST);
        assert!(parsed("v22.1.0").unwrap() > OLDEST);
        assert_eq!(parsed("20.1.0"), None);
    }
}
