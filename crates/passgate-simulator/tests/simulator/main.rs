//! The simulator over real sockets: every code of the vendors' pages, every fault, the control API and
//! the program itself.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "test helpers may panic"
)]

mod bench;
mod breaches;
mod control;
mod eiam_change;
mod eiam_rest;
mod eiam_token;
mod faults;
mod feishu_fields;
mod feishu_reset;
mod feishu_token;
mod habits;
mod oidc;
mod pages;
mod program;
mod raw;
