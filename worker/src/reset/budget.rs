//! The ten seconds of one attempt, from its intent to its answer, and how far into them each part
//! of it may reach, whatever hangs:
//!
//! | until | what |
//! |---|---|
//! | 9 s | the vendor's queue and its token, the call, a pause, a second try |
//! | 9.5 s | its gate is told of the last call |
//! | 10 s | the outcome is written and the answer given |
//!
//! The last half second is for a disk and for timers that are late: nothing is waited for in it.

use crate::base::moment;
use crate::config::LONGEST_DEADLINE_MS;
use crate::gate::LONGEST_WAIT_MS;
use crate::reset::retry::WORTHWHILE_MS;

/// The longest from an attempt's intent to its answer, in milliseconds.
pub const WHOLE_MS: u64 = 10_000;
/// The longest a vendor may take for one call, to the last byte of its reply, in milliseconds.
pub const CALL_MS: u64 = 8_000;
/// The longest it may take for a token, in milliseconds: a second try has time for another, and for
/// its call.
pub const TOKEN_MS: u64 = 5_000;
/// The longest a report to the gate may take, in milliseconds.
pub const REPORT_MS: u64 = 2_000;

/// An intent that is older and has no outcome was left behind: the longest an attempt takes and what a slow
/// machine adds to it, in milliseconds.
pub const SETTLE_MS: u64 = WHOLE_MS + 2_000;
/// The longest a reset waits for its account's turn, in milliseconds.
pub const TURN_MS: u64 = 10_000;
/// The longest an account may take for a reset, from when it is asked, in milliseconds.
pub const ACCOUNT_MS: u64 = TURN_MS + SETTLE_MS;
/// How much longer it is waited for than it may take, in milliseconds.
pub const GRACE_MS: u64 = 1_000;
/// The longest anything is waited for that an object answers at once, in milliseconds.
pub const QUICK_MS: u64 = 5_000;
/// The longest a user token's proof is waited for, in milliseconds.
pub const VERIFY_MS: u64 = 6_000;

/// By when a request's body has come whole, from the moment the request came, in milliseconds.
const BODY_MS: u64 = 8_000;
/// What is left for it at least: proving a credential may have taken a while.
const LEAST_BODY_MS: u64 = 2_000;

/// The longest a permit is waited for: a token, the queue, and the way there and back.
const PERMIT_MS: u64 = TOKEN_MS + LONGEST_WAIT_MS + 250;
/// How far the vendor's part reaches.
const CALLS_MS: u64 = 9_000;
/// Until when the last call is reported.
const REPORTED_MS: u64 = 9_500;

/// The longest a person's browser waits for the answer to a submission, in milliseconds, whatever hangs:
/// the body, the policy in force, the breaches, a place in the vendor's queue, the account, and the policy
/// again that a refusal names.
pub const SUBMISSION_MS: u64 =
    BODY_MS + REPORT_MS + LONGEST_DEADLINE_MS + REPORT_MS + ACCOUNT_MS + GRACE_MS + REPORT_MS + REPORT_MS;

/// How long a reservation in the vendor's queue may take, for a request that came at that moment:
/// with what went before, no longer than an attempt may take; and never so briefly that a busy gate is
/// taken for a silent one.
pub fn for_reservation(came_at_ms: u64, now_ms: u64) -> u64 {
    came_at_ms.saturating_add(WHOLE_MS).saturating_sub(now_ms).clamp(REPORT_MS, WHOLE_MS)
}

/// How much longer a body is waited for, of a request that came at that moment.
pub fn for_body(came_at_ms: u64, now_ms: u64) -> u64 {
    came_at_ms.saturating_add(BODY_MS).saturating_sub(now_ms).clamp(LEAST_BODY_MS, BODY_MS)
}

/// What is left to one attempt.
#[derive(Clone, Copy, Debug)]
pub struct Budget {
    intent_at_ms: u64,
}

impl Budget {
    /// Of the attempt whose intent was written at that moment.
    pub const fn of(intent_at_ms: u64) -> Self {
        Self { intent_at_ms }
    }

