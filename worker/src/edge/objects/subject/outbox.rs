//! What this account has to tell the audit log. An event is written with what it tells of, in
//! one transaction, and delivered afterwards, again and again until the log has it; the log
//! writes one that comes twice once.

use passgate_audit::Event;
use serde::Deserialize;
use worker::{Env, Result};

use crate::edge::objects::subject::store::SubjectStore;
use crate::edge::platform::sql::number;
use crate::edge::platform::{counters, failpoint};
use crate::edge::stubs::audit_log;

/// How many events are delivered at once.
const BATCH: u64 = 100;

impl SubjectStore {
    /// Writes an event that is to be delivered to the audit log. What it reports is written in the same
    /// block without an await: both or neither.
    ///
    /// # Errors
    /// When the storage does not work.
    pub fn enqueue(&self, event: &Event) -> Result<()> {
        self.sql.run("INSERT INTO outbox (event) VALUES (?)", vec![serde_json::to_string(event)?.into()])
    }

    /// Whether something waits to be delivered.
    ///
    /// # Errors
    /// When the storage does not work.
    pub fn has_waiting(&self) -> Result<bool> {
        let row = self.sql.first::<Place>("SELECT place FROM outbox LIMIT 1", vec![])?;
        Ok(row.is_some())
    }

    /// Since when the first waits that has not been delivered, in milliseconds since 1970.
    pub(super) fn waiting_since_ms(&self) -> Result<Option<u64>> {
        let first = self.sql.first::<Waiting>(
            "SELECT place, event FROM outbox WHERE place > ? ORDER BY place LIMIT 1",
            vec![number(self.delivered_up_to.get())],
        )?;
        Ok(first
            .map(|row| serde_json::from_slice::<Event>(row.event.as_bytes()))
            .transpose()?
            .map(|event| event.at_ms))
    }

    fn waiting(&self) -> Result<Vec<Waiting>> {
        self.sql.rows(
            "SELECT place, event FROM outbox WHERE place > ? ORDER BY place LIMIT ?",
            vec![number(self.delivered_up_to.get()), number(BATCH)],
        )
    }

    /// Removes what has been delivered, as far as this life of the object knows.
    pub(super) fn empty_outbox(&self) -> Result<()> {
        self.sql.run("DELETE FROM outbox WHERE place <= ?", vec![number(self.delivered_up_to.get())])
    }
}

#[derive(Deserialize)]
struct Place {
    #[expect(dead_code, reason = "that there is one is all")]
    place: u64,
}

#[derive(Deserialize)]
struct Waiting {
    place: u64,
    event: String,
}

/// Delivers all that waits, in order. What cannot be delivered now stays; what has been is removed
/// with whatever the alarm tidies, and is delivered twice should the object die before, which the
/// log sees through.
///
/// # Errors
/// When the storage or the log does not work.
pub async fn deliver(store: &SubjectStore, env: &Env) -> Result<()> {
    loop {
        let waiting = store.waiting()?;
        let Some(last) = waiting.last().map(|row| row.place) else {
            return Ok(());
        };
        let events = waiting
            .iter()
            .map(|row| serde_json::from_slice(row.event.as_bytes()))
            .collect::<std::result::Result<Vec<Event>, _>>()?;
        if audit_log::append(&events, env).await.is_err() {
            counters::not_delivered(events.first().map_or("", |event| &event.product));
            return Err(worker::Error::RustError("the audit log is out of reach".to_owned()));
        }
        failpoint::at("8-delivered").await;
        store.delivered_up_to.set(last);
    }
}
