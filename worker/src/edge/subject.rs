//! `ResetSubject`: one Durable Object per account. It takes turns, keeps the ticket and the
//! ledger, and makes the vendor call, which goes on even when whoever asked is gone.
//!
//! Steps 3 to 9 of a reset (steps 1 and 2 are in `password`):
//!
//! 3. take the account's turn: one reset at a time;
//! 4. write the intent to the ledger, and hold the ticket in the same transaction;
//! 5. a vendor that is too busy is answered with 429 and `Retry-After`; its rate is not yet
//!    shaped here;
//! 6. get the vendor's token from the gate; renew it once if the vendor calls it stale;
//! 7. call;
//! 8. write the outcome, and end the ticket or let it go;
//! 9. answer.
//!
//! A repeat of the same request is not yet recognised (`Idempotency-Key`).

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use futures_util::lock::Mutex;
use passgate_core::Secret;
use passgate_wire::{Answer, EdgeAnswer, Envelope, Reason};
use serde::{Deserialize, Serialize};
use worker::{DurableObject, Env, Headers, Request, Response, State, durable_object};
use zeroize::Zeroizing;

use super::deadline::within;
use super::subject_store::{Intent, SubjectStore};
use super::vendor::{self, SendFailure};
use super::{clock, objects, settings, test_routes};
use crate::call::{Call, Job};
use crate::caller::TicketFacts;
use crate::config::Config;
use crate::grant::Grant;
use crate::keys::Digest32;
use crate::outcome::{self, Attempt};
use crate::ticket::Proof;

/// Where a ticket is kept.
pub const MINT: &str = "/mint";
/// Where a ticket is recognised.
pub const PRESENT: &str = "/present";
/// Where a reset is carried out.
pub const RESET: &str = "/reset";
/// The header that tells the log what came of a reset.
pub const NOTE: &str = "Passgate-Note";

/// How long a request waits for its account's turn.
const TURN_MS: u64 = 10_000;
/// How long one reset may take in all, tokens and a second try included.
const BUDGET_MS: u64 = 10_000;
/// A second try that could not be finished is not begun.
const WORTHWHILE_MS: u64 = 1_000;
/// What the runtime may add to that.
const GRACE_MS: u64 = 2_000;
/// The longest an answer can take: the turn, then the reset.
pub const LONGEST_MS: u64 = TURN_MS + BUDGET_MS + GRACE_MS;

/// A ticket to be kept.
#[derive(Serialize, Deserialize)]
pub struct NewTicket {
    /// SHA-256 of its secret.
    pub secret_hash: Digest32,
    /// What it is for.
    pub facts: TicketFacts,
}

/// The Durable Object of one account.
#[durable_object(alarm)]
pub struct ResetSubject {
    state: State,
    env: Env,
    store: RefCell<Option<Rc<SubjectStore>>>,
    turn: Mutex<()>,
}

impl DurableObject for ResetSubject {
    fn new(state: State, env: Env) -> Self {
        Self { state, env, store: RefCell::new(None), turn: Mutex::new(()) }
    }

    async fn fetch(&self, request: Request) -> worker::Result<Response> {
        // What the runtime or a parser says of a failure may quote; it goes nowhere.
        match self.serve(request).await {
            Ok(response) => Ok(response),
            Err(_) => Response::error("failed", 500),
        }
    }

    /// What was left undone: an intent whose reset died, a ticket that is over.
    async fn alarm(&self) -> worker::Result<Response> {
        let store = self.store()?;
        let now_ms = clock::now_ms();
        if self.turn.try_lock().is_some() {
            store.settle_stale(now_ms)?;
        }
        store.forget_expired(now_ms)?;
        self.wake_at(store.next_expiry_ms()?).await?;
        Response::empty()
    }
}

