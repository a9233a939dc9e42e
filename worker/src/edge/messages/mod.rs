//! What the Worker and its Durable Objects say to each other: the paths, and the bodies in JSON.

pub mod account;
pub mod audit_log;
pub mod caller_rate;
pub mod gate;
