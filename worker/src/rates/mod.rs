//! Rate limits: the algorithm, what is counted by address, and what is taken ahead.

pub mod address;
pub mod gcra;
pub mod lease;
