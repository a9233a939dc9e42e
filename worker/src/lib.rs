//! The edge: secrets, network, HTTP and durable state.
//!
//! The modules that make decisions do not depend on the platform, so native tests cover them. `edge`
//! holds the adapters to Cloudflare's runtime, which is also the open-source `workerd`. The modules,
//! from the lowest layer:
//!
//! | module | what it holds |
//! |---|---|
//! | [`base`] | keys, random secrets, time, object kinds, strict reading of JSON objects |
//! | [`rates`] | rate limits of callers, addresses and accounts |
//! | [`gate`] | calls to a vendor: rate limit, queue, circuit breaker, learned limits |
//! | [`config`] | the configuration |
//! | [`push`] | what webhooks are sent, and when a delivery is tried again |
//! | [`callers`] | credentials, tickets, and authorization |
//! | [`reset`] | a password call: request, checks, vendor call, answer, idempotency |
//! | [`metrics`] | counters, gauges and their exposition |
//! | [`http`] | routes, headers, errors in JSON |
//! | `edge` | the adapters |
//!
//! A module imports only from modules above it in this table. `crates/xtask/tests/floors.rs` checks
//! this.
//!
//! *In scope:* authentication and authorization, the handling of a password call, tickets, tokens,
//! configuration.
//! *Out of scope:* whether a password meets the policy (`passgate-core`), the vendors' bodies and codes
//! (`passgate-wire`).

pub mod base;
pub mod callers;
pub mod config;
pub mod gate;
pub mod http;
pub mod metrics;
pub mod push;
pub mod rates;
pub mod reset;

#[cfg(target_arch = "wasm32")]
pub mod edge;
