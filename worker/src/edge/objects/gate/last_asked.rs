//! Limits how often a readiness check may cost a token call.

use std::cell::Cell;

use crate::base::moment::is_recent;

/// The minimum time between two such calls, in milliseconds.
const BETWEEN_MS: u64 = 5_000;

/// When a readiness check last requested a token from the vendor.
#[derive(Default)]
pub struct LastAsked(Cell<Option<u64>>);

impl LastAsked {
    /// Whether another token call may be made; if so, the caller makes it now.
    pub fn may_ask(&self, now_ms: u64) -> bool {
        let is_due = !self.0.get().is_some_and(|asked_at_ms| is_recent(asked_at_ms, now_ms, BETWEEN_MS));
        if is_due {
            self.0.set(Some(now_ms));
        }
        is_due
    }
}
