//! The ten seconds of one attempt, from its intent to its answer. The table shows by when each part
//! ends, whatever hangs:
//!
//! | until | what |
//! |---|---|
//! | 9 s | the vendor's queue and its token, the call, a pause, a second try |
//! | 9.5 s | the report of the last call to the gate |
//! | 10 s | the outcome is written and the answer sent |
//!
//! The last half second is reserved for a slow disk and late timers. No part waits in it.

use crate::base::moment;
use crate::config::LONGEST_DEADLINE_MS;
use crate::gate::LONGEST_WAIT_MS;
use crate::reset::retry::WORTHWHILE_MS;

/// The longest time from an attempt's intent to its answer, in milliseconds.
pub const WHOLE_MS: u64 = 10_000;
/// The timeout of one vendor call, to the last byte of its reply, in milliseconds.
pub const CALL_MS: u64 = 8_000;
/// The timeout of a token call, in milliseconds. A second try must have time for another token call and
/// for its vendor call.
pub const TOKEN_MS: u64 = 5_000;
/// The timeout of a report to the gate, in milliseconds.
pub const REPORT_MS: u64 = 2_000;

/// The age at which an intent without an outcome counts as interrupted, in milliseconds: the longest
/// time of an attempt plus the delay of a slow machine.
pub const SETTLE_MS: u64 = WHOLE_MS + 2_000;
/// The longest wait of a reset for its account's turn, in milliseconds.
pub const TURN_MS: u64 = 10_000;
/// The longest time that an account's object may take for a reset, from the request, in milliseconds.
pub const ACCOUNT_MS: u64 = TURN_MS + SETTLE_MS;
/// How much longer than its limit the caller of an object waits, in milliseconds.
pub const GRACE_MS: u64 = 1_000;
/// The timeout for a request that an object answers at once, in milliseconds.
pub const QUICK_MS: u64 = 5_000;
/// The timeout for the verification of a user token, in milliseconds.
pub const VERIFY_MS: u64 = 6_000;

/// By when the body of a request must be complete, from the arrival of the request, in milliseconds.
const BODY_MS: u64 = 8_000;
/// The minimum time that is left for the body, as the authentication may have taken a while, in
/// milliseconds.
const LEAST_BODY_MS: u64 = 2_000;

/// The longest wait for a permit: a token, the queue, and the round trip.
const PERMIT_MS: u64 = TOKEN_MS + LONGEST_WAIT_MS + 250;
/// By when the calls to the vendor end.
const CALLS_MS: u64 = 9_000;
/// By when the last call is reported.
const REPORTED_MS: u64 = 9_500;

/// The longest a person's browser waits for the answer to a submission, in milliseconds, even if every part
/// times out: the body, the policy, the breach search, the reservation, the account, and the policy for
/// the refusal.
pub const SUBMISSION_MS: u64 =
    BODY_MS + REPORT_MS + LONGEST_DEADLINE_MS + REPORT_MS + ACCOUNT_MS + GRACE_MS + REPORT_MS + REPORT_MS;

/// How long a reservation in the vendor's queue may take, for a request that arrived at `came_at_ms`:
/// together with the time already spent, at most the time of an attempt, and at least long enough that a
/// busy gate can answer.
pub fn for_reservation(came_at_ms: u64, now_ms: u64) -> u64 {
    came_at_ms.saturating_add(WHOLE_MS).saturating_sub(now_ms).clamp(REPORT_MS, WHOLE_MS)
}

/// How much longer to wait for the body of a request that arrived at `came_at_ms`.
pub fn for_body(came_at_ms: u64, now_ms: u64) -> u64 {
    came_at_ms.saturating_add(BODY_MS).saturating_sub(now_ms).clamp(LEAST_BODY_MS, BODY_MS)
}

/// The remaining time of one attempt.
#[derive(Clone, Copy, Debug)]
pub struct Budget {
    intent_at_ms: u64,
}

