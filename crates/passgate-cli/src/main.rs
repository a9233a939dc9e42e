//! `passgate`: runs and checks a deployment on one machine.

mod args;
mod audit;
mod backup;
mod check;
mod config;
mod database;
mod doctor;
mod health;
mod http;
mod link;
mod person;
mod policy;
mod secrets;
mod serve;
mod state;

use std::process::ExitCode;

use clap::{CommandFactory as _, Parser as _};

use crate::args::{Args, AuditTask, Format, Task};

fn main() -> ExitCode {
    let task = Args::parse().task;
    let format = task.format();
    // `passgate check FILE | head` ends like any other program. A server must outlive the reader of its log.
    if !matches!(task, Task::Serve { .. }) {
        sigpipe::reset();
    }
    let result = match task {
        Task::Serve { config } => serve::run(&config),
        Task::Check { config, format, cloudflare } => check::run(&config, format, cloudflare),
        Task::Doctor { config, format } => doctor::run(&config, format),
        Task::Health { config, ready } => health::run(&config, ready),
        Task::Link { config, request } => link::run(&config, &request),
        Task::Audit { task: AuditTask::Export(request) } => audit::export(&request),
        Task::Audit { task: AuditTask::Verify(request) } => audit::verify(&request),
        Task::Backup(request) => backup::run(&request),
        Task::Restore(request) => backup::restore(&request),
        Task::Policy(task) => policy::run(&task),
        Task::Secret { webhook: false } => secrets::print_client_secret(),
        Task::Secret { webhook: true } => secrets::print_webhook_secret(),
        Task::Key => secrets::print_signing_key(),
        Task::Completions { shell } => {
            clap_complete::generate(shell, &mut Args::command(), "passgate", &mut std::io::stdout());
            Ok(ExitCode::SUCCESS)
        }
        Task::Man => clap_mangen::Man::new(Args::command())
            .render(&mut std::io::stdout())
            .map(|()| ExitCode::SUCCESS)
            .map_err(Into::into),
    };
    result.unwrap_or_else(|error| {
        eprintln!("passgate: {error:#}");
        // A program that reads the result gets JSON in every case.
        if format == Format::Json {
            println!("{}", serde_json::json!({ "ok": false, "error": format!("{error:#}") }));
        }
        ExitCode::FAILURE
    })
}

/// A file of the checkout.
#[cfg(test)]
fn project(path: &str) -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}
