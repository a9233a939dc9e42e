//! The runtime's randomness, for request ids and for jitter. Keys and tickets are not made here.

#[cfg(feature = "test-routes")]
use std::cell::Cell;

use uuid::Builder;

use crate::edge::platform::clock;

#[cfg(feature = "test-routes")]
thread_local! {
    /// The number of requests for which the runtime provides no randomness.
    static WITHHELD: Cell<u32> = const { Cell::new(0) };
}

/// Withholds the runtime's randomness from that many requests.
#[cfg(feature = "test-routes")]
pub fn withhold(requests: u32) {
    WITHHELD.set(requests);
}

/// A random number, for jitter. Without randomness it is zero, and all pauses are equal.
pub fn random() -> u32 {
    let mut bytes = [0_u8; 4];
    let _ = getrandom::fill(&mut bytes);
    u32::from_le_bytes(bytes)
}

/// The id of a request: a UUID of version 7 (RFC 9562) in 32 hexadecimal digits; `None` without
/// randomness. It begins with the time, so that the audit log's index of ids grows at its end: random
/// ids would change another page of it for each request.
pub fn request_id() -> Option<String> {
    #[cfg(feature = "test-routes")]
    {
        let left = WITHHELD.get();
        WITHHELD.set(left.saturating_sub(1));
        if left > 0 {
            return None;
        }
    }
    let mut bytes = [0_u8; 10];
    getrandom::fill(&mut bytes).ok()?;
    let id = Builder::from_unix_timestamp_millis(clock::now_ms(), &bytes).into_uuid();
    Some(id.simple().to_string())
}