impl Budget {
    /// The budget of an attempt whose intent was written at that time.
    pub const fn of(intent_at_ms: u64) -> Self {
        Self { intent_at_ms }
    }

    /// How long vendor calls may continue.
    pub fn for_calls(&self, now_ms: u64) -> u64 {
        self.left(CALLS_MS, now_ms)
    }

    /// How long to wait for a permit. A permit that leaves no time to call would be wasted.
    pub fn for_permit(&self, now_ms: u64) -> u64 {
        self.for_calls(now_ms).saturating_sub(WORTHWHILE_MS).min(PERMIT_MS)
    }

    /// How long one call may take; `None` when too little time is left to start it.
    pub fn for_call(&self, now_ms: u64) -> Option<u64> {
        let left_ms = self.for_calls(now_ms);
        (left_ms >= WORTHWHILE_MS).then_some(left_ms.min(CALL_MS))
    }

    /// How long a report to the gate may take.
    pub fn for_report(&self, now_ms: u64) -> u64 {
        self.left(REPORTED_MS, now_ms).min(REPORT_MS)
    }

    /// A clock that is set back during an attempt gives it no more time than it had at first.
    fn left(self, until_ms: u64, now_ms: u64) -> u64 {
        moment::past(self.intent_at_ms, now_ms).saturating_add(until_ms).saturating_sub(now_ms)
    }
}

#[cfg(test)]
mod tests {
    use passgate_wire::{Answer, Message, Reason, Refusal};

    use super::*;
    use crate::reset::outcome::Attempt;
    use crate::reset::retry::pause_ms;

    const INTENT_AT_MS: u64 = 1_800_000_000_000;
    /// Fractions of the longest wait, in thousandths. The last one is a hang.
    const PARTS: [u64; 6] = [0, 1, 300, 700, 999, 1_000];

    fn refused(reason: Reason) -> Attempt {
        let (code, message) = ("1".to_owned(), Message::None);
        Attempt::Answered(Answer::Refused(Refusal { code, message, ..Refusal::of(reason) }))
    }

    /// All attempts that can be retried, and two that cannot.
    fn attempts() -> Vec<Attempt> {
        let throttled = |seconds| refused(Reason::Throttled { retry_after_seconds: Some(seconds) });
        let mut attempts: Vec<Attempt> = (1..=9).map(throttled).collect();
        attempts.extend([refused(Reason::StaleToken), Attempt::NotSent, Attempt::NoAnswer]);
        attempts.push(refused(Reason::Password(Vec::new())));
        attempts
    }

    #[test]
    fn a_clock_that_is_set_back_does_not_extend_an_attempt() {
        let budget = Budget::of(INTENT_AT_MS);
        for back_ms in [0, 1, 1_000, 3_600_000, INTENT_AT_MS] {
            let now_ms = INTENT_AT_MS - back_ms;
            assert_eq!(budget.for_calls(now_ms), CALLS_MS, "{back_ms}");
            assert!(budget.for_permit(now_ms) <= PERMIT_MS && budget.for_report(now_ms) <= REPORT_MS);
            assert_eq!(budget.for_call(now_ms), Some(CALL_MS));
        }
    }

    /// The times at which an attempt may end that follows `call_vendor` from `now_ms`.
    fn ends(budget: Budget, tries: u32, now_ms: u64, ends: &mut Vec<u64>) {
        let after = |from_ms: u64, of_ms: u64, part: u64| {
            from_ms.saturating_add(of_ms.saturating_mul(part).div_ceil(1_000))
        };
        for waited in PARTS {
            let granted_ms = after(now_ms, budget.for_permit(now_ms), waited);
            let mut tried = vec![(granted_ms, Attempt::NotSent)];
            if let Some(call_ms) = budget.for_call(granted_ms) {
                for took in PARTS {
                    let answered_ms = after(granted_ms, call_ms, took);
                    let reported_ms = answered_ms.saturating_add(budget.for_report(answered_ms));
                    tried.extend(attempts().into_iter().map(|attempt| (reported_ms, attempt)));
                }
            }
            for (at_ms, attempt) in tried {
                match pause_ms(tries, &attempt, budget.for_calls(at_ms)) {
                    Some(pause_ms) => {
                        self::ends(budget, tries.saturating_add(1), at_ms.saturating_add(pause_ms), ends)
                    }
                    None => ends.push(at_ms),
                }
            }
        }
    }

