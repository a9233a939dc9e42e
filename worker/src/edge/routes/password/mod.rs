//! The password calls, in the vendors' own formats.
//!
//! Steps 1 and 2 of a reset (the others are in `subject`):
//!
//! 1. authenticate, limit the body's size and time, parse, authorize;
//! 2. check the policy, within the credential's rate of refused passwords, so that a refused password
//!    is never sent; then the caller's rate limit; then, if configured, the search among breached
//!    passwords.
//!
//! Between 2 and 3, a request that step 5 would shed is shed before anything is written for it
//! ([`admission`]).

mod admission;
mod breaches;
mod request;
mod stale;

use passgate_core::{Policy, Product};
use passgate_wire::{Action, EdgeAnswer};
use worker::Env;

use self::request::PasswordRequest;
use crate::config::Config;
use crate::edge::platform::incoming::Incoming;
use crate::edge::platform::respond::Outgoing;
use crate::edge::platform::stub::Unreachable;
use crate::edge::platform::{clock, counters, failpoint};
use crate::edge::routes::rates::{self, Held};
use crate::edge::stubs::account as account_stub;
use crate::reset::disposition::Cause;
use crate::reset::{precheck, timing};

/// Answers a password call.
pub async fn handle(
    product: Product,
    action: Action,
    account_in_path: String,
    incoming: &Incoming,
    env: &Env,
    config: &Config,
) -> Outgoing {
    let request = PasswordRequest::read(product, action, account_in_path, incoming, env, config).await;
    let mut request = match request {
        Ok(request) => request,
        Err(refused) => return refused,
    };
    let outgoing = carry_out(&mut request).await.unwrap_or_else(|refused| refused);
    timed(stale::name_policy(outgoing, &request).await, &request)
}

/// Adds how long the request took, for a caller that may know.
fn timed(outgoing: Outgoing, request: &PasswordRequest<'_>) -> Outgoing {
    let total_ms = clock::now_ms().saturating_sub(request.incoming.started_ms);
    let timing = outgoing.disposition.as_ref().and_then(|disposition| disposition.timing);
    match timing::header(request.job.class, total_ms, timing) {
        Some(value) => outgoing.with(timing::HEADER, &value),
        None => outgoing,
    }
}

/// Carries out step 2, then the steps of the account's object.
///
/// # Errors
/// The answer to a request that does not reach the account's object.
async fn carry_out(request: &mut PasswordRequest<'_>) -> Result<Outgoing, Outgoing> {
    let in_force = request.policy().await;
    check_policy(request, &in_force.policy).await?;
    failpoint::at("2-checked").await;
    take_callers_rate(request).await?;
    request.job.searched = match breaches::search(request, &in_force.policy).await {
        Ok(searched) => searched,
        Err(stopped) => {
            // It counts as refused by the edge; too many of these delay the next check.
            let _ = rates::take_refusals(&request.caller, request.product(), request.config);
            return Err(request.repeated().await.unwrap_or(stopped));
        }
    };
    admission::reserve(request).await?;
    // 3. to 9. are in the account's object.
    let reset = account_stub::reset(&request.account.tag, &request.job, &request.body, request.env).await;
    // It is unknown whether the object sent the call before it stopped answering.
    let answered = reset
        .map_err(|Unreachable| request.refuse(&EdgeAnswer::OutcomeUnknown, Cause::SubjectUnreachable))?;
    admission::release_unused(request, &answered.disposition).await;
    Ok(answered.into_outgoing())
}

/// Checks the password by the policy in force, if the caller chose one.
async fn check_policy(request: &PasswordRequest<'_>, policy: &Policy) -> Result<(), Outgoing> {
    let Some(password) = request.call.password() else {
        return Ok(());
    };
    let (caller, product) = (&request.caller, request.product());
    rates::take_refusals(caller, product, request.config)
        .map_err(|too_often| request.too_often(too_often, Cause::RefusedTooOften))?;
    if let Some(refusal) = precheck::refuse(policy, &request.job.person, password) {
        if let Some(outgoing) = request.repeated().await {
            return Err(outgoing);
        }
        let violations = refusal.reason.violations();
        counters::refused_here(product, violations);
        let refused = EdgeAnswer::Refused { refusal: &refusal, violations };
        return Err(request.refuse(&refused, Cause::RefusedHere));
    }
    rates::give_refusal_back(caller, product, request.config);
    Ok(())
}

async fn take_callers_rate(request: &PasswordRequest<'_>) -> Result<(), Outgoing> {
    rates::take_callers(&request.caller, request.env, request.config).await.map_err(|held| match held {
        Held::TooOften(too_often) => request.too_often(too_often, Cause::CallerTooOften),
        Held::Unavailable => request.refuse(&EdgeAnswer::NotSent, Cause::RateUnreachable),
    })
}
