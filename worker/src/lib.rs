//! The edge: secrets, network, HTTP and durable state.
//!
//! Everything that decides names no platform, so that it is tested natively; `edge` holds the
//! adapters to Cloudflare's runtime, which the open `workerd` is too. The modules, from the lowest:
//!
//! | module | what it holds |
//! |---|---|
//! | [`base`] | keys, random secrets, time, the actions, reading a JSON object field by field |
//! | [`rates`] | rate limits of callers, addresses and accounts |
//! | [`gate`] | calls to a vendor: rate, queue, circuit breaker, learned limits |
//! | [`config`] | the configuration |
//! | [`callers`] | credentials, tickets, and who may do what |
//! | [`reset`] | a password call: reading, checking, calling, answering, repeating |
//! | [`metrics`] | what is counted |
//! | [`http`] | routes, headers, errors in JSON |
//! | `edge` | the adapters |
//!
//! A module imports from those above it in this table only; a test holds it to that
//! (`crates/xtask/tests/floors.rs`).
//!
//! *In scope:* who may call, what is done with a password call, tickets, tokens, configuration.
//! *Out of scope:* whether a password is good (`passgate-core`), the vendors' bodies and codes
//! (`passgate-wire`).

pub mod base;
pub mod callers;
pub mod config;
pub mod gate;
pub mod http;
pub mod metrics;
pub mod rates;
pub mod reset;

#[cfg(target_arch = "wasm32")]
pub mod edge;
