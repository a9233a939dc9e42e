//! The deliveries to the webhooks.
//!
//! Each webhook has its own position in the log and its own task, so a receiver that fails or hangs delays no
//! other receiver and no writer of the log. A task reads one page of rows at a time. The position is stored
//! after the receiver has answered, so a crash in between repeats a message and loses none. An alarm is set in
//! the transaction of the rows; it continues after a crash.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;
use std::time::Duration;

use futures_util::FutureExt as _;
use futures_util::future::{LocalBoxFuture, join_all};
use passgate_core::Secret;
use passgate_wire::{Method, Request};
use serde_json::json;
use worker::{Env, Result, Storage};

use crate::base::keys::Keys;
use crate::base::moment;
use crate::config::{Config, Webhook};
use crate::edge::messages::audit_log::MintedLink;
use crate::edge::objects::audit_log::positions::{Due, Position};
use crate::edge::objects::audit_log::store::AuditStore;
use crate::edge::platform::bindings::{self, Bindings};
use crate::edge::platform::random::random;
use crate::edge::platform::vendor::{self, Host};
use crate::edge::platform::{clock, failpoint, settings};
use crate::push::{LONGEST_MS, LONGEST_WITH_LINKS_MS, messages, wait_ms};

/// By when the alarm comes after rows were written, in milliseconds.
const AWAKE_MS: u64 = 8_000;
/// The earliest alarm, in milliseconds from now.
const SOONEST_MS: u64 = 1_000;
/// The timeout of a delivery, to the last byte of the reply, in milliseconds.
const DELIVERY_MS: u64 = 10_000;
/// The maximum number of pages in one task. The alarm starts the next one: a platform limits how long a task
/// may run.
const PAGES: usize = 32;
/// The maximum size of a receiver's reply, in bytes.
const MAX_REPLY_BYTES: usize = 64 * 1024;

/// Delivers the rows of one log.
#[derive(Clone)]
pub struct Pusher(Rc<State>);

struct State {
    env: Env,
    storage: Storage,
    /// The webhooks that have a task at this moment.
    running: RefCell<BTreeSet<String>>,
    /// When the alarm comes, if this instance of the object has set it, in milliseconds since 1970.
    alarm_at_ms: Cell<Option<u64>>,
}

/// Why a message was not received.
struct Failure {
    /// The status of the answer, if there was one.
    status: Option<u16>,
    /// How long the receiver asks to wait, in seconds.
    retry_after_s: Option<u64>,
}

impl Pusher {
    /// The deliveries of this object.
    pub fn new(storage: Storage, env: Env) -> Self {
        Self(Rc::new(State { env, storage, running: RefCell::default(), alarm_at_ms: Cell::new(None) }))
    }

