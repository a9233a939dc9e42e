//! The report: ratios, and a breakdown of the time.

use std::fmt::Write as _;

use super::load::Round;
use super::scenario::{Scenario, Whom};
use super::usage::Usage;
use super::{CONNECTIONS, Counted, EdgeBenchOptions, Measured, Results};

/// Markdown.
pub fn text(results: &Results, options: &EdgeBenchOptions) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = write(&mut text, results, options);
    text
}

fn write(out: &mut String, results: &Results, options: &EdgeBenchOptions) -> std::fmt::Result {
    let all = &results.measured;
    writeln!(out, "# The edge compared with a plain pass-through\n")?;
    writeln!(
        out,
        "Written by `cargo xtask edge-bench --report docs/edge-bench.md`. The Worker and a pass-through of plain JavaScript (`crates/xtask/node/pass-through.mjs`), each run in a separate `workerd`, with the simulated vendor as upstream. The load generator, both Workers and the vendor share one machine ({}). {} rounds of each, in turn, follow one warm-up round. Each figure is the median of the rounds, with the lowest and highest round in parentheses.\n",
        machine(),
        options.rounds
    )?;
    writeln!(
        out,
        "On this disk, a durable write (`fdatasync` of 4 KiB) takes {} at the end of the run. Cloudflare's Durable Objects wait for copies on other machines instead of a disk. The column *in memory* shows the same Worker with its objects on a memory disk, and therefore the cost of its own work.\n",
        disk()
    )?;
    write_summary(out, results)?;
    write_throughput(out, all)?;
    write_latency(out, all)?;
    write_costs(out, results)?;
    write_steps(out, all)
}

/// The figures of a full reset in one sentence.
fn write_summary(out: &mut String, results: &Results) -> std::fmt::Result {
    let all = &results.measured;
    let rate = |whom| spread(all, Scenario::Reset, whom, |one| &one.throughput, |round| round.per_second);
    let at = |whom, share| {
        spread(all, Scenario::Reset, whom, |one| &one.latency, move |round| ms(round.quantile(share))).median
    };
    let added = |share| at(Whom::Edge, share) - at(Whom::Plain, share);
    let used = used(all, Scenario::Reset, Whom::Edge);
    writeln!(
        out,
        "**A full reset: {:.2} of the pass-through's throughput ({:.2} with its objects in memory), {:+.1} ms at the median and {:+.1} ms at p99, {:.1} ms of CPU time, {:.0} writes, {} waits for the disk.**\n",
        rate(Whom::Edge).median / rate(Whom::Plain).median,
        rate(Whom::EdgeInMemory).median / rate(Whom::Plain).median,
        added(0.5),
        added(0.99),
        used.cpu_ms,
        used.writes,
        waits(&results.counted, Scenario::Reset),
    )
}

fn write_throughput(out: &mut String, all: &[Measured]) -> std::fmt::Result {
    writeln!(out, "## Throughput, {CONNECTIONS} connections, answers per second\n")?;
    writeln!(
        out,
        "| | pass-through | edge | edge / pass-through | edge in memory | in memory / pass-through | vendor itself |\n|---|---|---|---|---|---|---|"
    )?;
    for scenario in shown() {
        let rate = |whom| spread(all, scenario, whom, |one| &one.throughput, |round| round.per_second);
        // A pass-through has no first reset of an account, so its ordinary resets are compared.
        let like = if scenario.compares() { scenario } else { Scenario::Reset };
        let plain = spread(all, like, Whom::Plain, |one| &one.throughput, |round| round.per_second);
        let (edge, memory) = (rate(Whom::Edge), rate(Whom::EdgeInMemory));
        writeln!(
            out,
            "| {} | {} | {} | **{:.2}** | {} | **{:.2}** | {} |",
            scenario.name(),
            plain.rounded(),
            edge.rounded(),
            edge.median / plain.median,
            memory.rounded(),
            memory.median / plain.median,
            rate(Whom::Vendor).rounded()
        )?;
    }
    writeln!(out)
}

