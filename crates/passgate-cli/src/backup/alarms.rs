//! The alarms of a kind of objects. `workerd` stores an alarm twice: in the database of its object, and in a
//! list in a separate database. The copies of the two show different moments, so the list of a backup is made
//! from the copies of the objects.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context as _, Result};
use rusqlite::{Connection, OptionalExtension as _, params};

use crate::database;

/// The database with the list, in the folder of the kind.
pub const FILE: &str = "metadata.sqlite";

/// The names of objects, by their ids. `workerd` passes the name to the object with the alarm.
pub type Names = BTreeMap<String, Option<String>>;

/// The names in the list of a kind of objects.
///
/// # Errors
/// When the list cannot be read.
pub fn names(folder: &Path) -> Result<Names> {
    let path = folder.join(FILE);
    if !path.is_file() {
        return Ok(Names::new());
    }
    let list = database::read(&path)?;
    let read = || -> rusqlite::Result<Names> {
        if !database::has_table(&list, "_cf_ALARM")? {
            return Ok(Names::new());
        }
        let mut rows = list.prepare("SELECT actor_id, actor_name FROM _cf_ALARM")?;
        rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
    };
    read().with_context(|| format!("could not read {}", path.display()))
}

/// Replaces the copied list with the alarms of the copied objects. `names` has the names from the list before
/// the objects were copied: an alarm may since have left the list.
///
/// # Errors
/// When a copy cannot be read or written.
pub fn rewrite(folder: &Path, mut names: Names) -> Result<()> {
    let path = folder.join(FILE);
    names.extend(self::names(folder)?);
    let mut list = database::write(&path)?;
    let mut alarms = Vec::new();
    for object in database::objects_in(folder)? {
        let id = object.file_stem().map(|id| id.to_string_lossy().into_owned()).unwrap_or_default();
        alarms.extend(alarm_of(&object)?.map(|at_ns| (id, at_ns)));
    }
    let mut write = || -> rusqlite::Result<()> {
        let change = list.transaction()?;
        change.execute("DELETE FROM _cf_ALARM", [])?;
        for (id, at_ns) in &alarms {
            change.execute(
                "INSERT INTO _cf_ALARM (actor_id, scheduled_time, actor_name) VALUES (?, ?, ?)",
                params![id, at_ns, names.get(id).cloned().flatten()],
            )?;
        }
        change.commit()
    };
    write().with_context(|| format!("could not write {}", path.display()))?;
    database::one_file(list)
}

/// The time of the alarm in the object's database, in nanoseconds since 1970.
fn alarm_of(object: &Path) -> Result<Option<i64>> {
    const ALARM: i64 = 1;
    let read = |database: &Connection| -> rusqlite::Result<Option<i64>> {
        if !database::has_table(database, "_cf_METADATA")? {
            return Ok(None);
        }
        let query = "SELECT value FROM _cf_METADATA WHERE key = ?";
        let found = database.query_row(query, [ALARM], |row| row.get::<_, Option<i64>>(0)).optional()?;
        Ok(found.flatten())
    };
    read(&database::read(object)?).with_context(|| format!("could not read {}", object.display()))
}