    /// Makes sure that rows are delivered even after a crash. Called in the block that writes them, it belongs
    /// to the transaction of that block.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn wake_soon(&self) -> Result<()> {
        match self.config() {
            Some(config) if !config.webhooks.is_empty() => {
                self.wake_at(clock::now_ms().saturating_add(AWAKE_MS)).await
            }
            _ => Ok(()),
        }
    }

    /// Stores the links of minted tickets for the webhooks that deliver links.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn keep(&self, store: &AuditStore, links: &[MintedLink]) -> Result<()> {
        match self.config() {
            Some(config) if !links.is_empty() => store.keep_links(links, &config.webhooks, clock::now_ms()),
            _ => Ok(()),
        }
    }

    /// A task for each webhook that has none.
    pub fn tasks(&self, store: &Rc<AuditStore>) -> Vec<LocalBoxFuture<'static, ()>> {
        let Some(config) = self.config() else { return Vec::new() };
        let mut running = self.0.running.borrow_mut();
        let idle =
            config.webhooks.iter().enumerate().filter(|(_, webhook)| running.insert(webhook.name.clone()));
        idle.map(|(place, _)| {
            let (pusher, store, config) = (self.clone(), Rc::clone(store), Rc::clone(&config));
            async move {
                if let Some(webhook) = config.webhooks.get(place) {
                    pusher.run(webhook, &store, &config).await;
                    pusher.0.running.borrow_mut().remove(&webhook.name);
                }
            }
            .boxed_local()
        })
        .collect()
    }

    /// Delivers what is due, removes expired links, and sets the next alarm if rows or links are left.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn alarm(&self, store: &Rc<AuditStore>) -> Result<()> {
        self.0.alarm_at_ms.set(None);
        join_all(self.tasks(store)).await;
        let Some(config) = self.config() else { return Ok(()) };
        let now_ms = clock::now_ms();
        let expires_at_ms = store.forget_expired_links(now_ms)?;
        let mut next = expires_at_ms.map(|at_ms| at_ms.saturating_sub(now_ms).max(SOONEST_MS));
        for webhook in &config.webhooks {
            let Some(position) = store.position(&webhook.name)? else { continue };
            if store.due(&webhook.name, position.sent)?.is_some() {
                let is_running = self.0.running.borrow().contains(&webhook.name);
                let soon_ms = if is_running { AWAKE_MS } else { SOONEST_MS };
                let in_ms = left_ms(position, now_ms).max(soon_ms);
                next = Some(next.map_or(in_ms, |next: u64| next.min(in_ms)));
            }
        }
        match next {
            Some(in_ms) => self.wake_at(now_ms.saturating_add(in_ms)).await,
            None => Ok(()),
        }
    }

    fn config(&self) -> Option<Rc<Config>> {
        settings::config(&self.0.env)
    }

    /// Sets the object's only alarm, unless an alarm comes by then.
    async fn wake_at(&self, at_ms: u64) -> Result<()> {
        let alarm = &self.0.alarm_at_ms;
        if alarm.get().is_some_and(|set_ms| set_ms <= at_ms) {
            return Ok(());
        }
        alarm.set(Some(at_ms));
        let in_ms = at_ms.saturating_sub(clock::now_ms());
        let set = self.0.storage.set_alarm(Duration::from_millis(in_ms)).await;
        if set.is_err() {
            alarm.set(None);
        }
        set
    }

    /// Delivers pages until nothing is left or due, or the storage fails; then the alarm tries again.
    async fn run(&self, webhook: &Webhook, store: &AuditStore, config: &Config) {
        for _ in 0..PAGES {
            let Ok(Some(position)) = store.position(&webhook.name) else { return };
            if left_ms(position, clock::now_ms()) > 0 {
                return;
            }
            let Ok(Some(due)) = store.due(&webhook.name, position.sent) else { return };
            if !self.page(webhook, store, position, &due, &config.keys).await.unwrap_or(false) {
                return;
            }
        }
    }

    /// Delivers a page. Returns whether the receiver got all of it, except links that have expired.
    async fn page(
        &self,
        webhook: &Webhook,
        store: &AuditStore,
        position: Position,
        due: &Due,
        keys: &Keys,
    ) -> Result<bool> {
        let Position { mut sent, mut failures, .. } = position;
        for message in messages(&due.rows, &webhook.sends, keys, clock::rfc3339) {
            let Some(body) = message.content.body(clock::now_ms()) else {
                store.expired(&webhook.name, message.up_to)?;
                sent = message.up_to;
                log(webhook, &message.id, failures, Fate::Expired);
                continue;
            };
            if let Err(failure) = self.send(webhook, &message.id, body).await {
                failures = failures.saturating_add(1);
                let longest_ms = if webhook.is_sent_links() { LONGEST_WITH_LINKS_MS } else { LONGEST_MS };
                let in_ms = wait_ms(failures, failure.retry_after_s, longest_ms, random());
                let due_at_ms = clock::now_ms().saturating_add(in_ms);
                store.failed(&webhook.name, failures, due_at_ms)?;
                log(webhook, &message.id, failures, Fate::Failed(failure.status));
                self.wake_at(due_at_ms.max(clock::now_ms().saturating_add(SOONEST_MS))).await?;
                return Ok(false);
            }
            failpoint::at("webhook-sent").await;
            store.sent(&webhook.name, message.up_to)?;
            sent = message.up_to;
            if failures > 0 {
                failures = 0;
                log(webhook, &message.id, failures, Fate::Received);
            }
        }
        // The last rows may be no events of this webhook.
        if sent < due.last {
            store.passed(&webhook.name, due.last)?;
        }
        Ok(true)
    }

    async fn send(&self, webhook: &Webhook, id: &str, body: &str) -> std::result::Result<(), Failure> {
        let service = Bindings(&self.0.env).service(&webhook.service).unwrap_or_else(bindings::global);
        let host = Host { service, origin: webhook.url.clone(), max_reply_bytes: MAX_REPLY_BYTES };
        let seconds = clock::now_seconds();
        let request = Request {
            method: Method::Post,
            path: String::new(),
            headers: vec![
                ("Content-Type", Secret::new("application/json")),
                ("webhook-id", Secret::new(id)),
                ("webhook-timestamp", Secret::new(seconds.to_string())),
                ("webhook-signature", Secret::new(webhook.secret.sign(id, seconds, body))),
            ],
            body: Some(Secret::new(body)),
        };
        let reply = vendor::send_to(&host, &request, DELIVERY_MS).await;
        let reply = reply.map_err(|_| Failure { status: None, retry_after_s: None })?;
        if (200..300).contains(&reply.status) {
            return Ok(());
        }
        let retry_after_s = reply.header("retry-after").and_then(|seconds| seconds.trim().parse().ok());
        Err(Failure { status: Some(reply.status), retry_after_s })
    }
}

/// How long a webhook must still wait, in milliseconds.
fn left_ms(position: Position, now_ms: u64) -> u64 {
    moment::ahead(position.due_at_ms, now_ms, LONGEST_MS).unwrap_or_default()
}

/// What became of a message.
enum Fate {
    /// It was received.
    Received,
    /// It was not received: the status of the answer, if there was one.
    Failed(Option<u16>),
    /// Its link expired before it was received.
    Expired,
}

/// Logs a failure, the end of some, or that a link has expired.
fn log(webhook: &Webhook, message: &str, failures: u32, fate: Fate) {
    let (status, is_expired) = match fate {
        Fate::Received => (None, false),
        Fate::Failed(status) => (status, false),
        Fate::Expired => (None, true),
    };
    let line = json!({
        "event": "webhook",
        "webhook": webhook.name,
        "message": message,
        "failures": failures,
        "status": status,
        "link_expired": is_expired,
    });
    worker::console_log!("{line}");
}
