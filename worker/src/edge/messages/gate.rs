//! The messages between the Worker, the accounts' objects and a vendor's gate. Each path is below the
//! product's name.

use serde::{Deserialize, Serialize};

use crate::metrics::Counters;
use crate::reset::call_report::CallReport;

/// The path that reserves a place in the queue; the body is the account's tag.
pub const RESERVE: &str = "reserve";
/// The path that releases a reservation.
pub const RELEASE: &str = "release";
/// The path that requests a permit.
pub const PERMIT: &str = "permit";
/// The path that reports a vendor call.
pub const REPORT: &str = "report";
/// The path that reads the learned limits; the body carries the sender's counters.
pub const LEARNED: &str = "learned";
/// The path that reads everything that the gate remembers of refusals.
pub const REMEMBERED: &str = "remembered";
/// The path that clears learned limits.
pub const FORGET: &str = "forget";
/// The path that adopts a learned limit for all accounts.
pub const ADOPT: &str = "adopt";
/// The path that reads the gate's status; the body carries the sender's counters.
pub const STATUS: &str = "status";
/// The path that checks whether the gate is ready.
pub const READY: &str = "ready";

/// A report to the gate, with the counters of the isolate that sends it.
#[derive(Serialize, Deserialize)]
pub struct Reported {
    /// The report of the call.
    pub report: CallReport,
    /// The sender's counters, which are independent of the report.
    pub counted: Counters,
}
