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
use wasm_bindgen::prelude::*;
use worker::{Delay, Env, State};

use crate::callers::ticket;
use crate::edge::messages::account::{
    Answered, MINT, NewTicket, PRESENT, Presentation, Purpose, REPEAT, RESET, Recognised,
};
#[cfg(feature = "test-routes")]
use crate::edge::platform::fail_here::fail_here;
use crate::edge::platform::object::{Answer, answer, exported, not_understood};
use crate::edge::platform::{clock, failpoint, settings};
use crate::edge::stubs::news;
use crate::reset::call::Job;
use crate::reset::idempotency::{self, Repeatable};
use store::SubjectStore;

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
#[wasm_bindgen]
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

exported!(ResetSubject, alarm);

impl ResetSubject {
    fn open(state: State, env: Env) -> Self {
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

    /// Finishes what was left: an intent whose reset was interrupted, an event that was not delivered,
    /// and expired state.
    async fn woken(&self) -> worker::Result<()> {
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
        self.end_or_sleep(store, now_ms).await
    }

    async fn serve(&self, what: &str, message: &[u8]) -> worker::Result<Answer> {
        self.used_at_ms.set(Some(clock::now_ms()));
        failpoint::all_at("account").await;
        let answered = match what {
            MINT => answer(&self.mint(message).await?),
            PRESENT => answer(&self.present(message)?),
            RESET => answer(&self.reset(message).await?),
            REPEAT => answer(&self.repeat(message)?),
            #[cfg(feature = "test-routes")]
            failure => answer(&fail_here(failure, &self.state.storage().sql()).await),
            #[cfg(not(feature = "test-routes"))]
            _ => Err(not_understood()),
        };
        self.end_some_time();
        answered
    }

    async fn mint(&self, message: &[u8]) -> worker::Result<()> {
        let ticket: NewTicket = serde_json::from_slice(message)?;
        let store = self.store()?;
        store.keep_ticket(&ticket)?;
        store.enqueue_minted(&ticket.event, ticket.link.as_ref())?;
        failpoint::at("mint-kept").await;
        self.wake_soon().await?;
        self.deliver(&store);
        Ok(())
    }

    fn present(&self, message: &[u8]) -> worker::Result<Option<Recognised>> {
        let Presentation { proof, request_id, purpose } = serde_json::from_slice(message)?;
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
        Ok(recognised)
    }

    async fn reset(&self, framed: &[u8]) -> worker::Result<Answered> {
        let (call, job, body) = read(framed).ok_or_else(not_understood)?;
        let config = settings::config(&self.env).ok_or_else(not_understood)?;
        Ok(self.steps(call.as_ref(), &job, body, &config).await)
    }

    /// The answer to an earlier request with the same key; `None` when there was none.
    fn repeat(&self, framed: &[u8]) -> worker::Result<Option<Answered>> {
        let (job, body) = Job::unframe(framed).ok_or_else(not_understood)?;
        let config = settings::config(&self.env).ok_or_else(not_understood)?;
        let fingerprint = idempotency::fingerprint(&config.keys, &job.actor, &job.head, body);
        let key = job.idempotency_key.as_deref();
        let repeatable = key.map(|key| Repeatable { key, fingerprint: &fingerprint });
        Ok(self.repeated(&job, repeatable.as_ref()))
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
