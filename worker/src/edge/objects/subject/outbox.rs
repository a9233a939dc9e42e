//! The outbox: events of this account for the audit log. An event is written in the same transaction as
//! the change that it reports. It is delivered afterwards, repeatedly until the log has it. The log
//! ignores duplicates.

use passgate_audit::Event;
use serde::Deserialize;
use worker::{Env, Result};

use crate::edge::objects::subject::store::SubjectStore;
use crate::edge::platform::sql::number;
use crate::edge::platform::{counters, failpoint};
use crate::edge::stubs::audit_log;

/// The maximum number of events in one delivery.
const BATCH: u64 = 100;

impl SubjectStore {
    /// Writes an event for the audit log. The caller writes the reported change in the same block
    /// without an await, so that both are stored or neither.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn enqueue(&self, event: &Event) -> Result<()> {
        self.sql.run("INSERT INTO outbox (event) VALUES (?)", vec![serde_json::to_string(event)?.into()])
    }

    /// Whether an event waits for delivery.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn has_waiting(&self) -> Result<bool> {
        let row = self.sql.first::<Place>("SELECT place FROM outbox LIMIT 1", vec![])?;
        Ok(row.is_some())
    }

    /// The time of the oldest event that has not been delivered, in milliseconds since 1970.
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

    /// Removes delivered events, as far as this instance of the object knows of their delivery.
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

/// Delivers all waiting events, in order. An event that cannot be delivered stays. A delivered event is
/// removed by the next sweep. If the object dies before the sweep, the event is delivered twice, and
/// the log ignores the duplicate.
///
/// # Errors
/// When the storage or the log fails.
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
            return Err(worker::Error::RustError("the audit log is unreachable".to_owned()));
        }
        failpoint::at("8-delivered").await;
        store.delivered_up_to.set(last);
    }
}
