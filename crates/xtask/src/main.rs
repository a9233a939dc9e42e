//! The project's own commands: `cargo xtask --help`.

mod bench;
mod build;
mod cli;
mod codegen;
mod command;
mod dev;
mod files;
mod prepare;
mod progress;
mod project;
mod size;
mod stamp;
mod test;

use std::process::ExitCode;

use anyhow::Result;

use cli::Task;
use project::Project;

fn main() -> ExitCode {
    match cli::parse(std::env::args_os().skip(1)).and_then(perform) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            progress::say("error", format_args!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn perform(task: Task) -> Result<()> {
    if let Task::Help(text) = task {
        println!("{text}");
        return Ok(());
    }
    let project = Project::locate()?;
    match task {
        Task::Help(_) => Ok(()),
        Task::Dev(options) => dev::run(&project, &options),
        Task::Test(only) => test::run(&project, only),
        Task::Build => build::all(&project),
        Task::Size { check: true } => {
            build::all(&project)?;
            size::check(&project)
        }
        Task::Size { check: false } => {
            build::all(&project)?;
            size::write(&project)
        }
        Task::Bench => bench::run(&project),
        Task::Codegen { check: true } => codegen::check(&project),
        Task::Codegen { check: false } => codegen::write(&project),
    }
}
