//! The project's own commands: `cargo xtask --help`.

mod build;
mod command;
mod files;
mod prepare;
mod progress;
mod project;
mod stamp;

use std::process::ExitCode;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{:>12} {error:#}", "error");
            ExitCode::FAILURE
        }
    }
}

fn run() -> anyhow::Result<()> {
    let project = project::Project::locate()?;
    build::all(&project)
}
