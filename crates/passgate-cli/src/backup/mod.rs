//! `passgate backup`: a consistent copy of the state while the edge runs.
//!
//! Each copy is a snapshot of one database. Events move from an account's outbox to the audit log, so accounts
//! are copied before the logs: then no event is missing from both copies. Accounts that change in the meantime
//! are copied again, so that little time passes between the copies of accounts and logs. `restore` settles the
//! attempts that only the log has.

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
use passgate_worker::base::keys::Keys;

pub use self::manifest::LogEnd;
use self::manifest::{Digest, Manifest};
pub use self::restore::restore;
use crate::args::BackupRequest;
use crate::audit::LogFile;
use crate::config::File;
use crate::database;
use crate::state::{existing_objects, make_private, names_in};

/// The folder of the databases, below the backup.
const OBJECTS: &str = "objects";
/// A pass that takes less time than this is the last one.
const QUICK: Duration = Duration::from_millis(500);
/// The resolution of the time stamps of files, with a margin: a file that was written more recently may have been
/// written again without a new time stamp.
const COARSE: Duration = Duration::from_millis(100);
/// How often the progress is printed.
const PROGRESS: Duration = Duration::from_secs(2);

/// Copies the state into a new folder.
pub fn run(request: &BackupRequest) -> Result<ExitCode> {
    let file = File::read_for_state(&request.config)?;
    let objects = existing_objects(&file.machine.state)?;
    let backup = &request.folder;
    if is_below(backup, &file.machine.state)? {
        bail!(
            "{} is inside the state {}: name a folder outside of it",
            backup.display(),
            file.machine.state.display()
        );
    }
    if !names_in(backup)?.is_empty() {
        bail!("{} is not empty: name a new folder for each backup", backup.display());
    }
    let copies = backup.join(OBJECTS);
    make_private(backup)?;
    make_private(&copies)?;
    let made = make(&objects, backup, &copies, file.config.as_ref().map(|config| &config.keys));
    // An incomplete copy must not fill the disk.
    if made.is_err() {
        let _ = fs::remove_dir_all(&copies);
    }
    let manifest = made?;
    println!("{}: {} files", backup.display(), manifest.files.len());
    for log in &manifest.logs {
        println!("{log}");
    }
    Ok(ExitCode::SUCCESS)
}

/// Whether a path, which need not exist, leads below a folder that exists, or to it.
fn is_below(path: &Path, folder: &Path) -> Result<bool> {
    let absolute = std::path::absolute(path).with_context(|| format!("{} is no path", path.display()))?;
    let folder = folder.canonicalize().with_context(|| format!("could not read {}", folder.display()))?;
    let existing = absolute.ancestors().find_map(|ancestor| ancestor.canonicalize().ok());
    Ok(existing.is_some_and(|existing| existing.starts_with(&folder)))
}

/// `keys` is `None` if the secrets cannot be read here, for example because they are credentials of a service.
fn make(objects: &Path, backup: &Path, copies: &Path, keys: Option<&Keys>) -> Result<Manifest> {
    let mut copying = Copying { objects, copies, copied: BTreeMap::new(), reported: Instant::now() };
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
    let logs =
        LogFile::open_all(&copies.join(LOG_FOLDER))?.iter().map(LogFile::end).collect::<Result<_>>()?;
    let mut files = BTreeMap::new();
    for path in files_of(copies)? {
        files.insert(name_of(copies, &path), Digest::of(&path)?);
    }
    let manifest = Manifest::new(files, logs, keys);
    // The copies must be on the disk before the manifest says that they are complete.
    database::sync(copies)?;
    manifest.write(backup)?;
    database::sync(backup)?;
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

/// The times and lengths of the files of a database. If they differ, the database may have changed.
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

    /// Whether the database may have changed again with the same fingerprint.
    fn is_fresh(&self) -> bool {
        self.0.iter().flatten().any(|(at, _)| at.elapsed().map_or(true, |since| since < COARSE))
    }
}

struct Copying<'a> {
    objects: &'a Path,
    copies: &'a Path,
    /// The fingerprint of each copied database, taken before it was copied.
    copied: BTreeMap<PathBuf, Fingerprint>,
    /// When the progress was last printed.
    reported: Instant,
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
            if self.reported.elapsed() >= PROGRESS {
                self.reported = Instant::now();
                eprintln!("passgate: {kind}: {} of {}", index.saturating_add(1), all.len());
            }
        }
        Ok(changed)
    }
}

/// Replaces the copy of a database. An object that has ended gets no copy.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_inside_of_the_state_is_found_whatever_its_spelling() {
        let folder = tempfile::TempDir::new().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir_all(at("state/objects")).unwrap();
        fs::create_dir(at("state-2")).unwrap();
        std::os::unix::fs::symlink(at("state"), at("link")).unwrap();
        for (path, expected) in [
            ("state", true),
            ("state/inside", true),
            ("state/objects/a/b", true),
            ("link/inside", true),
            ("state-2/../state/inside", true),
            ("state-2", false),
            ("state-2/inside", false),
            ("outside/a", false),
        ] {
            assert_eq!(is_below(&at(path), &at("state")).unwrap(), expected, "{path}");
        }
    }
}
