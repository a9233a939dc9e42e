//! Between the Worker and the Durable Object of a caller's rate.

use serde::{Deserialize, Serialize};

use crate::rates::gcra::{RateLimit, TooOften};

/// A request to it.
#[derive(Serialize, Deserialize)]
pub struct Wanted {
    /// The caller's rate.
    pub rate: RateLimit,
    /// How many at once, at the most.
    pub many: u32,
}

/// How many were taken, at least one.
pub type Taken = Result<u32, TooOften>;
