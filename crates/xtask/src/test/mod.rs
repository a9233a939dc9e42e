//! `cargo xtask test`: all checks and all tests.

mod cargo;
mod count;
mod kind;
mod node;
mod openapi;
mod python;
mod shared;
mod table;

use std::thread;
use std::time::{Duration, Instant};

use anyhow::Result;

use crate::build::{self, Workers};
use crate::codegen;
use crate::prepare;
use crate::progress;
use crate::project::Project;
use crate::runs;
use crate::size;

use count::Count;
use shared::Shared;
use table::{Row, Verdict};

pub use kind::Kind;

/// Runs everything, or one kind. A failure does not stop the others. Returns whether all passed.
pub fn run(project: &Project, only: Option<Kind>) -> Result<bool> {
    runs::clear(project, "")?;
    let start = Instant::now();
    let mut shared = Shared::new(project);
    let mut rows: Vec<Row> = Vec::new();
    thread::scope(|scope| {
        // The last part of the build is one thread's work, and so is much of what comes before it in the
        // order: together they use both cores. Cargo lets them share what both compile.
        let mut early = only.is_none().then(|| scope.spawn(|| step(Kind::Build, || build(project))));
        for kind in Kind::ALL {
            let is_wanted = match only {
                Some(only) => only == kind || only.needs(kind),
                None => !kind.is_on_request(),
            };
            if !is_wanted {
                continue;
            }
            let row = match (blocked(kind, &rows), early.take_if(|_| kind == Kind::Build)) {
                (Some(missing), _) => Row::not_run(kind, missing),
                (None, Some(early)) => {
                    early.join().unwrap_or(Row { kind, verdict: Verdict::Broken, took: Duration::ZERO })
                }
                (None, None) => step(kind, || perform(project, kind, &mut shared)),
            };
            rows.push(row);
        }
    });
    let failed = rows.iter().any(Row::failed);
    if failed {
        shared.keep_logs();
    }
    drop(shared);
    println!("\n{}", table::text(&rows, start.elapsed()));
    Ok(!failed)
}

/// The failed step that this one needs.
fn blocked(kind: Kind, done: &[Row]) -> Option<Kind> {
    done.iter().find(|row| row.failed() && kind.needs(row.kind)).map(|row| row.kind)
}

fn step(kind: Kind, perform: impl FnOnce() -> Result<Count>) -> Row {
    progress::say("running", format_args!("── {} ──", kind.headline()));
    let start = Instant::now();
    let result = perform();
    let took = start.elapsed();
    let verdict = match result {
        Ok(count) => Verdict::Ran(count),
        Err(error) => {
            progress::say("failed", format_args!("{}: {error:#}", kind.name()));
            Verdict::Broken
        }
    };
    Row { kind, verdict, took }
}

fn build(project: &Project) -> Result<Count> {
    build::all_with_simulator(project, Workers::Both).map(|()| Count::CHECK)
}

/// They need nothing else of what is built.
fn consumers(project: &Project, folder: &str) -> Result<Count> {
    build::package(project)?;
    let chromium = prepare::chromium()?.to_string_lossy().into_owned();
    node::run(project, folder, &[("PASSGATE_CHROMIUM".to_owned(), chromium)])
}

fn perform(project: &Project, kind: Kind, shared: &mut Shared) -> Result<Count> {
    match kind {
        Kind::Format => cargo::format(project).map(|()| Count::CHECK),
        Kind::Lint => cargo::lint(project).map(|()| Count::CHECK),
        Kind::Native => cargo::native(project),
        Kind::Build => build(project),
        Kind::Codegen => codegen::check(project).map(|()| Count::CHECK),
        Kind::Size => size::check(project).map(|()| Count::CHECK),
        Kind::Node => node::run(project, "tests/node", &shared.environment()?),
        Kind::Consumers => consumers(project, "tests/consumers"),
        Kind::ConsumersHeavy => consumers(project, "tests/consumers/heavy"),
        Kind::Edge => cargo::edge(project),
        Kind::OpenApi => openapi::run(project),
        Kind::Browser => {
            let engines = prepare::engines(project)?;
            let mut environment = shared.with_siblings()?;
            environment.push(("PASSGATE_ENGINES".to_owned(), engines.to_string()));
            node::run(project, "tests/browser", &environment)
        }
        Kind::SdkNode => node::run(project, "tests/sdk", &shared.environment()?),
        Kind::SdkPython => {
            let python = prepare::python(project)?;
            python::run(project, &python, "tests/sdk", &shared.environment()?)
        }
    }
}
