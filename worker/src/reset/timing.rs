//! How long the parts of an attempt took, for the callers that may know: clients and operators. A person or a
//! stranger is not told, because the durations say something about the vendor, the queue and other callers.

use serde::{Deserialize, Serialize};

use crate::callers::caller::CallerClass;

/// The header with the durations (W3C Server Timing).
pub const HEADER: &str = "Server-Timing";

/// The durations of an attempt, in milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timing {
    /// Waiting for the account's turn.
    pub turn_ms: u64,
    /// Waiting for the vendor's queue and its token.
    pub queue_ms: u64,
    /// The calls to the vendor.
    pub vendor_ms: u64,
}

impl Timing {
    /// Adds the durations of one try.
    pub fn add(&mut self, queue_ms: u64, vendor_ms: u64) {
        self.queue_ms = self.queue_ms.saturating_add(queue_ms);
        self.vendor_ms = self.vendor_ms.saturating_add(vendor_ms);
    }
}

/// The value of the header for this class of caller; `None` if it may not know. Without an attempt only the
/// total is known.
pub fn header(class: CallerClass, total_ms: u64, timing: Option<Timing>) -> Option<String> {
    if class == CallerClass::Owner {
        return None;
    }
    let total = format!("total;dur={total_ms}");
    Some(timing.map_or(total.clone(), |Timing { turn_ms, queue_ms, vendor_ms }| {
        format!("{total}, turn;dur={turn_ms}, queue;dur={queue_ms}, vendor;dur={vendor_ms}")
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_clients_and_operators_are_told() {
        let mut timing = Timing { turn_ms: 3, ..Timing::default() };
        timing.add(5, 40);
        timing.add(1, 2);
        let all = "total;dur=60, turn;dur=3, queue;dur=6, vendor;dur=42";
        for (class, with, without) in [
            (CallerClass::Owner, None, None),
            (CallerClass::Clients, Some(all), Some("total;dur=60")),
            (CallerClass::Operators, Some(all), Some("total;dur=60")),
        ] {
            assert_eq!(header(class, 60, Some(timing)).as_deref(), with);
            assert_eq!(header(class, 60, None).as_deref(), without);
        }
    }
}
