//! The password calls, in the vendors' own shapes.
//!
//! Steps 1 and 2 of a reset (the others are in `subject`):
//!
//! 1. authenticate, bound the body's size and time, parse, authorise;
//! 2. check the policy, as often as the credential may be refused here: what fails never leaves; then
//!    the caller's rate; then, where the configuration says so, that breaches have not made the
//!    password public.
//!
//! Between 2 and 3 a crowd is sent away that step 5 would send away, before anything is written
//! for it ([`admission`]).

mod admission;
mod breaches;
mod stale;

use passgate_wire::EdgeAnswer;
use worker::Env;

use crate::base::action::Action;
use crate::callers::authorise::{Denied, may_act};
use crate::callers::caller::Caller;
use crate::callers::unproven::Unproven;
use crate::config::Config;
use crate::edge::auth::authenticate::authenticate;
use crate::edge::platform::incoming::Incoming;
use crate::edge::platform::respond::Outgoing;
use crate::edge::platform::stub::Unreachable;
use crate::edge::platform::{counters, failpoint, refusal};
use crate::edge::routes::rates::{self, Held};
use crate::edge::stubs::{account as account_stub, effective_policy};
use crate::gate::limits::Supporter;
use crate::rates::gcra::TooOften;
use crate::reset::call::{Call, Head, Job};
use crate::reset::disposition::Cause;
use crate::reset::{idempotency, precheck};

/// Answers a password call.
pub async fn handle(
    action: Action,
    account_in_path: String,
    incoming: &Incoming,
    env: &Env,
    config: &Config,
) -> Outgoing {
    let mut holder = None;
    let outgoing = answer(action, account_in_path, incoming, env, config, &mut holder).await;
    stale::tell(outgoing, holder.as_ref(), action.product(), incoming, env, config).await
}

/// The answer; of a ticket's holder, the account too.
async fn answer(
    action: Action,
    account_in_path: String,
    incoming: &Incoming,
    env: &Env,
    config: &Config,
    holder: &mut Option<Supporter>,
) -> Outgoing {
    let product = action.product();
    let reader = incoming.reader();
    let answer = |answer: &EdgeAnswer<'_>, cause| refusal::vendor(product, answer, reader, cause);
    let Some(settings) = config.products.get(&product) else {
        return answer(&EdgeAnswer::NotFound, Cause::NotConfigured);
    };
    // 1. Authenticate, bound the size, parse, authorise: whoever proves nothing is not listened to.
    let caller = match authenticate(incoming, product, env, config).await {
        Ok(caller) => caller,
        Err(Unproven::Absent) => {
            return answer(&EdgeAnswer::Unauthenticated { presented: false }, Cause::NoCredential);
        }
        Err(Unproven::Refused(why)) => {
            let refused = answer(&EdgeAnswer::Unauthenticated { presented: true }, Cause::NotProven);
            return refused.because(why);
        }
        Err(Unproven::Unavailable) => return answer(&EdgeAnswer::NotSent, Cause::CannotProve),
    };
    let body = match incoming.body().await {
        Ok(body) => body,
        Err(error) => return refusal::unreadable(product, error, false, reader),
    };
    let head = Head {
        action,
        account: account_in_path,
        query: incoming.query.clone(),
        content_type: incoming.header("Content-Type"),
    };
    let call = match Call::read(&head, &body) {
        Ok(call) => call,
        Err(bad) => return answer(&EdgeAnswer::BadInput(&bad), Cause::BadInput),
    };
    let key = match incoming.header(idempotency::HEADER).map(idempotency::check).transpose() {
        Ok(key) => key,
        Err(bad) => return answer(&EdgeAnswer::BadInput(&bad), Cause::BadInput),
    };
    let account = call.account();
    if let Err(denied) = may_act(&caller, action, &account, config) {
        let refused = match denied {
            Denied::SignInTooOld { sign_in_within } => EdgeAnswer::SignInTooOld { sign_in_within },
            _ => EdgeAnswer::Forbidden,
        };
        return answer(&refused, denied.into());
    }
    failpoint::at("1-authorised").await;
    let tag = account.tag(&config.keys);
    let mut job = Job {
        head,
        actor: caller.actor(Some(&account)),
        lane: caller.lane(),
        ticket: match &caller {
            Caller::Holder(holder) => Some(holder.proof),
            Caller::Client(_) | Caller::User(_) => None,
        },
        request_id: incoming.request_id.clone(),
        language: reader.language,
        idempotency_key: key,
        searched: None,
        person: caller.identity_of(&account),
    };
    // 2. Check the policy.
    let supporter = account.supporter(&config.keys);
    let in_force = effective_policy::policy_of(&supporter, product, settings, env).await;
    if matches!(caller, Caller::Holder(_)) {
        *holder = Some(supporter);
    }
    if let Some(password) = call.password() {
        if let Err(TooOften { retry_after_seconds }) = rates::take_refusals(&caller, product, config) {
            return answer(&EdgeAnswer::TooManyRequests { retry_after_seconds }, Cause::RefusedTooOften);
        }
        if let Some(refusal) = precheck::refuse(&in_force.policy, &job.person, password) {
            // The policy may be stricter than it was: what has been done is told as done.
            if let Some(outgoing) = repeated(&tag, &job, &body, env).await {
                return outgoing;
            }
            let violations = refusal.reason.violations();
            counters::refused_here(product, violations);
            return answer(&EdgeAnswer::Refused { refusal: &refusal, violations }, Cause::RefusedHere);
        }
        rates::give_refusal_back(&caller, product, config);
    }
    failpoint::at("2-checked").await;
    match rates::take_callers(&caller, env, config).await {
        Ok(()) => {}
        Err(Held::TooOften(TooOften { retry_after_seconds })) => {
            return answer(&EdgeAnswer::TooManyRequests { retry_after_seconds }, Cause::CallerTooOften);
        }
        Err(Held::Unavailable) => return answer(&EdgeAnswer::NotSent, Cause::RateUnreachable),
    }
    match breaches::search(&call, &tag, &job, &in_force.policy, env, config).await {
        Ok(searched) => job.searched = searched,
        Err(stopped) => {
            // It counts as refused here, and too many of these wait before the next is judged.
            let _ = rates::take_refusals(&caller, product, config);
            // Here, too: what has been done is told as done.
            return repeated(&tag, &job, &body, env).await.unwrap_or(stopped);
        }
    }
    if let Err(sent_away) =
        admission::knock(product, settings, &tag, &job, &body, incoming.started_ms, env).await
    {
        return sent_away;
    }
    // 3. to 9. are the account's own.
    match account_stub::reset(&tag, &job, &body, env).await {
        Ok(judged) => {
            admission::settle(product, settings, &tag, &judged.disposition, env).await;
            judged.told()
        }
        // Whether the object has sent the call before it went silent, nobody knows.
        Err(Unreachable) => answer(&EdgeAnswer::OutcomeUnknown, Cause::SubjectUnreachable),
    }
}

/// The answer to a request that was made before with the same key, where it has one.
async fn repeated(tag: &str, job: &Job, body: &[u8], env: &Env) -> Option<Outgoing> {
    job.idempotency_key.as_ref()?;
    account_stub::repeat(tag, job, body, env).await.ok().flatten()
}
