//! The calls to the Durable Object of an account.

use worker::Env;

use crate::base::object::Object;
use crate::callers::caller::Holder;
use crate::callers::sealed::TicketFacts;
use crate::callers::ticket::{self, Presented};
use crate::edge::messages::account::{
    Answered, MINT, NewTicket, PRESENT, Presentation, Purpose, REPEAT, RESET, Recognised,
};
use crate::edge::platform::bindings::Stub;
use crate::edge::platform::respond::{Body, Outgoing};
use crate::edge::platform::stub::{Unreachable, ask, ask_raw};
use crate::edge::platform::{self, clock};
use crate::reset::budget::{ACCOUNT_MS, GRACE_MS, QUICK_MS};
use crate::reset::call::Job;
use crate::reset::disposition::Disposition;
use crate::reset::idempotency::Reply;

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
    let recognised: Option<Recognised> =
        ask(&stub(&presented.tag, env)?, PRESENT, &presentation, QUICK_MS).await?;
    let Some(Recognised { sealed, attempts_left, expires_at_ms, is_claimed, submission }) = recognised else {
        return Ok(None);
    };
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

/// Stores a new ticket. An earlier ticket of the account is no longer valid.
///
/// # Errors
/// When the account's object is unreachable.
pub async fn mint(tag: &str, ticket: &NewTicket, env: &Env) -> Result<(), Unreachable> {
    ask(&stub(tag, env)?, MINT, ticket, QUICK_MS).await
}

/// Lets the account's object carry out a reset. Its answer is ready to be sent to the caller.
///
/// # Errors
/// When the object is unreachable: the outcome is then unknown.
pub async fn reset(tag: &str, job: &Job, body: &[u8], env: &Env) -> Result<ObjectAnswer, Unreachable> {
    let framed = job.frame(body).map_err(|_| Unreachable)?;
    let budget_ms = ACCOUNT_MS.saturating_add(GRACE_MS);
    ask_raw(&stub(tag, env)?, RESET, &framed, budget_ms).await.map(passed_on)
}

/// The answer to an earlier request with the same key; `None` when there was none.
///
/// # Errors
/// When the object is unreachable.
pub async fn repeat(tag: &str, job: &Job, body: &[u8], env: &Env) -> Result<Option<Outgoing>, Unreachable> {
    let framed = job.frame(body).map_err(|_| Unreachable)?;
    let answered: Option<Answered> = ask_raw(&stub(tag, env)?, REPEAT, &framed, QUICK_MS).await?;
    Ok(answered.map(|answered| passed_on(answered).into_outgoing()))
}

fn passed_on((reply, disposition): Answered) -> ObjectAnswer {
    let Reply { status, headers, body, .. } = reply;
    let outgoing = Outgoing { status, headers, body: Body::Text(body), disposition: None };
    ObjectAnswer { outgoing, disposition }
}

/// The object of the account with this tag.
///
/// # Errors
/// When the namespace is not bound.
pub fn stub(tag: &str, env: &Env) -> Result<Stub, Unreachable> {
    platform::stub::stub(Object::ResetSubject, tag, env)
}
