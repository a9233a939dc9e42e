//! The calls to the Durable Object of a caller's rate limit.

use worker::Env;

use crate::base::object::Object;
use crate::edge::messages::caller_rate::{TAKE, Taken, Wanted};
use crate::edge::platform::stub::{Unreachable, ask, stub};
use crate::rates::gcra::{RateLimit, TooOften};
use crate::reset::budget::QUICK_MS;

/// Takes one request from the rate limit with this name.
///
/// # Errors
/// When its object is unreachable.
pub async fn take(name: &str, rate: RateLimit, env: &Env) -> Result<Option<TooOften>, Unreachable> {
    Ok(take_up_to(name, &Wanted { rate, many: 1 }, env).await?.err())
}

/// Takes up to that many requests from the rate limit with this name.
///
/// # Errors
/// When its object is unreachable.
pub async fn take_up_to(name: &str, wanted: &Wanted, env: &Env) -> Result<Taken, Unreachable> {
    ask(&stub(Object::CallerRate, name, env)?, TAKE, wanted, QUICK_MS).await
}
