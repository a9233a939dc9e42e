//! Metrics counted from the reports of vendor calls.

use crate::metrics::counters::Counters;
use crate::metrics::family::Family;
use crate::reset::call_report::CallReport;

/// Counts a call and what the vendor refused in it.
pub fn count_report(counters: &mut Counters, report: &CallReport) {
    let result = &report.result;
    counters.count(Family::VendorCalls, &[result.outcome().name(), result.cause().name()]);
    counters.took(Family::VendorCallSeconds, &[], report.took_ms);
}

#[cfg(test)]
mod tests {
    use passgate_wire::Outcome;

    use super::*;
    use crate::reset::call_report::CallResult;
    use crate::reset::disposition::Cause;

    #[test]
    fn each_call_is_counted_by_its_outcome_and_cause() {
        let mut counters = Counters::default();
        for result in [
            CallResult::Done { disproved: Vec::new() },
            CallResult::Drift { violations: Vec::new(), rules: Vec::new(), taught: Vec::new() },
            CallResult::Refused { outcome: Outcome::UserNotFound },
            CallResult::Throttled { retry_after_seconds: Some(3) },
            CallResult::Unclear { cause: Cause::ServerError },
            CallResult::Silence,
        ] {
            count_report(&mut counters, &CallReport { result, took_ms: 7 });
        }
        let counted: Vec<_> = counters.of(Family::VendorCalls).collect();
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
