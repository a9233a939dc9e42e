//! The Worker's memory: read from `/proc`, and judged.

use std::fmt::Write as _;
use std::fs;

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
    /// Of this, the memory of WebAssembly modules, which only ever grows.
    pub module_kib: u64,
}

/// A reservation of at least so many KiB that may not be touched is what V8 puts behind the memory
/// of a WebAssembly module.
const GUARD_KIB: u64 = 2 * 1024 * 1024;
/// A process younger than this is still warming up.
pub const WARM_SECONDS: u64 = 240;
/// What a stretch may gain and still be called flat where it hardly varies, as a share.
const SHARE: f64 = 0.02;

impl Sample {
    /// As it is now.
    pub fn now(process: u32, second: u64, age: u64) -> Option<Self> {
        let text = fs::read_to_string(format!("/proc/{process}/smaps")).ok()?;
        Some(Self { second, age, ..Self::read(&text) })
    }

    fn read(smaps: &str) -> Self {
        let mut sample = Self::default();
        let (mut named, mut resident) = (false, 0_u64);
        for line in smaps.lines() {
            let mut words = line.split_whitespace();
            match (words.next(), words.next()) {
                (Some("Rss:"), Some(kib)) => {
                    resident = kib.parse().unwrap_or(0);
                    sample.kib = sample.kib.saturating_add(resident);
                    if named {
                        sample.file_kib = sample.file_kib.saturating_add(resident);
                    }
                }
                (Some(range), Some(rights)) if !range.ends_with(':') => {
                    // The one before this is the memory that it guards.
                    if rights.starts_with("---") && kib_of(range) >= GUARD_KIB {
                        sample.module_kib = sample.module_kib.saturating_add(resident);
                    }
                    named = line.contains('/');
                    resident = 0;
                }
                _ => {}
            }
        }
        sample
    }

    const fn rest_kib(self) -> u64 {
        self.kib.saturating_sub(self.file_kib).saturating_sub(self.module_kib)
    }
}

fn kib_of(range: &str) -> u64 {
    let address = |text: &str| u64::from_str_radix(text, 16).ok();
    let ends = range.split_once('-').and_then(|(from, to)| Some((address(from)?, address(to)?)));
    ends.map_or(0, |(from, to)| to.saturating_sub(from) >> 10)
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
    fn parts_are_told_apart() {
        let smaps = "\
100000-200000 r-xp 00000000 00:00 0 /bin/workerd
Size: 1024 kB
Rss: 700 kB
200000-300000 rw-p 00000000 00:00 0
Rss: 40 kB
300000-1300000000 ---p 00000000 00:00 0
Rss: 0 kB
1300000000-1300100000 rw-p 00000000 00:00 0
Rss: 5 kB
1300100000-1300200000 ---p 00000000 00:00 0
Rss: 0 kB
";
        let sample = Sample::read(smaps);
        assert_eq!((sample.kib, sample.file_kib, sample.module_kib, sample.rest_kib()), (745, 700, 40, 5));
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
