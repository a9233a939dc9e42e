//! A page that judged a password by another policy than the one in force is told when the password
//! is refused: its person saw a tick where there was none to give.

use passgate_core::Product;
use worker::Env;

use super::fetch::Incoming;
use super::live;
use super::respond::{Body, Outgoing};
use crate::config::Config;
use crate::limits::Supporter;
use crate::policy_tag::{HEADER, is_stale, refuses_a_password};

/// What the log says of a password that the vendor has refused begins so.
const REFUSED_THERE: &str = "refused password";

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
    let is_refusal = match &outgoing.body {
        Body::Text(text) => refuses_a_password(outgoing.status, text),
        Body::Empty | Body::Stream(_) => false,
    };
    let Some(settings) = config.products.get(&product).filter(|_| is_refusal) else {
        return outgoing;
    };
    if outgoing.note.starts_with(REFUSED_THERE) {
        // The refusal itself may have tightened it.
        live::forget(product);
    }
    let in_force = match holder {
        Some(account) => live::policy_of(account, product, settings, env).await,
        None => live::policy(product, settings, env).await,
    };
    let etag = &in_force.document.etag;
    if is_stale(&named, etag) { outgoing.with(HEADER, etag) } else { outgoing }
}
