//! The audit log of one product, read from the database of its object.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use passgate_audit::{Event, Hash, Head, Kind, Line, Row};
use rusqlite::{Connection, OptionalExtension as _, params};

use super::now_ms;
use crate::backup::LogEnd;
use crate::database;

/// A log with at least one row.
pub struct LogFile {
    path: PathBuf,
    database: Connection,
    /// Its product.
    pub product: String,
}

impl LogFile {
    /// Opens every log of the folder that has a row.
    ///
    /// # Errors
    /// When a database cannot be read.
    pub fn open_all(folder: &Path) -> Result<Vec<Self>> {
        let mut logs = Vec::new();
        for path in database::objects_in(folder)? {
            logs.extend(Self::open(path)?);
        }
        Ok(logs)
    }

    fn open(path: PathBuf) -> Result<Option<Self>> {
        let database = database::read(&path)?;
        let first = || -> rusqlite::Result<Option<String>> {
            if !database::has_table(&database, "entry")? {
                return Ok(None);
            }
            let query = "SELECT line FROM entry ORDER BY seq LIMIT 1";
            database.query_row(query, [], |row| row.get(0)).optional()
        };
        let first = first().with_context(|| format!("could not read {}", path.display()))?;
        let Some(line) = first else { return Ok(None) };
        let Some(Line::Row(row)) = Line::parse(&line) else {
            bail!("the first row of {} is not a row of an audit log", path.display());
        };
        Ok(Some(Self { path, database, product: row.event.product }))
    }

    /// Calls `each` with the lines after that row and then with the line of the head, all from one snapshot.
    ///
    /// # Errors
    /// When the database cannot be read, or `each` fails.
    pub fn lines(&self, after: u64, each: &mut dyn FnMut(&str) -> Result<()>) -> Result<()> {
        let unreadable = || self.unreadable();
        let snapshot = self.database.unchecked_transaction().with_context(unreadable)?;
        let mut rows =
            snapshot.prepare("SELECT line FROM entry WHERE seq > ? ORDER BY seq").with_context(unreadable)?;
        let mut rows = rows.query([after]).with_context(unreadable)?;
        while let Some(row) = rows.next().with_context(unreadable)? {
            let line: String = row.get(0).with_context(unreadable)?;
            each(&line)?;
        }
        let LogEnd { product, rows, head } = self.end()?;
        each(&serde_json::to_string(&Head { log: product, rows, head, at_ms: now_ms() })?)
    }

    /// The end of the log.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn end(&self) -> Result<LogEnd> {
        let query = "SELECT seq, hash FROM entry ORDER BY seq DESC LIMIT 1";
        let (rows, hash): (u64, String) = self
            .database
            .query_row(query, [], |row| Ok((row.get(0)?, row.get(1)?)))
            .with_context(|| self.unreadable())?;
        let head = Hash::parse(&hash)
            .with_context(|| format!("the last row of {} has no hash", self.path.display()))?;
        Ok(LogEnd { product: self.product.clone(), rows, head })
    }

    /// The numbers of rows whose columns differ from their line.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn rows_that_differ(&self) -> Result<Vec<u64>> {
        let read = || -> rusqlite::Result<Vec<u64>> {
            let mut differ = Vec::new();
            let mut rows = self.database.prepare("SELECT seq, id, account, hash, line FROM entry")?;
            let mut rows = rows.query([])?;
            while let Some(row) = rows.next()? {
                let (seq, id, hash): (u64, String, String) = (row.get(0)?, row.get(1)?, row.get(3)?);
                let (account, line): (Option<String>, String) = (row.get(2)?, row.get(4)?);
                let is_same = matches!(Line::parse(&line), Some(Line::Row(row)) if row.seq == seq
                    && row.event.id == id && row.hash.to_string() == hash && row.event.account == account);
                if !is_same {
                    differ.push(seq);
                }
            }
            Ok(differ)
        };
        read().with_context(|| self.unreadable())
    }

    /// Whether the log has that event.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn has(&self, event: &str) -> Result<bool> {
        let query = "SELECT EXISTS (SELECT 1 FROM entry WHERE id = ?)";
        let found = self.database.query_row(query, [event], |row| row.get(0));
        found.with_context(|| self.unreadable())
    }

    /// The intents without an outcome in the log.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn open_intents(&self) -> Result<Vec<Event>> {
        let read = || -> rusqlite::Result<Vec<String>> {
            let mut rows = self.database.prepare(
                "SELECT line FROM entry AS intent WHERE id LIKE '%/' || ?1 AND NOT EXISTS
                 (SELECT 1 FROM entry WHERE id = substr(intent.id, 1, length(intent.id) - length(?1)) || ?2)
                 ORDER BY seq",
            )?;
            rows.query_map([Kind::Intent.name(), Kind::Outcome.name()], |row| row.get(0))?.collect()
        };
        let lines = read().with_context(|| self.unreadable())?;
        let event = |line: &String| match Line::parse(line) {
            Some(Line::Row(row)) => Some(row.event),
            _ => None,
        };
        Ok(lines.iter().filter_map(event).collect())
    }

    fn unreadable(&self) -> String {
        format!("could not read {}", self.path.display())
    }

    /// Appends events to the log, which no other process uses.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn append(&self, events: Vec<Event>) -> Result<()> {
        let LogEnd { mut rows, mut head, .. } = self.end()?;
        let mut database = database::write(&self.path)?;
        let write = || -> Result<()> {
            let change = database.transaction()?;
            for event in events {
                let row = Row::follow(head, rows.saturating_add(1), event);
                (rows, head) = (row.seq, row.hash);
                let Event { id, account, at_ms, .. } = &row.event;
                change.execute(
                    "INSERT INTO entry (seq, id, account, written_at_ms, hash, line) VALUES (?, ?, ?, ?, ?, ?)",
                    params![rows, id, account, at_ms, head.to_string(), row.line()?],
                )?;
            }
            Ok(change.commit()?)
        };
        write().with_context(|| format!("could not write {}", self.path.display()))?;
        database::one_file(database)
    }
}
