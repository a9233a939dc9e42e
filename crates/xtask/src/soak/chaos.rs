//! The disturbances during a soak test: the vendors fail on request, and the Worker is killed.

use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use passgate_stack::Stack;
use serde_json::{Value, json};

use super::SoakOptions;
use super::caller::Edge;
use super::collections::Collections;
use super::memory::Sample;

/// The interval between two checks of the clock.
const TICK: Duration = Duration::from_millis(250);
/// The interval between two faults.
const FAULT_EVERY: Duration = Duration::from_secs(2);
/// The interval between two measurements of the Worker's memory.
const SAMPLE_EVERY: Duration = Duration::from_secs(5);
/// The longest interval between two kills; it is shorter in a short run.
const KILL_EVERY: Duration = Duration::from_secs(30);

/// The interval between two steps of the Worker's clock.
const STEP_EVERY: Duration = Duration::from_secs(7);
/// How far the Worker's clock may be ahead of the machine's, in milliseconds. Each step sets it to
/// another of these values, forward or back.
const AHEAD_MS: [u64; 6] = [0, 0, 2_000, 45_000, 700_000, 3_600_000];

/// The disturbances, and what was measured.
pub struct Chaos {
    lasts: Duration,
    /// For how long the Worker is killed repeatedly.
    killing: Duration,
    /// Whether the Worker runs under `passgate serve`.
    is_under_program: bool,
    /// How often the Worker was killed.
    pub kills: u32,
    /// How often the runtime alone was killed, and the program started it again.
    pub crashes: u32,
    /// How often the Worker's clock was set, forward or back.
    pub steps: u32,
    /// The number of faults that were added, by kind.
    pub faults: std::collections::BTreeMap<String, u32>,
    /// The Worker's memory over time.
    pub memory: Vec<Sample>,
    collections: Collections,
}

impl Chaos {
    /// The disturbances of a run: kills in its first half, or none if it is steady.
    pub fn new(options: &SoakOptions) -> Self {
        let lasts = Duration::from_secs(options.seconds);
        let killing = if options.steady { Duration::ZERO } else { lasts.div_f64(2.0) };
        Self {
            lasts,
            killing,
            is_under_program: options.under_program,
            kills: 0,
            crashes: 0,
            steps: 0,
            faults: std::collections::BTreeMap::new(),
            memory: Vec::new(),
            collections: Collections::default(),
        }
    }

    /// Runs until the time is up. In the second half, and in a steady run always, it does not kill the
    /// Worker, so that the memory can be observed. The vendors continue to fail.
    pub fn run(&mut self, stack: &mut Stack, start: Instant) -> Result<()> {
        let every = KILL_EVERY.min(self.lasts.div_f64(6.0));
        let mut next_kill = every;
        let mut next_fault = FAULT_EVERY;
        let mut next_sample = SAMPLE_EVERY;
        let mut next_step = STEP_EVERY;
        let mut born = Duration::ZERO;
        while start.elapsed() < self.lasts {
            sleep(TICK);
            let now = start.elapsed();
            if now >= next_fault {
                self.fail(stack)?;
                next_fault = now.saturating_add(FAULT_EVERY);
            }
            if now >= next_step {
                self.set_clock(stack, fastrand::choice(AHEAD_MS).unwrap_or_default())?;
                next_step = now.saturating_add(STEP_EVERY);
            }
            if now >= next_sample {
                self.sample(stack, now, born);
                next_sample = now.saturating_add(SAMPLE_EVERY);
            }
            if now >= next_kill && now < self.killing {
                // A random delay, so that kills do not coincide with other intervals.
                sleep(Duration::from_millis(fastrand::u64(0..900)));
                self.kill(stack)?;
                born = start.elapsed();
                next_kill = born.saturating_add(every);
            }
        }
        // The reconciliation needs a correct clock.
        self.set_clock(stack, 0)
    }

    /// Kills the Worker; under the program, alternately the program with its runtime, and the runtime alone.
    fn kill(&mut self, stack: &mut Stack) -> Result<()> {
        if self.is_under_program && self.kills > self.crashes {
            self.crashes = self.crashes.saturating_add(1);
            return stack.crash_runtime().context("the program did not start the runtime again");
        }
        stack.kill_worker();
        sleep(Duration::from_millis(fastrand::u64(0..1_500)));
        stack.restart_worker().context("the Worker did not restart")?;
        self.kills = self.kills.saturating_add(1);
        Ok(())
    }

    /// Adds a fault for one of the calls, including token calls.
    fn fail(&mut self, stack: &Stack) -> Result<()> {
        let calls = ["feishu.reset", "eiam.change-password", "eiam.rest-password"];
        let call = fastrand::choice(calls).unwrap_or("feishu.reset");
        let fault = fault(call);
        let kind = fault.get("kind").and_then(Value::as_str).unwrap_or_default().to_owned();
        stack.simulator().post("/_sim/faults", &json!({ "call": call, "fault": fault }))?;
        if fastrand::u8(0..10) == 0 {
            stack.simulator().post("/_sim/tokens/expire", &json!({ "vendor": null }))?;
        }
        let count = self.faults.entry(kind).or_default();
        *count = count.saturating_add(1);
        Ok(())
    }

    /// Sets the clock of the Worker. A restart resets it.
    fn set_clock(&mut self, stack: &Stack, ahead_ms: u64) -> Result<()> {
        let path = format!("{}/__test/ahead.{ahead_ms}", stack.base());
        Edge::agent().post(&path).send_empty().context("the Worker's clock could not be set")?;
        self.steps = self.steps.saturating_add(1);
        Ok(())
    }

    fn sample(&mut self, stack: &Stack, now: Duration, born: Duration) {
        let age = now.saturating_sub(born).as_secs();
        self.memory.extend(Sample::now(stack, &mut self.collections, now.as_secs(), age));
    }
}

fn fault(call: &str) -> Value {
    match fastrand::u8(0..14) {
        0 => json!({ "kind": "delay", "ms": 1500, "when": "before" }),
        1 => json!({ "kind": "delay", "ms": 2500, "when": "after" }),
        2 => json!({ "kind": "reset-before" }),
        3 => json!({ "kind": "reset-after" }),
        4 => json!({ "kind": "close", "executed": true }),
        5 => json!({ "kind": "status", "status": 502, "executed": fastrand::bool() }),
        6 => json!({ "kind": "malformed" }),
        7 => json!({ "kind": "cut-body" }),
        8 => json!({ "kind": "wrong-shape", "executed": fastrand::bool() }),
        9 => json!({ "kind": "not-json", "status": 200, "executed": fastrand::bool() }),
        10 => json!({ "kind": "throttle", "status": 429, "retry_after": 1 }),
        11 => json!({ "kind": "stale-token", "forget": fastrand::bool() }),
        12 => json!({ "kind": "huge-body", "bytes": 2_000_000 }),
        _ if call == "feishu.reset" => {
            json!({ "kind": "answer", "status": 400, "code": "1050023", "message": "reach reset num limit" })
        }
        _ => json!({ "kind": "answer", "status": 400, "code": "PWD.0007", "message": "不允许使用历史密码" }),
    }
}
