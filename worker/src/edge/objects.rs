//! Calls to the Durable Objects. Each has a deadline: an object that died must not hold its
//! caller.

use js_sys::Uint8Array;
use js_sys::futures::JsFuture;
use passgate_audit::Event;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::RequestInit;
use worker::Env;
use zeroize::Zeroizing;

pub use super::ask_gate::{
    adopt, forget, gate_ready, grant, knock, learned, observe, remembered, standing, unknock,
};
use super::audit_log::{self, Appended, Page};
use super::bindings::{Bindings, Service};
use super::caller_rate::{Taken, Wanted};
use super::clock;
use super::deadline::within;
use super::respond::{Body, Outgoing};
use super::subject::{self, Presentation, Purpose, Recognised};
use crate::budget::{ACCOUNT_MS, GRACE_MS, QUICK_MS};
use crate::call::Job;
use crate::caller::TicketFacts;
use crate::disposition::Disposition;
use crate::idempotency::REPLAYED;
use crate::metrics::LogStanding;
use crate::rate::{Rate, TooOften};
use crate::ticket::{self, Presented};

/// An object did not answer in time, or not as it should.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreachable;

/// What an account's object answered, and what it has made of the request.
pub struct Judged {
    outgoing: Outgoing,
    /// What it has made of it.
    pub disposition: Disposition,
}

impl Judged {
    /// The answer, ready to be passed on.
    pub fn told(self) -> Outgoing {
        Outgoing { disposition: Some(self.disposition), ..self.outgoing }
    }
}

const NO_CONTENT: u16 = 204;
/// The headers of a subject's answer that go on to the caller.
const PASSED_ON: [&str; 4] = ["Content-Type", "Retry-After", "x-ogw-ratelimit-reset", REPLAYED];

/// What a ticket says; `None` when its account knows no such ticket, or another browser has claimed it.
///
/// # Errors
/// When the account's object is unreachable.
pub async fn present(
    presented: &Presented,
    request_id: &str,
    purpose: Purpose,
    env: &Env,
) -> Result<Option<TicketFacts>, Unreachable> {
    let request_id = request_id.to_owned();
    let presentation = Presentation { proof: presented.proof, request_id, purpose };
    let body = serde_json::to_vec(&presentation).map_err(|_| Unreachable)?;
    let stub = subject_stub(&presented.tag, env)?;
    let answer = post(&stub, subject::PRESENT, &body, QUICK_MS).await?;
    match answer.status_code() {
        200 => {
            let Recognised { sealed, attempts_left, expires_at_ms } = read(&answer)?;
            let facts = presented.facts_key.open(&sealed);
            // What was sealed decides, and what stands on the disk in the clear must not say otherwise.
            let facts = facts.filter(|facts| facts.expires_at_ms == expires_at_ms);
            let facts = facts.filter(|facts| ticket::is_good(facts.expires_at_ms, clock::now_ms()));
            Ok(facts.map(|facts| TicketFacts { attempts_left, ..facts }))
        }
        404 => Ok(None),
        _ => Err(Unreachable),
    }
}

/// Keeps a new ticket; one that the account had before is no longer good.
///
/// # Errors
/// When the account's object is unreachable.
pub async fn mint(tag: &str, ticket: &subject::NewTicket, env: &Env) -> Result<(), Unreachable> {
    let body = serde_json::to_vec(ticket).map_err(|_| Unreachable)?;
    let stub = subject_stub(tag, env)?;
    let response = post(&stub, subject::MINT, &body, QUICK_MS).await?;
    (response.status_code() == 204).then_some(()).ok_or(Unreachable)
}

/// Has the account's object carry a reset out. Its answer is ready to be passed on.
///
/// # Errors
/// When the object is unreachable: the outcome is then unknown.
pub async fn reset(tag: &str, job: &Job, body: &[u8], env: &Env) -> Result<Judged, Unreachable> {
    let framed = job.frame(body).map_err(|_| Unreachable)?;
    let budget_ms = ACCOUNT_MS.saturating_add(GRACE_MS);
    let response = post(&subject_stub(tag, env)?, subject::RESET, &framed, budget_ms).await?;
    passed_on(response)
}

/// The answer to a request that was made before with the same key; `None` when it was not.
///
/// # Errors
/// When the object is unreachable.
pub async fn repeat(tag: &str, job: &Job, body: &[u8], env: &Env) -> Result<Option<Outgoing>, Unreachable> {
    let framed = job.frame(body).map_err(|_| Unreachable)?;
    let response = post(&subject_stub(tag, env)?, subject::REPEAT, &framed, QUICK_MS).await?;
    if response.status_code() == 404 && response.header(subject::DISPOSITION).is_none() {
        return Ok(None);
    }
    passed_on(response).map(|judged| Some(judged.told()))
}

fn passed_on(mut response: Answer) -> Result<Judged, Unreachable> {
    let headers =
        PASSED_ON.into_iter().filter_map(|name| Some((name.to_owned(), response.header(name)?))).collect();
    let told = response.header(subject::DISPOSITION).ok_or(Unreachable)?;
    let disposition = serde_json::from_slice(told.as_bytes()).map_err(|_| Unreachable)?;
    let (status, body) = (response.status_code(), Body::Text(response.text()?));
    Ok(Judged { outgoing: Outgoing { status, headers, body, disposition: None }, disposition })
}

/// Has the audit log tell of this. For what happens outside an account's object; what happens
/// inside one goes through its outbox (`SubjectStore::tell`), which is delivered for certain.
///
/// # Errors
/// When the log is unreachable: the event may be recorded again, it is written once.
pub async fn record(event: &Event, env: &Env) -> Result<(), Unreachable> {
    append(std::slice::from_ref(event), env).await
}

