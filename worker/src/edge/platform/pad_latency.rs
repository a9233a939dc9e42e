//! One time for every ticket that opens nothing.
//!
//! Whether a ticket was never minted, is over, is spent, was replaced or belongs to another
//! browser takes different times to find out. The refusal waits for the next step of the time
//! since the request came, so that all of them take one step.

use std::time::Duration;

use worker::Delay;

use crate::edge::platform::clock;

/// Longer than an account's object takes to answer.
const STEP_MS: u64 = 100;

/// Waits until the request that came at `started_ms` has taken a whole number of steps.
pub async fn wait(started_ms: u64) {
    let spent_ms = clock::now_ms().saturating_sub(started_ms);
    let over_ms = spent_ms.checked_rem(STEP_MS).unwrap_or(0);
    Delay::from(Duration::from_millis(STEP_MS.saturating_sub(over_ms))).await;
}
