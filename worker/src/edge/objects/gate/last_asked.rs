//! How often a readiness check may cost a token call.

use std::cell::Cell;

use crate::base::moment::is_recent;

/// The least time between two such calls, in milliseconds.
const BETWEEN_MS: u64 = 5_000;

/// When the vendor was last asked for a token because of a readiness check.
#[derive(Default)]
pub struct LastAsked(Cell<Option<u64>>);

impl LastAsked {
    /// Whether it may be asked again; if so, it is asked now.
    pub fn may_ask(&self, now_ms: u64) -> bool {
        let is_due = !self.0.get().is_some_and(|asked_at_ms| is_recent(asked_at_ms, now_ms, BETWEEN_MS));
        if is_due {
            self.0.set(Some(now_ms));
        }
        is_due
    }
}
