//! The durable state of one account: its ticket and its ledger.
//!
//! Every method is one block without an await, which the runtime commits as one transaction.
//! `one()` is never used: on no row it throws where nobody catches.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use worker::{Result, SqlStorage, SqlStorageValue};

use crate::caller::TicketFacts;
use crate::keys::Digest32;
use crate::outcome::Outcome;
use crate::ticket::{MAX_ATTEMPTS, Proof};

/// What has been done to the schema so far, in order; a step is never changed once released.
const MIGRATIONS: [&str; 2] = [
    "
    CREATE TABLE ticket (
        secret_hash TEXT PRIMARY KEY,
        facts TEXT NOT NULL,
        expires_at_ms INTEGER NOT NULL,
        attempts INTEGER NOT NULL DEFAULT 0,
        held_by INTEGER
    );
    CREATE TABLE ledger (
        attempt INTEGER PRIMARY KEY AUTOINCREMENT,
        request_id TEXT NOT NULL,
        actor TEXT NOT NULL,
        action TEXT NOT NULL,
        intent_at_ms INTEGER NOT NULL,
        outcome TEXT,
        detail TEXT,
        outcome_at_ms INTEGER
    );
",
    // The browser that opened the ticket first; before that, none.
    "ALTER TABLE ticket ADD COLUMN browser_hash TEXT",
];

/// The ticket and the ledger of one account.
pub struct SubjectStore {
    sql: SqlStorage,
}

/// What is written before anything is sent.
pub struct Intent<'a> {
    /// The request's id.
    pub request_id: &'a str,
    /// Who asks.
    pub actor: &'a str,
    /// What for.
    pub action: &'a str,
    /// The ticket to hold.
    pub ticket: Option<&'a Proof>,
    /// When, in milliseconds since 1970.
    pub now_ms: u64,
}

impl SubjectStore {
    /// Opens the state and brings its schema up to date.
    ///
    /// # Errors
    /// When the storage does not work.
    pub fn open(sql: SqlStorage) -> Result<Self> {
        let store = Self { sql };
        store.run("CREATE TABLE IF NOT EXISTS migrations (step INTEGER PRIMARY KEY)", vec![])?;
        let done = store.rows::<Count>("SELECT COUNT(*) AS count FROM migrations", vec![])?;
        let done = done.first().map_or(0, |row| row.count);
        for (step, migration) in MIGRATIONS.iter().enumerate().skip(done) {
            store.run(migration, vec![])?;
            store.run("INSERT INTO migrations (step) VALUES (?)", vec![whole(step)])?;
        }
        Ok(store)
    }

    /// Keeps a ticket in place of any other that is not being used at this moment.
    ///
    /// # Errors
    /// When the storage does not work.
    pub fn keep_ticket(&self, secret_hash: &Digest32, facts: &TicketFacts) -> Result<()> {
        self.run("DELETE FROM ticket WHERE held_by IS NULL", vec![])?;
        self.run(
            "INSERT INTO ticket (secret_hash, facts, expires_at_ms) VALUES (?, ?, ?)",
            vec![hash(secret_hash), serde_json::to_string(facts)?.into(), number(facts.expires_at_ms)],
        )
    }

    /// What a ticket is for, if it is there, not over, and has tries left. The first browser that
    /// asks is the only one it is there for.
    ///
    /// # Errors
    /// When the storage does not work.
    pub fn ticket(&self, proof: &Proof, now_ms: u64) -> Result<Option<TicketFacts>> {
        let rows = self.rows::<TicketRow>(
            "SELECT facts, attempts, browser_hash IS NULL AS unopened FROM ticket
             WHERE secret_hash = ? AND expires_at_ms > ? AND attempts < ?
             AND (browser_hash IS NULL OR browser_hash = ?)",
            vec![
                hash(&proof.secret_hash),
                number(now_ms),
                i64::from(MAX_ATTEMPTS).into(),
                hash(&proof.browser_hash),
            ],
        )?;
        let Some(row) = rows.into_iter().next() else {
            return Ok(None);
        };
        if row.unopened == 1 {
            self.run(
                "UPDATE ticket SET browser_hash = ? WHERE secret_hash = ?",
                vec![hash(&proof.browser_hash), hash(&proof.secret_hash)],
            )?;
        }
        let mut facts: TicketFacts = serde_json::from_slice(row.facts.as_bytes())?;
        facts.attempts_left = MAX_ATTEMPTS.saturating_sub(row.attempts);
        Ok(Some(facts))
    }

