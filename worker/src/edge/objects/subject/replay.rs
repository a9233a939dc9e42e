//! The stored answers of one account for repeated requests, by `Idempotency-Key`.

use passgate_wire::Outcome;
use serde::Deserialize;
use serde_json::Value;
use worker::Result;

use crate::callers::ticket::{self, Proof, Submission, is_good};
use crate::edge::messages::account::Recognised;
use crate::edge::objects::subject::store::SubjectStore;
use crate::edge::objects::subject::tickets::TicketRow;
use crate::edge::platform::sql::{digest, number, optional};
use crate::reset::idempotency::{KEPT_MS, Known, Repeatable, Reply};
use crate::reset::outcome::Effect;

impl SubjectStore {
    /// The state of the request's key.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn known(&self, request: &Repeatable<'_>, now_ms: u64) -> Result<Known> {
        self.draw_answers_nearer(now_ms)?;
        let kept = self.sql.first::<Kept>(
            "SELECT fingerprint, answer FROM replay WHERE key = ? AND expires_at_ms > ?",
            vec![request.key.into(), number(now_ms)],
        )?;
        let Some(Kept { fingerprint, answer }) = kept else {
            return Ok(Known::New);
        };
        let answer = answer.map(|answer| serde_json::from_slice::<Reply>(answer.as_bytes())).transpose()?;
        Ok(Known::of(Some((&fingerprint, answer)), request.fingerprint))
    }

    /// The encrypted facts of a ticket that the request with this key consumed, so that its holder can
    /// repeat the request; `None` if that request did not consume the ticket.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn used_ticket(&self, proof: &Proof, key: &str, now_ms: u64) -> Result<Option<Recognised>> {
        let row = self.sql.first::<TicketRow>(
            "SELECT facts, attempts, ticket.expires_at_ms AS expires_at_ms, 1 AS claimed
             FROM ticket JOIN replay ON replay.attempt = ticket.spent_by
             WHERE secret_hash = ? AND browser_hash = ? AND key = ?",
            vec![digest(&proof.secret_hash), digest(&proof.browser_hash), key.into()],
        )?;
        Ok(row.filter(|row| is_good(row.expires_at_ms, now_ms)).map(TicketRow::recognised))
    }

    /// The state of the submission with this key and this ticket; `None` if there is none, or if nothing was
    /// sent.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn submission(&self, proof: &Proof, key: &str) -> Result<Option<Submission>> {
        let actor = ticket::actor(&proof.secret_hash);
        let row = self.sql.first::<Submitted>(
            "SELECT outcome, answer FROM ledger JOIN replay ON replay.attempt = ledger.attempt
             WHERE key = ? AND actor = ?",
            vec![key.into(), actor.as_str().into()],
        )?;
        Ok(row.map(|row| match row.outcome {
            None => Submission::InProgress,
            Some(word) => Submission::Ended {
                outcome: Outcome::from_name(&word).unwrap_or(Outcome::Unknown),
                answer: row.answer.and_then(|answer| body_of(&answer)),
            },
        }))
    }

    /// Stores the key of a request that is now in progress.
    pub(super) fn expect_repeats(&self, request: &Repeatable<'_>, attempt: u64, now_ms: u64) -> Result<()> {
        self.sql.run(
            "INSERT OR REPLACE INTO replay (key, attempt, fingerprint, expires_at_ms) VALUES (?, ?, ?, ?)",
            vec![
                request.key.into(),
                number(attempt),
                request.fingerprint.into(),
                number(now_ms.saturating_add(KEPT_MS)),
            ],
        )
    }

    /// Stores the answer for repeats. When nothing was sent, the key is removed, so that the next
    /// request with it counts as the first.
    pub(super) fn keep_answer(&self, attempt: u64, effect: Effect, answer: Option<&str>) -> Result<()> {
        if effect == Effect::NotSent {
            return self.sql.run("DELETE FROM replay WHERE attempt = ?", vec![number(attempt)]);
        }
        self.sql
            .run("UPDATE replay SET answer = ? WHERE attempt = ?", vec![optional(answer), number(attempt)])
    }

    /// Limits the expiry of every answer to one lifetime from now. An answer with a later expiry, set
    /// by a wrong clock, must not be removed at once: its request would be executed again.
    fn draw_answers_nearer(&self, now_ms: u64) -> Result<()> {
        let latest_ms = number(now_ms.saturating_add(KEPT_MS));
        let query = "UPDATE replay SET expires_at_ms = ?1 WHERE expires_at_ms > ?1";
        self.sql.run(query, vec![latest_ms])
    }

    /// Removes expired answers and their fingerprints.
    pub(super) fn forget_old_answers(&self, now_ms: u64) -> Result<()> {
        self.draw_answers_nearer(now_ms)?;
        let query = "DELETE FROM replay WHERE expires_at_ms <= ? AND answer IS NOT NULL";
        self.sql.run(query, vec![number(now_ms)])
    }
}

/// The body of a stored answer.
fn body_of(answer: &str) -> Option<Value> {
    serde_json::from_str(&serde_json::from_str::<Reply>(answer).ok()?.body).ok()
}

#[derive(Deserialize)]
struct Kept {
    fingerprint: String,
    answer: Option<String>,
}

#[derive(Deserialize)]
struct Submitted {
    outcome: Option<String>,
    answer: Option<String>,
}
