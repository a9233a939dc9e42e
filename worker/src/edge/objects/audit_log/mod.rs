//! `AuditLog`: one Durable Object per product. It keeps the product's log as an append-only hash chain.
//!
//! Many accounts report events at the same time. Events that arrive within some milliseconds are
//! written in one transaction, and each sender is answered once they are on disk.

mod links;
mod positions;
mod pusher;
mod store;

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use futures_util::FutureExt as _;
use futures_util::future::{LocalBoxFuture, Shared};

use passgate_audit::Event;
use serde_json::json;
use wasm_bindgen::prelude::*;
use worker::{Delay, Env, Error, State};

#[cfg(feature = "test-routes")]
use crate::edge::messages::audit_log::REWRITE;
use crate::edge::messages::audit_log::{APPEND, Appended, MintedLink, READ, STATUS};
use crate::edge::objects::audit_log::pusher::Pusher;
use crate::edge::objects::audit_log::store::AuditStore;
use crate::edge::platform::object::{Answer, answer, exported, not_understood};
use crate::edge::platform::{clock, failpoint, settings};
use crate::metrics::LogStatus;

/// How long events are collected. No caller's answer waits for them.
const GATHER: Duration = Duration::from_millis(20);

const DAY_MS: u64 = 24 * 60 * 60 * 1000;

/// The Durable Object of one product's log.
#[wasm_bindgen]
pub struct AuditLog {
    state: State,
    env: Env,
    store: RefCell<Option<Rc<AuditStore>>>,
    gathered: Rc<RefCell<Gathered>>,
    pusher: Pusher,
}

/// Events that will be written together.
#[derive(Default)]
struct Gathered {
    events: Vec<Event>,
    /// The links of some of the events, for webhooks that deliver links.
    links: Vec<MintedLink>,
    /// The pending write, which every sender of one of the events awaits. It resolves to whether it
    /// succeeded.
    writing: Option<Shared<LocalBoxFuture<'static, bool>>>,
}

exported!(AuditLog, alarm);

impl AuditLog {
    fn open(state: State, env: Env) -> Self {
        let pusher = Pusher::new(state.storage(), env.clone());
        Self { state, env, store: RefCell::new(None), gathered: Rc::default(), pusher }
    }

    /// Continues the deliveries to the webhooks.
    async fn woken(&self) -> worker::Result<()> {
        let store = self.store()?;
        self.pusher.alarm(&store).await
    }

    async fn serve(&self, what: &str, message: &[u8]) -> worker::Result<Answer> {
        failpoint::all_at("audit-log").await;
        match what {
            APPEND => {
                failpoint::at("8-telling").await;
                let appended = self.append(serde_json::from_slice(message)?).await;
                failpoint::at("8-told").await;
                answer(&appended?)
            }
            READ => answer(&self.store()?.read(&serde_json::from_slice(message)?, clock::now_ms())?),
            STATUS => answer(&self.status(&String::from_utf8_lossy(message))?),
            #[cfg(feature = "test-routes")]
            REWRITE => answer(&!self.store()?.refuses_to_rewrite()),
            _ => Err(not_understood()),
        }
    }

    async fn append(&self, appended: Appended) -> worker::Result<()> {
        let Appended { log, events, links } = appended;
        let store = self.store()?;
        let writing = {
            let mut gathered = self.gathered.borrow_mut();
            gathered.events.extend(events);
            gathered.links.extend(links);
            let (all, pusher) = (Rc::clone(&self.gathered), self.pusher.clone());
            let writing = || write(log, Rc::clone(&store), all, pusher).boxed_local().shared();
            gathered.writing.get_or_insert_with(writing).clone()
        };
        if writing.await {
            self.push(&store);
            return Ok(());
        }
        Err(Error::RustError("not written".to_owned()))
    }

    fn status(&self, log: &str) -> worker::Result<LogStatus> {
        let store = self.store()?;
        let end = store.head(log)?;
        let counted = store.counted();
        let webhooks = match settings::config(&self.env) {
            Some(config) => store.webhooks(&config.webhooks, end.rows, clock::now_ms())?,
            None => Vec::new(),
        };
        Ok(LogStatus { counted, rows: end.rows, last_at_ms: end.at_ms, webhooks })
    }

    /// Starts the deliveries that are due, while the caller continues.
    fn push(&self, store: &Rc<AuditStore>) {
        for task in self.pusher.tasks(store) {
            self.state.wait_until(task);
        }
    }

    fn store(&self) -> worker::Result<Rc<AuditStore>> {
        if let Some(store) = self.store.borrow().as_ref() {
            return Ok(Rc::clone(store));
        }
        let store = Rc::new(AuditStore::open(self.state.storage().sql())?);
        if let Some(config) = settings::config(&self.env) {
            store.admit(&config.webhooks)?;
        }
        self.store.replace(Some(Rc::clone(&store)));
        self.push(&store);
        Ok(store)
    }
}

/// Waits, then writes the collected events. Returns whether it succeeded. After a failure nothing is
/// lost: the senders deliver their events again.
async fn write(log: String, store: Rc<AuditStore>, gathered: Rc<RefCell<Gathered>>, pusher: Pusher) -> bool {
    Delay::from(GATHER).await;
    failpoint::at("8-gathered").await;
    let Gathered { events, links, .. } = gathered.take();
    let written = append(&log, &store, &events).and_then(|()| pusher.keep(&store, &links));
    written.is_ok() && pusher.wake_soon().await.is_ok()
}

fn append(log: &str, store: &AuditStore, events: &[Event]) -> worker::Result<()> {
    let before = store.head(log)?;
    let now_ms = clock::now_ms();
    let ends_a_day = before.rows > 0 && before.at_ms / DAY_MS != now_ms / DAY_MS;
    let head = ends_a_day.then(|| json!({ "log": log, "rows": before.rows, "hash": before.hash }));
    let rows = before.rows;
    // Events that the log has already add no row, and end no day.
    let is_longer = store.append(before, events, now_ms)? > rows;
    if let Some(head) = head.filter(|_| is_longer) {
        // Logged where this object cannot change it: `passgate audit verify --head` checks a log against it.
        worker::console_log!("{}", json!({ "audit_head": head }));
    }
    Ok(())
}
