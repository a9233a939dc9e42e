//! Between the Worker, the accounts and a vendor's gate. Each path is below the product's name.

use serde::{Deserialize, Serialize};

use crate::metrics::Tally;
use crate::reset::call_report::Observation;

/// Where a place in the line is taken ahead, below the product's name; the body is the account's
/// tag.
pub const KNOCK: &str = "knock";
/// Where such a place is given up again.
pub const UNKNOCK: &str = "unknock";
/// Where a permit is asked for.
pub const GRANT: &str = "grant";
/// Where it is told what came of a call.
pub const OBSERVE: &str = "observe";
/// Where the limits are read that were learned; the body is what was counted elsewhere.
pub const LEARNED: &str = "learned";
/// Where all is read that is remembered of refusals.
pub const REMEMBERED: &str = "remembered";
/// Where learned limits are forgotten.
pub const FORGET: &str = "forget";
/// Where a learned limit is made everybody's.
pub const ADOPT: &str = "adopt";
/// Where it is read how the gate stands; the body is what was counted elsewhere.
pub const STANDING: &str = "standing";
/// Where it is asked whether the gate can do its part.
pub const READY: &str = "ready";

/// An observation on its way to the gate, with what was counted where it comes from.
#[derive(Serialize, Deserialize)]
pub struct Told {
    /// The call.
    pub observation: Observation,
    /// What has nothing to do with it.
    pub counted: Tally,
}
