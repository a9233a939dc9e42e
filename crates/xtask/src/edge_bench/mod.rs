//! `cargo xtask edge-bench`: throughput and added latency of the edge, compared with a pass-through of
//! plain JavaScript on the same `workerd` and with the vendor itself, in alternating rounds.

mod load;
mod report;
mod scenario;
mod syncs;
mod usage;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::thread::sleep;
use std::time::Duration;

use anyhow::{Context, Result};
use passgate_stack::{PlainWorker, Stack, StackOptions};
use serde_json::json;

use crate::build::{self, Workers};
use crate::files;
use crate::progress;
use crate::project::Project;

use load::Round;
use scenario::{Scenario, Scenarios, Whom};
use syncs::Syncs;
use usage::Usage;

/// The number of connections in a throughput round.
const CONNECTIONS: usize = 8;
const THROUGHPUT_ROUND: Duration = Duration::from_millis(900);
/// The duration of a latency round, which has one connection: the latency of a single caller.
const LATENCY_ROUND: Duration = Duration::from_millis(900);
/// The time that the edge may work after its last answer: delivery to the audit log, emptying the
/// outbox.
const AFTERWARDS: Duration = Duration::from_millis(150);
/// The runtime evicts an object that is idle for ten seconds, which causes additional waits for the
/// disk. This pause lies between two rounds, so that no other figure includes it.
const PUT_AWAY: Duration = Duration::from_millis(10_500);
/// How long the benchmark resets passwords while it counts waits for the disk.
const COUNTED_ROUND: Duration = Duration::from_millis(1_500);

/// Most accounts are reset once, one after another.
const ACCOUNTS: usize = 4_000;

/// The options of `edge-bench`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EdgeBenchOptions {
    /// The number of rounds of each scenario.
    pub rounds: usize,
    /// The path of the report; stdout by default.
    pub report: Option<PathBuf>,
}

impl Default for EdgeBenchOptions {
    fn default() -> Self {
        Self { rounds: 5, report: None }
    }
}

/// The rounds of one scenario on one target.
pub struct Measured {
    scenario: Scenario,
    whom: Whom,
    throughput: Vec<Round>,
    latency: Vec<Round>,
}

/// The waits for the disk of one scenario at the edge, and the number of answers.
pub struct Counted {
    scenario: Scenario,
    syncs: Syncs,
    answers: f64,
}

/// All measurements.
pub struct Results {
    measured: Vec<Measured>,
    /// Empty without `strace`.
    counted: Vec<Counted>,
}

/// Everything that a run needs.
struct Bench {
    stack: Stack,
    in_memory: Stack,
    plain: PlainWorker,
    same_writes: PlainWorker,
    scenarios: Scenarios,
    scenarios_in_memory: Scenarios,
    counter: Arc<AtomicU64>,
}

/// Builds, starts, measures, and writes the report.
pub fn run(project: &Project, options: &EdgeBenchOptions) -> Result<()> {
    build::all_with_simulator(project, Workers::Shipping)?;
    let bench = Bench::start(project)?;
    let mut measured: Vec<Measured> = Vec::new();
    for scenario in Scenario::ALL {
        for whom in [Whom::Plain, Whom::Edge, Whom::EdgeInMemory, Whom::SameWrites, Whom::Vendor] {
            if scenario.is_asked_of(whom) {
                measured.push(Measured { scenario, whom, throughput: Vec::new(), latency: Vec::new() });
            }
        }
    }
    for round in 0..=options.rounds {
        sleep(if round > 0 { PUT_AWAY } else { Duration::ZERO });
        progress::say("measuring", format_args!("round {round} of {}", options.rounds));
        for one in &mut measured {
            let latency = bench.round(one.scenario, one.whom, 1, LATENCY_ROUND)?;
            let throughput = bench.round(one.scenario, one.whom, CONNECTIONS, THROUGHPUT_ROUND)?;
            // The first round warms all targets up.
            if round > 0 {
                one.latency.push(latency);
                one.throughput.push(throughput);
            }
        }
    }
    let counted = bench.count_syncs(project)?;
    let text = report::text(&Results { measured, counted }, options);
    match &options.report {
        Some(path) => files::write(path, &text),
        None => {
            println!("{text}");
            Ok(())
        }
    }
}

