//! Sockets and HTTP messages, independent of the vendors.

mod body;
mod message;
mod serve;
mod stream;

pub(crate) use body::Pace;
pub(crate) use message::{Head, Reply, Request};
pub(crate) use serve::{Answer, Bodies, Breaking, Handler, serve};
