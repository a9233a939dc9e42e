//! `ResetSubject`: one Durable Object per account. It serializes the resets, keeps the ticket and the
//! ledger, and makes the vendor call, which continues even when the caller has disconnected.
//!
//! The steps of a reset are in `steps`; the stored state, in `store`, `tickets` and `outbox`.

mod attempt;
mod ending;
mod outbox;
mod rate;
mod replay;
mod steps;
mod store;
mod tickets;

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use futures_util::lock::Mutex;
use passgate_audit::{Event, Kind};
use passgate_wire::PasswordCall;
use worker::{Delay, DurableObject, Env, Headers, Request, Response, State, durable_object};
use zeroize::Zeroizing;

use crate::callers::ticket;
use crate::edge::messages::account::{
    DISPOSITION, MINT, NewTicket, PRESENT, Presentation, Purpose, REPEAT, RESET,
};
#[cfg(feature = "test-routes")]
use crate::edge::platform::fail_here::fail_here;
use crate::edge::platform::{clock, failpoint, settings};
use crate::edge::stubs::news;
use crate::reset::call::Job;
use crate::reset::disposition::Disposition;
use crate::reset::idempotency::{self, Repeatable, Reply};
use store::SubjectStore;

/// An answer, and the disposition of the request.
type Answered = (Reply, Disposition);

/// How long after the start of an operation the alarm comes, in milliseconds. It settles, delivers and
/// removes what is left of all operations until then. The object is still in memory at that time, and a
/// reset that ended well needs no write for it.
const AWAKE_MS: u64 = 8_000;
/// How long an event waits before it is delivered, so that the answer leaves first and events that
/// occur together are delivered together.
const GATHER: Duration = Duration::from_millis(10);
/// The minimum delay of an alarm, in milliseconds. An operation that delayed the work may need a
/// moment.
const SOONEST_MS: u64 = 1_000;

/// The Durable Object of one account.
#[durable_object(alarm)]
pub struct ResetSubject {
    state: State,
    env: Env,
    store: RefCell<Option<Rc<SubjectStore>>>,
    turn: Mutex<()>,
    /// Whether the outbox is being delivered at this moment.
    delivering: Rc<Cell<bool>>,
    /// When the alarm comes, if this instance of the object has set it, in milliseconds since 1970.
    alarm_at_ms: Cell<Option<u64>>,
    /// When this instance of the object last received a request, in milliseconds since 1970.
    used_at_ms: Cell<Option<u64>>,
}

impl DurableObject for ResetSubject {
    fn new(state: State, env: Env) -> Self {
        Self {
            state,
            env,
            store: RefCell::new(None),
            turn: Mutex::new(()),
            delivering: Rc::new(Cell::new(false)),
            alarm_at_ms: Cell::new(None),
            used_at_ms: Cell::new(None),
        }
    }

    async fn fetch(&self, request: Request) -> worker::Result<Response> {
        // An error of the runtime or a parser may quote data, so it is not passed on.
        match self.serve(request).await {
            Ok(response) => Ok(response),
            Err(_) => Response::error("failed", 500),
        }
    }

    /// Finishes what was left: an intent whose reset was interrupted, an event that was not delivered,
    /// and expired state.
    async fn alarm(&self) -> worker::Result<Response> {
        self.alarm_at_ms.set(None);
        let store = self.store()?;
        failpoint::at("alarm-woken").await;
        let now_ms = clock::now_ms();
        self.settle(&store, now_ms)?;
        failpoint::at("alarm-settled").await;
        // Events that could not be delivered are tried again at the next alarm.
        let _ = outbox::deliver(&store, &self.env).await;
        news::tell_the_rest(&self.env).await;
        let now_ms = clock::now_ms();
        store.sweep(now_ms)?;
        self.end_or_sleep(store, now_ms).await?;
        Response::empty()
    }
}

impl ResetSubject {
    async fn serve(&self, mut request: Request) -> worker::Result<Response> {
        let path = request.path();
        let body = Zeroizing::new(request.bytes().await?);
        self.used_at_ms.set(Some(clock::now_ms()));
        failpoint::all_at("account").await;
        let response = match path.as_str() {
            MINT => self.mint(&body).await,
            PRESENT => self.present(&body),
            RESET => self.reset(&body).await,
            REPEAT => self.repeat(&body),
            #[cfg(feature = "test-routes")]
            failure => {
                fail_here(failure, &self.state.storage().sql()).await;
                Response::error("no such thing", 404)
            }
            #[cfg(not(feature = "test-routes"))]
            _ => Response::error("no such thing", 404),
        };
        self.end_some_time();
        response
    }

    async fn mint(&self, body: &[u8]) -> worker::Result<Response> {
        let ticket: NewTicket = serde_json::from_slice(body)?;
        let store = self.store()?;
        store.keep_ticket(&ticket)?;
        store.enqueue_minted(&ticket.event, ticket.link.as_ref())?;
        failpoint::at("mint-kept").await;
        self.wake_soon().await?;
        self.deliver(&store);
        Ok(Response::empty()?.with_status(204))
    }

