//! `cargo xtask build`: the package, the Worker, and the files the Worker serves.

mod bindgen;
mod browser;
mod edge;
mod examples;
mod integrity;
mod wasm;
mod wasm_opt;
mod www;

use std::fs::{self, File};
use std::thread::{self, ScopedJoinHandle};

use anyhow::{Context, Result, bail};

use crate::command;
use crate::prepare;
use crate::progress;
use crate::project::Project;

/// Which Workers are built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Workers {
    /// The production build.
    Shipping,
    /// The build for tests.
    ForTests,
    /// Both builds.
    Both,
}

/// Builds everything except the simulator.
pub fn all(project: &Project, workers: Workers) -> Result<()> {
    side_by_side(project, workers, || Ok(()))
}

/// Builds only the package, and the playground that contains it.
pub fn package(project: &Project) -> Result<()> {
    prepare::wasm_target(project)?;
    prepare::npm(project)?;
    let _lock = lock(project)?;
    browser::build(project)?;
    examples::assemble(project)
}

/// Builds everything, including the simulator.
pub fn all_with_simulator(project: &Project, workers: Workers) -> Result<()> {
    side_by_side(project, workers, || simulator(project))
}

/// Builds the parts in parallel, because the last step of each build (one module, one thread) leaves
/// cores idle. Each part has its own directory below the target.
fn side_by_side(
    project: &Project,
    workers: Workers,
    native: impl FnOnce() -> Result<()> + Send,
) -> Result<()> {
    prepare::wasm_target(project)?;
    prepare::npm(project)?;
    let _lock = lock(project)?;
    thread::scope(|scope| {
        let edge = scope.spawn(move || match workers {
            Workers::Shipping => edge::build(project),
            Workers::ForTests => edge::build_for_tests(project),
            Workers::Both => edge::build_for_tests(project).and_then(|()| edge::build(project)),
        });
        let native = scope.spawn(native);
        let package = browser::build(project)
            .and_then(|()| www::assemble(project))
            .and_then(|()| examples::assemble(project));
        [package, joined(edge), joined(native)].into_iter().collect()
    })
}

/// Builds the simulator, which the stack finds next to this program.
fn simulator(project: &Project) -> Result<()> {
    progress::timed("compiling", "the simulator and the program", || {
        // The packages of the native tests, so that each crate has the same features and is compiled once.
        let binaries = ["--workspace", "--bin", "passgate-simulator", "--bin", "passgate"];
        command::run(project.cargo_locked("build").arg("--quiet").args(binaries))
    })
}

fn joined(part: ScopedJoinHandle<'_, Result<()>>) -> Result<()> {
    part.join().unwrap_or_else(|_| bail!("a part of the build panicked"))
}

/// Locks the output: two builds at the same time would overwrite each other's files.
fn lock(project: &Project) -> Result<File> {
    let folder = project.path("dist");
    fs::create_dir_all(&folder).with_context(|| format!("could not make {}", folder.display()))?;
    let file = File::create(folder.join(".lock")).context("could not make dist/.lock")?;
    file.lock().context("could not lock dist/.lock")?;
    Ok(file)
}
