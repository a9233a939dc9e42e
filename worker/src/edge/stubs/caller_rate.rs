//! The calls to the Durable Object of a caller's rate limit.

use worker::Env;

use crate::base::object::Object;
use crate::edge::messages::caller_rate::{Taken, Wanted};
use crate::edge::platform::stub::{Unreachable, post, read, stub};
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
    let object = stub(Object::CallerRate, name, env)?;
    let body = serde_json::to_vec(wanted).map_err(|_| Unreachable)?;
    read(&post(&object, "/", &body, QUICK_MS).await?)
}
