//! Steps 3 to 9 of a reset (steps 1 and 2 are in `password`):
//!
//! 3. take the account's turn: one reset at a time. A repeated request (`Idempotency-Key`) gets the
//!    answer of the first one;
//! 4. write the intent to the ledger and to the outbox, and hold the ticket in the same transaction,
//!    all on disk before a byte is sent;
//! 5. wait for the vendor's rate, or answer 429 with `Retry-After`;
//! 6. get the vendor's token from the gate; renew it once if the vendor calls it stale;
//! 7. call;
//! 8. write the outcome, with the answer for repeats, and consume or release the ticket;
//! 9. answer.
//!
//! Steps 5 to 7 are in `attempt`. The time limits of steps 4 to 9 are in [`crate::reset::budget`].

use passgate_core::Product;
use passgate_wire::{BadInput, EdgeAnswer, FieldProblem, Outcome, PasswordCall};

use crate::callers::account::{Account, TaggedAccount};
use crate::config::Config;
use crate::edge::messages::account::Answered;
use crate::edge::objects::subject::ResetSubject;
use crate::edge::objects::subject::attempt::call_vendor;
use crate::edge::objects::subject::store::{Conclusion, Intent, SubjectStore};
use crate::edge::platform::deadline::within;
use crate::edge::platform::{clock, failpoint};
use crate::rates::gcra::{RateLimit, TooOften};
use crate::reset::budget::{Budget, TURN_MS};
use crate::reset::call::Job;
use crate::reset::disposition::{Cause, Disposition};
use crate::reset::idempotency::{self, Known, Repeatable, Reply};
use crate::reset::outcome::{self, Attempt};
use crate::reset::timing::Timing;

impl ResetSubject {
    /// Carries out steps 3 to 9.
    pub(super) async fn steps(
        &self,
        call: &dyn PasswordCall,
        job: &Job,
        body: &[u8],
        config: &Config,
    ) -> Answered {
        let subject = job.head.account_of(call).tagged(&config.keys);
        let product = subject.account.product;
        let answer = |answer, cause| early(product, job, &answer, cause);
        // 3. A repeated request gets its stored answer, and only one reset at a time has the account's
        //    turn.
        let fingerprint = idempotency::fingerprint(&config.keys, &job.actor, &job.head, body);
        let key = job.idempotency_key.as_deref();
        let repeatable = key.map(|key| Repeatable { key, fingerprint: &fingerprint });
        if let Some(answered) = self.repeated(job, repeatable.as_ref()) {
            return answered;
        }
        let came_ms = clock::now_ms();
        let Some(_turn) = within(TURN_MS, self.turn.lock()).await else {
            return answer(EdgeAnswer::TooManyRequests { retry_after_seconds: 1 }, Cause::NoTurn);
        };
        failpoint::at("3-turn").await;
        let Ok(store) = self.store() else {
            return answer(EdgeAnswer::NotSent, Cause::NoStorage);
        };
        // 4. The intent, with the ticket. There is no await before the write.
        let now_ms = clock::now_ms();
        let intent = Intent {
            request_id: &job.request_id,
            actor: &job.actor,
            account: &subject.tag,
            product,
            action: job.head.action,
            ticket: job.ticket.as_ref(),
            repeatable: repeatable.as_ref(),
            searched: job.searched,
            class: job.class,
            now_ms,
        };
        let rate = config.rates.account;
        let attempt = match begin(&store, &intent, rate) {
            Ok(attempt) => attempt,
            Err(not_begun) => return not_begun.answer(job),
        };
        failpoint::at("4-intended").await;
        // If this object dies, the alarm settles the attempt. Without an alarm, the next request does.
        let _ = self.wake_soon().await;
        failpoint::at("4-alarm-set").await;
        // 5. to 7. The vendor call.
        let mut timing = Timing { turn_ms: now_ms.saturating_sub(came_ms), ..Timing::default() };
        let budget = Budget::of(now_ms);
        let result = call_vendor(call, &subject, &job.person, budget, &mut timing, config, &self.env).await;
        failpoint::at("8-before").await;
        // 8. The outcome.
        let (reply, disposition) = conclude(&store, attempt, &result, &subject, job);
        if !result.effect().counts() {
            let _ = store.give_back(attempt, job.class, rate);
        }
        failpoint::at("8-written").await;
        self.deliver(&store);
        failpoint::at("9-answering").await;
        // 9. The answer.
        (reply, Disposition { timing: Some(timing), ..disposition })
    }

