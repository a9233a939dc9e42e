//! How long an object without state stays before it deletes its storage. A caller that was sent away
//! returns within minutes, and creating the state again each time is slow.

#[cfg(feature = "test-routes")]
use std::cell::Cell;

/// As long as a link is valid, in milliseconds.
const REST_MS: u64 = 600_000;

#[cfg(feature = "test-routes")]
thread_local! {
    /// The idle time that a test has set.
    static OF_A_TEST_MS: Cell<Option<u64>> = const { Cell::new(None) };
}

/// The idle time in milliseconds.
pub fn rest_ms() -> u64 {
    #[cfg(feature = "test-routes")]
    if let Some(ms) = OF_A_TEST_MS.get() {
        return ms;
    }
    REST_MS
}

/// Sets the idle time, for a test of the deletion.
#[cfg(feature = "test-routes")]
pub fn set_rest_ms(ms: u64) {
    OF_A_TEST_MS.set(Some(ms));
}
