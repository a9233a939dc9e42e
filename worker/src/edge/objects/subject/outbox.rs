//! The events of this account for the audit log. An event is written in the same transaction as the change
//! that it reports. It is delivered afterwards, repeatedly until the log has it. The log ignores
//! duplicates.
//!
//! The events of a ticket are in the outbox. Those of an attempt are its row in the ledger, and are
//! delivered together once it has an outcome.

use passgate_audit::{Event, Kind};
use serde::Deserialize;
use worker::{Env, Result};

use crate::callers::delivery::SealedLink;
use crate::edge::messages::audit_log::MintedLink;
use crate::edge::objects::subject::store::{SubjectStore, product_of};
use crate::edge::platform::sql::{number, optional};
use crate::edge::platform::{counters, failpoint};
use crate::edge::stubs::audit_log;

/// The maximum number of rows of each table in one delivery.
const BATCH: u64 = 100;

impl SubjectStore {
    /// Writes an event for the audit log. The caller writes the reported change in the same block
    /// without an await, so that both are stored or neither.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn enqueue(&self, event: &Event) -> Result<()> {
        self.enqueue_minted(event, None)
    }

    /// Writes the event of a minted ticket, with the link if webhooks deliver it.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn enqueue_minted(&self, event: &Event, link: Option<&SealedLink>) -> Result<()> {
        self.may_have_events.set(true);
        let link = link.map(serde_json::to_string).transpose()?;
        self.sql.run(
            "INSERT INTO outbox (event, link) VALUES (?, ?)",
            vec![serde_json::to_string(event)?.into(), optional(link.as_deref())],
        )
    }

    /// Whether an event waits for delivery, or will when its attempt is settled.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn has_waiting(&self) -> Result<bool> {
        let waits = "SELECT 1 AS place FROM outbox UNION ALL SELECT 1 FROM ledger WHERE told = 0 LIMIT 1";
        let row = self.sql.first::<Place>(waits, vec![])?;
        self.may_have_events.set(row.is_some());
        Ok(row.is_some())
    }

    /// The time of the oldest event that has not been delivered, in milliseconds since 1970.
    pub(super) fn waiting_since_ms(&self) -> Result<Option<u64>> {
        let events = self.of_outbox(1)?;
        let queued_ms = events.first().map(Queued::event).transpose()?.map(|event| event.at_ms);
        let ended_ms = self.of_ledger(1)?.first().map(|attempt| attempt.intent_at_ms);
        Ok([queued_ms, ended_ms].into_iter().flatten().min())
    }

    /// The events that wait for delivery, in order.
    fn waiting(&self) -> Result<Option<Delivery>> {
        if !self.may_have_events.get() {
            return Ok(None);
        }
        let (queued, ended) = (self.of_outbox(BATCH)?, self.of_ledger(BATCH)?);
        let (place, attempt) = (queued.last().map(|row| row.place), ended.last().map(|row| row.attempt));
        if place.is_none() && attempt.is_none() {
            self.may_have_events.set(false);
            return Ok(None);
        }
        let mut events = queued.iter().map(Queued::event).collect::<Result<Vec<Event>>>()?;
        let mut links = Vec::new();
        for (row, event) in queued.iter().zip(&events) {
            let link = row.link.as_deref().map(|link| serde_json::from_slice(link.as_bytes())).transpose()?;
            links.extend(link.map(|link| MintedLink { event: event.id.clone(), link }));
        }
        events.extend(ended.iter().flat_map(Ended::events));
        let is_more = events.len() >= usize::try_from(BATCH).unwrap_or(usize::MAX);
        self.may_have_events.set(is_more);
        Ok(Some(Delivery { events, links, place, attempt }))
    }

    fn of_outbox(&self, many: u64) -> Result<Vec<Queued>> {
        self.sql.rows(
            "SELECT place, event, link FROM outbox WHERE place > ? ORDER BY place LIMIT ?",
            vec![number(self.delivered_up_to.get()), number(many)],
        )
    }

    /// Attempts that have ended. They end in the order of their numbers.
    fn of_ledger(&self, many: u64) -> Result<Vec<Ended>> {
        self.sql.rows(
            "SELECT attempt, request_id, actor, account, product, action, searched, intent_at_ms, outcome,
             detail, outcome_at_ms FROM ledger
             WHERE told = 0 AND attempt > ? AND outcome IS NOT NULL ORDER BY attempt LIMIT ?",
            vec![number(self.told_up_to.get()), number(many)],
        )
    }

    fn delivered(&self, place: Option<u64>, attempt: Option<u64>) {
        // A later delivery may have ended first.
        self.delivered_up_to.update(|before| before.max(place.unwrap_or(0)));
        self.told_up_to.update(|before| before.max(attempt.unwrap_or(0)));
    }

    /// Removes links that expired before they could be delivered. Their events remain.
    pub(super) fn forget_expired_links(&self, now_ms: u64) -> Result<()> {
        self.sql.run(
            "UPDATE outbox SET link = NULL WHERE link IS NOT NULL AND link ->> 'expires_at_ms' <= ?",
            vec![number(now_ms)],
        )
    }

    /// Removes delivered events, as far as this instance of the object knows of their delivery.
    pub(super) fn empty_outbox(&self) -> Result<()> {
        self.sql.run("DELETE FROM outbox WHERE place <= ?", vec![number(self.delivered_up_to.get())])
    }
}

