//! The rows of one log on disk: written once, never changed, never removed.

use passgate_audit::{Event, Hash, Head, Row};
use serde::Deserialize;
use worker::{Error, Result, SqlStorage};

use super::audit_log::Page;
use super::sql::{Sql, number, optional};

const MIGRATIONS: [&str; 1] = ["
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
"];

/// The log.
pub struct AuditStore {
    sql: Sql,
}

/// Where the log ends.
pub struct End {
    /// How many rows there are.
    pub rows: u64,
    /// The hash the next row follows.
    pub hash: Hash,
    /// When the last row was written, in milliseconds since 1970.
    pub at_ms: u64,
}

/// Some of the log.
pub struct Read {
    /// The lines.
    pub text: String,
    /// The place to go on after, where there is more.
    pub next: Option<u64>,
}

impl AuditStore {
    /// Opens the log.
    ///
    /// # Errors
    /// When the storage does not work.
    pub fn open(storage: SqlStorage) -> Result<Self> {
        Ok(Self { sql: Sql::open(storage, &MIGRATIONS)? })
    }

    /// Where the log ends.
    ///
    /// # Errors
    /// When the storage does not work.
    pub fn head(&self, log: &str) -> Result<End> {
        let query = "SELECT seq, hash, written_at_ms FROM entry ORDER BY seq DESC LIMIT 1";
        let Some(last) = self.sql.first::<Last>(query, vec![])? else {
            return Ok(End { rows: 0, hash: Hash::of_log(log), at_ms: 0 });
        };
        let hash = Hash::parse(&last.hash).ok_or_else(|| Error::RustError("not a hash".to_owned()))?;
        Ok(End { rows: last.seq, hash, at_ms: last.written_at_ms })
    }

    /// Appends the events that are not there yet.
    ///
    /// # Errors
    /// When the storage does not work; what was appended before stays, and is found there when
    /// the same events come again.
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
        }
        Ok(())
    }

    /// Tries to change and to remove a row; whether the database took neither.
    pub fn refuses_to_rewrite(&self) -> bool {
        let attempts = ["UPDATE entry SET line = '' WHERE seq = 1", "DELETE FROM entry WHERE seq = 1"];
        attempts.iter().all(|query| self.sql.run(query, vec![]).is_err())
    }

    /// A page of the log; the last one of the whole log ends with its head.
    ///
    /// # Errors
    /// When the storage does not work.
    pub fn read(&self, page: &Page, now_ms: u64) -> Result<Read> {
        let lines = self.sql.rows::<Line>(
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
struct Line {
    seq: u64,
    line: String,
}
