//! Tickets: minting, reading what the form needs, and claiming.

use passgate_audit::{Event, Kind};
use passgate_core::{Identity, Product};
use serde_json::{Value, json};
use worker::Env;
use zeroize::Zeroizing;

use crate::callers::authorise::may_mint;
use crate::callers::caller::{Caller, Holder};
use crate::callers::delivery::{Delivery, SealedLink};
use crate::callers::mint_request::MintRequest;
use crate::callers::sealed::TicketFacts;
use crate::callers::ticket::{self, MAX_ATTEMPTS, Minted, Submission};
use crate::callers::unproven::{Unproven, Why};
use crate::config::{Config, Webhook};
use crate::edge::auth::authenticate::{authenticate_each, authenticate_holder};
use crate::edge::messages::account::{About, NewTicket, Purpose};
use crate::edge::platform::clock;
use crate::edge::platform::incoming::Incoming;
use crate::edge::platform::policy_cache::InForce;
use crate::edge::platform::respond::Outgoing;
use crate::edge::routes::rates;
use crate::edge::stubs::{account, effective_policy};
use crate::http::problem::Problem;
use crate::reset::disposition::Cause;
use crate::reset::idempotency;

/// `POST /v1/tickets` mints a ticket.
pub async fn mint(incoming: &Incoming, env: &Env, config: &Config) -> Outgoing {
    match try_mint(incoming, env, config).await {
        Ok(outgoing) => outgoing,
        Err(problem) => Outgoing::problem(&problem, incoming.reader()),
    }
}

/// `GET /v1/tickets/self` returns to the holder what the form needs.
pub async fn show(incoming: &Incoming, env: &Env, config: &Config) -> Outgoing {
    match try_show(incoming, env, config).await {
        Ok(outgoing) => outgoing,
        Err(problem) => Outgoing::problem(&problem, incoming.reader()),
    }
}

/// `POST /v1/tickets/self/claim` binds the ticket to the browser.
pub async fn claim(incoming: &Incoming, env: &Env, config: &Config) -> Outgoing {
    match authenticate_holder(incoming, Purpose::Claim, env, config).await {
        Ok(_) => Outgoing::empty(204),
        Err(unproven) => Outgoing::problem(&unproven.into(), incoming.reader()),
    }
}

async fn try_mint(incoming: &Incoming, env: &Env, config: &Config) -> Result<Outgoing, Problem> {
    let callers = authenticate_each(incoming, env, config).await?;
    let request = MintRequest::read(incoming.json().await?).map_err(Problem::BadInput)?;
    let product = request.account.product;
    let caller = at_product(callers, product).ok_or(Unproven::Refused(Why::Issuer))?;
    may_mint(&caller, request.action, product, config)?;
    let settings = config.products.get(&product).ok_or(Problem::Forbidden(None))?;
    rates::take_callers(&caller, env, config).await?;
    let tag = request.account.tag(&config.keys);
    let minted = Minted::new(&tag, &config.keys).map_err(|_| Problem::Internal)?;
    let now_ms = clock::now_ms();
    let lifetime_ms = request.lifetime_seconds.saturating_mul(1000);
    let expires_at_ms = now_ms.saturating_add(lifetime_ms);
    let actor = caller.actor(Some(&request.account));
    let event = Event::new(Kind::TicketMinted, product.name(), &incoming.request_id, &actor, now_ms)
        .account(&tag)
        .action(request.action.name())
        .detail(&ticket::reference(&minted.secret_hash));
    let about = About { product, action: request.action, account: tag.clone() };
    let facts = TicketFacts {
        account: request.account,
        action: request.action,
        // A part of the identity that no rule reads is not stored.
        identity: settings.policy.needed_of(&request.identity),
        expires_at_ms,
        attempts_left: MAX_ATTEMPTS,
    };
    let text = minted.text.as_str();
    let link = Zeroizing::new(format!("{}/{}/#{text}", config.form_origin, product.name()));
    let expires_at = clock::rfc3339(expires_at_ms);
    let to_deliver = if config.webhooks.iter().any(Webhook::is_sent_links) {
        let delivery = Delivery::new(&link, &facts.account, facts.action, expires_at.clone());
        let sealed = SealedLink::seal(&delivery, minted.secret_hash, expires_at_ms, &config.keys);
        Some(sealed.ok_or(Problem::Internal)?)
    } else {
        None
    };
    let sealed = minted.facts_key.seal(&facts).ok_or(Problem::Internal)?;
    let secret_hash = minted.secret_hash;
    let ticket = NewTicket { event, secret_hash, expires_at_ms, about, sealed, link: to_deliver };
    account::mint(&tag, &ticket, env).await.map_err(|_| Problem::Unavailable)?;
    let body = json!({ "ticket": text, "link": *link, "expires_at": expires_at });
    Ok(Outgoing::json(201, body.to_string()).having(Cause::Minted))
}

/// The caller for this product. A user of another product's issuer is not a caller of this product.
fn at_product(callers: Vec<Caller>, product: Product) -> Option<Caller> {
    let is_elsewhere = |caller: &Caller| matches!(caller, Caller::User(user) if user.product != product);
    callers.into_iter().find(|caller| !is_elsewhere(caller))
}

async fn try_show(incoming: &Incoming, env: &Env, config: &Config) -> Result<Outgoing, Problem> {
    let purpose = Purpose::Look { idempotency_key: incoming.header(idempotency::HEADER) };
    let holder = authenticate_holder(incoming, purpose, env, config).await?;
    let facts = &holder.facts;
    let settings = config.products.get(&facts.account.product).ok_or(Unproven::Refused(Why::Ticket))?;
    let supporter = facts.account.supporter(&config.keys);
    let in_force = effective_policy::policy_of(&supporter, facts.account.product, settings, env).await;
    let body = shown(&holder, &in_force, settings.sign_in_url.as_deref()).ok_or(Problem::Internal)?;
    Ok(Outgoing::json(200, body.to_string()))
}

fn state_of(submission: &Submission) -> Value {
    match submission {
        Submission::InProgress => json!({ "state": "in-progress" }),
        Submission::Ended { outcome, answer: None } => json!({ "state": "ended", "outcome": outcome }),
        Submission::Ended { outcome, answer } => {
            json!({ "state": "ended", "outcome": outcome, "answer": answer })
        }
    }
}

fn shown(holder: &Holder, in_force: &InForce, sign_in_url: Option<&str>) -> Option<Value> {
    let Holder { facts, is_claimed, submission, .. } = holder;
    let policy = &in_force.policy;
    // Once the ticket is used up, the form needs nothing of the person.
    let is_used_up =
        matches!(submission, Some(Submission::Ended { outcome, .. }) if outcome.may_have_changed());
    let identity = if is_used_up { Identity::default() } else { policy.needed_of(&facts.identity) };
    let mut body = json!({
        "product": facts.account.product,
        "action": facts.action,
        "user_id": facts.account.user_id,
        "policy": serde_json::to_value(policy).ok()?,
        "policy_etag": in_force.document.etag,
        "identity": serde_json::to_value(identity).ok()?,
        "expires_at": clock::rfc3339(facts.expires_at_ms),
        "attempts_left": facts.attempts_left,
        "claimed": is_claimed,
    });
    let members = body.as_object_mut()?;
    if let Some(id_type) = &facts.account.user_id_type {
        members.insert("user_id_type".to_owned(), id_type.as_str().into());
    }
    if let Some(submission) = submission {
        members.insert("submission".to_owned(), state_of(submission));
    }
    if let Some(url) = sign_in_url {
        members.insert("sign_in_url".to_owned(), url.into());
    }
    Some(body)
}