    #[test]
    fn an_attempt_ends_within_ten_seconds_whatever_hangs() {
        let mut all = Vec::new();
        ends(Budget::of(INTENT_AT_MS), 1, INTENT_AT_MS, &mut all);
        let latest = all.iter().max().unwrap() - INTENT_AT_MS;
        assert!(all.len() > 10_000, "{}", all.len());
        assert!((REPORTED_MS - 100..=REPORTED_MS).contains(&latest), "{latest}");
        const { assert!(REPORTED_MS < WHOLE_MS) };
    }

    #[test]
    fn a_permit_leaves_time_for_its_call() {
        let budget = Budget::of(INTENT_AT_MS);
        for late_ms in (0..12_000).step_by(50) {
            let now_ms = INTENT_AT_MS + late_ms;
            let permit_ms = budget.for_permit(now_ms);
            assert!(permit_ms == 0 || budget.for_call(now_ms + permit_ms).is_some(), "{late_ms}");
        }
        assert_eq!(budget.for_call(INTENT_AT_MS), Some(CALL_MS));
        assert_eq!(budget.for_call(INTENT_AT_MS + CALLS_MS - WORTHWHILE_MS), Some(WORTHWHILE_MS));
        assert_eq!(budget.for_call(INTENT_AT_MS + CALLS_MS - WORTHWHILE_MS + 1), None);
    }

    #[test]
    fn a_submission_is_answered_in_time_whatever_hangs() {
        let body_ms = for_body(INTENT_AT_MS, INTENT_AT_MS + QUICK_MS) + QUICK_MS;
        let searched_ms = body_ms + REPORT_MS + LONGEST_DEADLINE_MS;
        // A quick request waits longer for its place, and is no later for it.
        for came_ms in [0, 5_000, searched_ms] {
            let reserved_ms = came_ms + for_reservation(INTENT_AT_MS, INTENT_AT_MS + came_ms);
            assert!(reserved_ms + ACCOUNT_MS + GRACE_MS + 2 * REPORT_MS <= SUBMISSION_MS, "{came_ms}");
        }
    }

    #[test]
    fn time_spent_before_the_reservation_shortens_its_wait() {
        let at = |late_ms| for_reservation(INTENT_AT_MS, INTENT_AT_MS + late_ms);
        assert_eq!([at(0), at(2_000), at(8_000), at(60_000)], [10_000, 8_000, 2_000, 2_000]);
        // A clock that was set back does not extend a wait.
        assert_eq!(for_reservation(INTENT_AT_MS, 0), WHOLE_MS);
    }

    #[test]
    fn a_body_has_eight_seconds_from_arrival_and_at_least_two() {
        let at = |late_ms| for_body(INTENT_AT_MS, INTENT_AT_MS + late_ms);
        assert_eq!([at(0), at(1_000), at(6_000), at(60_000)], [8_000, 7_000, 2_000, 2_000]);
        // A clock that was set back does not extend the time for a body.
        assert_eq!(for_body(INTENT_AT_MS, 0), 8_000);
    }

    #[test]
    fn an_exhausted_budget_allows_no_wait() {
        let budget = Budget::of(INTENT_AT_MS);
        let over_ms = INTENT_AT_MS + WHOLE_MS;
        assert_eq!((budget.for_calls(over_ms), budget.for_permit(over_ms)), (0, 0));
        assert_eq!((budget.for_call(over_ms), budget.for_report(over_ms)), (None, 0));
    }
}
