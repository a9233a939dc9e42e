//! The native core on this machine: times by Criterion, and instructions counted by Valgrind.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::bench::BenchOptions;
use crate::command;
use crate::files;
use crate::prepare;
use crate::progress;
use crate::project::Project;

/// The report, whose generated block this module writes.
const REPORT: &str = "docs/bench.md";
const BEGIN: &str = "<!-- measured: native -->\n";
const END: &str = "<!-- end -->";

/// The number of calls whose instructions are counted. The result is the difference to a run without
/// calls, divided by this number.
const CALLS: u64 = 1_000;

/// Measures every case, prints the table, and writes it into the report if requested.
pub fn run(project: &Project, options: BenchOptions) -> Result<()> {
    prepare::valgrind()?;
    let mut criterion = project.cargo_locked("bench");
    criterion.args(["--quiet", "--package", "passgate-core", "--bench", "verdict", "--", "--noplot"]);
    if options.quick {
        criterion.args(["--sample-size", "10", "--measurement-time", "0.1", "--warm-up-time", "0.1"]);
    }
    progress::timed("measuring", "the core, by Criterion", || command::run(&mut criterion))?;
    let program = counted_program(project)?;
    let names = command::stdout(Command::new(&program).arg("list"))?;
    let mut table = "| call | time | ± | instructions |\n| --- | --: | --: | --: |".to_owned();
    for name in names.lines() {
        let [time, low, high] = estimate(project, name)?;
        let spread = (high - low) / 2.0 / time * 100.0;
        let counted = progress::timed("counting", name, || instructions(project, &program, name))?;
        // Writing to a string cannot fail.
        let _ = write!(table, "\n| {name} | {time:.0} ns | {spread:.1} % | {counted} |");
    }
    println!("{table}");
    if options.write {
        let path = project.path(REPORT);
        let text = files::read(&path)?;
        files::write(&path, with_block(&text, &table).context("the report has no block for it")?)?;
    }
    Ok(())
}

/// Criterion's estimate of one case in nanoseconds: the median and its confidence interval.
fn estimate(project: &Project, name: &str) -> Result<[f64; 3]> {
    let path = project.target().join("criterion").join(name).join("new/estimates.json");
    let estimates: Value = serde_json::from_str(&files::read(&path)?).context("what Criterion wrote")?;
    let median = estimates.get("median").context("no median")?;
    let number = |pointer: &str| median.pointer(pointer).and_then(Value::as_f64).context("no estimate");
    Ok([
        number("/point_estimate")?,
        number("/confidence_interval/lower_bound")?,
        number("/confidence_interval/upper_bound")?,
    ])
}

/// Builds the program that runs one case a given number of times.
fn counted_program(project: &Project) -> Result<PathBuf> {
    let messages = command::stdout(project.cargo_locked("bench").args([
        "--quiet",
        "--no-run",
        "--package",
        "passgate-core",
        "--bench",
        "instructions",
        "--message-format=json",
    ]))?;
    let executable = messages.lines().find_map(|line| {
        let message: Value = serde_json::from_str(line).ok()?;
        let own = message.pointer("/target/name")?.as_str()? == "instructions";
        message.get("executable")?.as_str().filter(|_| own).map(PathBuf::from)
    });
    executable.context("cargo built no program to count")
}

/// The instructions of one call: those of many calls minus those of none, per call.
fn instructions(project: &Project, program: &Path, name: &str) -> Result<u64> {
    let count = |calls: u64| -> Result<u64> {
        let out = project.target().join("callgrind.out");
        let mut valgrind = Command::new("valgrind");
        valgrind.args(["--tool=callgrind", "--quiet"]).arg(format!("--callgrind-out-file={}", out.display()));
        command::quietly(valgrind.arg(program).arg(name).arg(calls.to_string()))?;
        let text = files::read(&out)?;
        let summary = text.lines().find_map(|line| line.strip_prefix("summary: "));
        summary.and_then(|number| number.trim().parse().ok()).context("Callgrind counted nothing")
    };
    let (none, many) = (count(0)?, count(CALLS)?);
    match many.checked_sub(none).and_then(|difference| difference.checked_div(CALLS)) {
        Some(each) if each > 0 => Ok(each),
        _ => bail!("`{name}` took no instructions"),
    }
}

fn with_block(text: &str, table: &str) -> Option<String> {
    let (before, rest) = text.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some([before, BEGIN, "\n", table, "\n\n", END, after].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_block_is_replaced_and_nothing_else() {
        let text = format!("a\n{BEGIN}old\n{END}\nb {END}");
        assert_eq!(with_block(&text, "new").unwrap(), format!("a\n{BEGIN}\nnew\n\n{END}\nb {END}"));
        assert_eq!(with_block("nothing", "new"), None);
    }
}
