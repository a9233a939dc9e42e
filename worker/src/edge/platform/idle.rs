//! How long an object rests that nothing hangs on, before it ends. Whoever was sent away comes again
//! within minutes, and a state that is made anew each time is slow.

#[cfg(feature = "test-routes")]
use std::cell::Cell;

/// As long as a link lives.
const REST_MS: u64 = 600_000;

#[cfg(feature = "test-routes")]
thread_local! {
    /// How long a test lets objects rest.
    static OF_A_TEST_MS: Cell<Option<u64>> = const { Cell::new(None) };
}

/// In milliseconds.
pub fn rest_ms() -> u64 {
    #[cfg(feature = "test-routes")]
    if let Some(ms) = OF_A_TEST_MS.get() {
        return ms;
    }
    REST_MS
}

/// Lets objects rest so long, for a test of their end.
#[cfg(feature = "test-routes")]
pub fn set_rest_ms(ms: u64) {
    OF_A_TEST_MS.set(Some(ms));
}
