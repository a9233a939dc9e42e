//! The calls to each Durable Object, and the policy in force.

pub mod account;
pub mod audit_log;
pub mod caller_rate;
pub mod effective_policy;
pub mod gate;
pub mod news;
