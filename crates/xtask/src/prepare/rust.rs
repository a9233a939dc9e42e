//! The components that rustup installs.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::command;
use crate::progress;
use crate::project::Project;

const TARGET: &str = "wasm32-unknown-unknown";

/// The wasm32 target of the pinned toolchain.
pub fn wasm_target(project: &Project) -> Result<()> {
    let mut rustc = Command::new("rustc");
    rustc.current_dir(project.root()).args(["--print", "sysroot"]);
    let sysroot = command::stdout(&mut rustc)?;
    if Path::new(sysroot.trim()).join("lib/rustlib").join(TARGET).exists() {
        return Ok(());
    }
    progress::say("installing", format_args!("the Rust target {TARGET}"));
    command::run(Command::new("rustup").current_dir(project.root()).args(["target", "add", TARGET]))
        .context("install rustup (https://rustup.rs), or add the target to this toolchain")
}

/// rustfmt and clippy.
pub fn components(project: &Project) -> Result<()> {
    for (component, subcommand) in [("rustfmt", "fmt"), ("clippy", "clippy")] {
        if command::quietly(project.cargo().args([subcommand, "--version"])).is_ok() {
            continue;
        }
        progress::say("installing", format_args!("the Rust component {component}"));
        command::run(Command::new("rustup").current_dir(project.root()).args([
            "component",
            "add",
            component,
        ]))
        .context("install rustup (https://rustup.rs), or add the component to this toolchain")?;
    }
    Ok(())
}
