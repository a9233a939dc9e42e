//! The tickets of one account.

use serde::Deserialize;
use worker::Result;

use crate::base::keys::Digest32;
use crate::base::moment;
use crate::callers::ticket::{MAX_ATTEMPTS, MAX_LIFETIME_MS, Proof, is_good};
use crate::edge::messages::account::{About, NewTicket, Recognised};
use crate::edge::objects::subject::store::SubjectStore;
use crate::edge::platform::sql::{digest, number};
use crate::reset::outcome::Effect;

impl SubjectStore {
    /// Stores a ticket and removes any other one that is not in use at this moment.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn keep_ticket(&self, ticket: &NewTicket) -> Result<()> {
        self.sql.run("DELETE FROM ticket WHERE held_by IS NULL AND spent_by IS NULL", vec![])?;
        self.sql.run(
            "INSERT INTO ticket (secret_hash, facts, about, expires_at_ms) VALUES (?, ?, ?, ?)",
            vec![
                digest(&ticket.secret_hash),
                ticket.sealed.as_str().into(),
                serde_json::to_string(&ticket.about)?.into(),
                number(ticket.expires_at_ms),
            ],
        )
    }

    /// Binds a ticket that no browser has claimed to the one that presents it. Returns what is known of
    /// the ticket, if this call claimed it.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn claim(&self, proof: &Proof) -> Result<Option<About>> {
        let row = self.sql.first::<Claimed>(
            "UPDATE ticket SET browser_hash = ? WHERE secret_hash = ? AND browser_hash IS NULL
             RETURNING about",
            vec![digest(&proof.browser_hash), digest(&proof.secret_hash)],
        )?;
        let about = row.and_then(|row| row.about);
        Ok(about.map(|about| serde_json::from_slice(about.as_bytes())).transpose()?)
    }

    /// The encrypted facts of a ticket, if it exists, has not expired, has tries left, and was claimed
    /// by this browser or by none.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn ticket(&self, proof: &Proof, now_ms: u64) -> Result<Option<Recognised>> {
        let row = self.sql.first::<TicketRow>(
            "SELECT facts, attempts, expires_at_ms, browser_hash IS NOT NULL AS claimed FROM ticket
             WHERE secret_hash = ? AND attempts < ? AND spent_by IS NULL
             AND (browser_hash IS NULL OR browser_hash = ?)",
            vec![digest(&proof.secret_hash), i64::from(MAX_ATTEMPTS).into(), digest(&proof.browser_hash)],
        )?;
        let is_good = |row: &TicketRow| is_good(row.expires_at_ms, now_ms);
        Ok(row.filter(is_good).map(TicketRow::recognised))
    }

    pub(super) fn hold_ticket(&self, secret_hash: &Digest32, attempt: u64) -> Result<()> {
        self.sql.run(
            "UPDATE ticket SET held_by = ?, attempts = attempts + 1 WHERE secret_hash = ?",
            vec![number(attempt), digest(secret_hash)],
        )
    }

    pub(super) fn release_ticket(&self, attempt: u64, effect: Effect) -> Result<()> {
        if effect.consumes_ticket() {
            // The ticket is no longer valid. Until it expires, its holder may repeat the request.
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

    /// Removes expired tickets and their facts, and tickets that expire later than any that could be
    /// minted now.
    pub(super) fn forget_expired_tickets(&self, now_ms: u64) -> Result<()> {
        let latest_ms = now_ms.saturating_add(MAX_LIFETIME_MS).saturating_add(moment::SKEW_MS);
        self.sql.run(
            "DELETE FROM ticket WHERE (expires_at_ms <= ? OR expires_at_ms > ?) AND held_by IS NULL",
            vec![number(now_ms), number(latest_ms)],
        )
    }
}

#[derive(Deserialize)]
struct Claimed {
    about: Option<String>,
}

/// A ticket row as stored.
#[derive(Deserialize)]
pub(super) struct TicketRow {
    facts: String,
    attempts: u32,
    claimed: u8,
    pub(super) expires_at_ms: u64,
}

impl TicketRow {
    pub(super) fn recognised(self) -> Recognised {
        let attempts_left = MAX_ATTEMPTS.saturating_sub(self.attempts);
        Recognised {
            sealed: self.facts,
            attempts_left,
            expires_at_ms: self.expires_at_ms,
            is_claimed: self.claimed != 0,
            submission: None,
        }
    }
}
