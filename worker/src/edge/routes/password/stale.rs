//! A page that judged a password by another policy than the one in force is told when the password
//! is refused: its person saw a tick where there was none to give.

use passgate_core::Product;
use passgate_wire::Outcome;
use worker::Env;

use crate::config::Config;
use crate::edge::platform::incoming::Incoming;
use crate::edge::platform::policy_cache;
use crate::edge::platform::respond::Outgoing;
use crate::edge::stubs::effective_policy;
use crate::gate::limits::Supporter;
use crate::http::policy_tag::{HEADER, is_stale};
use crate::reset::disposition::Disposition;

/// The answer to a password call, with the tag of the policy in force where the page needs it: for a
/// ticket's holder that of the account's own, which they are shown, for everybody else that of
/// everybody's.
pub async fn tell(
    outgoing: Outgoing,
    holder: Option<&Supporter>,
    product: Product,
    incoming: &Incoming,
    env: &Env,
    config: &Config,
) -> Outgoing {
    let Some(named) = incoming.header(HEADER) else {
        return outgoing;
    };
    let told = outgoing.disposition.as_ref();
    let is_refusal = told.is_some_and(|told| told.outcome == Outcome::RefusedPassword);
    let is_refused_there = told.is_some_and(Disposition::is_refused_there);
    let Some(settings) = config.products.get(&product).filter(|_| is_refusal) else {
        return outgoing;
    };
    if is_refused_there {
        // The refusal itself may have tightened it.
        policy_cache::forget(product);
    }
    let in_force = match holder {
        Some(account) => effective_policy::policy_of(account, product, settings, env).await,
        None => effective_policy::policy(product, settings, env).await,
    };
    let etag = &in_force.document.etag;
    if is_stale(&named, etag) { outgoing.with(HEADER, etag) } else { outgoing }
}