    /// The answer to a repeated request; `None` when no request with the same key was made before.
    pub(super) fn repeated(&self, job: &Job, repeatable: Option<&Repeatable<'_>>) -> Option<Answered> {
        let (store, now_ms) = (self.store().ok()?, clock::now_ms());
        self.settle(&store, now_ms).ok()?;
        // A request that cannot be answered now is answered, or fails, during the account's turn.
        match store.known(repeatable?, now_ms).ok()? {
            Known::New => None,
            known => Some(answer_known(job, known)),
        }
    }
}

/// Why a reset was not started.
enum NotBegun {
    /// A request with this key was made before.
    Known(Known),
    /// The ticket is not valid, or no longer.
    TicketSpent,
    /// The account's rate limit is exceeded.
    TooOften(TooOften),
    /// The storage failed.
    NoStorage,
}

impl From<worker::Error> for NotBegun {
    fn from(_: worker::Error) -> Self {
        Self::NoStorage
    }
}

impl NotBegun {
    fn answer(self, job: &Job) -> Answered {
        let answer = |answer, cause| early(job.head.product, job, &answer, cause);
        match self {
            Self::Known(known) => answer_known(job, known),
            Self::TicketSpent => answer(EdgeAnswer::TicketSpent, Cause::TicketSpent),
            Self::TooOften(TooOften { retry_after_seconds }) => {
                answer(EdgeAnswer::TooManyRequests { retry_after_seconds }, Cause::AccountTooOften)
            }
            Self::NoStorage => answer(EdgeAnswer::NotSent, Cause::NoStorage),
        }
    }
}

/// Settles attempts that an earlier instance of this object left, checks the request and the ticket,
/// counts against the account's rate limit, and writes the intent. From then on the disk records that
/// the attempt will be made.
fn begin(store: &SubjectStore, intent: &Intent<'_>, rate: RateLimit) -> Result<u64, NotBegun> {
    store.settle_stale(intent.now_ms)?;
    if let Some(repeatable) = intent.repeatable {
        match store.known(repeatable, intent.now_ms)? {
            Known::New => {}
            known => return Err(NotBegun::Known(known)),
        }
    }
    if let Some(ticket) = intent.ticket
        && store.ticket(ticket, intent.now_ms)?.is_none()
    {
        return Err(NotBegun::TicketSpent);
    }
    let due_us = store.take(intent.class, rate, intent.now_ms)?.map_err(NotBegun::TooOften)?;
    Ok(store.intend(intent, due_us)?)
}

/// Writes the outcome of an attempt, with the answer for repeats. When the write fails, the log says so
/// and the answer stays the same.
fn conclude(
    store: &SubjectStore,
    attempt: u64,
    result: &Attempt,
    subject: &TaggedAccount,
    job: &Job,
) -> Answered {
    let disposition = result.disposition();
    let Account { product, user_id, .. } = &subject.account;
    let envelope = result.envelope(*product, user_id, job.class, job.reader(), clock::now_seconds());
    let reply = Reply::from(envelope);
    let end = Conclusion {
        effect: result.effect(),
        outcome: disposition.outcome,
        detail: &disposition.detail(),
        reply: Some(&reply),
    };
    let disposition = match store.conclude(attempt, &end, clock::now_ms()) {
        Ok(()) => disposition,
        Err(_) => Disposition { cause: Cause::NoStorage, ..disposition },
    };
    (reply, disposition)
}

/// The answer to a request that does not become an attempt.
fn early(product: Product, job: &Job, answer: &EdgeAnswer<'_>, cause: Cause) -> Answered {
    let envelope = outcome::envelope(product, answer, job.reader());
    let disposition = Disposition::early(envelope.outcome, cause);
    (Reply::from(envelope), disposition)
}

fn answer_known(job: &Job, known: Known) -> Answered {
    let product = job.head.product;
    let answer = |answer, cause| early(product, job, &answer, cause);
    match known {
        Known::Answered(reply) => {
            let outcome = reply.outcome.unwrap_or(Outcome::Unknown);
            (reply.replayed(), Disposition::early(outcome, Cause::Replayed))
        }
        // A new key has no answer. Both callers check for it before.
        Known::UnderWay | Known::New => answer(EdgeAnswer::UnderWay, Cause::UnderWay),
        Known::Other => {
            let used = BadInput::new(idempotency::HEADER, FieldProblem::UsedOtherwise);
            answer(EdgeAnswer::BadInput(&used), Cause::KeyUsed)
        }
    }
}
