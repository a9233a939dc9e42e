//! The messages between the Worker and its Durable Objects: the names of the calls, the messages and the
//! answers in JSON.

pub mod account;
pub mod audit_log;
pub mod caller_rate;
pub mod gate;
