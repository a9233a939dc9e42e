//! V8's garbage collections, from the Worker's log (`--trace-gc`).

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::Path;

/// V8's heap after its collections.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Heap {
    /// Its size in the process, in KiB, after the last collection.
    pub taken_kib: u64,
    /// The live data after the last full collection, in KiB: what the program holds.
    pub held_kib: u64,
}

/// Reads a log while it grows.
#[derive(Default)]
pub struct Collections {
    read_up_to: u64,
    process: u32,
    heap: Heap,
}

impl Collections {
    /// The heap of that process, continuing where the log was last read.
    pub fn heap_of(&mut self, process: u32, log: &Path) -> Heap {
        if self.process != process {
            (self.process, self.heap) = (process, Heap::default());
        }
        let text = self.unread(log).unwrap_or_default();
        for collected in text.lines().filter_map(|line| Collected::read(line, process)) {
            self.heap.taken_kib = collected.taken_kib;
            if collected.of_all {
                self.heap.held_kib = collected.held_kib;
            }
        }
        self.heap
    }

    /// Whole lines only, because the last line may be incomplete.
    fn unread(&mut self, log: &Path) -> std::io::Result<String> {
        let mut file = File::open(log)?;
        file.seek(SeekFrom::Start(self.read_up_to))?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        let whole = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |last| last.saturating_add(1));
        bytes.truncate(whole);
        self.read_up_to = self.read_up_to.saturating_add(u64::try_from(whole).unwrap_or(0));
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }
}

/// One collection.
#[derive(Debug, PartialEq)]
struct Collected {
    of_all: bool,
    held_kib: u64,
    taken_kib: u64,
}

impl Collected {
    /// `[pid:isolate] 1234 ms: Mark-Compact 21.4 (36.4) -> 1.9 (28.6) MB, …`: used and committed size,
    /// before and after.
    fn read(line: &str, process: u32) -> Option<Self> {
        let (_, line) = line.split_once(&format!("[{process}:0x"))?;
        let (_, what) = line.split_once(" ms: ")?;
        let of_all = what.starts_with("Mark-Compact");
        if !of_all && !what.starts_with("Scavenge") {
            return None;
        }
        let (after, _) = what.split_once(" -> ")?.1.split_once(") MB")?;
        let (held, taken) = after.split_once(" (")?;
        Some(Self { of_all, held_kib: kib(held)?, taken_kib: kib(taken)? })
    }
}

/// V8 prints MiB with one decimal and calls them MB.
fn kib(mib: &str) -> Option<u64> {
    let (whole, tenth) = mib.split_once('.')?;
    let tenths = whole.parse::<u64>().ok()?.checked_mul(10)?.checked_add(tenth.parse().ok()?)?;
    Some(tenths.checked_mul(1024)? / 10)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    const SCAVENGE: &str = "[7:0x3145bfcaa000]    20719 ms: Scavenge 23.4 (30.9) -> 19.3 (31.9) MB, pooled: 0.0 MB, 10.31 / 0.00 ms (average mu = 1.000, current mu = 1.000) allocation failure; \n";
    const FULL: &str = "[7:0x3145bfcaa000]    39783 ms: Mark-Compact (reduce) 21.4 (36.4) -> 1.9 (28.6) MB, pooled: 7.8 MB, 62.41 / 0.00 ms (average mu = 0.997, current mu = 0.996) global allocation limit; GC in old space requested\n";

    #[test]
    fn only_a_full_collection_gives_the_live_size() {
        let folder = tempfile::tempdir().unwrap();
        let log = folder.path().join("worker.log");
        let mut file = File::create(&log).unwrap();
        let mut collections = Collections::default();
        file.write_all(FULL.as_bytes()).unwrap();
        file.write_all(SCAVENGE.as_bytes()).unwrap();
        let heap = Heap { taken_kib: 32_665, held_kib: 1_945 };
        assert_eq!(collections.heap_of(7, &log), heap);
        // An incomplete line is not read, and no line is read twice.
        let (half, rest) = FULL.split_at(80);
        file.write_all(half.as_bytes()).unwrap();
        assert_eq!(collections.heap_of(7, &log), heap);
        file.write_all(rest.as_bytes()).unwrap();
        assert_eq!(collections.heap_of(7, &log).taken_kib, 29_286);
    }

    #[test]
    fn another_process_has_another_heap() {
        let folder = tempfile::tempdir().unwrap();
        let log = folder.path().join("worker.log");
        std::fs::write(&log, format!("{FULL}{{\"status\":200}}\n")).unwrap();
        let mut collections = Collections::default();
        assert_eq!(collections.heap_of(7, &log).held_kib, 1_945);
        assert_eq!(collections.heap_of(8, &log), Heap::default());
        assert_eq!(Collected::read(FULL, 77), None);
    }
}
