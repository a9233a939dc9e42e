//! Between the Worker, the accounts and a vendor's gate. Each path is below the product's name.

use serde::{Deserialize, Serialize};

use crate::metrics::Counters;
use crate::reset::call_report::CallReport;

/// Where a place in the queue is reserved; the body is the account's tag.
pub const RESERVE: &str = "reserve";
/// Where such a reservation is released.
pub const RELEASE: &str = "release";
/// Where a permit is asked for.
pub const PERMIT: &str = "permit";
/// Where a call to the vendor is reported.
pub const REPORT: &str = "report";
/// Where the limits are read that were learned; the body is what was counted elsewhere.
pub const LEARNED: &str = "learned";
/// Where all is read that is remembered of refusals.
pub const REMEMBERED: &str = "remembered";
/// Where learned limits are forgotten.
pub const FORGET: &str = "forget";
/// Where a learned limit is made to apply to every account.
pub const ADOPT: &str = "adopt";
/// Where the gate's status is read; the body is what was counted elsewhere.
pub const STATUS: &str = "status";
/// Where it is asked whether the gate can do its part.
pub const READY: &str = "ready";

/// A report on its way to the gate, with the counters of the isolate that sends it.
#[derive(Serialize, Deserialize)]
pub struct Reported {
    /// The call.
    pub report: CallReport,
    /// What has nothing to do with it.
    pub counted: Counters,
}
