//! The calls to the Durable Object of an account.

use worker::Env;

use crate::base::object::Object;
use crate::callers::caller::Holder;
use crate::callers::sealed::TicketFacts;
use crate::callers::ticket::{self, Presented};
use crate::edge::messages::account::{
    DISPOSITION, MINT, NewTicket, PRESENT, Presentation, Purpose, REPEAT, RESET, Recognised,
};
use crate::edge::platform::bindings::Service;
use crate::edge::platform::respond::{Body, Outgoing};
use crate::edge::platform::stub::{Answer, Unreachable, post, read};
use crate::edge::platform::{self, clock};
use crate::reset::budget::{ACCOUNT_MS, GRACE_MS, QUICK_MS};
use crate::reset::call::Job;
use crate::reset::disposition::Disposition;
use crate::reset::idempotency::REPLAYED;

/// The answer of an account's object, with the disposition of the request.
pub struct ObjectAnswer {
    outgoing: Outgoing,
    /// The disposition of the request.
    pub disposition: Disposition,
}

impl ObjectAnswer {
    /// The answer, ready to be sent to the caller.
    pub fn into_outgoing(self) -> Outgoing {
        Outgoing { disposition: Some(self.disposition), ..self.outgoing }
    }
}

/// The headers of the object's answer that are forwarded to the caller.
const PASSED_ON: [&str; 4] = ["Content-Type", "Retry-After", "x-ogw-ratelimit-reset", REPLAYED];

/// The facts of a ticket; `None` when its account has no such ticket, or another browser has claimed
/// it.
///
/// # Errors
/// When the account's object is unreachable.
pub async fn present(
    presented: &Presented,
    request_id: &str,
    purpose: Purpose,
    env: &Env,
) -> Result<Option<Holder>, Unreachable> {
    let request_id = request_id.to_owned();
    let presentation = Presentation { proof: presented.proof, request_id, purpose };
    let body = serde_json::to_vec(&presentation).map_err(|_| Unreachable)?;
    let stub = stub(&presented.tag, env)?;
    let answer = post(&stub, PRESENT, &body, QUICK_MS).await?;
    match answer.status_code() {
        200 => {
            let Recognised { sealed, attempts_left, expires_at_ms, is_claimed, submission } = read(&answer)?;
            let facts: Option<TicketFacts> = presented.facts_key.open(&sealed);
            // The encrypted value decides, and the unencrypted one must be equal.
            let facts = facts.filter(|facts| facts.expires_at_ms == expires_at_ms);
            let facts = facts.filter(|facts| ticket::is_good(facts.expires_at_ms, clock::now_ms()));
            Ok(facts.map(|facts| Holder {
                facts: TicketFacts { attempts_left, ..facts },
                proof: presented.proof,
                is_claimed,
                submission,
            }))
        }
        404 => Ok(None),
        _ => Err(Unreachable),
    }
}

/// Stores a new ticket. An earlier ticket of the account is no longer valid.
///
/// # Errors
/// When the account's object is unreachable.
pub async fn mint(tag: &str, ticket: &NewTicket, env: &Env) -> Result<(), Unreachable> {
    let body = serde_json::to_vec(ticket).map_err(|_| Unreachable)?;
    let stub = stub(tag, env)?;
    let response = post(&stub, MINT, &body, QUICK_MS).await?;
    (response.status_code() == 204).then_some(()).ok_or(Unreachable)
}

/// Lets the account's object carry out a reset. Its answer is ready to be sent to the caller.
///
/// # Errors
/// When the object is unreachable: the outcome is then unknown.
pub async fn reset(tag: &str, job: &Job, body: &[u8], env: &Env) -> Result<ObjectAnswer, Unreachable> {
    let framed = job.frame(body).map_err(|_| Unreachable)?;
    let budget_ms = ACCOUNT_MS.saturating_add(GRACE_MS);
    let response = post(&stub(tag, env)?, RESET, &framed, budget_ms).await?;
    passed_on(response)
}

/// The answer to an earlier request with the same key; `None` when there was none.
///
/// # Errors
/// When the object is unreachable.
pub async fn repeat(tag: &str, job: &Job, body: &[u8], env: &Env) -> Result<Option<Outgoing>, Unreachable> {
    let framed = job.frame(body).map_err(|_| Unreachable)?;
    let response = post(&stub(tag, env)?, REPEAT, &framed, QUICK_MS).await?;
    if response.status_code() == 404 && response.header(DISPOSITION).is_none() {
        return Ok(None);
    }
    passed_on(response).map(|answer| Some(answer.into_outgoing()))
}

fn passed_on(mut response: Answer) -> Result<ObjectAnswer, Unreachable> {
    let headers =
        PASSED_ON.into_iter().filter_map(|name| Some((name.to_owned(), response.header(name)?))).collect();
    let header = response.header(DISPOSITION).ok_or(Unreachable)?;
    let disposition = serde_json::from_slice(header.as_bytes()).map_err(|_| Unreachable)?;
    let (status, body) = (response.status_code(), Body::Text(response.text()?));
    Ok(ObjectAnswer { outgoing: Outgoing { status, headers, body, disposition: None }, disposition })
}

/// The object of the account with this tag.
///
/// # Errors
/// When the namespace is not bound.
pub fn stub(tag: &str, env: &Env) -> Result<Service, Unreachable> {
    platform::stub::stub(Object::ResetSubject, tag, env)
}
