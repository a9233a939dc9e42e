//! The lowest layer. Nothing here depends on a route, a caller or a vendor's call.

pub mod client_secret;
pub mod fields;
pub mod json;
pub mod keys;
pub mod moment;
pub mod object;
pub mod random_secret;
pub mod webhook_secret;
mod words;

pub(crate) use words::words;
