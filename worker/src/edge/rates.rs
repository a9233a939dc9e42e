//! How often: by address before anything is looked at, by caller once it is known. How often an
//! account's password is changed, the account's own object counts.

use std::cell::RefCell;

use worker::Env;

use super::fetch::Incoming;
use super::{clock, objects};
use crate::address::{Visitors, network};
use crate::caller::Caller;
use crate::config::Config;
use crate::rate::TooOften;

thread_local! {
    static VISITORS: RefCell<Visitors> = RefCell::default();
}

/// Takes one for the address the request comes from, where the configuration trusts a header to
/// say it.
///
/// # Errors
/// How long to wait.
pub fn take_addresses(incoming: &Incoming, config: &Config) -> Result<(), TooOften> {
    let header = config.address_header.as_deref().and_then(|name| incoming.header(name));
    let Some(network) = header.as_deref().and_then(network) else {
        return Ok(());
    };
    VISITORS.with_borrow_mut(|visitors| visitors.take(network, config.rates.address, clock::now_ms()))
}

/// Why a caller is let do nothing now.
pub enum Held {
    /// It calls too often.
    TooOften(TooOften),
    /// How often it calls cannot be found out.
    Unavailable,
}

/// Takes one for a client or an operator. A person or a ticket changes one account only, and is
/// counted there.
///
/// # Errors
/// Why not now.
pub async fn take_callers(caller: &Caller, env: &Env, config: &Config) -> Result<(), Held> {
    let Some((name, rate)) = caller.counted(config) else {
        return Ok(());
    };
    match objects::take(&name, rate, env).await {
        Ok(None) => Ok(()),
        Ok(Some(too_often)) => Err(Held::TooOften(too_often)),
        Err(objects::Unreachable) => Err(Held::Unavailable),
    }
}
