//! What a webhook is sent, and when a failed delivery is tried again.

mod message;
mod retry;

pub use message::{Logged, Message, messages};
pub use retry::{LONGEST_MS, wait_ms};