    /// How long calls may go on.
    pub fn for_calls(&self, now_ms: u64) -> u64 {
        self.left(CALLS_MS, now_ms)
    }

    /// How long a permit is waited for: one that left no time to call would be wasted.
    pub fn for_permit(&self, now_ms: u64) -> u64 {
        self.for_calls(now_ms).saturating_sub(WORTHWHILE_MS).min(PERMIT_MS)
    }

    /// How long one call may take; `None` when it is not worth beginning.
    pub fn for_call(&self, now_ms: u64) -> Option<u64> {
        let left_ms = self.for_calls(now_ms);
        (left_ms >= WORTHWHILE_MS).then_some(left_ms.min(CALL_MS))
    }

    /// How long a report to the gate may take.
    pub fn for_report(&self, now_ms: u64) -> u64 {
        self.left(REPORTED_MS, now_ms).min(REPORT_MS)
    }

    /// A clock that is set back meanwhile gives an attempt no more than it had at first.
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
    /// Parts of what may be waited for at the most, in thousandths; the last is a hang.
    const PARTS: [u64; 6] = [0, 1, 300, 700, 999, 1_000];

    fn refused(reason: Reason) -> Attempt {
        let (code, message) = ("1".to_owned(), Message::None);
        Attempt::Answered(Answer::Refused(Refusal { code, message, ..Refusal::of(reason) }))
    }

    /// All that can be tried again, and two that cannot.
    fn attempts() -> Vec<Attempt> {
        let throttled = |seconds| refused(Reason::Throttled { retry_after_seconds: Some(seconds) });
        let mut attempts: Vec<Attempt> = (1..=9).map(throttled).collect();
        attempts.extend([refused(Reason::StaleToken), Attempt::NotSent, Attempt::NoAnswer]);
        attempts.push(refused(Reason::Password(Vec::new())));
        attempts
    }

    #[test]
    fn a_clock_that_is_set_back_gives_an_attempt_no_more_than_it_had() {
        let budget = Budget::of(INTENT_AT_MS);
        for back_ms in [0, 1, 1_000, 3_600_000, INTENT_AT_MS] {
            let now_ms = INTENT_AT_MS - back_ms;
            assert_eq!(budget.for_calls(now_ms), CALLS_MS, "{back_ms}");
            assert!(budget.for_permit(now_ms) <= PERMIT_MS && budget.for_report(now_ms) <= REPORT_MS);
            assert_eq!(budget.for_call(now_ms), Some(CALL_MS));
        }
    }

    /// The moments at which an attempt may end that goes the way of `call_vendor` from `now_ms`.
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
                    let told_ms = answered_ms.saturating_add(budget.for_report(answered_ms));
                    tried.extend(attempts().into_iter().map(|attempt| (told_ms, attempt)));
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
    fn what_comes_before_the_line_is_taken_off_the_wait_for_a_place() {
        let at = |late_ms| for_reservation(INTENT_AT_MS, INTENT_AT_MS + late_ms);
        assert_eq!([at(0), at(2_000), at(8_000), at(60_000)], [10_000, 8_000, 2_000, 2_000]);
        // A clock that was set back makes nobody wait longer.
        assert_eq!(for_reservation(INTENT_AT_MS, 0), WHOLE_MS);
    }

    #[test]
    fn a_body_has_eight_seconds_from_the_requests_coming_and_two_at_least() {
        let at = |late_ms| for_body(INTENT_AT_MS, INTENT_AT_MS + late_ms);
        assert_eq!([at(0), at(1_000), at(6_000), at(60_000)], [8_000, 7_000, 2_000, 2_000]);
        // A clock that was set back gives no body longer.
        assert_eq!(for_body(INTENT_AT_MS, 0), 8_000);
    }

    #[test]
    fn nothing_is_waited_for_when_it_is_over() {
        let budget = Budget::of(INTENT_AT_MS);
        let over_ms = INTENT_AT_MS + WHOLE_MS;
        assert_eq!((budget.for_calls(over_ms), budget.for_permit(over_ms)), (0, 0));
        assert_eq!((budget.for_call(over_ms), budget.for_report(over_ms)), (None, 0));
    }
}
