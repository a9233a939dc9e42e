//! `cargo xtask edge-bench`: throughput and added latency of the edge, beside a pass-through of
//! plain JavaScript on the same `workerd` and beside the vendor itself, in alternating rounds.

mod load;
mod report;
mod scenario;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use anyhow::{Context, Result};
use passgate_stack::{PlainWorker, Stack, StackOptions};
use serde_json::json;

use crate::build;
use crate::files;
use crate::progress;
use crate::project::Project;

use load::Round;
use scenario::{Scenario, Scenarios, Whom};

/// Connections of a throughput round.
const CONNECTIONS: usize = 8;
const THROUGHPUT_ROUND: Duration = Duration::from_millis(1_500);
/// One connection: what a single caller waits.
const LATENCY_ROUND: Duration = Duration::from_millis(1_000);

/// Each is reset a few times, so that no object is only ever new.
const ACCOUNTS: usize = 1_000;

/// How `edge-bench` was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EdgeBenchOptions {
    /// How many rounds of each.
    pub rounds: usize,
    /// Where the report goes; stdout when not given.
    pub report: Option<PathBuf>,
}

impl Default for EdgeBenchOptions {
    fn default() -> Self {
        Self { rounds: 7, report: None }
    }
}

/// The rounds of one scenario at one place.
pub struct Measured {
    scenario: Scenario,
    whom: Whom,
    throughput: Vec<Round>,
    latency: Vec<Round>,
}

/// Builds, starts, measures, writes.
pub fn run(project: &Project, options: &EdgeBenchOptions) -> Result<()> {
    build::all_with_simulator(project)?;
    let start = |in_memory: bool| {
        Stack::start(StackOptions {
            root: Some(project.root().to_owned()),
            name: "edge-bench".to_owned(),
            config: roomy(),
            numbered_users: ACCOUNTS,
            in_memory,
            ..StackOptions::default()
        })
    };
    let stack = start(false)?;
    let in_memory = start(true)?;
    let module = project.path("crates/xtask/node/pass-through.mjs");
    let plain = PlainWorker::start(project.root(), &module, stack.simulator().address())?;
    let (scenarios, scenarios_in_memory) = (Scenarios::of(&stack)?, Scenarios::of(&in_memory)?);
    let mut all: Vec<Measured> = Vec::new();
    for scenario in Scenario::ALL {
        for whom in [Whom::Plain, Whom::Edge, Whom::EdgeInMemory, Whom::Vendor] {
            if matches!(whom, Whom::Edge | Whom::EdgeInMemory) || scenario.compares() {
                all.push(Measured { scenario, whom, throughput: Vec::new(), latency: Vec::new() });
            }
        }
    }
    let counter = Arc::new(AtomicU64::new(0));
    for round in 0..=options.rounds {
        progress::say("measuring", format_args!("round {round} of {}", options.rounds));
        for measured in &mut all {
            let base = match measured.whom {
                Whom::Edge => stack.base().to_owned(),
                Whom::EdgeInMemory => in_memory.base().to_owned(),
                Whom::Plain => plain.base().to_owned(),
                Whom::Vendor => stack.simulator().base(),
            };
            let asking = if measured.whom == Whom::EdgeInMemory { &scenarios_in_memory } else { &scenarios };
            let (scenario, ask) = (measured.scenario, asking.ask(measured.scenario, measured.whom));
            let once = |connections, lasts| {
                load::ask(&base, connections, lasts, &counter, scenario.status(), &ask)
                    .with_context(|| format!("{} at {:?}", scenario.name(), measured.whom))
            };
            let (latency, throughput) = (once(1, LATENCY_ROUND)?, once(CONNECTIONS, THROUGHPUT_ROUND)?);
            // The first round warms all of them up.
            if round > 0 {
                measured.latency.push(latency);
                measured.throughput.push(throughput);
            }
        }
    }
    let text = report::text(&all, options);
    match &options.report {
        Some(path) => files::write(path, &text),
        None => {
            println!("{text}");
            Ok(())
        }
    }
}

/// One client and one address make all the load.
fn roomy() -> serde_json::Value {
    let many = json!({ "burst": 100_000, "per_minute": 100_000 });
    json!({ "rates": { "account": many, "operator": many, "address": many } })
}
