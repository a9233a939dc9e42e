//! The rate limits: by address before anything is examined, by caller after authentication, and by
//! credential for passwords that the edge refuses. The account's object limits how often its password
//! is changed.

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

/// The maximum number of remembered leases. An expired lease is removed first.
const MOST_LEASES: usize = 1_000;

thread_local! {
    static VISITORS: RefCell<Visitors> = RefCell::default();
    /// The credentials whose passwords the edge refused recently.
    static REFUSED: RefCell<Visitors> = RefCell::default();
    /// The leases, by the name of the caller.
    static LEASES: RefCell<BTreeMap<String, Lease>> = const { RefCell::new(BTreeMap::new()) };
}

/// Counts a request of the client's address, if a header with the address is configured. Requests
/// without a readable header count as one address.
///
/// # Errors
/// When to retry.
pub fn take_addresses(incoming: &Incoming, config: &Config) -> Result<(), TooOften> {
    let Some(header) = &config.address_header else {
        return Ok(());
    };
    let network = network(header.caller(incoming.header(&header.name).as_deref()));
    VISITORS.with_borrow_mut(|visitors| visitors.take(network, config.rates.address, clock::now_ms()))
}

/// Counts a password of this credential against the limit of refused passwords, before it is checked. A
/// check costs time of this isolate, so the count is in its memory. It counts by credential, so that no
/// other caller can delay an account's owner.
///
/// # Errors
/// When to retry.
pub fn take_refusals(caller: &Caller, product: Product, config: &Config) -> Result<(), TooOften> {
    let (name, rate) = caller.refused(product, config);
    REFUSED.with_borrow_mut(|refused| refused.take(name, rate, clock::now_ms()))
}

/// Gives the count back: the password was not refused.
pub fn give_refusal_back(caller: &Caller, product: Product, config: &Config) {
    let (name, rate) = caller.refused(product, config);
    REFUSED.with_borrow_mut(|refused| refused.give_back(&name, rate));
}

/// Why a caller must wait.
pub enum Held {
    /// The rate limit of the caller is exceeded.
    TooOften(TooOften),
    /// The rate limit cannot be determined.
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

/// Counts a request of a client or an operator. A person or a ticket changes one account only, and the
/// account's object counts it.
///
/// # Errors
/// Why the caller must wait.
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
