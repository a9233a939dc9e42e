//! `ResetSubject`: one Durable Object per account. It takes turns, keeps the ticket and the
//! ledger, and makes the vendor call, which goes on even when whoever asked is gone.
//!
//! What it does of a reset stands in `steps`; what it keeps, in `store`, `tickets` and `outbox`.

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
use passgate_core::Product;
use serde::{Deserialize, Serialize};
use worker::{Delay, DurableObject, Env, Headers, Request, Response, State, durable_object};
use zeroize::Zeroizing;

#[cfg(feature = "test-routes")]
use super::test_routes;
use super::{clock, halt, settings};
use crate::action::Action;
use crate::call::{Call, Job};
use crate::idempotency;
use crate::keys::Digest32;
use crate::ticket::{self, Proof};
use replay::Repeatable;
use steps::Answered;
use store::SubjectStore;

/// Where a ticket is kept.
pub const MINT: &str = "/mint";
/// Where a ticket is recognised.
pub const PRESENT: &str = "/present";
/// Where a reset is carried out.
pub const RESET: &str = "/reset";
/// Where a repeated request is answered, and no other.
pub const REPEAT: &str = "/repeat";
/// The header that tells the Worker what was made of a request, as JSON.
pub const DISPOSITION: &str = "Passgate-Disposition";

/// How long after something was begun the alarm comes: it settles, delivers and tidies what is
/// left, of all that came until then. The object is still in memory then, and a reset that ended
/// well needs no write for it.
const AWAKE_MS: u64 = 8_000;
/// How long an event waits before it is delivered, so that the answer goes out first and events
/// that come together are told together.
const GATHER: Duration = Duration::from_millis(10);
/// Nothing is woken for sooner: what is in the way then needs a moment.
const SOONEST_MS: u64 = 1_000;

/// A ticket to be kept.
#[derive(Serialize, Deserialize)]
pub struct NewTicket {
    /// SHA-256 of its secret.
    pub secret_hash: Digest32,
    /// When it ends, in milliseconds since 1970.
    pub expires_at_ms: u64,
    /// What the audit log may know of it.
    pub about: About,
    /// What it is for and says of the person, sealed with a key that the ticket makes.
    pub sealed: String,
    /// What the audit log is told of it.
    pub event: Event,
}

/// What is known of a ticket without opening it.
#[derive(Serialize, Deserialize)]
pub struct About {
    /// The product.
    pub product: Product,
    /// What may be done with it.
    pub action: Action,
    /// The account's tag.
    pub account: String,
}

/// A ticket that is good.
#[derive(Serialize, Deserialize)]
pub struct Recognised {
    /// What was sealed when it was minted.
    pub sealed: String,
    /// How often it may still reach the vendor.
    pub attempts_left: u32,
    /// When it ends, as it stands beside what was sealed, in milliseconds since 1970.
    pub expires_at_ms: u64,
}

/// A ticket to be recognised.
#[derive(Serialize, Deserialize)]
pub struct Presentation {
    /// What proves it.
    pub proof: Proof,
    /// The request's id.
    pub request_id: String,
    /// What it is presented for.
    pub purpose: Purpose,
}

/// What a ticket is presented for.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// To look at it, which changes nothing: a mail scanner and a second browser may.
    Look,
    /// To bind it to the browser that presents it.
    Claim,
    /// To set a password with it, which claims it too.
    Submit {
        /// The key by which a request that used the ticket up can be repeated.
        idempotency_key: Option<String>,
    },
}

