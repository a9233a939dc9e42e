//! The rows of one log on disk: append-only, never changed, never removed.

use std::cell::RefCell;
use std::collections::BTreeSet;

use passgate_audit::{Event, Hash, Head, Line, Row};
use serde::Deserialize;
use serde_json::{Value, json};
use worker::{Error, Result, SqlStorage};

use crate::edge::messages::audit_log::{Page, Rows};
use crate::edge::platform::sql::{Sql, number, optional};
use crate::metrics::{Counters, count_row};

const MIGRATIONS: [&str; 4] = [
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
    // The encrypted link of a minted ticket, until that webhook has received it or it has expired.
    "
    CREATE TABLE link (
        webhook TEXT NOT NULL,
        seq INTEGER NOT NULL,
        sealed TEXT NOT NULL,
        expires_at_ms INTEGER NOT NULL,
        PRIMARY KEY (webhook, seq)
    ) WITHOUT ROWID;
    ALTER TABLE webhook ADD COLUMN expired_links INTEGER NOT NULL DEFAULT 0;
",
];

/// The number of new rows after which the counters are stored. Later rows are counted again when the
/// log is opened.
const ROWS_UNKEPT: u64 = 64;
/// How many rows one statement appends. They are far smaller than the largest value of the runtime.
const ROWS_APPENDED: usize = 256;
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

    /// Appends the events that the log does not have yet. Returns the number of rows.
    ///
    /// # Errors
    /// When the storage fails. Events that were appended before remain, and are recognized when the
    /// same events arrive again.
    pub fn append(&self, end: End, events: &[Event], now_ms: u64) -> Result<u64> {
        let End { mut rows, mut hash, .. } = end;
        for events in events.chunks(ROWS_APPENDED) {
            (rows, hash) = self.append_some(rows, hash, events, now_ms)?;
        }
        self.keep_counted()?;
        Ok(rows)
    }

    /// Appends events in one statement, because each statement costs a call of the runtime. Returns the end
    /// of the log.
    fn append_some(&self, rows: u64, hash: Hash, events: &[Event], now_ms: u64) -> Result<(u64, Hash)> {
        let (mut rows, mut hash) = (rows, hash);
        let mut known = self.known(events)?;
        let (mut new, mut lines) = (Vec::new(), Vec::new());
        for event in events {
            if !known.insert(event.id.clone()) {
                continue;
            }
            let row = Row::follow(hash, rows.saturating_add(1), event.clone());
            (rows, hash) = (row.seq, row.hash);
            lines.push(json!([row.seq, event.id, event.account, hash, row.line()?]));
            new.push(event);
        }
        if new.is_empty() {
            return Ok((rows, hash));
        }
        self.sql.run(
            "INSERT INTO entry (seq, id, account, written_at_ms, hash, line)
             SELECT value ->> 0, value ->> 1, value ->> 2, ?2, value ->> 3, value ->> 4 FROM json_each(?1)",
            vec![Value::from(lines).to_string().into(), number(now_ms)],
        )?;
        let mut counted = self.counted.borrow_mut();
        new.iter().for_each(|event| count_row(&mut counted.counters, event, now_ms));
        counted.up_to = rows;
        Ok((rows, hash))
    }

    /// The ids of those events that the log has.
    fn known(&self, events: &[Event]) -> Result<BTreeSet<String>> {
        let ids: Vec<&str> = events.iter().map(|event| event.id.as_str()).collect();
        let query = "SELECT id FROM entry WHERE id IN (SELECT value FROM json_each(?))";
        let rows = self.sql.rows::<Id>(query, vec![serde_json::to_string(&ids)?.into()])?;
        Ok(rows.into_iter().map(|row| row.id).collect())
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
    pub fn read(&self, page: &Page, now_ms: u64) -> Result<Rows> {
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
        Ok(Rows { text, next: is_more.then_some(last) })
    }
}

#[derive(Deserialize)]
struct Id {
    id: String,
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
