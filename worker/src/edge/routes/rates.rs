//! How often: by address before anything is looked at, by caller once it is known, and by credential
//! whose passwords are refused here. How often an account's password is changed, the account's own
//! object counts.

use std::cell::RefCell;
use std::collections::BTreeMap;

use passgate_core::Product;
use worker::Env;

use crate::callers::caller::Caller;
use crate::config::Config;
use crate::edge::messages::caller_rate::Wanted;
use crate::edge::platform::clock;
use crate::edge::platform::incoming::Incoming;
use crate::edge::platform::stub::Unreachable;
use crate::edge::stubs::caller_rate;
use crate::http::problem::Problem;
use crate::rates::address::{Visitors, network};
use crate::rates::gcra::TooOften;
use crate::rates::lease::Lease;

/// The most leases that are remembered. One that is over is worth nothing.
const MOST_LEASES: usize = 1_000;

thread_local! {
    static VISITORS: RefCell<Visitors> = RefCell::default();
    /// Whose passwords were refused here lately.
    static REFUSED: RefCell<Visitors> = RefCell::default();
    /// What was taken ahead, by the name of the caller.
    static LEASES: RefCell<BTreeMap<String, Lease>> = const { RefCell::new(BTreeMap::new()) };
}

/// Takes one for the address the request comes from, where the configuration trusts a header to
/// say it. What the header does not say is counted as one address.
///
/// # Errors
/// How long to wait.
pub fn take_addresses(incoming: &Incoming, config: &Config) -> Result<(), TooOften> {
    let Some(name) = config.address_header.as_deref() else {
        return Ok(());
    };
    let network = network(incoming.header(name).as_deref());
    VISITORS.with_borrow_mut(|visitors| visitors.take(network, config.rates.address, clock::now_ms()))
}

/// Takes one of the passwords of this credential that may be refused here, before it is judged: what
/// a verdict costs is this isolate's, so it is counted in its memory. By credential, so that nobody
/// else makes an account's owner wait.
///
/// # Errors
/// How long to wait.
pub fn take_refusals(caller: &Caller, product: Product, config: &Config) -> Result<(), TooOften> {
    let (name, rate) = caller.refused(product, config);
    REFUSED.with_borrow_mut(|refused| refused.take(name, rate, clock::now_ms()))
}

/// Gives it back: the password was not refused.
pub fn give_refusal_back(caller: &Caller, product: Product, config: &Config) {
    let (name, rate) = caller.refused(product, config);
    REFUSED.with_borrow_mut(|refused| refused.give_back(&name, rate));
}

/// Why a caller is let do nothing now.
pub enum Held {
    /// It calls too often.
    TooOften(TooOften),
    /// How often it calls cannot be found out.
    Unavailable,
}

impl From<Held> for Problem {
    fn from(held: Held) -> Self {
        match held {
            Held::TooOften(TooOften { retry_after_seconds }) => Self::TooOften { retry_after_seconds },
            Held::Unavailable => Self::Unavailable,
        }
    }
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
    let mut lease = LEASES.with_borrow(|leases| leases.get(&name).copied()).unwrap_or_default();
    if lease.use_one(clock::now_ms()) {
        remember(name, lease);
        return Ok(());
    }
    let many = lease.wanted(rate, clock::now_ms());
    match caller_rate::take_up_to(&name, &Wanted { rate, many }, env).await {
        Ok(Ok(taken)) => {
            lease.took(taken, clock::now_ms());
            remember(name, lease);
            Ok(())
        }
        Ok(Err(too_often)) => Err(Held::TooOften(too_often)),
        Err(Unreachable) => Err(Held::Unavailable),
    }
}

fn remember(name: String, lease: Lease) {
    LEASES.with_borrow_mut(|leases| {
        if leases.len() >= MOST_LEASES && !leases.contains_key(&name) {
            let now_ms = clock::now_ms();
            leases.retain(|_, lease| !lease.is_over(now_ms));
        }
        if leases.len() < MOST_LEASES || leases.contains_key(&name) {
            leases.insert(name, lease);
        }
    });
}
