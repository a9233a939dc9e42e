//! The messages between the Worker, the accounts' objects and a vendor's gate.

use serde::{Deserialize, Serialize};

use crate::gate::permit::PermitRequest;
use crate::metrics::Counters;
use crate::reset::call_report::CallReport;

/// The call that reserves a place in the queue; the message is the account's tag.
pub const RESERVE: &str = "reserve";
/// The call that releases a reservation.
pub const RELEASE: &str = "release";
/// The call that requests a permit.
pub const PERMIT: &str = "permit";
/// The call that brings the sender's news.
pub const REPORT: &str = "report";
/// The call that reads the learned limits; the message is the sender's news.
pub const LEARNED: &str = "learned";
/// The call that reads everything that the gate remembers of refusals.
pub const REMEMBERED: &str = "remembered";
/// The call that clears learned limits.
pub const FORGET: &str = "forget";
/// The call that adopts a learned limit for all accounts.
pub const ADOPT: &str = "adopt";
/// The call that reads the gate's status; the message is the sender's news.
pub const STATUS: &str = "status";
/// The call that checks whether the gate is ready.
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
