//! The calls to a product's audit log.

use passgate_audit::Event;
use worker::Env;

use crate::base::object::Object;
#[cfg(feature = "test-routes")]
use crate::edge::messages::audit_log::REWRITE;
use crate::edge::messages::audit_log::{APPEND, Appended, MintedLink, Page, READ, Rows, STATUS};
use crate::edge::platform::bindings::Stub;
use crate::edge::platform::stub::{self, Unreachable, ask, ask_raw};
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
    ask(&object, APPEND, &Appended { log, events, links }, QUICK_MS).await
}

/// A page of a log.
///
/// # Errors
/// When the log is unreachable.
pub async fn read(page: &Page, env: &Env) -> Result<Rows, Unreachable> {
    ask(&stub(&page.log, env)?, READ, page, QUICK_MS).await
}

/// The status of a log.
///
/// # Errors
/// When it is unreachable.
pub async fn status(log: &str, env: &Env) -> Result<LogStatus, Unreachable> {
    ask_raw(&stub(log, env)?, STATUS, log.as_bytes(), QUICK_MS).await
}

/// Tries to rewrite a log, for a test. Returns whether the log allowed it.
///
/// # Errors
/// When the log is unreachable.
#[cfg(feature = "test-routes")]
pub async fn rewrite(log: &str, env: &Env) -> Result<bool, Unreachable> {
    ask_raw(&stub(log, env)?, REWRITE, &[], QUICK_MS).await
}

fn stub(log: &str, env: &Env) -> Result<Stub, Unreachable> {
    stub::stub(Object::AuditLog, log, env)
}
