//! The password calls, in the vendors' own shapes.
//!
//! Steps 1 and 2 of a reset (the others are in `subject`):
//!
//! 1. authenticate, bound the body's size and time, parse, authorise;
//! 2. check the policy, as often as the credential may be refused here: what fails never leaves; then
//!    the caller's rate; then, where the configuration says so, that breaches have not made the
//!    password public.
//!
//! Between 2 and 3 a request is shed that step 5 would shed, before anything is written for it
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
use crate::edge::platform::{counters, failpoint};
use crate::edge::routes::rates::{self, Held};
use crate::edge::stubs::account as account_stub;
use crate::reset::disposition::Cause;
use crate::reset::precheck;

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
    stale::name_policy(outgoing, &request).await
}

/// Step 2, and then the account's own.
///
/// # Errors
/// The answer to a request that does not come to the account's object.
async fn carry_out(request: &mut PasswordRequest<'_>) -> Result<Outgoing, Outgoing> {
    let in_force = request.policy().await;
    check_policy(request, &in_force.policy).await?;
    failpoint::at("2-checked").await;
    take_callers_rate(request).await?;
    request.job.searched = match breaches::search(request, &in_force.policy).await {
        Ok(searched) => searched,
        Err(stopped) => {
            // It counts as refused here, and too many of these wait before the next is judged.
            let _ = rates::take_refusals(&request.caller, request.product(), request.config);
            return Err(request.repeated().await.unwrap_or(stopped));
        }
    };
    admission::reserve(request).await?;
    // 3. to 9. are the account's own.
    let reset = account_stub::reset(&request.account.tag, &request.job, &request.body, request.env).await;
    // Whether the object has sent the call before it went silent, is not known.
    let answered = reset
        .map_err(|Unreachable| request.refuse(&EdgeAnswer::OutcomeUnknown, Cause::SubjectUnreachable))?;
    admission::release_unused(request, &answered.disposition).await;
    Ok(answered.into_outgoing())
}

/// Checks the password, where the caller chooses one, by the policy in force.
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
