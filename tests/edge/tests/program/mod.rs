//! The program `passgate` on a configuration file, with the Worker that ships.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "test code; clippy.toml exempts only functions marked as tests"
)]

mod backup;
mod check;
mod deployment;
mod doctor;
mod link;
mod mistakes;
#[cfg(feature = "measured")]
mod release;
mod runbooks;
mod serve;
mod side_by_side;
mod tls;