/// The Durable Object of one account.
#[durable_object(alarm)]
pub struct ResetSubject {
    state: State,
    env: Env,
    store: RefCell<Option<Rc<SubjectStore>>>,
    turn: Mutex<()>,
    /// Whether the outbox is being delivered at this moment.
    delivering: Rc<Cell<bool>>,
    /// When the alarm comes, as far as this life of the object has set it, in milliseconds since
    /// 1970.
    alarm_at_ms: Cell<Option<u64>>,
    /// When this life of the object was last asked for something, in milliseconds since 1970.
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
        // What the runtime or a parser says of a failure may quote; it goes nowhere.
        match self.serve(request).await {
            Ok(response) => Ok(response),
            Err(_) => Response::error("failed", 500),
        }
    }

    /// What was left undone: an intent whose reset died, an event that was not delivered, what is
    /// over.
    async fn alarm(&self) -> worker::Result<Response> {
        self.alarm_at_ms.set(None);
        let store = self.store()?;
        halt::at("alarm-woken").await;
        let now_ms = clock::now_ms();
        self.settle(&store, now_ms)?;
        halt::at("alarm-settled").await;
        // What could not be delivered is tried again at the next alarm.
        let _ = outbox::deliver(&store, &self.env).await;
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
        halt::all_at("account").await;
        let response = match path.as_str() {
            MINT => self.mint(&body).await,
            PRESENT => self.present(&body),
            RESET => self.reset(&body).await,
            REPEAT => self.repeat(&body),
            #[cfg(feature = "test-routes")]
            failure => {
                test_routes::fail_here(failure, &self.state.storage().sql()).await;
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
        store.tell(&ticket.event)?;
        halt::at("mint-kept").await;
        self.wake_soon().await?;
        self.deliver(&store);
        Ok(Response::empty()?.with_status(204))
    }

    fn present(&self, body: &[u8]) -> worker::Result<Response> {
        let Presentation { proof, request_id, purpose } = serde_json::from_slice(body)?;
        let (store, now_ms) = (self.store()?, clock::now_ms());
        self.settle(&store, now_ms)?;
        let mut recognised = store.ticket(&proof, now_ms)?;
        let is_claimed = !matches!(purpose, Purpose::Look) && recognised.is_some();
        if is_claimed && let Some(about) = store.claim(&proof)? {
            let actor = format!("ticket:{}", ticket::reference(&proof.secret_hash));
            store.tell(
                &Event::new(Kind::TicketBound, about.product.name(), &request_id, &actor, now_ms)
                    .account(&about.account)
                    .action(about.action.name()),
            )?;
            self.deliver_for_sure(&store);
        }
        if let (None, Purpose::Submit { idempotency_key: Some(key) }) = (&recognised, &purpose) {
            recognised = store.used_ticket(&proof, key, now_ms)?;
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
        respond(self.steps(&call, &job, body, &config).await)
    }

    fn repeat(&self, framed: &[u8]) -> worker::Result<Response> {
        let (Some((call, job, body)), Some(config)) = (read(framed), settings::config(&self.env)) else {
            return Response::error("not a job", 400);
        };
        let fingerprint = idempotency::fingerprint(&config.keys, &job.actor, &job.head, body);
        let key = job.idempotency_key.as_deref();
        let repeatable = key.map(|key| Repeatable { key, fingerprint: &fingerprint });
        match self.repeated(&call, &job, repeatable.as_ref()) {
            Some(answered) => respond(answered),
            None => Response::error("not a repeat", 404),
        }
    }

    /// Calls what an earlier life of this object left unknown, unless a reset is under way, and
    /// has the audit log told of it.
    fn settle(&self, store: &Rc<SubjectStore>, now_ms: u64) -> worker::Result<()> {
        if let Some(_turn) = self.turn.try_lock()
            && store.settle_stale(now_ms)?
        {
            self.deliver_for_sure(store);
        }
        Ok(())
    }

    /// Delivers what waits in the outbox, while the caller goes on. Should this object die
    /// meanwhile, the alarm does it, which whoever calls has set.
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

    /// The same where no alarm has been set yet.
    fn deliver_for_sure(&self, store: &Rc<SubjectStore>) {
        self.wake_for_sure();
        self.deliver(store);
    }

    /// Has the alarm come soon, while the caller goes on.
    fn wake_for_sure(&self) {
        let now_ms = clock::now_ms();
        if let Some(setting) = self.alarm_by(now_ms.saturating_add(AWAKE_MS), now_ms) {
            self.state.wait_until(async move {
                let _ = setting.await;
            });
        }
    }

    /// Has the alarm come soon for what is begun now; one that comes sooner does for it too. Called
    /// in the block that writes what it is for, it is in that block's transaction.
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

    /// The setting of the one alarm there is, unless it comes by then.
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
            // An earlier life of this object did not come to it.
            self.deliver_for_sure(&store);
        }
        Ok(store)
    }
}

fn read(framed: &[u8]) -> Option<(Call, Job, &[u8])> {
    let (job, body) = Job::unframe(framed)?;
    Some((Call::read(&job.head, body).ok()?, job, body))
}

fn respond((reply, told): Answered) -> worker::Result<Response> {
    let headers = Headers::new();
    for (name, value) in &reply.headers {
        headers.set(name, value)?;
    }
    headers.set(DISPOSITION, &serde_json::to_string(&told)?)?;
    Ok(Response::ok(reply.body)?.with_status(reply.status).with_headers(headers))
}
