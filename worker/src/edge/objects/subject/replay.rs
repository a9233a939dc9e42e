//! The answers of one account that a repeated request gets again, by their `Idempotency-Key`.

use passgate_wire::Outcome;
use serde::Deserialize;
use worker::Result;

use crate::callers::ticket::{self, Proof, Submission, is_good};
use crate::edge::messages::account::Recognised;
use crate::edge::objects::subject::store::SubjectStore;
use crate::edge::objects::subject::tickets::TicketRow;
use crate::edge::platform::sql::{digest, number, optional};
use crate::reset::idempotency::{KEPT_MS, Known, Repeatable, Reply};
use crate::reset::outcome::Effect;

impl SubjectStore {
    /// What is known of a request.
    ///
    /// # Errors
    /// When the storage does not work.
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

    /// What a ticket says, sealed, that has been used up by the request of that key, so that its holder
    /// can repeat it; `None` when it was not.
    ///
    /// # Errors
    /// When the storage does not work.
    pub fn used_ticket(&self, proof: &Proof, key: &str, now_ms: u64) -> Result<Option<Recognised>> {
        let row = self.sql.first::<TicketRow>(
            "SELECT facts, attempts, ticket.expires_at_ms AS expires_at_ms, 1 AS claimed
             FROM ticket JOIN replay ON replay.attempt = ticket.spent_by
             WHERE secret_hash = ? AND browser_hash = ? AND key = ?",
            vec![digest(&proof.secret_hash), digest(&proof.browser_hash), key.into()],
        )?;
        Ok(row.filter(|row| is_good(row.expires_at_ms, now_ms)).map(TicketRow::recognised))
    }

    /// What became of the submission of that key with that ticket; `None` where there was none, or where
    /// nothing of it was sent.
    ///
    /// # Errors
    /// When the storage does not work.
    pub fn submission(&self, proof: &Proof, key: &str) -> Result<Option<Submission>> {
        let actor = ticket::actor(&proof.secret_hash);
        let row = self.sql.first::<Submitted>(
            "SELECT outcome FROM ledger JOIN replay ON replay.attempt = ledger.attempt
             WHERE key = ? AND actor = ?",
            vec![key.into(), actor.as_str().into()],
        )?;
        Ok(row.map(|row| match row.outcome {
            None => Submission::InProgress,
            Some(word) => Submission::Ended(Outcome::from_name(&word).unwrap_or(Outcome::Unknown)),
        }))
    }

    /// Knows the request from now on as the one under way.
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

    /// Keeps the answer for repeats. Where nothing was sent, the next request with the key is the
    /// first.
    pub(super) fn keep_answer(&self, attempt: u64, effect: Effect, answer: Option<&str>) -> Result<()> {
        if effect == Effect::NotSent {
            return self.sql.run("DELETE FROM replay WHERE attempt = ?", vec![number(attempt)]);
        }
        self.sql
            .run("UPDATE replay SET answer = ? WHERE attempt = ?", vec![optional(answer), number(attempt)])
    }

    /// Has no answer be kept for longer than a life from now. One that a clock has set further off must
    /// not be forgotten at once: its request would be carried out again.
    fn draw_answers_nearer(&self, now_ms: u64) -> Result<()> {
        let latest_ms = number(now_ms.saturating_add(KEPT_MS));
        let query = "UPDATE replay SET expires_at_ms = ?1 WHERE expires_at_ms > ?1";
        self.sql.run(query, vec![latest_ms])
    }

    /// Forgets answers that are over, and the fingerprints with them.
    pub(super) fn forget_old_answers(&self, now_ms: u64) -> Result<()> {
        self.draw_answers_nearer(now_ms)?;
        let query = "DELETE FROM replay WHERE expires_at_ms <= ? AND answer IS NOT NULL";
        self.sql.run(query, vec![number(now_ms)])
    }
}

#[derive(Deserialize)]
struct Kept {
    fingerprint: String,
    answer: Option<String>,
}

#[derive(Deserialize)]
struct Submitted {
    outcome: Option<String>,
}
