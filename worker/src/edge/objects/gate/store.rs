//! What a vendor's gate keeps on disk.

use passgate_core::{RuleName, Violation};
use serde::Deserialize;
use worker::{Result, SqlStorage};

use crate::edge::platform::sql::{Sql, number};
use crate::gate::ShaperState;
use crate::gate::drift::Counted;
use crate::gate::limits::Limits;
use crate::metrics::Counters;

const MIGRATIONS: [&str; 4] = [
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
    // By rule too, and since when; what is watched, in one row.
    "
    CREATE TABLE drifted (
        what TEXT NOT NULL,
        name TEXT NOT NULL,
        refused INTEGER NOT NULL,
        first_at_ms INTEGER NOT NULL,
        last_at_ms INTEGER NOT NULL,
        PRIMARY KEY (what, name)
    );
    INSERT INTO drifted SELECT 'violation', code, refused, last_at_ms, last_at_ms FROM drift;
    DROP TABLE drift;
    CREATE TABLE counted (id INTEGER PRIMARY KEY CHECK (id = 1), tally TEXT NOT NULL);
",
    // What was learned before is dropped: of none of it is it known whose refusal taught it, whether
    // it explained the refusal, and beside which policy it was.
    "
    DROP TABLE learned;
    CREATE TABLE limits (id INTEGER PRIMARY KEY CHECK (id = 1), state TEXT NOT NULL);
",
];

const RULE: &str = "rule";
const VIOLATION: &str = "violation";

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

    /// What is remembered of limits; nothing where it is not what this version keeps.
    ///
    /// # Errors
    /// When the storage does not work.
    pub fn limits(&self) -> Result<Limits> {
        let kept = self.sql.first::<LimitsRow>("SELECT state FROM limits", vec![])?;
        Ok(kept.and_then(|kept| serde_json::from_slice(kept.state.as_bytes()).ok()).unwrap_or_default())
    }

    /// Keeps it.
    ///
    /// # Errors
    /// When the storage does not work.
    pub fn keep_limits(&self, limits: &Limits) -> Result<()> {
        self.sql.run(
            "INSERT OR REPLACE INTO limits (id, state) VALUES (1, ?)",
            vec![serde_json::to_string(limits)?.into()],
        )
    }

    /// Counts a refusal of what was accepted here: for each rule and each violation once.
    ///
    /// # Errors
    /// When the storage does not work.
    pub fn count_drift(&self, rules: &[RuleName], violations: &[Violation], now_ms: u64) -> Result<()> {
        for rule in rules {
            self.count_one(RULE, rule.name(), now_ms)?;
        }
        let mut codes: Vec<&str> = violations.iter().map(Violation::code).collect();
        codes.sort_unstable();
        codes.dedup();
        codes.iter().try_for_each(|code| self.count_one(VIOLATION, code, now_ms))
    }

    fn count_one(&self, what: &str, name: &str, now_ms: u64) -> Result<()> {
        self.sql.run(
            "INSERT INTO drifted (what, name, refused, first_at_ms, last_at_ms) VALUES (?1, ?2, 1, ?3, ?3)
             ON CONFLICT (what, name) DO UPDATE SET refused = refused + 1, last_at_ms = excluded.last_at_ms",
            vec![what.into(), name.into(), number(now_ms)],
        )
    }

    /// How often passwords were accepted here and refused there: by rule, and by violation.
    ///
    /// # Errors
    /// When the storage does not work.
    pub fn drifted(&self) -> Result<(Vec<Counted>, Vec<Counted>)> {
        let counted = |what: &str| {
            self.sql.rows::<Counted>(
                "SELECT name, refused, first_at_ms, last_at_ms FROM drifted WHERE what = ? ORDER BY name",
                vec![what.into()],
            )
        };
        Ok((counted(RULE)?, counted(VIOLATION)?))
    }

    /// What the last life had counted.
    ///
    /// # Errors
    /// When the storage does not work.
    pub fn counted(&self) -> Result<Counters> {
        let kept = self.sql.first::<Tallied>("SELECT tally FROM counted", vec![])?;
        Ok(kept.and_then(|kept| serde_json::from_slice(kept.tally.as_bytes()).ok()).unwrap_or_default())
    }

    /// Keeps what was counted.
    ///
    /// # Errors
    /// When the storage does not work.
    pub fn keep_counted(&self, counters: &Counters) -> Result<()> {
        self.sql.run(
            "INSERT OR REPLACE INTO counted (id, tally) VALUES (1, ?)",
            vec![serde_json::to_string(counters)?.into()],
        )
    }
}

#[derive(Deserialize)]
struct LimitsRow {
    state: String,
}

#[derive(Deserialize)]
struct Tallied {
    tally: String,
}

#[derive(Deserialize)]
struct Kept {
    due_us: u64,
    frozen_until_ms: u64,
}
