//! The calls to each Durable Object, and what is read from several of them.

pub mod account;
pub mod audit_log;
pub mod caller_rate;
pub mod effective_policy;
pub mod gate;
