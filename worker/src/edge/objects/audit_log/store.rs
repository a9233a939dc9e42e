//! The rows of one log on disk: append-only, never changed, never removed.

use std::cell::RefCell;

use passgate_audit::{Event, Hash, Head, Line, Row};
use serde::Deserialize;
use worker::{Error, Result, SqlStorage};

use crate::edge::messages::audit_log::Page;
use crate::edge::platform::sql::{Sql, number, optional};
use crate::metrics::{Counters, count_row};

const MIGRATIONS: [&str; 3] = [
    "
    CREATE TABLE entry (
        seq INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        account TEXT,
        written_at_ms INTEGER NOT NULL,
        hash TEXT NOT NULL,
        line TEXT NOT NULL
    );
    CREATE INDEX entry_of_account ON entry (account, seq);
    CREATE TRIGGER entry_never_changes BEFORE UPDATE ON entry
        BEGIN SELECT RAISE(ABORT, 'append-only'); END;
    CREATE TRIGGER entry_never_goes BEFORE DELETE ON entry
        BEGIN SELECT RAISE(ABORT, 'append-only'); END;
",
    // The counters computed from the rows up to this one.
    "CREATE TABLE counted (id INTEGER PRIMARY KEY CHECK (id = 1), up_to INTEGER NOT NULL, tally TEXT NOT NULL)",
    // The last row that each webhook has received, and its failures since then.
    "
    CREATE TABLE webhook (
        name TEXT PRIMARY KEY,
        sent INTEGER NOT NULL,
        failures INTEGER NOT NULL,
        due_at_ms INTEGER NOT NULL
    )
",
];

/// The number of new rows after which the counters are stored. Later rows are counted again when the
/// log is opened.
const ROWS_UNKEPT: u64 = 64;
/// How many rows are read at once for that.
const ROWS_READ: u64 = 1_000;

/// The database of one log.
pub struct AuditStore {
    pub(super) sql: Sql,
    counted: RefCell<Counted>,
}

/// The counters computed from the rows.
#[derive(Default)]
struct Counted {
    counters: Counters,
    /// The last row that is counted.
    up_to: u64,
    /// The last row that the stored counters include.
    kept_up_to: u64,
}

/// The end of the log.
pub struct End {
    /// The number of rows.
    pub rows: u64,
    /// The hash that the next row continues.
    pub hash: Hash,
    /// When the last row was written, in milliseconds since 1970.
    pub at_ms: u64,
}

/// A part of the log.
pub struct Read {
    /// The rows as lines of text.
    pub text: String,
    /// The row number to continue after, when there are more rows.
    pub next: Option<u64>,
}