fn write_latency(out: &mut String, all: &[Measured]) -> std::fmt::Result {
    writeln!(out, "## Latency, one connection, milliseconds\n")?;
    writeln!(
        out,
        "| | pass-through p50 | edge p50 | added | in memory p50 | added | pass-through p99 | edge p99 | in memory p99 | vendor itself p50 |\n|---|---|---|---|---|---|---|---|---|---|"
    )?;
    for scenario in shown() {
        let like = if scenario.compares() { scenario } else { Scenario::Reset };
        let of = |scenario, whom, share| {
            spread(all, scenario, whom, |one| &one.latency, move |round| ms(round.quantile(share)))
        };
        let at = |whom, share| of(scenario, whom, share);
        let (plain, edge) = (of(like, Whom::Plain, 0.5), at(Whom::Edge, 0.5));
        let memory = at(Whom::EdgeInMemory, 0.5);
        writeln!(
            out,
            "| {} | {} | {} | **{:+.2}** | {} | **{:+.2}** | {} | {} | {} | {} |",
            scenario.name(),
            plain.exact(),
            edge.exact(),
            edge.median - plain.median,
            memory.exact(),
            memory.median - plain.median,
            of(like, Whom::Plain, 0.99).exact(),
            at(Whom::Edge, 0.99).exact(),
            at(Whom::EdgeInMemory, 0.99).exact(),
            at(Whom::Vendor, 0.5).exact()
        )?;
    }
    writeln!(
        out,
        "\nFor a refused password, the pass-through calls the vendor; the edge does not, and its refusal names the rule. For a full reset, the edge writes to the ledger before and after the call, and to the audit log. An account's first reset creates its object and database, which costs the runtime six more waits for the disk; it is compared with any reset of the pass-through.\n"
    )
}

/// The cost of one answer for the process that gives it, from `/proc` and `strace`.
fn write_costs(out: &mut String, results: &Results) -> std::fmt::Result {
    writeln!(
        out,
        "## Cost of an answer\n\nThe table shows the answering process in the throughput rounds, including its work directly after the answer. It does not include later work: the account's alarm eight seconds later (one wait of the account, one of the alarms), and closing the database of an object that has been idle for ten seconds (two more).\n"
    )?;
    writeln!(
        out,
        "| | pass-through, ms of CPU | edge | edge in memory | edge: write calls | edge: KiB written | edge: waits for the disk |\n|---|---|---|---|---|---|---|"
    )?;
    for scenario in Scenario::ALL {
        let cpu = |whom| format!("{:.2}", used(&results.measured, scenario, whom).cpu_ms).replace("NaN", "");
        let edge = used(&results.measured, scenario, Whom::Edge);
        writeln!(
            out,
            "| {} | {} | {} | {} | {:.1} | {:.0} | {} |",
            scenario.name(),
            cpu(Whom::Plain),
            cpu(Whom::Edge),
            cpu(Whom::EdgeInMemory),
            edge.writes,
            edge.written_kib,
            waits(&results.counted, scenario)
        )?;
    }
    for Counted { scenario, syncs, answers } in &results.counted {
        let each = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX)) / answers;
        let parts: Vec<String> =
            syncs.iter().map(|(kind, count)| format!("{kind} {:.2}", each(*count))).collect();
        writeln!(
            out,
            "\nThe waits of {} in sequence ({answers:.0}): {}.",
            scenario.name(),
            parts.join(", ")
        )?;
    }
    write_least(out, &results.measured)?;
    if results.counted.is_empty() {
        writeln!(out, "\nWaits for the disk are not counted: this machine has no `strace`.")?;
    }
    writeln!(out)
}

/// What this runtime needs for a reset, whatever the language.
fn write_least(out: &mut String, all: &[Measured]) -> std::fmt::Result {
    let least = used(all, Scenario::Reset, Whom::SameWrites);
    let edge = used(all, Scenario::Reset, Whom::Edge);
    let rate = |whom| spread(all, Scenario::Reset, whom, |one| &one.throughput, |round| round.per_second);
    writeln!(
        out,
        "\nA Worker in plain JavaScript with the same objects, calls, writes, log line and vendor call, but without checks (`crates/xtask/node/same-writes.mjs`), needs {:.2} ms of CPU and {:.1} write calls for a full reset and answers {} in a second: {:.2} of the edge's CPU and {:.2} of its write calls.",
        least.cpu_ms,
        least.writes,
        rate(Whom::SameWrites).rounded(),
        least.cpu_ms / edge.cpu_ms,
        least.writes / edge.writes,
    )
}

/// The medians of the used resources.
fn used(all: &[Measured], scenario: Scenario, whom: Whom) -> Usage {
    let of = |value: fn(&Usage) -> f64| {
        let value = move |round: &Round| round.usage.as_ref().map_or(f64::NAN, value);
        spread(all, scenario, whom, |one| &one.throughput, value).median
    };
    Usage {
        cpu_ms: of(|usage| usage.cpu_ms),
        writes: of(|usage| usage.writes),
        written_kib: of(|usage| usage.written_kib),
    }
}

fn waits(counted: &[Counted], scenario: Scenario) -> String {
    let Some(one) = counted.iter().find(|one| one.scenario == scenario) else { return String::new() };
    let all: usize = one.syncs.values().sum();
    format!("{:.1}", f64::from(u32::try_from(all).unwrap_or(u32::MAX)) / one.answers)
}

