//! The messages between the Worker, the accounts' objects and a vendor's gate. Each path is below the
//! product's name.

use serde::{Deserialize, Serialize};

use crate::gate::permit::PermitRequest;
use crate::metrics::Counters;
use crate::reset::call_report::CallReport;

/// The path that reserves a place in the queue; the body is the account's tag.
pub const RESERVE: &str = "reserve";
/// The path that releases a reservation.
pub const RELEASE: &str = "release";
/// The path that requests a permit.
pub const PERMIT: &str = "permit";
/// The path that brings the sender's news.
pub const REPORT: &str = "report";
/// The path that reads the learned limits; the body is the sender's news.
pub const LEARNED: &str = "learned";
/// The path that reads everything that the gate remembers of refusals.
pub const REMEMBERED: &str = "remembered";
/// The path that clears learned limits.
pub const FORGET: &str = "forget";
/// The path that adopts a learned limit for all accounts.
pub const ADOPT: &str = "adopt";
/// The path that reads the gate's status; the body is the sender's news.
pub const STATUS: &str = "status";
/// The path that checks whether the gate is ready.
pub const READY: &str = "ready";

/// What an isolate has not told the gate yet. It goes with the next message that has a place for it.
#[derive(Default, Serialize, Deserialize)]
pub struct News {
    /// The reports of calls, in order.
    pub reports: Vec<CallReport>,
    /// The isolate's counters, which are independent of the reports.
    pub counted: Counters,
}

/// A request for a permit, with the news of the sender.
#[derive(Serialize, Deserialize)]
pub struct Asked {
    /// The request.
    pub ask: PermitRequest,
    /// The news, which the gate takes in first.
    pub news: News,
}
