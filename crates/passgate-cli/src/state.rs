//! The folder of the state: `objects` has the databases of the Durable Objects, `run` what a run of the
//! runtime reads.

use std::fs::{self, DirBuilder, File, Permissions, TryLockError};
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::database;

/// The folder of the databases, below the state.
const OBJECTS: &str = "objects";
/// The folder of the runtime's files, below the state.
const RUN: &str = "run";
/// What a restore has not finished, below the state.
const STAGED: &str = "restoring";

/// A state with an exclusive lock, which is held until the value is dropped.
pub struct State {
    folder: PathBuf,
    /// The lock. The kernel releases it when the process ends, even after SIGKILL.
    _lock: File,
}

impl State {
    /// Creates the folder if it does not exist, and locks it.
    ///
    /// # Errors
    /// When the folder cannot be made, has other files, or another process uses it.
    pub fn take(folder: &Path) -> Result<Self> {
        refuse_other_files(folder)?;
        make_private(folder)?;
        // The folder itself is locked: a file in it could be removed while the lock is held, and a second
        // process would then lock a new file.
        let lock = File::open(folder).with_context(|| format!("could not open {}", folder.display()))?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { folder: folder.to_owned(), _lock: lock }),
            Err(TryLockError::WouldBlock) => bail!(
                "another process uses the state {}; stop it first, or name another folder as `state`",
                folder.display()
            ),
            Err(TryLockError::Error(error)) => {
                Err(error).with_context(|| format!("could not lock {}", folder.display()))
            }
        }
    }

    /// The folder of the databases. Creates it if it does not exist.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn objects(&self) -> Result<PathBuf> {
        self.folder(OBJECTS)
    }

    /// The folder of the runtime's files. Creates it if it does not exist.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn run(&self) -> Result<PathBuf> {
        self.folder(RUN)
    }

    /// Whether there are databases.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn has_objects(&self) -> Result<bool> {
        Ok(!names_in(&objects_of(&self.folder))?.is_empty())
    }

    /// An empty folder for databases that are not yet complete.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn staging(&self) -> Result<PathBuf> {
        let staged = self.folder.join(STAGED);
        if staged.exists() {
            fs::remove_dir_all(&staged).with_context(|| format!("could not remove {}", staged.display()))?;
        }
        self.folder(STAGED)
    }

    /// Makes the staged databases those of the state, in one step.
    ///
    /// # Errors
    /// When the state has databases.
    pub fn adopt(&self, staged: &Path) -> Result<()> {
        let objects = objects_of(&self.folder);
        // Only an empty folder is replaced.
        fs::rename(staged, &objects).with_context(|| format!("could not make {}", objects.display()))?;
        database::sync(&self.folder)
    }

    fn folder(&self, name: &str) -> Result<PathBuf> {
        let folder = self.folder.join(name);
        make_private(&folder)?;
        Ok(folder)
    }
}

/// The folder of the databases of a state.
fn objects_of(state: &Path) -> PathBuf {
    state.join(OBJECTS)
}

/// The folder of the databases of a state that exists.
///
/// # Errors
/// When there is none.
pub fn existing_objects(state: &Path) -> Result<PathBuf> {
    let objects = objects_of(state);
    if !objects.is_dir() {
        bail!("{} does not exist: is `state` of the configuration right?", objects.display());
    }
    Ok(objects)
}

/// Refuses a folder with other files, because its permissions would be changed. Other files beside the
/// databases of a state are allowed.
fn refuse_other_files(folder: &Path) -> Result<()> {
    let has_objects = passgate_runtime::object_folders().any(|kind| objects_of(folder).join(kind).is_dir());
    let mut names = names_in(folder)?.into_iter();
    if has_objects || names.all(|name| [OBJECTS, RUN, STAGED].iter().any(|own| name == *own)) {
        return Ok(());
    }
    bail!("{} has files that are not passgate's: name a folder of its own as `state`", folder.display())
}

/// The names in a folder; none if it does not exist.
///
/// # Errors
/// When it cannot be read.
pub fn names_in(folder: &Path) -> Result<Vec<std::ffi::OsString>> {
    match fs::read_dir(folder) {
        Ok(entries) => entries
            .map(|entry| entry.map(|entry| entry.file_name()))
            .collect::<io::Result<_>>()
            .with_context(|| format!("could not read {}", folder.display())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error).with_context(|| format!("could not read {}", folder.display())),
    }
}

/// Creates a folder that no other user may read.
///
/// # Errors
/// When it cannot be made.
pub fn make_private(folder: &Path) -> Result<()> {
    let shown = folder.display();
    let made = DirBuilder::new().recursive(true).mode(0o700).create(folder);
    made.with_context(|| format!("could not make {shown}"))?;
    let set = fs::set_permissions(folder, Permissions::from_mode(0o700));
    set.with_context(|| format!("could not change the permissions of {shown} to 0700"))
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::*;

    #[test]
    fn one_process_at_a_time_uses_a_state_whatever_is_removed_from_it() {
        let folder = TempDir::new().unwrap();
        let state = folder.path().join("state");
        let taken = State::take(&state).unwrap();
        taken.objects().unwrap();
        for name in names_in(&state).unwrap() {
            fs::remove_dir_all(state.join(name)).unwrap();
        }
        let error = format!("{:#}", State::take(&state).err().unwrap());
        assert!(error.contains("another process uses the state"), "{error}");
        drop(taken);
        State::take(&state).unwrap();
    }

    #[test]
    fn a_folder_with_other_files_is_refused_unless_it_is_a_state() {
        let folder = TempDir::new().unwrap();
        let state = folder.path().join("state");
        fs::create_dir_all(state.join("objects/other")).unwrap();
        fs::write(state.join("note"), "theirs").unwrap();
        fs::set_permissions(&state, Permissions::from_mode(0o755)).unwrap();
        let error = format!("{:#}", State::take(&state).err().unwrap());
        assert!(error.contains("has files that are not passgate's"), "{error}");
        assert_eq!(fs::metadata(&state).unwrap().permissions().mode() & 0o777, 0o755);
        fs::create_dir(state.join("objects/audit-log-v1")).unwrap();
        State::take(&state).unwrap();
        assert_eq!(fs::metadata(&state).unwrap().permissions().mode() & 0o777, 0o700);
    }
}