/// Each scenario does all the work of the previous one, and more.
fn write_steps(out: &mut String, all: &[Measured]) -> std::fmt::Result {
    let p50 = |scenario, whom| {
        spread(all, scenario, whom, |one| &one.latency, |round| ms(round.quantile(0.5))).median
    };
    let parts = |whom| {
        let at = |scenario| p50(scenario, whom);
        let (health, refused) = (at(Scenario::Health), at(Scenario::Refused));
        let (replay, reset) = (at(Scenario::Replay), at(Scenario::Reset));
        let vendor = p50(Scenario::Reset, Whom::Vendor);
        [health, refused - health, replay - refused, vendor, reset - replay - vendor, reset]
    };
    writeln!(
        out,
        "## Where the time of a reset goes\n\nEach row does everything the row above does, and more. The figures are differences of medians, with one connection.\n"
    )?;
    writeln!(out, "| part | on disk, ms | share | in memory, ms | share |\n|---|---|---|---|---|")?;
    let names = [
        "the runtime, the router, the answer (`/healthz`)",
        "steps 1 and 2: credential, rate, parsing, the check of the policy",
        "step 3: the account's object, its turn, reading the ledger (a replayed answer)",
        "step 7: the vendor's own answer, measured directly",
        "steps 4 to 6 and 8: intent, permit and token, the connection to the vendor, outcome, audit",
        "**total**",
    ];
    let (disk, memory) = (parts(Whom::Edge), parts(Whom::EdgeInMemory));
    let share = |part: f64, all: [f64; 6]| 100.0 * part / all.last().copied().unwrap_or(f64::NAN);
    for ((name, on_disk), in_memory) in names.into_iter().zip(disk).zip(memory) {
        writeln!(
            out,
            "| {name} | {on_disk:.2} | {:.0} % | {in_memory:.2} | {:.0} % |",
            share(on_disk, disk),
            share(in_memory, memory)
        )?;
    }
    Ok(())
}

/// The scenarios with a row of their own. A replay is only part of the breakdown.
fn shown() -> impl Iterator<Item = Scenario> {
    Scenario::ALL.into_iter().filter(|scenario| *scenario != Scenario::Replay)
}

/// The median of the rounds, with the lowest and the highest.
struct Spread {
    median: f64,
    low: f64,
    high: f64,
}

impl Spread {
    fn rounded(&self) -> String {
        if self.median.is_nan() {
            return String::new();
        }
        format!("{:.0} ({:.0}–{:.0})", self.median, self.low, self.high)
    }

    fn exact(&self) -> String {
        if self.median.is_nan() {
            return String::new();
        }
        format!("{:.2} ({:.2}–{:.2})", self.median, self.low, self.high)
    }
}

fn spread(
    all: &[Measured],
    scenario: Scenario,
    whom: Whom,
    rounds: impl Fn(&Measured) -> &Vec<Round>,
    value: impl Fn(&Round) -> f64,
) -> Spread {
    let found = all.iter().find(|one| one.scenario == scenario && one.whom == whom);
    let mut values: Vec<f64> = found.map(|one| rounds(one).iter().map(value).collect()).unwrap_or_default();
    values.sort_by(f64::total_cmp);
    let at = |index: usize| values.get(index).copied().unwrap_or(f64::NAN);
    Spread { median: at(values.len() / 2), low: at(0), high: at(values.len().saturating_sub(1)) }
}

fn ms(us: u64) -> f64 {
    f64::from(u32::try_from(us).unwrap_or(u32::MAX)) / 1000.0
}

/// The processor and the load of the machine, as far as known.
fn machine() -> String {
    let text = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let count = text.lines().filter(|line| line.starts_with("processor")).count();
    let model = text.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or_default();
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').next().unwrap_or("?").to_owned();
    format!("{count} × {}, load {load} at the end", model.trim_start_matches([' ', '\t', ':']))
}

/// The time of a durable write of 4 KiB on this disk, as the median and the worst of several tries.
fn disk() -> String {
    use std::io::Write as _;
    let path = std::path::Path::new("dist/edge-bench.tmp");
    let mut took: Vec<u64> = Vec::new();
    if let Ok(mut file) = std::fs::File::create(path) {
        for _ in 0..40 {
            let start = std::time::Instant::now();
            if file.write_all(&[b'x'; 4096]).and_then(|()| file.sync_data()).is_ok() {
                took.push(u64::try_from(start.elapsed().as_micros()).unwrap_or(u64::MAX));
            }
        }
    }
    let _ = std::fs::remove_file(path);
    took.sort_unstable();
    let at = |index: usize| took.get(index).copied().map_or(f64::NAN, ms);
    format!("{:.2} ms, at worst {:.2}", at(took.len() / 2), at(took.len().saturating_sub(1)))
}
