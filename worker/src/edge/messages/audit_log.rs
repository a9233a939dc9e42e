//! Between the Worker, the accounts and the audit log.

use passgate_audit::Event;
use serde::{Deserialize, Serialize};

/// Where events are appended.
pub const APPEND: &str = "/append";
/// Where rows are read.
pub const READ: &str = "/read";
/// Where the log's status is read; the body is its name.
pub const STATUS: &str = "/status";
/// Where a test has the log rewritten, which must fail.
#[cfg(feature = "test-routes")]
pub const REWRITE: &str = "/rewrite";
/// The header with the place to go on after, where there is more.
pub const NEXT: &str = "Passgate-Next";

/// Events of one log.
#[derive(Serialize, Deserialize)]
pub struct Appended {
    /// Whose: the product.
    pub log: String,
    /// The events, in their order.
    pub events: Vec<Event>,
}

/// A page of the log.
#[derive(Serialize, Deserialize)]
pub struct Page {
    /// Whose: the product.
    pub log: String,
    /// The rows behind this one.
    pub after: u64,
    /// The most rows of the page.
    pub limit: u64,
    /// Only those of the account with this tag.
    pub account: Option<String>,
}
