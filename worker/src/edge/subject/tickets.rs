//! The tickets of one account.

use serde::Deserialize;
use worker::{Result, SqlStorageValue};

use super::store::SubjectStore;
use super::{About, NewTicket, Recognised};
use crate::edge::sql::number;
use crate::keys::Digest32;
use crate::outcome::Effect;
use crate::ticket::{MAX_ATTEMPTS, Proof};

impl SubjectStore {
    /// Keeps a ticket in place of any other that is not being used at this moment.
    ///
    /// # Errors
    /// When the storage does not work.
    pub fn keep_ticket(&self, ticket: &NewTicket) -> Result<()> {
        self.sql.run("DELETE FROM ticket WHERE held_by IS NULL AND spent_by IS NULL", vec![])?;
        self.sql.run(
            "INSERT INTO ticket (secret_hash, facts, about, expires_at_ms) VALUES (?, ?, ?, ?)",
            vec![
                hash(&ticket.secret_hash),
                ticket.sealed.as_str().into(),
                serde_json::to_string(&ticket.about)?.into(),
                number(ticket.expires_at_ms),
            ],
        )
    }

    /// Binds a ticket that is no browser's yet to the one that presents it; what is known of it, if
    /// that was done just now.
    ///
    /// # Errors
    /// When the storage does not work.
    pub fn claim(&self, proof: &Proof) -> Result<Option<About>> {
        let row = self.sql.first::<Claimed>(
            "UPDATE ticket SET browser_hash = ? WHERE secret_hash = ? AND browser_hash IS NULL
             RETURNING about",
            vec![hash(&proof.browser_hash), hash(&proof.secret_hash)],
        )?;
        let about = row.and_then(|row| row.about);
        Ok(about.map(|about| serde_json::from_slice(about.as_bytes())).transpose()?)
    }

    /// What a ticket says, sealed, if it is there, not over, has tries left, and is this browser's or
    /// nobody's yet.
    ///
    /// # Errors
    /// When the storage does not work.
    pub fn ticket(&self, proof: &Proof, now_ms: u64) -> Result<Option<Recognised>> {
        let row = self.sql.first::<TicketRow>(
            "SELECT facts, attempts FROM ticket
             WHERE secret_hash = ? AND expires_at_ms > ? AND attempts < ? AND spent_by IS NULL
             AND (browser_hash IS NULL OR browser_hash = ?)",
            vec![
                hash(&proof.secret_hash),
                number(now_ms),
                i64::from(MAX_ATTEMPTS).into(),
                hash(&proof.browser_hash),
            ],
        )?;
        let attempts_left = |attempts| MAX_ATTEMPTS.saturating_sub(attempts);
        Ok(row.map(|row| Recognised { sealed: row.facts, attempts_left: attempts_left(row.attempts) }))
    }

    pub(super) fn hold_ticket(&self, secret_hash: &Digest32, attempt: u64) -> Result<()> {
        self.sql.run(
            "UPDATE ticket SET held_by = ?, attempts = attempts + 1 WHERE secret_hash = ?",
            vec![number(attempt), hash(secret_hash)],
        )
    }

    pub(super) fn release_ticket(&self, attempt: u64, effect: Effect) -> Result<()> {
        if effect.consumes_ticket() {
            // It opens nothing any more; until it is over, its holder may repeat the request.
            return self.sql.run(
                "UPDATE ticket SET held_by = NULL, spent_by = held_by WHERE held_by = ?",
                vec![number(attempt)],
            );
        }
        let given_back = i64::from(!effect.counts());
        self.sql.run(
            "UPDATE ticket SET held_by = NULL, attempts = attempts - ? WHERE held_by = ?",
            vec![given_back.into(), number(attempt)],
        )
    }

    /// Forgets tickets that are over, and with them what they said of the person.
    pub(super) fn forget_expired_tickets(&self, now_ms: u64) -> Result<()> {
        self.sql.run("DELETE FROM ticket WHERE expires_at_ms <= ? AND held_by IS NULL", vec![number(now_ms)])
    }
}

#[derive(Deserialize)]
struct Claimed {
    about: Option<String>,
}

#[derive(Deserialize)]
struct TicketRow {
    facts: String,
    attempts: u32,
}

pub(super) fn hash(digest: &Digest32) -> SqlStorageValue {
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
    URL_SAFE_NO_PAD.encode(digest).into()
}
