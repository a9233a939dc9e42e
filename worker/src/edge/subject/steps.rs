//! Steps 3 to 9 of a reset (steps 1 and 2 are in `password`):
//!
//! 3. take the account's turn: one reset at a time;
//! 4. write the intent to the ledger and for the audit log, and hold the ticket in the same
//!    transaction;
//! 5. a vendor that is too busy is answered with 429 and `Retry-After`; its rate is not yet
//!    shaped here;
//! 6. get the vendor's token from the gate; renew it once if the vendor calls it stale;
//! 7. call;
//! 8. write the outcome, and end the ticket or let it go;
//! 9. answer.
//!
//! A repeat of the same request is not yet recognised (`Idempotency-Key`).

use passgate_core::Secret;
use passgate_wire::{Answer, EdgeAnswer, Envelope, Reason};

use super::TICKET_SPENT;
use super::store::{Intent, SETTLE_MS, SubjectStore};
use super::{ResetSubject, wake_for};
use crate::call::{Call, Job};
use crate::config::Config;
use crate::edge::deadline::within;
use crate::edge::vendor::{self, SendFailure};
use crate::edge::{clock, objects};
use crate::grant::Grant;
use crate::outcome::{self, Attempt};

/// How long a request waits for its account's turn.
const TURN_MS: u64 = 10_000;
/// How long one reset may take in all, tokens and a second try included.
const BUDGET_MS: u64 = 10_000;
/// A second try that could not be finished is not begun.
const WORTHWHILE_MS: u64 = 1_000;
/// The longest an answer can take: the turn, then the reset and what the runtime may add to it.
pub const LONGEST_MS: u64 = TURN_MS + SETTLE_MS;

impl ResetSubject {
    /// Steps 3 to 9.
    pub(super) async fn steps(&self, call: &Call, job: &Job, config: &Config) -> (Envelope, String) {
        let account = call.account();
        let answer = |answer: EdgeAnswer<'_>, note: &str| {
            let envelope = outcome::envelope(account.product, &answer, &job.request_id);
            (envelope, note.to_owned())
        };
        // 3. The account's turn.
        let Some(_turn) = within(TURN_MS, self.turn.lock()).await else {
            return answer(EdgeAnswer::TooManyRequests { retry_after_seconds: 1 }, "no-turn");
        };
        let Ok(store) = self.store() else {
            return answer(EdgeAnswer::NotSent, "no-storage");
        };
        // 4. The intent, and the ticket with it. From here to the write nothing is awaited.
        let now_ms = clock::now_ms();
        let intent = Intent {
            request_id: &job.request_id,
            actor: &job.actor,
            account: &account.tag(&config.keys),
            action: job.head.action,
            ticket: job.ticket.as_ref(),
            now_ms,
        };
        let attempt = match begin(&store, &intent) {
            Ok(Some(attempt)) => attempt,
            Ok(None) => return answer(EdgeAnswer::Unauthenticated { presented: true }, TICKET_SPENT),
            Err(_) => return answer(EdgeAnswer::NotSent, "no-storage"),
        };
        // Should this object die, the alarm settles what it left. Without one, the next request does.
        let _ = wake_for(&self.state.storage(), &store).await;
        // 5. to 7. The vendor.
        let result = self.call_vendor(call, config).await;
        // 8. The outcome.
        let (result_is, detail) = (result.outcome(), result.detail());
        let written = store.conclude(attempt, result_is, &detail, clock::now_ms());
        let note =
            if written.is_ok() { format!("{} {detail}", result_is.name()) } else { "no-storage".to_owned() };
        self.deliver(&store);
        // 9. The answer.
        (result.envelope(account.product, &account.user_id, &job.request_id), note)
    }

    /// Steps 6 and 7. Only what the vendor certainly did not execute is tried a second time, and
    /// only because its token was stale.
    async fn call_vendor(&self, call: &Call, config: &Config) -> Attempt {
        let product = call.account().product;
        let Some(settings) = config.products.get(&product) else {
            return Attempt::NoToken;
        };
        let ends_at_ms = clock::now_ms().saturating_add(BUDGET_MS);
        let left_ms = || ends_at_ms.saturating_sub(clock::now_ms());
        let mut stale = None;
        loop {
            let (token, generation) = match objects::grant(product, stale, left_ms(), &self.env).await {
                Ok(Grant::Token { value, generation }) => (Secret::new(value), generation),
                Ok(Grant::Throttled { retry_after_seconds }) => {
                    return Attempt::Throttled { retry_after_seconds };
                }
                Ok(Grant::Refused) => return Attempt::NoToken,
                Ok(Grant::NotReached) | Err(_) => return Attempt::NotSent,
            };
            if left_ms() < WORTHWHILE_MS {
                return Attempt::NotSent;
            }
            let request = call.request(&token);
            let answer = match vendor::send(&self.env, product, settings, &request, left_ms()).await {
                Ok(reply) => call.answer(&reply),
                Err(SendFailure::NotSent) => return Attempt::NotSent,
                Err(SendFailure::NoReply) => return Attempt::NoAnswer,
            };
            let is_stale =
                matches!(&answer, Answer::Refused(refusal) if refusal.reason == Reason::StaleToken);
            if !is_stale || stale.is_some() || left_ms() < WORTHWHILE_MS {
                return Attempt::Answered(answer);
            }
            stale = Some(generation);
        }
    }
}

/// Settles what an earlier life of this object left, checks the ticket, and writes the intent.
/// `None` when the ticket is not good, or no longer.
fn begin(store: &SubjectStore, intent: &Intent<'_>) -> worker::Result<Option<u64>> {
    store.settle_stale(intent.now_ms)?;
    if let Some(ticket) = intent.ticket
        && store.ticket(ticket, intent.now_ms)?.is_none()
    {
        return Ok(None);
    }
    store.intend(intent).map(Some)
}
