//! Rate limits: the algorithm, the limit by address, and leases.

pub mod address;
pub mod gcra;
pub mod lease;
