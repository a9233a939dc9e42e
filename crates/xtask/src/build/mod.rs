//! `cargo xtask build`: the package, the Worker, and the files the Worker serves.

mod bindgen;
mod browser;
mod edge;
mod wasm;
mod wasm_opt;
mod www;

use std::fs::{self, File};

use anyhow::{Context, Result};

use crate::prepare;
use crate::project::Project;

/// Builds everything a person runs.
pub fn all(project: &Project) -> Result<()> {
    prepare::wasm_target(project)?;
    prepare::npm(project)?;
    let _lock = lock(project)?;
    browser::build(project)?;
    www::assemble(project)?;
    edge::build(project)
}

/// Two builds at once would write into each other's files.
fn lock(project: &Project) -> Result<File> {
    let folder = project.path("dist");
    fs::create_dir_all(&folder).with_context(|| format!("could not make {}", folder.display()))?;
    let file = File::create(folder.join(".lock")).context("could not make dist/.lock")?;
    file.lock().context("could not lock dist/.lock")?;
    Ok(file)
}
