//! The Worker's memory: read from `/proc`, and judged.

use std::fmt::Write as _;
use std::fs;
use std::time::Duration;

use serde_json::Value;

/// The Worker's memory at one moment.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sample {
    /// Since the beginning, in seconds.
    pub second: u64,
    /// Since the Worker's last start, in seconds.
    pub age: u64,
    /// Resident, in KiB.
    pub kib: u64,
    /// Of this, pages of the program's file.
    pub file_kib: u64,
    /// Of this, the memory of the WebAssembly module, which only ever grows.
    pub module_kib: u64,
}

const PATIENCE: Duration = Duration::from_secs(2);
/// A process younger than this is still warming up.
pub const WARM_SECONDS: u64 = 240;
/// What a stretch may gain and still be called flat where it hardly varies, as a share.
const SHARE: f64 = 0.02;

impl Sample {
    /// As it is now; the Worker itself says how large its module's memory is.
    pub fn now(process: u32, base: &str, second: u64, age: u64) -> Option<Self> {
        let text = fs::read_to_string(format!("/proc/{process}/smaps_rollup")).ok()?;
        let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
        let kib = kib_of(&text, "Rss:")?;
        let file_kib = kib_of(&status, "RssFile:")?;
        Some(Self { second, age, kib, file_kib, module_kib: module_kib(base).unwrap_or(0) })
    }

    const fn rest_kib(self) -> u64 {
        self.kib.saturating_sub(self.file_kib).saturating_sub(self.module_kib)
    }
}

fn kib_of(text: &str, name: &str) -> Option<u64> {
    let line = text.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse().ok()
}

/// The vendors fail and the Worker may be slow: who does not answer at once has nothing to say.
fn module_kib(base: &str) -> Option<u64> {
    let config = ureq::Agent::config_builder().proxy(None).timeout_global(Some(PATIENCE)).build();
    let agent: ureq::Agent = config.into();
    let mut answer = agent.post(format!("{base}/__test/memory")).send_empty().ok()?;
    let text = answer.body_mut().read_to_string().ok()?;
    serde_json::from_str::<Value>(&text).ok()?.get("module_kib")?.as_u64()
}

/// How a figure moves over a stretch of time.
pub struct Trend {
    /// Its mean.
    pub mean: f64,
    /// What it gained from the beginning to the end, by the straight line that fits best.
    pub gained: f64,
    /// How far single readings lie from that line: the standard deviation.
    pub noise: f64,
}

impl Trend {
    /// Of those readings at those seconds.
    pub fn of(readings: &[(f64, f64)]) -> Self {
        let count = f64::from(u32::try_from(readings.len().max(1)).unwrap_or(u32::MAX));
        let mean = |value: fn(&(f64, f64)) -> f64| readings.iter().map(value).sum::<f64>() / count;
        let (at, level) = (mean(|reading| reading.0), mean(|reading| reading.1));
        let spread: f64 = readings.iter().map(|(second, _)| (second - at).powi(2)).sum();
        let together: f64 = readings.iter().map(|(second, value)| (second - at) * (value - level)).sum();
        let slope = if spread > 0.0 { together / spread } else { 0.0 };
        let line = |second: f64| slope.mul_add(second - at, level);
        let off: f64 = readings.iter().map(|(second, value)| (value - line(*second)).powi(2)).sum();
        let lasted = readings.last().zip(readings.first()).map_or(0.0, |(last, first)| last.0 - first.0);
        Self { mean: level, gained: slope * lasted, noise: (off / count).sqrt() }
    }

    /// Whether nothing was gained that the noise, or a fiftieth of the whole, would not explain.
    pub fn is_flat(&self) -> bool {
        self.gained <= (2.0 * self.noise).max(SHARE * self.mean)
    }
}

/// The section of the report.
pub fn write(out: &mut String, samples: &[Sample]) -> std::fmt::Result {
    writeln!(
        out,
        "\n## Memory\n\n`workerd`'s resident set and what it is made of, MiB: pages of its own file, the memory of the WebAssembly module, and the rest (V8's heap, SQLite, buffers).\n"
    )?;
    writeln!(out, "| second of the run | age of the process, s | resident | file | module | the rest |")?;
    writeln!(out, "|---|---|---|---|---|---|")?;
    // Twenty lines say it.
    let step = samples.len().div_ceil(20).max(1);
    for sample in samples.iter().step_by(step) {
        let Sample { second, age, kib, file_kib, module_kib } = *sample;
        let parts = [kib, file_kib, module_kib, sample.rest_kib()].map(|kib| format!("{:.1}", mib(kib)));
        writeln!(out, "| {second} | {age} | {} |", parts.join(" | "))?;
    }
    write_verdict(out, samples)
}

fn write_verdict(out: &mut String, samples: &[Sample]) -> std::fmt::Result {
    let birth = samples.iter().rposition(|sample| sample.age <= 10).unwrap_or(0);
    let life = samples.get(birth..).unwrap_or_default();
    let half = life.get(life.len() / 2..).unwrap_or_default();
    let first = half.first().map_or(0, |sample| sample.age);
    let lasted = half.last().map_or(0, |sample| sample.age.saturating_sub(first));
    let of = |value: fn(&Sample) -> u64| {
        let seconds = |sample: &Sample| f64::from(u32::try_from(sample.second).unwrap_or(u32::MAX));
        Trend::of(&half.iter().map(|sample| (seconds(sample), mib(value(sample)))).collect::<Vec<_>>())
    };
    writeln!(
        out,
        "\nThe last half of the last life, {lasted} s from the age of {first} s on. **Flat** is what gains no more along the straight line that fits best than twice the standard deviation around it, or than {:.0} %.\n",
        SHARE * 100.0
    )?;
    writeln!(out, "| | mean, MiB | gained, MiB | deviation, MiB | |\n|---|---|---|---|---|")?;
    let trends = [
        ("resident", of(|sample| sample.kib)),
        ("the module", of(|sample| sample.module_kib)),
        ("the rest", of(|sample| sample.rest_kib())),
    ];
    for (name, trend) in trends {
        let verdict = if first < WARM_SECONDS {
            "too short a life to say"
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
    use super::*;

    #[test]
    fn this_process_has_memory_and_no_module() {
        let sample = Sample::now(std::process::id(), "http://127.0.0.1:9", 3, 2).unwrap();
        assert!(sample.kib > sample.file_kib && sample.file_kib > 0, "{sample:?}");
        assert_eq!((sample.module_kib, sample.second, sample.age), (0, 3, 2));
    }

    #[test]
    fn a_sawtooth_is_flat_and_a_slope_is_not() {
        let readings = |value: fn(u32) -> f64| -> Vec<(f64, f64)> {
            (0..100).map(|second| (f64::from(second), value(second))).collect()
        };
        assert!(Trend::of(&readings(|second| 100.0 + f64::from(second % 7))).is_flat());
        assert!(Trend::of(&readings(|_| 100.0)).is_flat());
        assert!(!Trend::of(&readings(|second| f64::from(second).mul_add(0.05, 100.0))).is_flat());
        let slope = Trend::of(&readings(|second| f64::from(second).mul_add(0.5, 3.0)));
        assert!((slope.gained - 49.5).abs() < 1e-9 && slope.noise < 1e-9);
    }
}
