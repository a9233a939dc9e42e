//! The database of a vendor's gate.

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
    // Counts by rule too, with the time of the first refusal; the counters in one row.
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
    // Drops what was learned before: it is not known whose refusal taught it, whether it explained the
    // refusal, and which policy was configured then.
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
    /// When the storage fails.
    pub fn open(storage: SqlStorage) -> Result<Self> {
        Ok(Self { sql: Sql::open(storage, &MIGRATIONS)? })
    }

    /// The stored state of the shaper.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn shaper(&self) -> Result<ShaperState> {
        let kept = self.sql.first::<Kept>("SELECT due_us, frozen_until_ms FROM shaper", vec![])?;
        Ok(kept.map_or_else(ShaperState::default, |kept| ShaperState {
            due_us: kept.due_us,
            frozen_until_ms: kept.frozen_until_ms,
        }))
    }

    /// Stores the state of the shaper. The runtime holds an answer back until earlier writes are on
    /// disk, so no permit is issued that a restart does not know of.
    ///
    /// # Errors
    /// When the storage fails; the permit must not be issued then.
    pub fn keep_shaper(&self, state: ShaperState) -> Result<()> {
        self.sql.run(
            "INSERT INTO shaper (id, due_us, frozen_until_ms) VALUES (1, ?, ?)
             ON CONFLICT (id) DO UPDATE SET due_us = excluded.due_us, frozen_until_ms = excluded.frozen_until_ms",
            vec![number(state.due_us), number(state.frozen_until_ms)],
        )
    }

    /// The stored limits; none when their format is not that of this version.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn limits(&self) -> Result<Limits> {
        let kept = self.sql.first::<LimitsRow>("SELECT state FROM limits", vec![])?;
        Ok(kept.and_then(|kept| serde_json::from_slice(kept.state.as_bytes()).ok()).unwrap_or_default())
    }

    /// Stores the limits.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn keep_limits(&self, limits: &Limits) -> Result<()> {
        self.sql.run(
            "INSERT OR REPLACE INTO limits (id, state) VALUES (1, ?)",
            vec![serde_json::to_string(limits)?.into()],
        )
    }

    /// Counts a refusal of a password that the edge accepted: once for each rule and each violation.
    ///
    /// # Errors
    /// When the storage fails.
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

    /// How often the vendor refused passwords that the edge accepted: by rule, and by violation.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn drifted(&self) -> Result<(Vec<Counted>, Vec<Counted>)> {
        let counted = |what: &str| {
            self.sql.rows::<Counted>(
                "SELECT name, refused, first_at_ms, last_at_ms FROM drifted WHERE what = ? ORDER BY name",
                vec![what.into()],
            )
        };
        Ok((counted(RULE)?, counted(VIOLATION)?))
    }

    /// The stored counters.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn counted(&self) -> Result<Counters> {
        let kept = self.sql.first::<Tallied>("SELECT tally FROM counted", vec![])?;
        Ok(kept.and_then(|kept| serde_json::from_slice(kept.tally.as_bytes()).ok()).unwrap_or_default())
    }

    /// Stores the counters.
    ///
    /// # Errors
    /// When the storage fails.
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
