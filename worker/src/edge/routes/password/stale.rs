//! A page that judged a password by another policy than the one in force is told when the password
//! is refused: its person saw a tick where there was none to give.

use passgate_wire::Outcome;

use super::request::PasswordRequest;
use crate::edge::platform::policy_cache;
use crate::edge::platform::respond::Outgoing;
use crate::edge::stubs::effective_policy;
use crate::http::policy_tag::{HEADER, is_stale};
use crate::reset::disposition::Disposition;

/// Adds to a refusal the tag of the policy in force, where the page named another one: for a ticket's
/// holder that of the policy for their account, which they are shown, for every other caller that of
/// the policy for everybody.
pub async fn name_policy(outgoing: Outgoing, request: &PasswordRequest<'_>) -> Outgoing {
    let Some(named) = request.incoming.header(HEADER) else {
        return outgoing;
    };
    let disposition = outgoing.disposition.as_ref();
    if disposition.is_none_or(|disposition| disposition.outcome != Outcome::RefusedPassword) {
        return outgoing;
    }
    if disposition.is_some_and(Disposition::is_refused_there) {
        // The refusal itself may have tightened it.
        policy_cache::forget(request.product());
    }
    let (product, settings, env) = (request.product(), request.settings, request.env);
    let in_force = match request.holder() {
        Some(account) => effective_policy::policy_of(account, product, settings, env).await,
        None => effective_policy::policy(product, settings, env).await,
    };
    let etag = &in_force.document.etag;
    if is_stale(&named, etag) { outgoing.with(HEADER, etag) } else { outgoing }
}