/// Events, and what is delivered with them: up to which place in the outbox, and up to which attempt.
struct Delivery {
    events: Vec<Event>,
    /// The links of the events among them that have one.
    links: Vec<MintedLink>,
    place: Option<u64>,
    attempt: Option<u64>,
}

#[derive(Deserialize)]
struct Place {
    #[expect(dead_code, reason = "that there is one is all")]
    place: u64,
}

#[derive(Deserialize)]
struct Queued {
    place: u64,
    event: String,
    link: Option<String>,
}

impl Queued {
    fn event(&self) -> Result<Event> {
        Ok(serde_json::from_slice(self.event.as_bytes())?)
    }
}

/// An attempt that has ended.
#[derive(Deserialize)]
struct Ended {
    attempt: u64,
    request_id: String,
    actor: String,
    account: String,
    product: Option<String>,
    action: String,
    searched: Option<String>,
    intent_at_ms: u64,
    outcome: String,
    detail: Option<String>,
    outcome_at_ms: u64,
}

impl Ended {
    fn events(&self) -> [Event; 2] {
        let product = product_of(self.product.as_deref(), &self.action).map_or("", |product| product.name());
        let event = |kind, at_ms, detail: Option<&str>| {
            Event::new(kind, product, &self.request_id, &self.actor, at_ms)
                .account(&self.account)
                .action(&self.action)
                .detail(detail.unwrap_or_default())
        };
        let intent = event(Kind::Intent, self.intent_at_ms, self.searched.as_deref());
        let outcome = event(Kind::Outcome, self.outcome_at_ms, self.detail.as_deref());
        [intent, outcome.outcome(&self.outcome)]
    }
}

/// Delivers all waiting events, in order. An event that cannot be delivered stays. The next sweep removes
/// delivered events, or marks their attempt. If the object dies before the sweep, they are delivered twice,
/// and the log ignores the duplicates.
///
/// # Errors
/// When the storage or the log fails.
pub async fn deliver(store: &SubjectStore, env: &Env) -> Result<()> {
    while let Some(Delivery { events, links, place, attempt }) = store.waiting()? {
        let product = events.first().map(|event| event.product.clone()).unwrap_or_default();
        let has_links = !links.is_empty();
        if audit_log::append(events, links, env).await.is_err() {
            store.may_have_events.set(true);
            counters::not_delivered(&product);
            return Err(worker::Error::RustError("the audit log is unreachable".to_owned()));
        }
        failpoint::at("8-delivered").await;
        store.delivered(place, attempt);
        if has_links {
            // A link leaves the disk without waiting for the sweep.
            store.empty_outbox()?;
        }
    }
    Ok(())
}
