//! What a webhook is sent, and when a failed delivery is tried again.

mod message;
mod retry;

pub use message::{Content, Logged, Message, messages};
pub use retry::{LONGEST_MS, LONGEST_WITH_LINKS_MS, wait_ms};
