//! Waiting for a condition.

use std::thread;
use std::time::{Duration, Instant};

const POLL: Duration = Duration::from_millis(10);

/// Waits until the condition is true. Fails the test after the deadline.
pub fn wait_for(deadline: Duration, what: &str, mut done: impl FnMut() -> bool) {
    let start = Instant::now();
    while !done() {
        assert!(start.elapsed() < deadline, "{what}: not within {deadline:?}");
        thread::sleep(POLL);
    }
}
