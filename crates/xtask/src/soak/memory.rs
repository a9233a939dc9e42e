//! The Worker's memory, read from `/proc` and its log.

use std::fs;
use std::path::Path;
use std::time::Duration;

use passgate_stack::Stack;
use serde_json::Value;

use super::collections::{Collections, Heap};

/// The Worker's memory at one moment.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sample {
    /// The time since the start of the run, in seconds.
    pub second: u64,
    /// The time since the Worker's last start, in seconds.
    pub age: u64,
    /// The resident set, in KiB.
    pub kib: u64,
    /// The part of it that is pages of the executable.
    pub file_kib: u64,
    /// The part of it that is the memory of the WebAssembly module, which never shrinks.
    pub module_kib: u64,
    /// The part of it that is V8's heap.
    pub heap: Heap,
    /// The number of open databases: those of the objects in memory, and one per class for its alarms.
    pub open_databases: u64,
    /// The size of all databases with their journals on disk, in KiB.
    pub disk_kib: u64,
}

const PATIENCE: Duration = Duration::from_secs(2);
const DATABASE: &str = ".sqlite";

impl Sample {
    /// The current values. The Worker itself reports the size of its module's memory.
    pub fn now(stack: &Stack, collections: &mut Collections, second: u64, age: u64) -> Option<Self> {
        let process = stack.runtime_process_id()?;
        let sample = Self::of(process, stack.base())?;
        let heap = collections.heap_of(process, stack.worker_log());
        Some(Self { second, age, heap, disk_kib: disk_kib(stack.objects()), ..sample })
    }

    fn of(process: u32, base: &str) -> Option<Self> {
        let text = fs::read_to_string(format!("/proc/{process}/smaps_rollup")).ok()?;
        let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
        let kib = kib_of(&text, "Rss:")?;
        let file_kib = kib_of(&status, "RssFile:")?;
        let module_kib = module_kib(base).unwrap_or(0);
        Some(Self { kib, file_kib, module_kib, open_databases: open_databases(process), ..Self::default() })
    }

    /// The part that belongs neither to the executable, nor to the module, nor to V8: SQLite's caches
    /// of the open databases, buffers, and memory that the allocator keeps.
    pub const fn rest_kib(self) -> u64 {
        self.kib
            .saturating_sub(self.file_kib)
            .saturating_sub(self.module_kib)
            .saturating_sub(self.heap.taken_kib)
    }
}

fn kib_of(text: &str, name: &str) -> Option<u64> {
    let line = text.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse().ok()
}

/// The size of the module's memory, as the Worker reports it; `None` if it does not answer quickly.
fn module_kib(base: &str) -> Option<u64> {
    let config = ureq::Agent::config_builder().proxy(None).timeout_global(Some(PATIENCE)).build();
    let agent: ureq::Agent = config.into();
    let mut answer = agent.post(format!("{base}/__test/memory")).send_empty().ok()?;
    let text = answer.body_mut().read_to_string().ok()?;
    serde_json::from_str::<Value>(&text).ok()?.get("module_kib")?.as_u64()
}

fn open_databases(process: u32) -> u64 {
    let Ok(open) = fs::read_dir(format!("/proc/{process}/fd")) else { return 0 };
    let files = open.flatten().filter_map(|entry| fs::read_link(entry.path()).ok());
    let databases = files.filter(|file| file.to_string_lossy().ends_with(DATABASE)).count();
    u64::try_from(databases).unwrap_or(u64::MAX)
}

/// The size of the databases and their journals, in one folder per class of object.
fn disk_kib(objects: &Path) -> u64 {
    let entries = |folder: &Path| fs::read_dir(folder).into_iter().flatten().flatten();
    let files = entries(objects).flat_map(|class| fs::read_dir(class.path()).into_iter().flatten().flatten());
    files.filter_map(|file| Some(file.metadata().ok()?.len() / 1024)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_memory_of_this_process_is_measured() {
        let folder = tempfile::tempdir().unwrap();
        let before = Sample::of(std::process::id(), "http://127.0.0.1:9").unwrap();
        let database = fs::File::create(folder.path().join("an-object.sqlite")).unwrap();
        let sample = Sample::of(std::process::id(), "http://127.0.0.1:9").unwrap();
        assert!(sample.kib > sample.file_kib && sample.file_kib > 0, "{sample:?}");
        assert_eq!(sample.module_kib, 0);
        assert_eq!(sample.open_databases, before.open_databases + 1);
        drop(database);
    }

    #[test]
    fn the_disk_holds_the_databases_of_every_class() {
        let folder = tempfile::tempdir().unwrap();
        for (class, kib) in [("reset-subject", 8), ("audit-log", 40)] {
            fs::create_dir(folder.path().join(class)).unwrap();
            fs::write(folder.path().join(class).join("an-object.sqlite"), vec![0; kib * 1024]).unwrap();
        }
        assert_eq!(disk_kib(folder.path()), 48);
    }
}
