//! The messages between the Worker, the accounts' objects and the audit log.

use passgate_audit::Event;
use serde::{Deserialize, Serialize};

use crate::callers::delivery::SealedLink;

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
    /// The links of some of them that webhooks deliver. They are not part of the log.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<MintedLink>,
}

/// The link of a minted ticket.
#[derive(Serialize, Deserialize)]
pub struct MintedLink {
    /// The id of the minting's event.
    pub event: String,
    /// The link, encrypted.
    pub link: SealedLink,
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
