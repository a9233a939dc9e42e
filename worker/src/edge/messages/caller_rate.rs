//! The messages between the Worker and the Durable Object of a caller's rate limit.

use serde::{Deserialize, Serialize};

use crate::rates::gcra::{RateLimit, TooOften};

/// The call that takes permits.
pub const TAKE: &str = "take";

/// A request for permits of the rate limit.
#[derive(Serialize, Deserialize)]
pub struct Wanted {
    /// The caller's rate limit.
    pub rate: RateLimit,
    /// The maximum number to take at once.
    pub many: u32,
}

/// The number taken, at least one; or when to retry.
pub type Taken = Result<u32, TooOften>;
