//! The messages between the Worker, the accounts' objects and the audit log.

use passgate_audit::Event;
use serde::{Deserialize, Serialize};

/// The call that appends events.
pub const APPEND: &str = "append";
/// The call that reads rows.
pub const READ: &str = "read";
/// The call that reads the log's status; the message is the log's name.
pub const STATUS: &str = "status";
/// The call of a test that tries to rewrite the log, which must fail.
#[cfg(feature = "test-routes")]
pub const REWRITE: &str = "rewrite";

/// Events to append to one log.
#[derive(Serialize, Deserialize)]
pub struct Appended {
    /// The name of the log: the product.
    pub log: String,
    /// The events, in order.
    pub events: Vec<Event>,
}

/// A request for a page of the log.
#[derive(Serialize, Deserialize)]
pub struct Page {
    /// The name of the log: the product.
    pub log: String,
    /// Returns only rows after the row with this number.
    pub after: u64,
    /// The maximum number of rows in the page.
    pub limit: u64,
    /// Returns only rows of the account with this tag.
    pub account: Option<String>,
}

/// A page of the log.
#[derive(Serialize, Deserialize)]
pub struct Rows {
    /// The rows as lines of text.
    pub text: String,
    /// The row number to continue after, when there are more rows.
    pub next: Option<u64>,
}
