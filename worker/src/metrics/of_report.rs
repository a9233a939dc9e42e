//! What the calls to a vendor say in numbers.

use crate::metrics::counters::Tally;
use crate::metrics::family::Family;
use crate::reset::call_report::Observation;

/// Counts a call, and what of it the vendor refused.
pub fn count_report(tally: &mut Tally, observation: &Observation) {
    let seen = &observation.seen;
    tally.count(Family::VendorCalls, &[seen.outcome().name(), seen.cause().name()]);
    tally.took(Family::VendorCallSeconds, &[], observation.took_ms);
}

#[cfg(test)]
mod tests {
    use passgate_wire::Outcome;

    use super::*;
    use crate::reset::call_report::Seen;
    use crate::reset::disposition::Cause;

    #[test]
    fn each_call_is_counted_by_its_outcome_and_cause() {
        let mut tally = Tally::default();
        for seen in [
            Seen::Done { disproved: Vec::new() },
            Seen::Drift { violations: Vec::new(), rules: Vec::new(), taught: Vec::new() },
            Seen::Refused { outcome: Outcome::UserNotFound },
            Seen::Throttled { retry_after_seconds: Some(3) },
            Seen::Unclear { cause: Cause::ServerError },
            Seen::Silence,
        ] {
            count_report(&mut tally, &Observation { seen, took_ms: 7 });
        }
        let counted: Vec<_> = tally.of(Family::VendorCalls).collect();
        let expected = [
            vec!["done", "vendor"],
            vec!["refused-password", "vendor"],
            vec!["too-often", "vendor"],
            vec!["unknown", "no-answer"],
            vec!["unknown", "server-error"],
            vec!["user-not-found", "vendor"],
        ];
        assert_eq!(counted, expected.map(|labels| (labels, 1)));
    }
}
