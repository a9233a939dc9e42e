//! Which tries are made again: only what the vendor certainly did not execute, once, and only
//! where there is time to finish it.

use passgate_wire::{Answer, Reason};

use crate::reset::outcome::Attempt;

/// How often a call may be made for one reset.
const MAX_TRIES: u32 = 2;
/// A try that could not be finished is not begun, in milliseconds.
pub const WORTHWHILE_MS: u64 = 1_000;
/// What was not reached is left alone for so long, in milliseconds.
const NOT_REACHED_PAUSE_MS: u64 = 250;

/// How long to wait before the next try, in milliseconds, after so many that came to this;
/// `None` when there is none.
///
/// | after | again |
/// |---|---|
/// | not sent, or no token to be had | yes, after a moment |
/// | the vendor says: too fast | yes, when it says, if that is in time |
/// | the vendor says: stale token | yes, with a new one |
/// | the gate says: wait, or closed | no: it has waited for us already |
/// | anything else, no answer above all | no |
pub fn pause_ms(tries: u32, attempt: &Attempt, left_ms: u64) -> Option<u64> {
    let pause_ms = match attempt {
        Attempt::NotSent => NOT_REACHED_PAUSE_MS,
        Attempt::Answered(Answer::Refused(refusal)) => match refusal.reason {
            Reason::StaleToken => 0,
            Reason::Throttled { retry_after_seconds } => {
                u64::from(retry_after_seconds.unwrap_or(1).max(1)).saturating_mul(1_000)
            }
            _ => return None,
        },
        _ => return None,
    };
    let in_time = left_ms >= pause_ms.saturating_add(WORTHWHILE_MS);
    (tries < MAX_TRIES && in_time).then_some(pause_ms)
}

#[cfg(test)]
mod tests {
    use passgate_wire::{Refusal, UnknownCause};

    use super::*;

    fn refused(reason: Reason) -> Attempt {
        Attempt::Answered(Answer::Refused(Refusal { code: "1".to_owned(), ..Refusal::of(reason) }))
    }

    #[test]
    fn only_what_was_not_executed_is_tried_again() {
        let throttled = |seconds| Reason::Throttled { retry_after_seconds: seconds };
        let rows = [
            (Attempt::NotSent, Some(250)),
            (refused(Reason::StaleToken), Some(0)),
            (refused(throttled(None)), Some(1_000)),
            (refused(throttled(Some(0))), Some(1_000)),
            (refused(throttled(Some(3))), Some(3_000)),
            (refused(throttled(Some(9))), None),
            (refused(throttled(Some(u32::MAX))), None),
            (Attempt::NoAnswer, None),
            (Attempt::NoToken, None),
            (Attempt::Throttled { retry_after_seconds: 1 }, None),
            (Attempt::Answered(Answer::Done { user_id: None }), None),
            (Attempt::Answered(Answer::Unknown(UnknownCause::ServerError(503))), None),
            (refused(Reason::Password(Vec::new())), None),
            (refused(Reason::DailyLimit), None),
            (refused(Reason::NotEligible), None),
            (refused(Reason::UserNotFound), None),
            (refused(Reason::MissingMobile), None),
            (refused(Reason::MissingEmail), None),
            (refused(Reason::DeliveryFailed), None),
            (refused(Reason::SendMode), None),
            (refused(Reason::Configuration), None),
            (refused(Reason::BadRequest), None),
            (refused(Reason::Undocumented), None),
        ];
        for (attempt, expected) in rows {
            assert_eq!(pause_ms(1, &attempt, 9_000), expected, "{attempt:?}");
            assert_eq!(pause_ms(2, &attempt, 9_000), None, "{attempt:?}");
        }
    }

    #[test]
    fn a_try_that_could_not_be_finished_is_not_begun() {
        let stale = refused(Reason::StaleToken);
        assert_eq!(pause_ms(1, &stale, WORTHWHILE_MS), Some(0));
        assert_eq!(pause_ms(1, &stale, WORTHWHILE_MS - 1), None);
        let throttled = refused(Reason::Throttled { retry_after_seconds: Some(3) });
        assert_eq!(pause_ms(1, &throttled, 4_000), Some(3_000));
        assert_eq!(pause_ms(1, &throttled, 3_999), None);
    }
}
