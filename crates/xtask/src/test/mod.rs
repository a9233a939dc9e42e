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
use crate::command::Echo;
use crate::prepare;
use crate::progress;
use crate::project::Project;
use crate::runs;
use crate::size;

use count::Count;
use shared::Shared;
use table::{Row, Verdict};

pub use kind::Kind;

/// The kinds that a complete run starts early: when the first kind of a pair is due, the second starts in
/// parallel. The last part of the build uses one thread, and a browser mostly waits, so a parallel run uses
/// both cores.
const EARLY: [(Kind, Kind); 2] = [(Kind::Format, Kind::Build), (Kind::Node, Kind::Browser)];

/// Runs everything, or one kind. A failure does not stop the others. Returns whether all passed.
pub fn run(project: &Project, only: Option<Kind>) -> Result<bool> {
    runs::clear(project, "")?;
    let start = Instant::now();
    let mut shared = Shared::new(project);
    let mut rows: Vec<Row> = Vec::new();
    thread::scope(|scope| {
        let mut parallel = Vec::new();
        for kind in Kind::ALL {
            let is_wanted = match only {
                Some(only) => only == kind || only.needs(kind),
                None => !kind.is_on_request(),
            };
            if !is_wanted {
                continue;
            }
            for (_, early) in EARLY.into_iter().filter(|(turn, _)| only.is_none() && *turn == kind) {
                if blocked(early, &rows).is_none() {
                    parallel.push((early, scope.spawn(move || run_in_parallel(project, early))));
                }
            }
            let started = parallel.iter().position(|(early, _)| *early == kind);
            let row = match (blocked(kind, &rows), started.map(|at| parallel.swap_remove(at))) {
                (Some(missing), _) => Row::not_run(kind, missing),
                (None, Some((_, thread))) => {
                    thread.join().unwrap_or(Row { kind, verdict: Verdict::Broken, took: Duration::ZERO })
                }
                (None, None) => step(kind, || perform(project, kind, &mut shared, Echo::Live)),
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

/// Runs a kind in parallel with others, with its own stack.
fn run_in_parallel(project: &Project, kind: Kind) -> Row {
    let mut shared = Shared::new(project);
    let row = step(kind, || perform(project, kind, &mut shared, Echo::AtTheEnd));
    if row.failed() {
        shared.keep_logs();
    }
    row
}

/// The failed kind that this one depends on.
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

/// The consumers' tests, which need only the package.
fn consumers(project: &Project, folder: &str, echo: Echo) -> Result<Count> {
    build::package(project)?;
    let chromium = prepare::chromium()?.to_string_lossy().into_owned();
    node::run(project, folder, &[("PASSGATE_CHROMIUM".to_owned(), chromium)], echo)
}

fn perform(project: &Project, kind: Kind, shared: &mut Shared, echo: Echo) -> Result<Count> {
    match kind {
        Kind::Format => cargo::format(project).map(|()| Count::CHECK),
        Kind::Lint => cargo::lint(project).map(|()| Count::CHECK),
        Kind::Native => cargo::native(project),
        Kind::Build => build::all_with_simulator(project, Workers::Both).map(|()| Count::CHECK),
        Kind::Codegen => codegen::check(project).map(|()| Count::CHECK),
        Kind::Size => size::check(project).map(|()| Count::CHECK),
        Kind::Node => node::run(project, "tests/node", &shared.environment()?, echo),
        Kind::Consumers => consumers(project, "tests/consumers", echo),
        Kind::ConsumersHeavy => consumers(project, "tests/consumers/heavy", echo),
        Kind::Cloudflare => {
            let simulator = project.target().join("debug/passgate-simulator").to_string_lossy().into_owned();
            node::run(project, "tests/cloudflare", &[("PASSGATE_SIMULATOR".to_owned(), simulator)], echo)
        }
        Kind::Edge => cargo::edge(project),
        Kind::OpenApi => openapi::run(project),
        Kind::Browser => {
            let engines = prepare::engines(project)?;
            let mut environment = shared.with_siblings()?;
            environment.push(("PASSGATE_ENGINES".to_owned(), engines.to_string()));
            node::run(project, "tests/browser", &environment, echo)
        }
        Kind::SdkNode => node::run(project, "tests/sdk", &shared.environment()?, echo),
        Kind::SdkPython => {
            let python = prepare::python(project)?;
            python::run(project, &python, "tests/sdk", &shared.environment()?)
        }
    }
}
