//! The calls to a product's audit log.

use passgate_audit::Event;
use worker::Env;

use crate::base::object::Object;
#[cfg(feature = "test-routes")]
use crate::edge::messages::audit_log::REWRITE;
use crate::edge::messages::audit_log::{APPEND, Appended, MintedLink, NEXT, Page, READ, STATUS};
use crate::edge::platform::bindings::Service;
use crate::edge::platform::stub::{self, Unreachable, post};
use crate::metrics::LogStatus;
use crate::reset::budget::QUICK_MS;

/// Records an event that happens outside an account's object. An event inside an object goes through
/// its outbox (`SubjectStore::enqueue`), which guarantees delivery.
///
/// # Errors
/// When the log is unreachable. The event may be recorded again, as the log ignores duplicates.
pub async fn record(event: &Event, env: &Env) -> Result<(), Unreachable> {
    append(vec![event.clone()], Vec::new(), env).await
}

/// Appends events of one product to its log, with the links of minted tickets that webhooks deliver.
///
/// # Errors
/// When the log is unreachable. The events may be appended again, as the log ignores duplicates.
pub async fn append(events: Vec<Event>, links: Vec<MintedLink>, env: &Env) -> Result<(), Unreachable> {
    let Some(log) = events.first().map(|event| event.product.clone()) else {
        return Ok(());
    };
    let object = stub(&log, env)?;
    let body = serde_json::to_vec(&Appended { log, events, links }).map_err(|_| Unreachable)?;
    let response = post(&object, APPEND, &body, QUICK_MS).await?;
    (response.status_code() == 204).then_some(()).ok_or(Unreachable)
}

/// A page of a log, and the row number to continue after when there are more rows.
///
/// # Errors
/// When the log is unreachable.
pub async fn read(page: &Page, env: &Env) -> Result<(String, Option<String>), Unreachable> {
    let object = stub(&page.log, env)?;
    let body = serde_json::to_vec(page).map_err(|_| Unreachable)?;
    let mut response = post(&object, READ, &body, QUICK_MS).await?;
    if response.status_code() != 200 {
        return Err(Unreachable);
    }
    let next = response.header(NEXT);
    Ok((response.text()?, next))
}

/// The status of a log.
///
/// # Errors
/// When it is unreachable.
pub async fn status(log: &str, env: &Env) -> Result<LogStatus, Unreachable> {
    let object = stub(log, env)?;
    stub::read(&post(&object, STATUS, log.as_bytes(), QUICK_MS).await?)
}

/// Tries to rewrite a log, for a test. Returns whether the log allowed it.
///
/// # Errors
/// When the log is unreachable.
#[cfg(feature = "test-routes")]
pub async fn rewrite(log: &str, env: &Env) -> Result<bool, Unreachable> {
    let response = post(&stub(log, env)?, REWRITE, &[], QUICK_MS).await?;
    Ok(response.status_code() != 409)
}

fn stub(log: &str, env: &Env) -> Result<Service, Unreachable> {
    stub::stub(Object::AuditLog, log, env)
}
