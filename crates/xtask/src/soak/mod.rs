//! `cargo xtask soak`: minutes of mixed load with faults and crashes, and a reconciliation afterwards.
//!
//! Several threads reset passwords as every kind of caller, each over accounts of its own. Meanwhile
//! the simulated vendors fail on request, and the Worker is killed and restarted. At the end every
//! attempt is compared with the vendors' own log: what the edge reported must be what happened.

mod account;
mod attempt;
mod audit;
mod caller;
mod chaos;
mod collections;
mod load;
mod memory;
mod memory_report;
mod reconcile;
mod report;
mod trend;

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use passgate_stack::{Build, Stack, StackOptions};
use serde_json::json;

use crate::build::{self, Workers};
use crate::files;
use crate::progress;
use crate::project::Project;

use account::Account;
use caller::Edge;
use chaos::Chaos;
use reconcile::Reconciliation;

/// The pause after the last call, in which calls in progress at the vendors end and stale intents are
/// settled.
const SETTLING: Duration = Duration::from_secs(20);

/// The heap limit of the platform for an isolate. Without a limit V8 adapts to the machine and keeps
/// more garbage: its young generation alone grows for minutes.
const PLATFORM_HEAP_MIB: u32 = 128;

/// The options of `soak`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SoakOptions {
    /// The duration, in seconds.
    pub seconds: u64,
    /// The number of concurrent callers.
    pub callers: usize,
    /// The number of accounts.
    pub accounts: usize,
    /// Whether the Worker is never killed, to observe its memory.
    pub steady: bool,
    /// The limit on V8's heap, in MiB; 0 for V8's own.
    pub heap_mib: u32,
    /// Whether the Worker runs under `passgate serve`.
    pub under_program: bool,
    /// The path of the report; stdout by default.
    pub report: Option<PathBuf>,
}

impl Default for SoakOptions {
    fn default() -> Self {
        Self {
            seconds: 60,
            callers: 4,
            accounts: 120,
            steady: false,
            heap_mib: PLATFORM_HEAP_MIB,
            under_program: false,
            report: None,
        }
    }
}

/// Builds, runs and reconciles. Returns whether no change was lost and none was doubled.
pub fn run(project: &Project, options: &SoakOptions) -> Result<bool> {
    build::all_with_simulator(project, Workers::ForTests)?;
    let found = soak(project, options)?;
    let text = report::text(&found, options);
    match &options.report {
        Some(path) => files::write(path, &text)?,
        None => println!("{text}"),
    }
    for fault in found.faults() {
        progress::say("wrong", fault);
    }
    Ok(found.faults().is_empty())
}

fn soak(project: &Project, options: &SoakOptions) -> Result<Reconciliation> {
    let mut stack = Stack::start(StackOptions {
        root: Some(project.root().to_owned()),
        name: "soak".to_owned(),
        config: roomy(options),
        under_program: options.under_program,
        // Its test routes report the size of the module's memory.
        build: Build::ForTests,
        numbered_users: options.accounts,
        v8_flags: v8_flags(options.heap_mib),
        ..StackOptions::default()
    })?;
    stack.simulator().control("PATCH", "/_sim/policy/feishu", Some(&json!({ "daily_limit": null })))?;
    let accounts = Account::numbered(&stack)?;
    let edge = Edge::of(&stack);
    let stop = AtomicBool::new(false);
    let mut chaos = Chaos::new(options);
    progress::say("soaking", format_args!("for {} s, {} at once", options.seconds, options.callers));
    let start = Instant::now();
    let attempts = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..options.callers)
            .map(|index| {
                let mine: Vec<&Account> = accounts.iter().skip(index).step_by(options.callers).collect();
                let (edge, stop) = (&edge, &stop);
                let has_issuer = !options.under_program;
                scope.spawn(move || load::run(edge, mine, has_issuer, stop))
            })
            .collect();
        let trouble = chaos.run(&mut stack, start);
        stop.store(true, Ordering::Relaxed);
        let attempts = workers.into_iter().flat_map(|worker| worker.join().unwrap_or_default());
        let attempts: Vec<_> = attempts.collect();
        trouble.map(|()| attempts)
    })?;
    stack.simulator().control("DELETE", "/_sim/faults", None)?;
    progress::say("settling", format_args!("{} attempts", attempts.len()));
    std::thread::sleep(SETTLING);
    let found = Reconciliation::of(&stack, &accounts, attempts, chaos).context("reconciling the attempts")?;
    if !found.faults().is_empty() {
        stack.keep_logs();
        progress::say("kept", format_args!("the logs: {}", project.shown(stack.run_directory())));
    }
    Ok(found)
}

/// V8's flags. `--trace-gc` logs the garbage collections, so that [`collections`] can read them.
fn v8_flags(heap_mib: u32) -> Vec<String> {
    let limit = (heap_mib > 0).then(|| format!("--max-heap-size={heap_mib}"));
    limit.into_iter().chain(["--trace-gc".to_owned()]).collect()
}

/// All load comes from one address and a few clients, so their rate limits are high; the soak does not
/// test them.
fn roomy(options: &SoakOptions) -> serde_json::Value {
    let many = json!({ "burst": 100_000, "per_minute": 100_000 });
    let mut config = json!({ "rates": { "account": many, "operator": many, "address": many } });
    if let Some(members) = config.as_object_mut().filter(|_| options.under_program && options.heap_mib > 0) {
        members.insert("heap_mib".to_owned(), options.heap_mib.into());
    }
    config
}