/// Appends events of one product to its log.
///
/// # Errors
/// When the log is unreachable: they may be appended again, each is written once.
pub async fn append(events: &[Event], env: &Env) -> Result<(), Unreachable> {
    let Some(log) = events.first().map(|event| event.product.clone()) else {
        return Ok(());
    };
    let stub = audit_stub(&log, env)?;
    let body = serde_json::to_vec(&Appended { log, events: events.to_vec() }).map_err(|_| Unreachable)?;
    let response = post(&stub, audit_log::APPEND, &body, QUICK_MS).await?;
    (response.status_code() == 204).then_some(()).ok_or(Unreachable)
}

/// A page of a log, and the place to go on after where there is more.
///
/// # Errors
/// When the log is unreachable.
pub async fn audit(page: &Page, env: &Env) -> Result<(String, Option<String>), Unreachable> {
    let stub = audit_stub(&page.log, env)?;
    let body = serde_json::to_vec(page).map_err(|_| Unreachable)?;
    let mut response = post(&stub, audit_log::READ, &body, QUICK_MS).await?;
    if response.status_code() != 200 {
        return Err(Unreachable);
    }
    let next = response.header(audit_log::NEXT);
    Ok((response.text()?, next))
}

/// How a log stands.
///
/// # Errors
/// When it is unreachable.
pub async fn log_standing(log: &str, env: &Env) -> Result<LogStanding, Unreachable> {
    let stub = audit_stub(log, env)?;
    read(&post(&stub, audit_log::STANDING, log.as_bytes(), QUICK_MS).await?)
}

/// Tries to rewrite a log, for a test; whether it took it.
///
/// # Errors
/// When the log is unreachable.
#[cfg(feature = "test-routes")]
pub async fn rewrite_audit(log: &str, env: &Env) -> Result<bool, Unreachable> {
    let response = post(&audit_stub(log, env)?, audit_log::REWRITE, &[], QUICK_MS).await?;
    Ok(response.status_code() != 409)
}

fn audit_stub(log: &str, env: &Env) -> Result<Service, Unreachable> {
    let namespace = Bindings(env).namespace("AUDIT_LOG").ok_or(Unreachable)?;
    namespace.get_by_name(log).map_err(|_| Unreachable)
}

/// Takes one of the rate of that name.
///
/// # Errors
/// When its object is unreachable.
pub async fn take(name: &str, rate: Rate, env: &Env) -> Result<Option<TooOften>, Unreachable> {
    Ok(take_up_to(name, &Wanted { rate, many: 1 }, env).await?.err())
}

/// Takes up to so many of the rate of that name.
///
/// # Errors
/// When its object is unreachable.
pub async fn take_up_to(name: &str, wanted: &Wanted, env: &Env) -> Result<Taken, Unreachable> {
    let namespace = Bindings(env).namespace("CALLER_RATE").ok_or(Unreachable)?;
    let stub = namespace.get_by_name(name).map_err(|_| Unreachable)?;
    let body = serde_json::to_vec(wanted).map_err(|_| Unreachable)?;
    read(&post(&stub, "/", &body, QUICK_MS).await?)
}

/// The object of the account of that tag.
///
/// # Errors
/// When the namespace is not bound.
pub fn subject_stub(tag: &str, env: &Env) -> Result<Service, Unreachable> {
    let namespace = Bindings(env).namespace("RESET_SUBJECT").ok_or(Unreachable)?;
    namespace.get_by_name(tag).map_err(|_| Unreachable)
}

/// What an object answered, read to its end.
pub struct Answer {
    response: web_sys::Response,
    body: Zeroizing<Vec<u8>>,
}

impl Answer {
    /// The status.
    pub fn status_code(&self) -> u16 {
        self.response.status()
    }

    /// A header.
    pub fn header(&self, name: &str) -> Option<String> {
        self.response.headers().get(name).ok().flatten()
    }

    /// The body as a text.
    fn text(&mut self) -> Result<String, Unreachable> {
        String::from_utf8(std::mem::take(&mut *self.body)).map_err(|_| Unreachable)
    }
}

/// One call to an object, and its whole answer. The bytes handed to the runtime are overwritten
/// afterwards.
///
/// # Errors
/// When it fails or takes too long.
pub async fn post(object: &Service, path: &str, body: &[u8], budget_ms: u64) -> Result<Answer, Unreachable> {
    let bytes = Uint8Array::from(body);
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_body(&bytes);
    // One deadline for all of it: each is a timer of the runtime's.
    let answer = within(budget_ms, fetch(object, &format!("http://object{path}"), &init)).await;
    bytes.fill(0, 0, bytes.length());
    answer.ok_or(Unreachable)?.map_err(|_| Unreachable)
}

async fn fetch(object: &Service, url: &str, init: &RequestInit) -> Result<Answer, JsValue> {
    let response: web_sys::Response = JsFuture::from(object.fetch(url, init)?).await?.dyn_into()?;
    if response.status() == NO_CONTENT {
        return Ok(Answer { response, body: Zeroizing::default() });
    }
    // All at once, and not as a stream, which takes three promises and an exception.
    let bytes = Uint8Array::new(&JsFuture::from(response.array_buffer()?).await?);
    let body = Zeroizing::new(bytes.to_vec());
    bytes.fill(0, 0, bytes.length());
    Ok(Answer { response, body })
}

/// An object's answer, read from its JSON. It may hold a token, so its bytes are overwritten.
///
/// # Errors
/// When it is not what it should be.
pub fn read<T: DeserializeOwned>(answer: &Answer) -> Result<T, Unreachable> {
    serde_json::from_slice(&answer.body).map_err(|_| Unreachable)
}
