//! The Durable Objects.

mod audit_log;
mod caller_rate;
mod gate;
mod subject;
