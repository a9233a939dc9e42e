//! The project's own commands: `cargo xtask --help`.

mod bench;
mod build;
mod cli;
mod codegen;
mod command;
mod dev;
mod dist;
mod edge_bench;
mod files;
mod prepare;
mod progress;
mod project;
mod runs;
mod size;
mod soak;
mod stamp;
mod test;

use std::process::ExitCode;

use anyhow::Result;

use build::Workers;
use cli::Task;
use project::Project;

fn main() -> ExitCode {
    match cli::parse(std::env::args_os().skip(1)).and_then(perform) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            progress::say("error", format_args!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}

/// Performs the task. Returns whether it succeeded; the tests report their own failures.
fn perform(task: Task) -> Result<bool> {
    if let Task::Help(text) = task {
        println!("{text}");
        return Ok(true);
    }
    let project = Project::locate()?;
    match task {
        Task::Soak(options) => return soak::run(&project, &options),
        Task::Test(only) => return test::run(&project, only),
        Task::Help(_) => Ok(()),
        Task::Dev(options) => dev::run(&project, &options),
        Task::Examples => build::package(&project),
        Task::Dist { check_reproducible } => dist::run(&project, check_reproducible),
        Task::Build => build::all(&project, Workers::Both),
        Task::Size { check: true } => {
            build::all(&project, Workers::Shipping)?;
            size::check(&project)
        }
        Task::Size { check: false } => {
            build::all(&project, Workers::Shipping)?;
            size::write(&project)
        }
        Task::EdgeBench(options) => edge_bench::run(&project, &options),
        Task::Bench(options) => bench::run(&project, options),
        Task::Codegen { check: true } => codegen::check(&project),
        Task::Codegen { check: false } => codegen::write(&project),
    }?;
    Ok(true)
}
