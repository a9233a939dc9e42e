//! What a vendor's gate keeps on disk.

use passgate_core::Violation;
use serde::Deserialize;
use worker::{Result, SqlStorage};

use crate::edge::sql::{Sql, number};
use crate::gate::ShaperState;

const MIGRATIONS: [&str; 2] = [
    "
    CREATE TABLE shaper (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        due_us INTEGER NOT NULL,
        frozen_until_ms INTEGER NOT NULL
    );
",
    "
    CREATE TABLE learned (
        violation TEXT PRIMARY KEY,
        at_ms INTEGER NOT NULL
    );
    CREATE TABLE drift (
        code TEXT PRIMARY KEY,
        refused INTEGER NOT NULL,
        last_at_ms INTEGER NOT NULL
    );
",
];

/// The database of one gate.
pub struct GateStore {
    sql: Sql,
}

impl GateStore {
    /// Opens the database and brings its schema up to date.
    ///
    /// # Errors
    /// When the storage does not work.
    pub fn open(storage: SqlStorage) -> Result<Self> {
        Ok(Self { sql: Sql::open(storage, &MIGRATIONS)? })
    }

    /// Where the last life left off.
    ///
    /// # Errors
    /// When the storage does not work.
    pub fn shaper(&self) -> Result<ShaperState> {
        let kept = self.sql.first::<Kept>("SELECT due_us, frozen_until_ms FROM shaper", vec![])?;
        Ok(kept.map_or_else(ShaperState::default, |kept| ShaperState {
            due_us: kept.due_us,
            frozen_until_ms: kept.frozen_until_ms,
        }))
    }

    /// Keeps it. The runtime holds an answer back until what was written before it is on disk,
    /// so that no permit is out that a restart does not know of.
    ///
    /// # Errors
    /// When the storage does not work; the permit must not be given then.
    pub fn keep_shaper(&self, state: ShaperState) -> Result<()> {
        self.sql.run(
            "INSERT INTO shaper (id, due_us, frozen_until_ms) VALUES (1, ?, ?)
             ON CONFLICT (id) DO UPDATE SET due_us = excluded.due_us, frozen_until_ms = excluded.frozen_until_ms",
            vec![number(state.due_us), number(state.frozen_until_ms)],
        )
    }

    /// The limits that refusals have carried, as they came.
    ///
    /// # Errors
    /// When the storage does not work.
    pub fn learned(&self) -> Result<Vec<Violation>> {
        let rows = self.sql.rows::<Learned>("SELECT violation FROM learned ORDER BY at_ms", vec![])?;
        Ok(rows.iter().filter_map(|row| serde_json::from_slice(row.violation.as_bytes()).ok()).collect())
    }

    /// Keeps one.
    ///
    /// # Errors
    /// When the storage does not work.
    pub fn learn(&self, violation: &Violation, now_ms: u64) -> Result<()> {
        self.sql.run(
            "INSERT OR IGNORE INTO learned (violation, at_ms) VALUES (?, ?)",
            vec![serde_json::to_string(violation)?.into(), number(now_ms)],
        )
    }

    /// Counts a refusal of what was accepted here.
    ///
    /// # Errors
    /// When the storage does not work.
    pub fn count_drift(&self, violation: &Violation, now_ms: u64) -> Result<()> {
        let document = serde_json::to_value(violation)?;
        let code = document.get("code").and_then(|code| code.as_str()).unwrap_or_default();
        self.sql.run(
            "INSERT INTO drift (code, refused, last_at_ms) VALUES (?, 1, ?)
             ON CONFLICT (code) DO UPDATE SET refused = refused + 1, last_at_ms = excluded.last_at_ms",
            vec![code.into(), number(now_ms)],
        )
    }
}

#[derive(Deserialize)]
struct Learned {
    violation: String,
}

#[derive(Deserialize)]
struct Kept {
    due_us: u64,
    frozen_until_ms: u64,
}