impl Bench {
    fn start(project: &Project) -> Result<Self> {
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
        let (stack, in_memory) = (start(false)?, start(true)?);
        let module = |name: &str, classes: &[&str]| {
            let module = project.path("crates/xtask/node").join(name);
            PlainWorker::start(project.root(), &module, classes, stack.simulator().address())
        };
        let plain = module("pass-through.mjs", &[])?;
        let same_writes = module("same-writes.mjs", &["Account", "Gate", "Log"])?;
        let (scenarios, scenarios_in_memory) = (Scenarios::of(&stack)?, Scenarios::of(&in_memory)?);
        Ok(Self {
            stack,
            in_memory,
            plain,
            same_writes,
            scenarios,
            scenarios_in_memory,
            counter: Arc::default(),
        })
    }

    /// The address and the process of the target. The vendor's process is not measured.
    fn place(&self, whom: Whom) -> (String, Option<u32>) {
        match whom {
            Whom::Edge => (self.stack.base().to_owned(), self.stack.worker_process_id()),
            Whom::EdgeInMemory => (self.in_memory.base().to_owned(), self.in_memory.worker_process_id()),
            Whom::Plain => (self.plain.base().to_owned(), Some(self.plain.process_id())),
            Whom::SameWrites => (self.same_writes.base().to_owned(), Some(self.same_writes.process_id())),
            Whom::Vendor => (self.stack.simulator().base(), None),
        }
    }

    fn round(&self, scenario: Scenario, whom: Whom, connections: usize, lasts: Duration) -> Result<Round> {
        let (base, process) = self.place(whom);
        let in_memory = whom == Whom::EdgeInMemory;
        let asking = if in_memory { &self.scenarios_in_memory } else { &self.scenarios };
        let before = process.and_then(Usage::now);
        let ask = asking.ask(scenario, whom);
        let mut round = load::ask(&base, connections, lasts, &self.counter, scenario.status(), &ask)
            .with_context(|| format!("{} at {whom:?}", scenario.name()))?;
        if let (Some(process), Some(before)) = (process, before) {
            if matches!(scenario, Scenario::Reset | Scenario::First) {
                sleep(AFTERWARDS);
            }
            round.usage = Usage::now(process).map(|now| now.since(before, round.answers()));
        }
        Ok(round)
    }

    fn count_syncs(&self, project: &Project) -> Result<Vec<Counted>> {
        let mut counted = Vec::new();
        let Some(process) = self.stack.worker_process_id() else { return Ok(counted) };
        for scenario in [Scenario::Reset, Scenario::First] {
            sleep(PUT_AWAY);
            // Loads the accounts that are reset repeatedly into memory again.
            self.round(Scenario::Reset, Whom::Edge, CONNECTIONS, THROUGHPUT_ROUND)?;
            let some = || self.round(scenario, Whom::Edge, 1, COUNTED_ROUND);
            if let Some((syncs, round)) = syncs::count(process, &project.path("dist"), some)? {
                counted.push(Counted { scenario, syncs, answers: round.answers() });
            }
        }
        Ok(counted)
    }
}

/// One client and one address generate all load, so their limits are high. The vendor's rate limit and
/// its queue stay active, with a limit above any load here: the queue is not measured.
fn roomy() -> serde_json::Value {
    let many = json!({ "burst": 100_000, "per_minute": 100_000 });
    json!({
        "rates": { "account": many, "operator": many, "address": many },
        "products": { "eiam": { "rate": { "per_second": 5_000, "burst": 1_000 } } },
    })
}
