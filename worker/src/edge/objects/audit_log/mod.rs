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
use worker::{Delay, DurableObject, Env, Headers, Request, Response, State, durable_object};

#[cfg(feature = "test-routes")]
use crate::edge::messages::audit_log::REWRITE;
use crate::edge::messages::audit_log::{APPEND, Appended, MintedLink, NEXT, Page, READ, STATUS};
use crate::edge::objects::audit_log::pusher::Pusher;
use crate::edge::objects::audit_log::store::AuditStore;
use crate::edge::platform::{clock, failpoint, settings};
use crate::metrics::LogStatus;

/// How long events are collected. No caller's answer waits for them.
const GATHER: Duration = Duration::from_millis(20);

const DAY_MS: u64 = 24 * 60 * 60 * 1000;

/// The Durable Object of one product's log.
#[durable_object(alarm)]
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

impl DurableObject for AuditLog {
    fn new(state: State, env: Env) -> Self {
        let pusher = Pusher::new(state.storage(), env.clone());
        Self { state, env, store: RefCell::new(None), gathered: Rc::default(), pusher }
    }

    async fn fetch(&self, request: Request) -> worker::Result<Response> {
        // An error of the runtime or a parser may quote data, so it is not passed on.
        match self.serve(request).await {
            Ok(response) => Ok(response),
            Err(_) => Response::error("failed", 500),
        }
    }

    /// Continues the deliveries to the webhooks.
    async fn alarm(&self) -> worker::Result<Response> {
        let store = self.store()?;
        self.pusher.alarm(&store).await?;
        Response::empty()
    }
}

impl AuditLog {
    async fn serve(&self, mut request: Request) -> worker::Result<Response> {
        let path = request.path();
        let body = request.bytes().await?;
        failpoint::all_at("audit-log").await;
        match path.as_str() {
            APPEND => {
                failpoint::at("8-telling").await;
                let response = self.append(serde_json::from_slice(&body)?).await;
                failpoint::at("8-told").await;
                response
            }
            READ => self.read(&serde_json::from_slice(&body)?),
            STATUS => self.status(&String::from_utf8_lossy(&body)),
            #[cfg(feature = "test-routes")]
            REWRITE => {
                let refused = self.store()?.refuses_to_rewrite();
                Ok(Response::empty()?.with_status(if refused { 409 } else { 200 }))
            }
            _ => Response::error("no such thing", 404),
        }
    }

    async fn append(&self, appended: Appended) -> worker::Result<Response> {
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
            return Ok(Response::empty()?.with_status(204));
        }
        Response::error("not written", 500)
    }

    fn status(&self, log: &str) -> worker::Result<Response> {
        let store = self.store()?;
        let end = store.head(log)?;
        let counted = store.counted();
        let webhooks = match settings::config(&self.env) {
            Some(config) => store.webhooks(&config.webhooks, end.rows, clock::now_ms())?,
            None => Vec::new(),
        };
        Response::from_json(&LogStatus { counted, rows: end.rows, last_at_ms: end.at_ms, webhooks })
    }

    /// Starts the deliveries that are due, while the caller continues.
    fn push(&self, store: &Rc<AuditStore>) {
        for task in self.pusher.tasks(store) {
            self.state.wait_until(task);
        }
    }

    fn read(&self, page: &Page) -> worker::Result<Response> {
        let read = self.store()?.read(page, clock::now_ms())?;
        let headers = Headers::new();
        if let Some(next) = read.next {
            headers.set(NEXT, &next.to_string())?;
        }
        Ok(Response::ok(read.text)?.with_headers(headers))
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
