//! From a bearer credential to a caller.

use passgate_core::Product;
use worker::Env;

use super::fetch::Incoming;
use super::{clock, evenly, objects, user_token};
use crate::bearer::{Credential, credential};
use crate::caller::{Caller, Holder};
use crate::client_token;
use crate::config::Config;
use crate::idempotency;
use crate::problem::Problem;
use crate::ticket::{BROWSER_HEADER, Presented};

/// Why nobody is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unproven {
    /// No credential.
    Absent,
    /// One that does not hold.
    Refused,
    /// It could not be checked just now.
    Unavailable,
}

/// What a route of our own says of it.
impl From<Unproven> for Problem {
    fn from(unproven: Unproven) -> Self {
        match unproven {
            Unproven::Absent | Unproven::Refused => Self::Unauthenticated,
            Unproven::Unavailable => Self::Unavailable,
        }
    }
}

/// Proves the request's credential. `product` is the one whose route it is, where it is one's.
///
/// # Errors
/// Why nobody is known.
pub async fn authenticate(
    incoming: &Incoming,
    product: Option<Product>,
    env: &Env,
    config: &Config,
) -> Result<Caller, Unproven> {
    let header = incoming.header("Authorization");
    match credential(header.as_deref()) {
        Credential::Absent => Err(Unproven::Absent),
        Credential::Unreadable => Err(Unproven::Refused),
        Credential::ClientToken(token) => client_token::verify(token, &config.keys, clock::now_seconds())
            .map(Caller::Client)
            .ok_or(Unproven::Refused),
        Credential::Ticket(text) => {
            let browser = incoming.header(BROWSER_HEADER);
            // Only a password call is repeated.
            let key = incoming.header(idempotency::HEADER).filter(|_| product.is_some());
            let presented = Presented::parse(text, browser.as_deref(), &config.keys);
            let proven = holder(presented, &incoming.request_id, key, env).await;
            if matches!(proven, Err(Unproven::Refused)) {
                evenly::wait(incoming.started_ms).await;
            }
            proven
        }
        Credential::UserToken(token) => {
            user_token::verify(token, product, env, config).await.map(Caller::User)
        }
    }
}

async fn holder(
    presented: Option<Presented>,
    request_id: &str,
    key: Option<String>,
    env: &Env,
) -> Result<Caller, Unproven> {
    let presented = presented.ok_or(Unproven::Refused)?;
    match objects::present(&presented, request_id, key, env).await {
        Ok(Some(facts)) => Ok(Caller::Holder(Holder { facts, proof: presented.proof })),
        Ok(None) => Err(Unproven::Refused),
        Err(_) => Err(Unproven::Unavailable),
    }
}
