//! What is asked of each Durable Object, and read of them together.

pub mod account;
pub mod audit_log;
pub mod caller_rate;
pub mod effective_policy;
pub mod gate;
