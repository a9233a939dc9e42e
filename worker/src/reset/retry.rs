//! Which calls are retried: only those that the vendor certainly did not execute, once, and only if
//! there is time to finish the retry.

use passgate_wire::{Answer, Reason};

use crate::reset::outcome::Attempt;

/// The maximum number of calls for one reset.
const MAX_TRIES: u32 = 2;
/// The minimum time that must be left to start a try, in milliseconds.
pub const WORTHWHILE_MS: u64 = 1_000;
/// The pause after a call that did not reach the vendor, in milliseconds.
const NOT_REACHED_PAUSE_MS: u64 = 250;

/// The pause before the next try, in milliseconds, when `tries` tries were made and the last one gave
/// this result; `None` when there is no next try.
///
/// | result | retry |
/// |---|---|
/// | not sent, which includes a token call that did not reach the vendor | yes, after a pause |
/// | the vendor limits the rate | yes, after its retry time if that is in time |
/// | the vendor reports a stale token | yes, with a new one |
/// | the gate throttles, or the circuit breaker is open | no: the gate has already waited |
/// | anything else, in particular no answer or no token | no |
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
    fn only_calls_that_were_not_executed_are_retried() {
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
    fn a_try_without_time_to_finish_is_not_started() {
        let stale = refused(Reason::StaleToken);
        assert_eq!(pause_ms(1, &stale, WORTHWHILE_MS), Some(0));
        assert_eq!(pause_ms(1, &stale, WORTHWHILE_MS - 1), None);
        let throttled = refused(Reason::Throttled { retry_after_seconds: Some(3) });
        assert_eq!(pause_ms(1, &throttled, 4_000), Some(3_000));
        assert_eq!(pause_ms(1, &throttled, 3_999), None);
    }
}
