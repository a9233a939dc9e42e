//! The databases of the Durable Objects. Another process may write to them at the same time.

use std::fs::{self, File, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, ErrorCode, OpenFlags};

/// How long the other process may keep a lock.
const PATIENCE: Duration = Duration::from_secs(10);
const POLL: Duration = Duration::from_millis(20);
/// All pages in one step, so that the copy is a snapshot.
const ALL_PAGES: std::ffi::c_int = -1;

/// How long a rollback journal may exist before its writer counts as dead.
const ROLLBACK_PATIENCE: Duration = Duration::from_secs(1);

/// Opens a database for reading.
///
/// While `workerd` creates a database, that has a rollback journal. A reader that sees the journal disappear
/// assumes an interrupted change (<https://www.sqlite.org/lockingv3.html>, section 4.2) and, without the right
/// to roll it back, fails. It then reads again. A journal that stays is of a killed writer: SQLite rolls the
/// change back when the database is opened for writing.
///
/// # Errors
/// When it cannot be opened.
pub fn read(path: &Path) -> Result<Connection> {
    let started = Instant::now();
    while started.elapsed() < ROLLBACK_PATIENCE {
        let database = open(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        if !needs_rollback(&database) {
            return Ok(database);
        }
        thread::sleep(POLL);
    }
    write(path)
}

fn needs_rollback(database: &Connection) -> bool {
    let read = database.query_row("SELECT EXISTS (SELECT 1 FROM sqlite_master)", [], |_| Ok(()));
    read.is_err_and(|error| error.sqlite_error_code() == Some(ErrorCode::ReadOnly))
}

/// Opens a database that no other process uses.
///
/// # Errors
/// When it cannot be opened.
pub fn write(path: &Path) -> Result<Connection> {
    open(path, OpenFlags::SQLITE_OPEN_READ_WRITE)
}

fn open(path: &Path, mode: OpenFlags) -> Result<Connection> {
    let flags = mode | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let opened = Connection::open_with_flags(path, flags).and_then(|connection| {
        connection.busy_timeout(PATIENCE)?;
        Ok(connection)
    });
    opened.with_context(|| format!("could not open {}", path.display()))
}

/// Copies a snapshot of a database into one new file. [`sync`] later writes all copies to the disk.
///
/// # Errors
/// When it cannot be read or written.
pub fn copy(from: &Path, to: &Path) -> Result<()> {
    let source = read(from)?;
    copy_into(&source, to).with_context(|| format!("could not copy {} to {}", from.display(), to.display()))
}

fn copy_into(source: &Connection, to: &Path) -> Result<()> {
    File::options().create_new(true).write(true).open(to)?.set_permissions(Permissions::from_mode(0o600))?;
    let mut target = write(to)?;
    target.pragma_update(None, "synchronous", "OFF")?;
    {
        let backup = Backup::new(source, &mut target)?;
        let started = Instant::now();
        while !matches!(backup.step(ALL_PAGES)?, StepResult::Done) {
            if started.elapsed() > PATIENCE {
                bail!("another process kept it locked for {PATIENCE:?}");
            }
            thread::sleep(POLL);
        }
    }
    one_file(target)
}

/// Closes a database so that it is one file, without a journal beside it.
///
/// # Errors
/// When the disk is full.
pub fn one_file(database: Connection) -> Result<()> {
    let mode: String = database.pragma_update_and_check(None, "journal_mode", "DELETE", |row| row.get(0))?;
    if mode != "delete" {
        bail!("the journal could not be written into the database");
    }
    database.close().map_err(|(_, error)| error)?;
    Ok(())
}

/// Whether the database has a table. An object that has ended leaves a database without one.
///
/// # Errors
/// When it cannot be read.
pub fn has_tables(path: &Path) -> Result<bool> {
    let database = read(path)?;
    let found = database.query_row("SELECT EXISTS (SELECT 1 FROM sqlite_master)", [], |row| row.get(0));
    found.with_context(|| format!("could not read {}", path.display()))
}

/// What SQLite finds wrong with the database; `None` if it is well-formed.
///
/// # Errors
/// When it cannot be read at all.
pub fn damage(path: &Path) -> Result<Option<String>> {
    let database = read(path)?;
    let found: rusqlite::Result<String> = database.query_row("PRAGMA quick_check(1)", [], |row| row.get(0));
    Ok(match found {
        Ok(text) if text == "ok" => None,
        Ok(text) => Some(text),
        Err(error) => Some(error.to_string()),
    })
}

/// Whether the database has that table.
///
/// # Errors
/// When it cannot be read.
pub fn has_table(database: &Connection, name: &str) -> rusqlite::Result<bool> {
    let query = "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?)";
    database.query_row(query, [name], |row| row.get(0))
}

/// Whether the table of the database has that column.
///
/// # Errors
/// When it cannot be read.
pub fn has_column(database: &Connection, table: &str, name: &str) -> rusqlite::Result<bool> {
    let query = "SELECT EXISTS (SELECT 1 FROM pragma_table_info(?) WHERE name = ?)";
    database.query_row(query, [table, name], |row| row.get(0))
}

/// Writes everything on the file system of the folder to the disk. One call is much faster than one for each
/// of many small files.
///
/// # Errors
/// When it cannot be written.
pub fn sync(folder: &Path) -> Result<()> {
    let synced = File::open(folder).and_then(|folder| Ok(rustix::fs::syncfs(folder)?));
    synced.with_context(|| format!("could not write {} to the disk", folder.display()))
}

/// The files of databases in a folder, without the list of alarms; none if the folder does not exist.
///
/// # Errors
/// When the folder cannot be read.
pub fn objects_in(folder: &Path) -> Result<Vec<std::path::PathBuf>> {
    let mut found = Vec::new();
    for name in crate::state::names_in(folder)? {
        let path = folder.join(&name);
        if path.extension().is_some_and(|extension| extension == "sqlite")
            && name != crate::backup::alarms::FILE
            && fs::metadata(&path).is_ok_and(|metadata| metadata.is_file())
        {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::{has_tables, read, write};

    #[test]
    fn a_change_that_a_killed_writer_left_is_rolled_back() {
        let folder = tempfile::tempdir().unwrap();
        let live = folder.path().join("live.sqlite");
        rusqlite::Connection::open(&live).unwrap();
        let mut writer = write(&live).unwrap();
        // With one page of cache, pages are written before the change is committed.
        writer.pragma_update(None, "cache_size", 1).unwrap();
        writer.execute_batch("CREATE TABLE rows (text TEXT); INSERT INTO rows VALUES ('kept')").unwrap();
        let change = writer.transaction().unwrap();
        for _ in 0..20 {
            change.execute("INSERT INTO rows VALUES (printf('%.*c', 4000, 'x'))", []).unwrap();
        }
        let killed = folder.path().join("killed.sqlite");
        std::fs::copy(&live, &killed).unwrap();
        std::fs::copy(folder.path().join("live.sqlite-journal"), folder.path().join("killed.sqlite-journal"))
            .unwrap();
        change.rollback().unwrap();

        let count = |database: rusqlite::Connection| {
            database.query_row("SELECT count(*) FROM rows", [], |row| row.get::<_, i64>(0)).unwrap()
        };
        assert_eq!(count(read(&killed).unwrap()), 1);
        assert!(has_tables(&killed).unwrap());
        assert!(!folder.path().join("killed.sqlite-journal").exists());
    }
}