    fn present(&self, body: &[u8]) -> worker::Result<Response> {
        let Presentation { proof, request_id, purpose } = serde_json::from_slice(body)?;
        let (store, now_ms) = (self.store()?, clock::now_ms());
        self.settle(&store, now_ms)?;
        let mut recognised = store.ticket(&proof, now_ms)?;
        let claims = !matches!(purpose, Purpose::Look { .. }) && recognised.is_some();
        if claims && let Some(about) = store.claim(&proof)? {
            let actor = ticket::actor(&proof.secret_hash);
            store.enqueue(
                &Event::new(Kind::TicketBound, about.product.name(), &request_id, &actor, now_ms)
                    .account(&about.account)
                    .action(about.action.name()),
            )?;
            self.deliver_for_sure(&store);
        }
        let key = match &purpose {
            Purpose::Look { idempotency_key } | Purpose::Submit { idempotency_key } => {
                idempotency_key.as_deref()
            }
            Purpose::Claim => None,
        };
        if let (None, Some(key)) = (&recognised, key) {
            recognised = store.used_ticket(&proof, key, now_ms)?;
        }
        if let (Some(recognised), Some(key)) = (&mut recognised, key) {
            recognised.submission = store.submission(&proof, key)?;
        }
        match recognised {
            Some(recognised) => Response::from_json(&recognised),
            None => Response::error("no such ticket", 404),
        }
    }

    async fn reset(&self, framed: &[u8]) -> worker::Result<Response> {
        let Some((call, job, body)) = read(framed) else {
            return Response::error("not a job", 400);
        };
        let Some(config) = settings::config(&self.env) else {
            return Response::error("no configuration", 400);
        };
        respond(self.steps(call.as_ref(), &job, body, &config).await)
    }

    fn repeat(&self, framed: &[u8]) -> worker::Result<Response> {
        let (Some((job, body)), Some(config)) = (Job::unframe(framed), settings::config(&self.env)) else {
            return Response::error("not a job", 400);
        };
        let fingerprint = idempotency::fingerprint(&config.keys, &job.actor, &job.head, body);
        let key = job.idempotency_key.as_deref();
        let repeatable = key.map(|key| Repeatable { key, fingerprint: &fingerprint });
        match self.repeated(&job, repeatable.as_ref()) {
            Some(answered) => respond(answered),
            None => Response::error("not a repeat", 404),
        }
    }

    /// Marks attempts that an earlier instance of this object left as unknown, and reports that to the
    /// audit log. It does nothing while a reset is in progress.
    fn settle(&self, store: &Rc<SubjectStore>, now_ms: u64) -> worker::Result<()> {
        if let Some(_turn) = self.turn.try_lock()
            && store.settle_stale(now_ms)?
        {
            self.deliver_for_sure(store);
        }
        Ok(())
    }

    /// Delivers the events in the outbox while the caller continues. If this object dies in the
    /// meantime, the alarm delivers them; the caller must have set it.
    fn deliver(&self, store: &Rc<SubjectStore>) {
        if self.delivering.replace(true) {
            return;
        }
        let (store, env) = (Rc::clone(store), self.env.clone());
        let delivering = Rc::clone(&self.delivering);
        self.state.wait_until(async move {
            Delay::from(GATHER).await;
            let _ = outbox::deliver(&store, &env).await;
            delivering.set(false);
        });
    }

    /// Sets the alarm if necessary, and delivers the events in the outbox.
    fn deliver_for_sure(&self, store: &Rc<SubjectStore>) {
        self.wake_for_sure();
        self.deliver(store);
    }

    /// Sets the alarm to come soon, while the caller continues.
    fn wake_for_sure(&self) {
        let now_ms = clock::now_ms();
        if let Some(setting) = self.alarm_by(now_ms.saturating_add(AWAKE_MS), now_ms) {
            self.state.wait_until(async move {
                let _ = setting.await;
            });
        }
    }

    /// Sets the alarm to come soon for an operation that starts now; an earlier alarm serves as well.
    /// Called in the block that writes the operation's state, it belongs to the transaction of that
    /// block.
    async fn wake_soon(&self) -> worker::Result<()> {
        let now_ms = clock::now_ms();
        self.wake_at(now_ms.saturating_add(AWAKE_MS), now_ms).await
    }

    async fn wake_at(&self, at_ms: u64, now_ms: u64) -> worker::Result<()> {
        let Some(setting) = self.alarm_by(at_ms, now_ms) else {
            return Ok(());
        };
        let set = setting.await;
        if set.is_err() {
            self.alarm_at_ms.set(None);
        }
        set
    }

    /// Sets the object's only alarm, unless an alarm comes by then.
    fn alarm_by(&self, at_ms: u64, now_ms: u64) -> Option<impl Future<Output = worker::Result<()>> + use<>> {
        let at_ms = at_ms.max(now_ms.saturating_add(SOONEST_MS));
        if self.alarm_at_ms.get().is_some_and(|set_ms| set_ms <= at_ms) {
            return None;
        }
        self.alarm_at_ms.set(Some(at_ms));
        let (storage, in_ms) = (self.state.storage(), at_ms.saturating_sub(now_ms));
        Some(async move { storage.set_alarm(Duration::from_millis(in_ms)).await })
    }

    fn store(&self) -> worker::Result<Rc<SubjectStore>> {
        if let Some(store) = self.store.borrow().as_ref() {
            return Ok(Rc::clone(store));
        }
        let store = Rc::new(SubjectStore::open(self.state.storage().sql())?);
        self.store.replace(Some(Rc::clone(&store)));
        if store.has_waiting()? {
            // An earlier instance of this object did not deliver them.
            self.deliver_for_sure(&store);
        }
        Ok(store)
    }
}

fn read(framed: &[u8]) -> Option<(Box<dyn PasswordCall>, Job, &[u8])> {
    let (job, body) = Job::unframe(framed)?;
    Some((job.head.read(body).ok()?, job, body))
}

fn respond((reply, disposition): Answered) -> worker::Result<Response> {
    let headers = Headers::new();
    for (name, value) in &reply.headers {
        headers.set(name, value)?;
    }
    headers.set(DISPOSITION, &serde_json::to_string(&disposition)?)?;
    Ok(Response::ok(reply.body)?.with_status(reply.status).with_headers(headers))
}
