//! When a page checked a refused password by another policy than the one in force, the answer names the
//! policy in force: the page had shown the person an outdated verdict.

use passgate_wire::Outcome;

use super::request::PasswordRequest;
use crate::edge::platform::policy_cache;
use crate::edge::platform::respond::Outgoing;
use crate::edge::stubs::effective_policy;
use crate::http::policy_tag::{HEADER, is_stale};
use crate::reset::disposition::Disposition;

/// Adds the entity tag of the policy in force to a refusal, if the page named another one. For a
/// ticket's holder it is the policy of the account, which the form shows; for any other caller it is
/// the one for all accounts.
pub async fn name_policy(outgoing: Outgoing, request: &PasswordRequest<'_>) -> Outgoing {
    let Some(named) = request.incoming.header(HEADER) else {
        return outgoing;
    };
    let disposition = outgoing.disposition.as_ref();
    if disposition.is_none_or(|disposition| disposition.outcome != Outcome::RefusedPassword) {
        return outgoing;
    }
    if disposition.is_some_and(Disposition::is_refused_there) {
        // The refusal itself may have tightened the policy.
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
