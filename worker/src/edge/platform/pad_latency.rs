//! Pads the latency of rejected tickets, so that it does not reveal the reason of the rejection.
//!
//! It takes different times to find out that a ticket was never minted, has expired, is used up, was
//! replaced or belongs to another browser. Each rejection waits until the request has taken a whole
//! number of steps, so that all of them take the same time.

use std::time::Duration;

use worker::Delay;

use crate::edge::platform::clock;

/// Longer than an account's object takes to answer, in milliseconds.
const STEP_MS: u64 = 100;

/// Waits until the request that arrived at `started_ms` has taken a whole number of steps.
pub async fn to_next_step(started_ms: u64) {
    let spent_ms = clock::now_ms().saturating_sub(started_ms);
    let over_ms = spent_ms.checked_rem(STEP_MS).unwrap_or(0);
    Delay::from(Duration::from_millis(STEP_MS.saturating_sub(over_ms))).await;
}
