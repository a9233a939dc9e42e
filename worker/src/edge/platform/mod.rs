//! What the runtime gives: requests, answers, calls to objects.

pub mod incoming;
pub mod policy_cache;
pub mod stub;
