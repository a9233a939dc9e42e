//! The resources that a process has used so far, from `/proc`.

use std::fs;

/// Processor time and writes since the process began.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Usage {
    /// Processor time of all its threads, in milliseconds.
    pub cpu_ms: f64,
    /// Writing system calls, of files and sockets.
    pub writes: f64,
    /// Data written to the disk, in KiB.
    pub written_kib: f64,
}

impl Usage {
    /// The current usage; `None` if the process has ended, or the system provides no data.
    pub fn now(process: u32) -> Option<Self> {
        let mut cpu_ns = 0.0;
        for task in fs::read_dir(format!("/proc/{process}/task")).ok()?.flatten() {
            let text = fs::read_to_string(task.path().join("schedstat")).unwrap_or_default();
            cpu_ns += text.split(' ').next().and_then(|ns| ns.parse::<f64>().ok()).unwrap_or(0.0);
        }
        let text = fs::read_to_string(format!("/proc/{process}/io")).ok()?;
        let of = |name: &str| {
            let line = text.lines().find_map(|line| line.strip_prefix(name))?;
            line.trim_start_matches(':').trim().parse::<f64>().ok()
        };
        Some(Self { cpu_ms: cpu_ns / 1e6, writes: of("syscw")?, written_kib: of("write_bytes")? / 1024.0 })
    }

    /// The usage since `then`, per answer.
    pub fn since(self, then: Self, answers: f64) -> Self {
        Self {
            cpu_ms: (self.cpu_ms - then.cpu_ms) / answers,
            writes: (self.writes - then.writes) / answers,
            written_kib: (self.written_kib - then.written_kib) / answers,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usage_of_this_process_is_measured() {
        let before = Usage::now(std::process::id()).unwrap();
        let busy: u64 = (0..5_000_000_u64).map(std::hint::black_box).fold(0, u64::wrapping_add);
        std::hint::black_box(busy);
        let used = Usage::now(std::process::id()).unwrap().since(before, 2.0);
        assert!(used.cpu_ms > 0.0, "{used:?}");
        assert_eq!(Usage::now(u32::MAX), None);
    }
}