impl ResetSubject {
    async fn serve(&self, mut request: Request) -> worker::Result<Response> {
        let path = request.path();
        let body = Zeroizing::new(request.bytes().await?);
        match path.as_str() {
            MINT => self.mint(&body).await,
            PRESENT => self.present(&body),
            RESET => self.reset(&body).await,
            _ => {
                let config = settings::config(&self.env);
                let allowed = config.is_some_and(|config| config.test_routes);
                if allowed {
                    test_routes::fail_here(&path, &self.state.storage().sql()).await;
                }
                Response::error("no such thing", 404)
            }
        }
    }

    async fn mint(&self, body: &[u8]) -> worker::Result<Response> {
        let ticket: NewTicket = serde_json::from_slice(body)?;
        let store = self.store()?;
        store.keep_ticket(&ticket.secret_hash, &ticket.facts)?;
        self.wake_at(store.next_expiry_ms()?).await?;
        Ok(Response::empty()?.with_status(204))
    }

    fn present(&self, body: &[u8]) -> worker::Result<Response> {
        let proof: Proof = serde_json::from_slice(body)?;
        let (store, now_ms) = (self.store()?, clock::now_ms());
        if self.turn.try_lock().is_some() {
            store.settle_stale(now_ms)?;
        }
        let facts = store.ticket(&proof, now_ms)?;
        match facts {
            Some(facts) => Response::from_json(&facts),
            None => Response::error("no such ticket", 404),
        }
    }

    async fn reset(&self, framed: &[u8]) -> worker::Result<Response> {
        let read =
            Job::unframe(framed).and_then(|(job, body)| Some((Call::read(&job.head, body).ok()?, job)));
        let (Some((call, job)), Some(config)) = (read, settings::config(&self.env)) else {
            return Response::error("not a job", 400);
        };
        let (envelope, note) = self.steps(&call, &job, &config).await;
        let headers = Headers::new();
        for (name, value) in &envelope.headers {
            headers.set(name, value)?;
        }
        headers.set(NOTE, &note)?;
        Ok(Response::ok(envelope.body)?.with_status(envelope.status).with_headers(headers))
    }

    /// Steps 3 to 9.
    async fn steps(&self, call: &Call, job: &Job, config: &Config) -> (Envelope, String) {
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
            action: job.head.action.name(),
            ticket: job.ticket.as_ref(),
            now_ms,
        };
        let attempt = match begin(&store, &intent) {
            Ok(Some(attempt)) => attempt,
            Ok(None) => return answer(EdgeAnswer::Unauthenticated { presented: true }, "ticket-spent"),
            Err(_) => return answer(EdgeAnswer::NotSent, "no-storage"),
        };
        // Should this object die, the alarm settles what it left. Without one, the next request does.
        let _ = self.wake_at(Some(now_ms.saturating_add(BUDGET_MS + GRACE_MS))).await;
        // 5. to 7. The vendor.
        let result = self.call_vendor(call, config).await;
        // 8. The outcome.
        let (result_is, detail) = (result.outcome(), result.detail());
        let written = store.conclude(attempt, result_is, &detail, clock::now_ms());
        let note =
            if written.is_ok() { format!("{} {detail}", result_is.name()) } else { "no-storage".to_owned() };
        let _ = self.wake_at(store.next_expiry_ms().ok().flatten()).await;
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

    fn store(&self) -> worker::Result<Rc<SubjectStore>> {
        if let Some(store) = self.store.borrow().as_ref() {
            return Ok(Rc::clone(store));
        }
        let store = Rc::new(SubjectStore::open(self.state.storage().sql())?);
        self.store.replace(Some(Rc::clone(&store)));
        Ok(store)
    }

    /// Sets the one alarm there is, or clears it.
    async fn wake_at(&self, at_ms: Option<u64>) -> worker::Result<()> {
        let storage = self.state.storage();
        let Some(at_ms) = at_ms else {
            return storage.delete_alarm().await;
        };
        let in_ms = at_ms.saturating_sub(clock::now_ms());
        storage.set_alarm(Duration::from_millis(in_ms)).await
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
