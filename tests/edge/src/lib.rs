//! The Worker on `workerd`, driven from outside over HTTP, against the simulated vendors.
//!
//! Every test starts its own stack with a free port, new secrets and an empty disk. `cargo xtask build`
//! and `cargo build --package passgate-simulator` must run first; `cargo xtask test` does everything.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "test support may panic"
)]

mod ask;
mod audit;
pub mod burst;
mod credentials;
mod documented;
mod edge;
mod issuer;
pub mod needles;
mod people;
mod receiver;
mod tables;
mod vendor;
mod wait;

pub use ask::{Ask, Told};
pub use audit::{longest_attempt, rows, verified};
pub use credentials::IdToken;
pub use edge::Edge;
pub use issuer::Issuer;
pub use people::Person;
pub use receiver::{Answer, Received, Receiver, WEBHOOK_SECRET};
pub use wait::wait_for;
