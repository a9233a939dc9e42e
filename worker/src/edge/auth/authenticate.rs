//! Authenticates a request: from a bearer credential to a caller.

use passgate_core::{Product, Secret};
use worker::Env;

use crate::callers::bearer::{Credential, credential};
use crate::callers::caller::{Caller, Holder};
use crate::callers::client_token;
use crate::callers::ticket::{BROWSER_HEADER, Presented};
use crate::callers::unproven::{Unproven, Why};
use crate::config::Config;
use crate::edge::auth::user_token;
use crate::edge::messages::account::Purpose;
use crate::edge::platform::incoming::Incoming;
use crate::edge::platform::{clock, pad_latency};
use crate::edge::stubs::account;
use crate::reset::idempotency;

/// Authenticates a password call. A ticket that is presented here is claimed.
///
/// # Errors
/// Why the request has no authenticated caller.
pub async fn authenticate(
    incoming: &Incoming,
    product: Product,
    env: &Env,
    config: &Config,
) -> Result<Caller, Unproven> {
    let header = incoming.credential("Authorization");
    match credential(header.as_ref().map(Secret::expose)) {
        Credential::UserToken(token) => {
            user_token::verify(token, product, env, config).await.map(Caller::User)
        }
        other => {
            let purpose = Purpose::Submit { idempotency_key: incoming.header(idempotency::HEADER) };
            without_user(other, purpose, incoming, env, config).await
        }
    }
}

/// Authenticates a request to a route that belongs to no product. It returns all callers that the
/// credential stands for: more than one only where an issuer is configured for several products.
///
/// # Errors
/// Why the request has no authenticated caller.
pub async fn authenticate_each(
    incoming: &Incoming,
    env: &Env,
    config: &Config,
) -> Result<Vec<Caller>, Unproven> {
    let header = incoming.credential("Authorization");
    match credential(header.as_ref().map(Secret::expose)) {
        Credential::UserToken(token) => {
            let users = user_token::verify_each(token, env, config).await?;
            Ok(users.into_iter().map(Caller::User).collect())
        }
        other => {
            let purpose = Purpose::Look { idempotency_key: None };
            without_user(other, purpose, incoming, env, config).await.map(|caller| vec![caller])
        }
    }
}

/// Authenticates the holder of the ticket in the request.
///
/// # Errors
/// Why the request has no authenticated caller.
pub async fn authenticate_holder(
    incoming: &Incoming,
    purpose: Purpose,
    env: &Env,
    config: &Config,
) -> Result<Holder, Unproven> {
    let header = incoming.credential("Authorization");
    match credential(header.as_ref().map(Secret::expose)) {
        Credential::Ticket(text) => recognised(text, purpose, incoming, env, config).await,
        Credential::Absent => Err(Unproven::Absent),
        // Any other credential is not a ticket.
        _ => Err(Unproven::Refused(Why::Kind)),
    }
}

async fn without_user(
    credential: Credential<'_>,
    purpose: Purpose,
    incoming: &Incoming,
    env: &Env,
    config: &Config,
) -> Result<Caller, Unproven> {
    match credential {
        Credential::Absent => Err(Unproven::Absent),
        Credential::Unreadable => Err(Unproven::Refused(Why::Kind)),
        Credential::TooLong => Err(Unproven::Refused(Why::TooLong)),
        Credential::ClientToken(token) => client_token::verify(token, &config.keys, clock::now_seconds())
            .map(Caller::Client)
            .ok_or(Unproven::Refused(Why::ClientToken)),
        Credential::Ticket(text) => {
            recognised(text, purpose, incoming, env, config).await.map(Caller::Holder)
        }
        Credential::UserToken(_) => Err(Unproven::Refused(Why::Kind)),
    }
}

async fn recognised(
    text: &str,
    purpose: Purpose,
    incoming: &Incoming,
    env: &Env,
    config: &Config,
) -> Result<Holder, Unproven> {
    let browser = incoming.credential(BROWSER_HEADER);
    let presented = Presented::parse(text, browser.as_ref().map(Secret::expose), &config.keys);
    let proven = holder(presented, &incoming.request_id, purpose, env).await;
    if matches!(proven, Err(Unproven::Refused(_))) {
        pad_latency::to_next_step(incoming.started_ms).await;
    }
    proven
}

async fn holder(
    presented: Option<Presented>,
    request_id: &str,
    purpose: Purpose,
    env: &Env,
) -> Result<Holder, Unproven> {
    let presented = presented.ok_or(Unproven::Refused(Why::Ticket))?;
    match account::present(&presented, request_id, purpose, env).await {
        Ok(Some(holder)) => Ok(holder),
        Ok(None) => Err(Unproven::Refused(Why::Ticket)),
        Err(_) => Err(Unproven::Unavailable),
    }
}
