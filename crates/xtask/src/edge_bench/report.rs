//! The report: ratios, and where the time goes.

use std::fmt::Write as _;

use super::load::Round;
use super::scenario::{Scenario, Whom};
use super::{CONNECTIONS, EdgeBenchOptions, Measured};

/// Markdown.
pub fn text(all: &[Measured], options: &EdgeBenchOptions) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = write(&mut text, all, options);
    text
}

fn write(out: &mut String, all: &[Measured], options: &EdgeBenchOptions) -> std::fmt::Result {
    writeln!(out, "# The edge beside a plain pass-through\n")?;
    writeln!(
        out,
        "Written by `cargo xtask edge-bench --report docs/edge-bench.md`. The Worker and a pass-through of plain JavaScript (`crates/xtask/node/pass-through.mjs`), each in a `workerd` of its own, with the simulated vendor as upstream; load, both Workers and the vendor share one machine ({}). {} rounds of each in turn after one to warm up; median of the rounds, and the lowest and highest as what the machine adds by itself.\n",
        machine(),
        options.rounds
    )?;
    writeln!(out, "## Throughput, {CONNECTIONS} connections, answers per second\n")?;
    writeln!(out, "| | pass-through | edge | edge / pass-through | vendor itself |\n|---|---|---|---|---|")?;
    for scenario in compared() {
        let rate = |whom| spread(all, scenario, whom, |one| &one.throughput, |round| round.per_second);
        let (plain, edge, vendor) = (rate(Whom::Plain), rate(Whom::Edge), rate(Whom::Vendor));
        writeln!(
            out,
            "| {} | {} | {} | **{:.2}** | {} |",
            scenario.name(),
            plain.rounded(),
            edge.rounded(),
            edge.median / plain.median,
            vendor.rounded()
        )?;
    }
    writeln!(
        out,
        "\nThe vendor itself answers more than either Worker passes on: it is not what bounds them.\n"
    )?;
    writeln!(out, "## Latency, one connection, milliseconds\n")?;
    writeln!(
        out,
        "| | pass-through p50 | edge p50 | added | pass-through p99 | edge p99 | vendor itself p50 |\n|---|---|---|---|---|---|---|"
    )?;
    for scenario in compared() {
        let at = |whom, share| {
            spread(all, scenario, whom, |one| &one.latency, move |round| ms(round.quantile(share)))
        };
        let (plain, edge, vendor) = (at(Whom::Plain, 0.5), at(Whom::Edge, 0.5), at(Whom::Vendor, 0.5));
        writeln!(
            out,
            "| {} | {} | {} | **{:+.2}** | {} | {} | {} |",
            scenario.name(),
            plain.exact(),
            edge.exact(),
            edge.median - plain.median,
            at(Whom::Plain, 0.99).exact(),
            at(Whom::Edge, 0.99).exact(),
            vendor.exact()
        )?;
    }
    writeln!(
        out,
        "\nA refused password costs the pass-through a call of the vendor and the edge none; its refusal names the rule. A full reset at the edge is on disk twice, before the call and after it, and in the audit log.\n"
    )?;
    write_steps(out, all)
}

/// Each scenario does what the one before it does, and more.
fn write_steps(out: &mut String, all: &[Measured]) -> std::fmt::Result {
    let p50 = |scenario, whom| {
        spread(all, scenario, whom, |one| &one.latency, |round| ms(round.quantile(0.5))).median
    };
    let edge = |scenario| p50(scenario, Whom::Edge);
    let (health, refused, replay, reset) =
        (edge(Scenario::Health), edge(Scenario::Refused), edge(Scenario::Replay), edge(Scenario::Reset));
    let vendor = p50(Scenario::Reset, Whom::Vendor);
    writeln!(
        out,
        "## Where the time of a reset goes\n\nDifferences of medians, one connection. Each row does what the row above does, and more.\n"
    )?;
    writeln!(out, "| part | ms | share |\n|---|---|---|")?;
    let rows = [
        ("the runtime, the router, the answer (`/healthz`)", health),
        ("steps 1 and 2: credential, parsing, the check of the policy", refused - health),
        (
            "step 3: the account's object, its turn, the look at the ledger (a replayed answer)",
            replay - refused,
        ),
        ("step 7: the vendor's own answer, asked directly", vendor),
        (
            "steps 4 to 6 and 8: intent, permit and token, the way to the vendor, outcome, audit",
            reset - replay - vendor,
        ),
    ];
    for (part, time) in rows {
        writeln!(out, "| {part} | {time:.2} | {:.0} % |", 100.0 * time / reset)?;
    }
    writeln!(out, "| **all of it** | **{reset:.2}** | |")
}

fn compared() -> impl Iterator<Item = Scenario> {
    Scenario::ALL.into_iter().filter(|scenario| scenario.compares())
}

/// The median of the rounds, the lowest and the highest.
struct Spread {
    median: f64,
    low: f64,
    high: f64,
}

impl Spread {
    fn rounded(&self) -> String {
        format!("{:.0} ({:.0}–{:.0})", self.median, self.low, self.high)
    }

    fn exact(&self) -> String {
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

/// What the machine is, as far as it says.
fn machine() -> String {
    let text = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let count = text.lines().filter(|line| line.starts_with("processor")).count();
    let model = text.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or_default();
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').next().unwrap_or("?").to_owned();
    format!("{count} × {}, load {load} at the end", model.trim_start_matches([' ', '\t', ':']))
}
