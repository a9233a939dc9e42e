//! Steps 3 to 9 of a reset (steps 1 and 2 are in `password`):
//!
//! 3. take the account's turn: one reset at a time; a repeated request (`Idempotency-Key`) is
//!    answered with what the first one was answered;
//! 4. write the intent to the ledger and for the audit log, and hold the ticket in the same
//!    transaction: it is on the disk before a byte leaves;
//! 5. wait for the vendor's rate, or answer 429 with `Retry-After`;
//! 6. get the vendor's token from the gate; renew it once if the vendor calls it stale;
//! 7. call;
//! 8. write the outcome, with the answer for repeats, and end the ticket or let it go;
//! 9. answer.
//!
//! 5 to 7 are in `attempt`; how long 4 to 9 may take, in [`crate::budget`].

use passgate_core::Product;
use passgate_wire::{BadInput, EdgeAnswer, Outcome, Problem};

use super::ResetSubject;
use super::attempt::call_vendor;
use super::replay::Repeatable;
use super::store::{Conclusion, Intent, SubjectStore};
use crate::budget::{Budget, TURN_MS};
use crate::call::{Call, Job};
use crate::caller::Lane;
use crate::config::Config;
use crate::disposition::{Cause, Disposition};
use crate::edge::deadline::within;
use crate::edge::{clock, halt};
use crate::idempotency::{self, Known, Reply};
use crate::outcome;
use crate::rate::{Rate, TooOften};

/// An answer, and what was made of the request.
pub type Answered = (Reply, Disposition);

impl ResetSubject {
    /// Steps 3 to 9.
    pub(super) async fn steps(&self, call: &Call, job: &Job, body: &[u8], config: &Config) -> Answered {
        let account = call.account();
        let answer = |answer, cause| early(account.product, job, &answer, cause);
        // 3. What has been answered is answered again, and one at a time has the account's turn.
        let fingerprint = idempotency::fingerprint(&config.keys, &job.actor, &job.head, body);
        let key = job.idempotency_key.as_deref();
        let repeatable = key.map(|key| Repeatable { key, fingerprint: &fingerprint });
        if let Some(answered) = self.repeated(call, job, repeatable.as_ref()) {
            return answered;
        }
        let Some(_turn) = within(TURN_MS, self.turn.lock()).await else {
            return answer(EdgeAnswer::TooManyRequests { retry_after_seconds: 1 }, Cause::NoTurn);
        };
        halt::at("3-turn").await;
        let Ok(store) = self.store() else {
            return answer(EdgeAnswer::NotSent, Cause::NoStorage);
        };
        // 4. The intent, and the ticket with it. From here to the write nothing is awaited.
        let now_ms = clock::now_ms();
        let intent = Intent {
            request_id: &job.request_id,
            actor: &job.actor,
            account: &account.tag(&config.keys),
            action: job.head.action,
            ticket: job.ticket.as_ref(),
            repeatable: repeatable.as_ref(),
            searched: job.searched,
            now_ms,
        };
        let (lane, rate) = (job.lane, config.rates.account);
        let attempt = match begin(&store, &intent, lane, rate) {
            Ok(Begun::Intended(attempt)) => attempt,
            Ok(Begun::Known(known)) => return answer_known(call, job, known),
            Ok(Begun::TicketSpent) => {
                return answer(EdgeAnswer::TicketSpent, Cause::TicketSpent);
            }
            Ok(Begun::TooOften(TooOften { retry_after_seconds })) => {
                return answer(EdgeAnswer::TooManyRequests { retry_after_seconds }, Cause::AccountTooOften);
            }
            Err(_) => return answer(EdgeAnswer::NotSent, Cause::NoStorage),
        };
        halt::at("4-intended").await;
        // Should this object die, the alarm settles what it left. Without one, the next request does.
        let _ = self.wake_soon().await;
        halt::at("4-alarm-set").await;
        // 5. to 7. The vendor.
        let result = call_vendor(call, &job.person, Budget::of(now_ms), config, &self.env).await;
        halt::at("8-before").await;
        // 8. The outcome.
        let (effect, told) = (result.effect(), result.disposition());
        let now_seconds = clock::now_seconds();
        let envelope = result.envelope(account.product, &account.user_id, lane, job.reader(), now_seconds);
        let reply = Reply::from(envelope);
        let end = Conclusion { effect, outcome: told.outcome, detail: &told.detail(), reply: Some(&reply) };
        let written = store.conclude(attempt, &end, clock::now_ms());
        let told = if written.is_ok() { told } else { Disposition { cause: Cause::NoStorage, ..told } };
        if !effect.counts() {
            let _ = store.give_back(lane, rate);
        }
        halt::at("8-written").await;
        self.deliver(&store);
        halt::at("9-answering").await;
        // 9. The answer.
        (reply, told)
    }

    /// The answer to a request that was made before with the same key; `None` when it was not.
    pub(super) fn repeated(
        &self,
        call: &Call,
        job: &Job,
        repeatable: Option<&Repeatable<'_>>,
    ) -> Option<Answered> {
        let (store, now_ms) = (self.store().ok()?, clock::now_ms());
        self.settle(&store, now_ms).ok()?;
        // What cannot be told now is told, or fails, under the account's turn.
        match store.known(repeatable?, now_ms).ok()? {
            Known::New => None,
            known => Some(answer_known(call, job, known)),
        }
    }
}

/// What became of the beginning of a reset.
enum Begun {
    /// It is on the disk that it will be tried.
    Intended(u64),
    /// The request was made before.
    Known(Known),
    /// The ticket is not good, or no longer.
    TicketSpent,
    /// The account's password is changed too often.
    TooOften(TooOften),
}

/// Settles what an earlier life of this object left, looks for the request and the ticket, takes
/// one of the account's rate, and writes the intent.
fn begin(store: &SubjectStore, intent: &Intent<'_>, lane: Lane, rate: Rate) -> worker::Result<Begun> {
    store.settle_stale(intent.now_ms)?;
    if let Some(repeatable) = intent.repeatable {
        match store.known(repeatable, intent.now_ms)? {
            Known::New => {}
            known => return Ok(Begun::Known(known)),
        }
    }
    if let Some(ticket) = intent.ticket
        && store.ticket(ticket, intent.now_ms)?.is_none()
    {
        return Ok(Begun::TicketSpent);
    }
    if let Some(too_often) = store.take(lane, rate, intent.now_ms)? {
        return Ok(Begun::TooOften(too_often));
    }
    store.intend(intent).map(Begun::Intended)
}

/// The answer to what comes to no attempt.
fn early(product: Product, job: &Job, answer: &EdgeAnswer<'_>, cause: Cause) -> Answered {
    let envelope = outcome::envelope(product, answer, job.reader());
    let told = Disposition::early(envelope.outcome, cause);
    (Reply::from(envelope), told)
}

fn answer_known(call: &Call, job: &Job, known: Known) -> Answered {
    let product = call.account().product;
    let answer = |answer, cause| early(product, job, &answer, cause);
    match known {
        Known::Answered(reply) => {
            let outcome = reply.outcome.unwrap_or(Outcome::Unknown);
            (reply.replayed(), Disposition::early(outcome, Cause::Replayed))
        }
        // A key that is new has no answer; whoever asks finds that out before.
        Known::UnderWay | Known::New => answer(EdgeAnswer::UnderWay, Cause::UnderWay),
        Known::Other => {
            let used = BadInput::new(idempotency::HEADER, Problem::UsedOtherwise);
            answer(EdgeAnswer::BadInput(&used), Cause::KeyUsed)
        }
    }
}
