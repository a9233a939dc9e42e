//! The section of the report with the Worker's memory and its verdict.

use std::fmt::Write as _;

use super::SoakOptions;
use super::memory::Sample;
use super::trend::{SHARE, Trend};

/// A process younger than this is still warming up.
const WARM_SECONDS: u64 = 240;

/// A part of the resident set: its name, and how to get it in KiB.
type Part = (&'static str, fn(&Sample) -> u64);

/// The parts that were measured. `passgate serve` gives V8 no flag that logs collections, so that V8's heap
/// is then in the rest.
fn measured(under_program: bool) -> Vec<Part> {
    let mut parts: Vec<Part> = vec![
        ("resident", |sample| sample.kib),
        ("executable", |sample| sample.file_kib),
        ("module", |sample| sample.module_kib),
    ];
    if !under_program {
        parts.push(("V8's heap", |sample| sample.heap.taken_kib));
        parts.push(("after collection", |sample| sample.heap.held_kib));
    }
    parts.push(("rest", |sample| sample.rest_kib()));
    parts
}

/// The section.
pub fn write(out: &mut String, samples: &[Sample], options: &SoakOptions) -> std::fmt::Result {
    let heap = if options.under_program {
        "and the rest (V8's heap, SQLite, buffers, memory that the allocator keeps)"
    } else {
        "V8's heap and what the last full collection left of it, and the rest (SQLite, buffers, memory that the allocator keeps)"
    };
    writeln!(
        out,
        "\n## Memory\n\nThe resident set of `workerd` and its parts, in MiB: pages of the executable, the memory of the WebAssembly module, {heap}. *Open databases* counts those of the objects in memory and of the alarms. *On disk* is the size of all databases with their journals.\n"
    )?;
    match options.heap_mib {
        0 => writeln!(out, "V8's heap is not limited.\n")?,
        limit => writeln!(out, "V8's heap is limited to {limit} MiB.\n")?,
    }
    let parts = measured(options.under_program);
    let names: Vec<&str> = parts.iter().map(|(name, _)| *name).collect();
    writeln!(
        out,
        "| second of the run | age of the process, s | {} | open databases | on disk |",
        names.join(" | ")
    )?;
    writeln!(out, "|---|---|{}---|---|", "---|".repeat(parts.len()))?;
    // Twenty lines are enough.
    let step = samples.len().div_ceil(20).max(1);
    for sample in samples.iter().step_by(step) {
        let Sample { second, age, open_databases, disk_kib, .. } = *sample;
        let figures: Vec<String> =
            parts.iter().map(|(_, value)| format!("{:.1}", mib(value(sample)))).collect();
        writeln!(
            out,
            "| {second} | {age} | {} | {open_databases} | {:.1} |",
            figures.join(" | "),
            mib(disk_kib)
        )?;
    }
    write_verdict(out, samples, &parts)
}

fn write_verdict(out: &mut String, samples: &[Sample], parts: &[Part]) -> std::fmt::Result {
    let birth = samples.iter().rposition(|sample| sample.age <= 10).unwrap_or(0);
    let life = samples.get(birth..).unwrap_or_default();
    let half = life.get(life.len() / 2..).unwrap_or_default();
    let first = half.first().map_or(0, |sample| sample.age);
    let lasted = half.last().map_or(0, |sample| sample.age.saturating_sub(first));
    let of = |value: &fn(&Sample) -> u64| {
        let seconds = |sample: &Sample| f64::from(u32::try_from(sample.second).unwrap_or(u32::MAX));
        Trend::of(&half.iter().map(|sample| (seconds(sample), mib(value(sample)))).collect::<Vec<_>>())
    };
    writeln!(
        out,
        "\nThe second half of the last process's run: {lasted} s, from the age of {first} s. A part is **flat** if its best-fit line gains at most twice the standard deviation around that line, or at most {:.0} %.\n",
        SHARE * 100.0
    )?;
    writeln!(out, "| | mean, MiB | gained, MiB | deviation, MiB | |\n|---|---|---|---|---|")?;
    for (name, value) in parts {
        let trend = of(value);
        let verdict = if first < WARM_SECONDS {
            "run too short"
        } else if trend.is_flat() {
            "**flat**"
        } else {
            "**grows**"
        };
        writeln!(
            out,
            "| {name} | {:.1} | {:+.2} | {:.2} | {verdict} |",
            trend.mean, trend.gained, trend.noise
        )?;
    }
    Ok(())
}

fn mib(kib: u64) -> f64 {
    f64::from(u32::try_from(kib).unwrap_or(u32::MAX)) / 1024.0
}

#[cfg(test)]
mod tests {
    use super::super::collections::Heap;
    use super::*;

    /// A measurement every five seconds; the Worker was restarted after a minute.
    fn life(seconds: u64, kib: fn(u64) -> u64) -> Vec<Sample> {
        let readings = (0..seconds).step_by(5).map(|second| {
            let age = if second < 60 { second } else { second.saturating_sub(60) };
            let heap = Heap { taken_kib: 16 * 1024, held_kib: 2 * 1024 };
            Sample { second, age, kib: kib(age), file_kib: 60 * 1024, heap, ..Sample::default() }
        });
        readings.collect()
    }

    fn report(samples: &[Sample]) -> String {
        let mut text = String::new();
        write(&mut text, samples, &SoakOptions::default()).unwrap();
        text
    }

    #[test]
    fn a_level_part_is_flat_and_a_rising_part_grows() {
        let levels_out = report(&life(900, |age| 200 * 1024 + age.min(300) * 100));
        assert!(levels_out.contains("| resident | 229.3 | +0.00 | 0.00 | **flat** |"), "{levels_out}");
        let goes_on = report(&life(900, |age| 200 * 1024 + age * 100));
        assert!(goes_on.contains("| after collection | 2.0 | +0.00 | 0.00 | **flat** |"), "{goes_on}");
        assert!(goes_on.contains("| resident | 261.5 | +40.04 | 0.00 | **grows** |"), "{goes_on}");
        assert!(goes_on.contains("| rest | 185.5 | +40.04 | 0.00 | **grows** |"), "{goes_on}");
    }

    #[test]
    fn a_short_run_has_no_verdict() {
        let text = report(&life(300, |_| 200 * 1024));
        assert_eq!(text.matches("run too short").count(), 6, "{text}");
    }

    #[test]
    fn a_heap_that_was_not_measured_is_part_of_the_rest() {
        let samples = life(60, |_| 200 * 1024);
        let mut text = String::new();
        write(&mut text, &samples, &SoakOptions { under_program: true, ..SoakOptions::default() }).unwrap();
        assert!(text.contains("| executable | module | rest | open databases |"), "{text}");
        assert!(!text.contains("after collection"), "{text}");
    }
}
