//! Paths: the checkout, cargo's target directory, and the output of the build.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::command;

/// The checkout this run works on.
#[derive(Clone, Debug)]
pub struct Project {
    root: PathBuf,
    target: PathBuf,
}

#[derive(Deserialize)]
struct Metadata {
    workspace_root: PathBuf,
    target_directory: PathBuf,
}

impl Project {
    /// Asks cargo, so that `CARGO_TARGET_DIR` and `.cargo/config.toml` are respected.
    pub fn locate() -> Result<Self> {
        let json = command::stdout(Command::new(cargo()).args([
            "metadata",
            "--locked",
            "--format-version",
            "1",
            "--no-deps",
        ]))?;
        let metadata: Metadata = serde_json::from_str(&json).context("the answer of `cargo metadata`")?;
        Ok(Self { root: metadata.workspace_root, target: metadata.target_directory })
    }

    /// Another checkout, with a target directory of its own.
    pub fn elsewhere(root: PathBuf) -> Self {
        let target = root.join("target");
        Self { root, target }
    }

    /// The top of the checkout.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// A path below the top of the checkout.
    pub fn path(&self, relative: impl AsRef<Path>) -> PathBuf {
        self.root.join(relative)
    }

    /// Cargo's target directory.
    pub fn target(&self) -> &Path {
        &self.target
    }

    /// A built wasm module of the workspace.
    pub fn wasm(&self, profile: &str, library: &str) -> PathBuf {
        self.target.join("wasm32-unknown-unknown").join(profile).join(format!("{library}.wasm"))
    }

    /// A program that `npm ci` installed.
    pub fn npm_program(&self, name: &str) -> PathBuf {
        self.root.join("node_modules/.bin").join(name)
    }

    /// A `cargo` command in the root of the checkout.
    pub fn cargo(&self) -> Command {
        let mut command = Command::new(cargo());
        command.current_dir(&self.root).env("CARGO_TARGET_DIR", &self.target);
        command
    }

    /// A cargo command that resolves exactly the dependencies of the lock file.
    pub fn cargo_locked(&self, subcommand: &str) -> Command {
        let mut command = self.cargo();
        command.args([subcommand, "--locked"]);
        command
    }

    /// A `node` command in the root of the checkout.
    pub fn node(&self) -> Command {
        let mut command = Command::new("node");
        command.current_dir(&self.root);
        command
    }

    /// The path as a person would write it: relative to the checkout if possible.
    pub fn shown<'a>(&self, path: &'a Path) -> std::path::Display<'a> {
        path.strip_prefix(&self.root).unwrap_or(path).display()
    }
}

/// The cargo that runs us, or the one on the path.
fn cargo() -> String {
    std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned())
}