impl AuditStore {
    /// Opens the log.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn open(storage: SqlStorage) -> Result<Self> {
        let log = Self { sql: Sql::open(storage, &MIGRATIONS)?, counted: RefCell::default() };
        log.count_new_rows()?;
        Ok(log)
    }

    /// The counters computed from the rows.
    pub fn counted(&self) -> Counters {
        self.counted.borrow().counters.clone()
    }

    /// Continues from the stored counters, row by row.
    fn count_new_rows(&self) -> Result<()> {
        if let Some(kept) = self.sql.first::<Kept>("SELECT up_to, tally FROM counted", vec![])? {
            // Counters that cannot be read are computed again from the first row.
            if let Ok(counters) = serde_json::from_slice(kept.tally.as_bytes()) {
                self.counted.replace(Counted { counters, up_to: kept.up_to, kept_up_to: kept.up_to });
            }
        }
        loop {
            let up_to = self.counted.borrow().up_to;
            let query = "SELECT seq, written_at_ms, line FROM entry WHERE seq > ? ORDER BY seq LIMIT ?";
            let rows = self.sql.rows::<Written>(query, vec![number(up_to), number(ROWS_READ)])?;
            if rows.is_empty() {
                return Ok(());
            }
            for written in rows {
                let mut counted = self.counted.borrow_mut();
                if let Some(Line::Row(row)) = Line::parse(&written.line) {
                    count_row(&mut counted.counters, &row.event, written.written_at_ms);
                }
                counted.up_to = written.seq;
            }
            self.keep_counted()?;
        }
    }

    /// Stores the counters after enough new rows, in the transaction of the last of them.
    fn keep_counted(&self) -> Result<()> {
        let mut counted = self.counted.borrow_mut();
        if counted.up_to < counted.kept_up_to.saturating_add(ROWS_UNKEPT) {
            return Ok(());
        }
        self.sql.run(
            "INSERT OR REPLACE INTO counted (id, up_to, tally) VALUES (1, ?, ?)",
            vec![number(counted.up_to), serde_json::to_string(&counted.counters)?.into()],
        )?;
        counted.kept_up_to = counted.up_to;
        Ok(())
    }

    /// Reads the end of the log.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn head(&self, log: &str) -> Result<End> {
        let query = "SELECT seq, hash, written_at_ms FROM entry ORDER BY seq DESC LIMIT 1";
        let Some(last) = self.sql.first::<Last>(query, vec![])? else {
            return Ok(End { rows: 0, hash: Hash::of_log(log), at_ms: 0 });
        };
        let hash = Hash::parse(&last.hash).ok_or_else(|| Error::RustError("not a hash".to_owned()))?;
        Ok(End { rows: last.seq, hash, at_ms: last.written_at_ms })
    }

    /// Appends the events that the log does not have yet.
    ///
    /// # Errors
    /// When the storage fails. Events that were appended before remain, and are recognized when the
    /// same events arrive again.
    pub fn append(&self, end: End, events: &[Event], now_ms: u64) -> Result<()> {
        let End { mut rows, mut hash, .. } = end;
        for event in events {
            let known = "SELECT seq FROM entry WHERE id = ?";
            if self.sql.first::<Place>(known, vec![event.id.as_str().into()])?.is_some() {
                continue;
            }
            let row = Row::follow(hash, rows.saturating_add(1), event.clone());
            (rows, hash) = (row.seq, row.hash);
            self.sql.run(
                "INSERT INTO entry (seq, id, account, written_at_ms, hash, line) VALUES (?, ?, ?, ?, ?, ?)",
                vec![
                    number(row.seq),
                    event.id.as_str().into(),
                    optional(event.account.as_deref()),
                    number(now_ms),
                    hash.to_string().into(),
                    row.line()?.into(),
                ],
            )?;
            let mut counted = self.counted.borrow_mut();
            count_row(&mut counted.counters, event, now_ms);
            counted.up_to = row.seq;
        }
        self.keep_counted()
    }

    /// Tries to change and to remove a row. Returns whether the database refused both.
    #[cfg(feature = "test-routes")]
    pub fn refuses_to_rewrite(&self) -> bool {
        let attempts = ["UPDATE entry SET line = '' WHERE seq = 1", "DELETE FROM entry WHERE seq = 1"];
        attempts.iter().all(|query| self.sql.run(query, vec![]).is_err())
    }

    /// A page of the log. The last page of the whole log ends with the log's head.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn read(&self, page: &Page, now_ms: u64) -> Result<Read> {
        let lines = self.sql.rows::<LineRow>(
            "SELECT seq, line FROM entry WHERE seq > ?1 AND (?2 IS NULL OR account = ?2)
             ORDER BY seq LIMIT ?3",
            vec![number(page.after), optional(page.account.as_deref()), number(page.limit.saturating_add(1))],
        )?;
        let shown = usize::try_from(page.limit).unwrap_or(usize::MAX);
        let is_more = lines.len() > shown;
        let (mut text, mut last) = (String::new(), page.after);
        for line in lines.iter().take(shown) {
            text.push_str(&line.line);
            text.push('\n');
            last = line.seq;
        }
        if !is_more && page.account.is_none() {
            let end = self.head(&page.log)?;
            let head = Head { log: page.log.clone(), rows: end.rows, head: end.hash, at_ms: now_ms };
            text.push_str(&serde_json::to_string(&head)?);
            text.push('\n');
        }
        Ok(Read { text, next: is_more.then_some(last) })
    }
}

#[derive(Deserialize)]
struct Place {
    #[expect(dead_code, reason = "that there is one is all")]
    seq: u64,
}

#[derive(Deserialize)]
struct Last {
    seq: u64,
    hash: String,
    written_at_ms: u64,
}

#[derive(Deserialize)]
struct Kept {
    up_to: u64,
    tally: String,
}

#[derive(Deserialize)]
struct Written {
    seq: u64,
    written_at_ms: u64,
    line: String,
}

#[derive(Deserialize)]
struct LineRow {
    seq: u64,
    line: String,
}
