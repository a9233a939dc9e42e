//! The messages between the Worker and its Durable Objects: the paths, and the bodies in JSON.

pub mod account;
pub mod audit_log;
pub mod caller_rate;
pub mod gate;
