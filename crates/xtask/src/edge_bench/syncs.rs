//! Counts how often the Worker waits for its disk. Uses `strace`, if it is installed, because `/proc`
//! does not contain this number.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use anyhow::{Context, Result};

/// The time until the tracer is attached, and until the work after the last answer is done.
const HOLD: Duration = Duration::from_millis(500);

/// Waits for the disk, by the kind of file.
pub type Syncs = BTreeMap<&'static str, usize>;

/// The number of waits for the disk while `work` ran; `None` without `strace`.
pub fn count<T>(
    process: u32,
    scratch: &Path,
    what: impl FnOnce() -> Result<T>,
) -> Result<Option<(Syncs, T)>> {
    let trace = scratch.join("syncs.trace");
    let tracer = Command::new("strace")
        .args(["-f", "-y", "-e", "trace=fsync,fdatasync", "-p", &process.to_string(), "-o"])
        .arg(&trace)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    let Ok(tracer) = tracer else { return Ok(None) };
    sleep(HOLD);
    let done = what();
    sleep(HOLD);
    end(tracer)?;
    let text = fs::read_to_string(&trace).unwrap_or_default();
    let _ = fs::remove_file(&trace);
    Ok(Some((kinds(&text), done?)))
}

/// Ends the tracer, which detaches from the process first.
fn end(mut tracer: Child) -> Result<()> {
    let ended = Command::new("kill").args(["-INT", &tracer.id().to_string()]).status();
    ended.context("could not end strace")?;
    tracer.wait().context("strace did not end")?;
    Ok(())
}

fn kinds(trace: &str) -> Syncs {
    let mut kinds = Syncs::new();
    for line in trace.lines().filter(|line| line.contains("sync(")) {
        let kind = if line.contains("metadata.sqlite") {
            "the alarms of all accounts"
        } else if line.contains("reset-subject") {
            "the account"
        } else if line.contains("vendor-gate") {
            "the gate"
        } else if line.contains("audit-log") {
            "the audit log"
        } else if line.contains("caller-rate") {
            "the caller's rate"
        } else {
            "others"
        };
        let count: &mut usize = kinds.entry(kind).or_default();
        *count = count.saturating_add(1);
    }
    kinds
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_wait_is_classified_by_its_file() {
        let trace = "\
7 fsync(9</x/reset-subject-v1/metadata.sqlite-wal>) = 0
7 fsync(9</x/reset-subject-v1/ab.sqlite-wal>) = 0
8 fdatasync(9</x/audit-log-v1/ab.sqlite-wal>) = 0
7 fsync(9</x/reset-subject-v1/ab.sqlite-wal> <unfinished ...>
7 <... fsync resumed>) = 0
";
        let kinds = kinds(trace);
        assert_eq!(kinds.get("the account"), Some(&2));
        assert_eq!(kinds.values().sum::<usize>(), 4);
    }
}
