//! `passgate backup`: a consistent copy of the state while the edge runs.
//!
//! Each database is copied at one moment. Events go from an account's outbox to the audit log, so accounts are
//! copied before the logs: an event that is in neither copy has not happened for the backup. The copies of
//! accounts that changed in the meantime are made again, so that little time passes between the two. What
//! remains, an attempt that only the log knows, is settled by `restore`.

pub mod alarms;
mod manifest;
mod restore;
mod verify;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant, SystemTime};

use anyhow::{Context as _, Result, bail};
use passgate_runtime::{LOG_FOLDER, object_folders};

pub use self::manifest::LogEnd;
use self::manifest::{Digest, Manifest};
pub use self::restore::restore;
use crate::args::BackupRequest;
use crate::audit::LogFile;
use crate::config::{File, state_of};
use crate::database;
use crate::state::{make_private, names_in, objects_of};

/// The folder of the databases, below the backup.
const OBJECTS: &str = "objects";
/// A pass that was this quick is the last one.
const QUICK: Duration = Duration::from_millis(500);
/// The time stamp of a file is this coarse: a file that was written so recently may have been written again.
const COARSE: Duration = Duration::from_millis(100);
/// How often the progress is printed.
const PROGRESS: Duration = Duration::from_secs(2);

/// Copies the state into a new folder.
pub fn run(request: &BackupRequest) -> Result<ExitCode> {
    let objects = objects_of(&state_of(&request.config)?);
    if !objects.is_dir() {
        bail!("{} is not there: is `state` of the configuration right?", objects.display());
    }
    let backup = &request.folder;
    if !names_in(backup)?.is_empty() {
        bail!("{} is not empty: name a new folder for each backup", backup.display());
    }
    let copies = backup.join(OBJECTS);
    make_private(backup)?;
    make_private(&copies)?;
    let made = make(&objects, &copies, request);
    // What is not complete must not look like a backup, and keeps no disk full.
    if made.is_err() {
        let _ = fs::remove_dir_all(&copies);
    }
    let manifest = made?;
    println!("{}: {} files", backup.display(), manifest.files.len());
    for LogEnd { product, rows, head } in &manifest.logs {
        println!("audit log {product}: {rows} rows, head {rows}:{head}");
    }
    Ok(ExitCode::SUCCESS)
}

fn make(objects: &Path, copies: &Path, request: &BackupRequest) -> Result<Manifest> {
    let mut copying = Copying { objects, copies, copied: BTreeMap::new(), told: Instant::now() };
    let mut names = BTreeMap::new();
    for kind in object_folders() {
        make_private(&copies.join(kind))?;
        names.insert(kind, alarms::names(&objects.join(kind))?);
    }
    let mut before = usize::MAX;
    loop {
        let started = Instant::now();
        let mut changed = 0_usize;
        for kind in object_folders().filter(|kind| *kind != LOG_FOLDER) {
            changed = changed.saturating_add(copying.copy_changed(kind)?);
        }
        // Under load some accounts change during every pass.
        if started.elapsed() < QUICK || changed >= before {
            break;
        }
        before = changed;
    }
    copying.copy_changed(LOG_FOLDER)?;
    for (kind, names) in names {
        let list = objects.join(kind).join(alarms::FILE);
        if list.is_file() {
            database::copy(&list, &copies.join(kind).join(alarms::FILE))?;
            alarms::rewrite(&copies.join(kind), names)?;
        }
    }
    let mut logs = Vec::new();
    for log in LogFile::open_all(&copies.join(LOG_FOLDER))? {
        logs.push(log.end()?);
    }
    let mut files = BTreeMap::new();
    for path in files_of(copies)? {
        files.insert(name_of(copies, &path), Digest::of(&path)?);
    }
    // A configuration whose secrets are credentials of the service cannot be read completely here.
    let config = File::read(&request.config)?.config;
    let manifest = Manifest::new(files, logs, config.as_ref().map(|config| &config.keys));
    // The manifest says that the rest is complete.
    database::sync(copies)?;
    manifest.write(&request.folder)?;
    database::sync(&request.folder)?;
    Ok(manifest)
}

/// A file below the folder of the copies, by its path as in the manifest.
fn name_of(copies: &Path, path: &Path) -> String {
    path.strip_prefix(copies).unwrap_or(path).to_string_lossy().into_owned()
}

/// Every file of the copies.
///
/// # Errors
/// When a folder cannot be read.
fn files_of(copies: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for kind in names_in(copies)? {
        let folder = copies.join(kind);
        for name in names_in(&folder)? {
            found.push(folder.join(name));
        }
    }
    Ok(found)
}

/// What the file system says about a database: another value means that it may have changed.
#[derive(PartialEq, Eq)]
struct Fingerprint([Option<(SystemTime, u64)>; 2]);

impl Fingerprint {
    fn of(database: &Path) -> Self {
        let journal = database.with_extension("sqlite-wal");
        Self([database, &journal].map(|path| {
            let metadata = fs::metadata(path).ok()?;
            Some((metadata.modified().ok()?, metadata.len()))
        }))
    }

    fn is_fresh(&self) -> bool {
        self.0.iter().flatten().any(|(at, _)| at.elapsed().map_or(true, |since| since < COARSE))
    }
}

struct Copying<'a> {
    objects: &'a Path,
    copies: &'a Path,
    /// The copied databases, as they were before their copies were made.
    copied: BTreeMap<PathBuf, Fingerprint>,
    told: Instant,
}

impl Copying<'_> {
    /// Copies the databases of a kind that have no copy or have changed since. Returns their number.
    fn copy_changed(&mut self, kind: &str) -> Result<usize> {
        let mut changed = 0_usize;
        let all = database::objects_in(&self.objects.join(kind))?;
        for (index, from) in all.iter().enumerate() {
            let now = Fingerprint::of(from);
            if self.copied.get(from) == Some(&now) && !now.is_fresh() {
                continue;
            }
            changed = changed.saturating_add(1);
            let name = from.file_name().context("a database has a name")?;
            copy_again(from, &self.copies.join(kind).join(name))?;
            self.copied.insert(from.clone(), now);
            if self.told.elapsed() >= PROGRESS {
                self.told = Instant::now();
                eprintln!("passgate: {kind}: {} of {}", index.saturating_add(1), all.len());
            }
        }
        Ok(changed)
    }
}

/// Replaces the copy. An object that has ended has none.
fn copy_again(from: &Path, to: &Path) -> Result<()> {
    if to.exists() {
        fs::remove_file(to).with_context(|| format!("could not replace {}", to.display()))?;
    }
    database::copy(from, to)?;
    if !database::has_tables(to)? {
        fs::remove_file(to).with_context(|| format!("could not remove {}", to.display()))?;
    }
    Ok(())
}
