//! The edge: secrets, network, HTTP and durable state.
//!
//! Everything that decides stands here and names no platform, so that it is tested natively;
//! [`edge`] holds the adapters to Cloudflare's runtime, which the open `workerd` is too.
//!
//! *In scope:* who may call, what is done with a password call, tickets, tokens, configuration.
//! *Out of scope:* whether a password is good (`passgate-core`), the vendors' bodies and codes
//! (`passgate-wire`).

pub mod account;
pub mod action;
pub mod address;
pub mod audit_query;
pub mod authorise;
pub mod bearer;
pub mod breaches;
pub mod budget;
pub mod call;
pub mod caller;
pub mod china_day;
pub mod client_secret;
pub mod client_token;
pub mod config;
pub mod cross_origin;
pub mod disposition;
pub mod drift;
pub mod fields;
pub mod files;
pub mod gate;
pub mod grant;
pub mod guard;
pub mod idempotency;
pub mod keys;
pub mod lease;
pub mod limits;
pub mod metrics;
pub mod mint;
pub mod moment;
pub mod observation;
pub mod outcome;
pub mod policy_tag;
pub mod problem;
pub mod random_secret;
pub mod rate;
pub mod readiness;
pub mod redelivery;
pub mod request_target;
pub mod retry;
pub mod routes;
pub mod sealed;
pub mod ticket;
pub mod unproven;
pub mod user_claims;
pub mod verdict;
mod words;

#[cfg(target_arch = "wasm32")]
pub mod edge;