    /// Writes the intent, and holds the ticket with it: both or neither.
    ///
    /// # Errors
    /// When the storage does not work; nothing may be sent then.
    pub fn intend(&self, intent: &Intent<'_>) -> Result<u64> {
        self.run(
            "INSERT INTO ledger (request_id, actor, action, intent_at_ms) VALUES (?, ?, ?, ?)",
            vec![intent.request_id.into(), intent.actor.into(), intent.action.into(), number(intent.now_ms)],
        )?;
        let rows = self.rows::<Count>("SELECT MAX(attempt) AS count FROM ledger", vec![])?;
        let attempt = rows.first().map_or(0, |row| row.count);
        if let Some(ticket) = intent.ticket {
            self.run(
                "UPDATE ticket SET held_by = ?, attempts = attempts + 1 WHERE secret_hash = ?",
                vec![whole(attempt), hash(&ticket.secret_hash)],
            )?;
        }
        Ok(u64::try_from(attempt).unwrap_or(u64::MAX))
    }

    /// Writes the outcome, and lets the ticket go or ends it.
    ///
    /// # Errors
    /// When the storage does not work; the intent then stands and will be called unknown.
    pub fn conclude(&self, attempt: u64, outcome: Outcome, detail: &str, now_ms: u64) -> Result<()> {
        self.run(
            "UPDATE ledger SET outcome = ?, detail = ?, outcome_at_ms = ? WHERE attempt = ? AND outcome IS NULL",
            vec![outcome.name().into(), detail.into(), number(now_ms), number(attempt)],
        )?;
        if outcome.consumes_ticket() {
            self.run("DELETE FROM ticket WHERE held_by = ?", vec![number(attempt)])
        } else {
            let given_back = i64::from(!outcome.counts());
            self.run(
                "UPDATE ticket SET held_by = NULL, attempts = attempts - ? WHERE held_by = ?",
                vec![given_back.into(), number(attempt)],
            )
        }
    }

    /// Calls every intent without an outcome unknown, and ends the tickets they held. Only for
    /// an object that carries no reset out at this moment: it died while it did.
    ///
    /// # Errors
    /// When the storage does not work.
    pub fn settle_stale(&self, now_ms: u64) -> Result<()> {
        let stale =
            self.rows::<Count>("SELECT attempt AS count FROM ledger WHERE outcome IS NULL", vec![])?;
        for row in stale {
            let attempt = u64::try_from(row.count).unwrap_or(u64::MAX);
            self.conclude(attempt, Outcome::Unknown, "interrupted", now_ms)?;
        }
        Ok(())
    }

    /// Forgets tickets that are over, and with them what they said of the person.
    ///
    /// # Errors
    /// When the storage does not work.
    pub fn forget_expired(&self, now_ms: u64) -> Result<()> {
        self.run("DELETE FROM ticket WHERE expires_at_ms <= ? AND held_by IS NULL", vec![number(now_ms)])
    }

    /// When the next ticket ends, in milliseconds since 1970.
    ///
    /// # Errors
    /// When the storage does not work.
    pub fn next_expiry_ms(&self) -> Result<Option<u64>> {
        let rows = self.rows::<Expiry>("SELECT MIN(expires_at_ms) AS at_ms FROM ticket", vec![])?;
        Ok(rows.first().and_then(|row| row.at_ms))
    }

    fn run(&self, query: &str, values: Vec<SqlStorageValue>) -> Result<()> {
        self.sql.exec(query, values).map(|_| ())
    }

    fn rows<T: DeserializeOwned>(&self, query: &str, values: Vec<SqlStorageValue>) -> Result<Vec<T>> {
        self.sql.exec(query, values)?.to_array()
    }
}

#[derive(Deserialize)]
struct Count {
    count: usize,
}

#[derive(Deserialize)]
struct Expiry {
    at_ms: Option<u64>,
}

#[derive(Deserialize)]
struct TicketRow {
    facts: String,
    attempts: u32,
    unopened: u8,
}

fn hash(digest: &Digest32) -> SqlStorageValue {
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
    URL_SAFE_NO_PAD.encode(digest).into()
}

/// A number or a moment as SQLite has it. JavaScript's numbers hold both exactly.
fn number(value: u64) -> SqlStorageValue {
    SqlStorageValue::Integer(i64::try_from(value).unwrap_or(i64::MAX))
}

fn whole(value: usize) -> SqlStorageValue {
    SqlStorageValue::Integer(i64::try_from(value).unwrap_or(i64::MAX))
}
