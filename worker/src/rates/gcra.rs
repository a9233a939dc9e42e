//! A rate limit with a burst and an even rate after it (GCRA, the generic cell rate algorithm). The
//! state of each caller is one timestamp, so there is no lockout: a caller that waits may call again.

use serde::{Deserialize, Serialize};

use crate::base::moment;

const MINUTE_US: u64 = 60_000_000;

/// A rate limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RateLimit {
    /// Requests at once, after an idle period.
    pub burst: u32,
    /// Requests per minute, evenly spaced.
    pub per_minute: u32,
}

/// The answer when the limit is exceeded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TooOften {
    /// When to retry, in whole seconds, at least one.
    pub retry_after_seconds: u32,
}

impl RateLimit {
    /// The greater value of both limits in each member.
    #[must_use]
    pub fn or_more(self, other: Self) -> Self {
        Self { burst: self.burst.max(other.burst), per_minute: self.per_minute.max(other.per_minute) }
    }

    /// Takes one request when the next would be due at `due_us` at even spacing, and returns the
    /// timestamp to store in its place. Both are in microseconds since 1970; 0 stands for a caller
    /// without a history.
    ///
    /// # Errors
    /// When to retry. The stored timestamp stays as it is: a refused request costs nothing.
    pub fn take(self, due_us: u64, now_ms: u64) -> Result<u64, TooOften> {
        let (interval_us, now_us) = (self.interval_us(), now_ms.saturating_mul(1000));
        let tolerance_us = interval_us.saturating_mul(u64::from(self.burst.max(1).saturating_sub(1)));
        let ahead_us = self.ahead_us(due_us, now_us);
        let wait_us = ahead_us.saturating_sub(tolerance_us);
        if wait_us > 0 {
            let seconds = u32::try_from(wait_us.div_ceil(1_000_000)).unwrap_or(u32::MAX);
            return Err(TooOften { retry_after_seconds: seconds.max(1) });
        }
        Ok(now_us.saturating_add(ahead_us).saturating_add(interval_us))
    }

    /// Takes up to `many` requests at once, at least one. Returns the timestamp to store and the number
    /// taken.
    ///
    /// # Errors
    /// When to retry.
    pub fn take_up_to(self, many: u32, due_us: u64, now_ms: u64) -> Result<(u64, u32), TooOften> {
        let mut kept_us = self.take(due_us, now_ms)?;
        let mut taken = 1_u32;
        while taken < many
            && let Ok(next_us) = self.take(kept_us, now_ms)
        {
            (kept_us, taken) = (next_us, taken.saturating_add(1));
        }
        Ok((kept_us, taken))
    }

    /// The timestamp to store when one request is given back.
    pub fn give_back(self, due_us: u64) -> u64 {
        due_us.saturating_sub(self.interval_us())
    }

    /// Whether a stored timestamp has no effect any more: it has passed, or dates from before the clock
    /// was set back.
    pub fn is_over(self, due_us: u64, now_ms: u64) -> bool {
        let now_us = now_ms.saturating_mul(1000);
        self.ahead_us(due_us, now_us) == 0
    }

    /// How far away a stored timestamp is. A timestamp further away than any that could be set now has
    /// no effect: it must not keep a caller waiting.
    fn ahead_us(self, due_us: u64, now_us: u64) -> u64 {
        let furthest_us = self.interval_us().saturating_mul(u64::from(self.burst.max(1)));
        moment::ahead(due_us, now_us, furthest_us).unwrap_or(0)
    }

    fn interval_us(self) -> u64 {
        MINUTE_US.checked_div(u64::from(self.per_minute)).unwrap_or(MINUTE_US)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: u64 = 1_800_000_000_000;

    fn taken(rate: RateLimit, due: &mut u64, now_ms: u64) -> Option<u32> {
        match rate.take(*due, now_ms) {
            Ok(next) => {
                *due = next;
                None
            }
            Err(TooOften { retry_after_seconds }) => Some(retry_after_seconds),
        }
    }

    #[test]
    fn after_a_burst_requests_are_evenly_spaced() {
        let rate = RateLimit { burst: 3, per_minute: 6 };
        let mut due = 0;
        for _ in 0..3 {
            assert_eq!(taken(rate, &mut due, NOW), None);
        }
        assert_eq!(taken(rate, &mut due, NOW), Some(10));
        // A refused request does not postpone the retry time.
        for _ in 0..100 {
            assert_eq!(taken(rate, &mut due, NOW + 5_000), Some(5));
        }
        assert_eq!(taken(rate, &mut due, NOW + 9_999), Some(1));
        assert_eq!(taken(rate, &mut due, NOW + 10_000), None);
        assert_eq!(taken(rate, &mut due, NOW + 10_000), Some(10));
        // After an idle period the whole burst is available again, and no more.
        for _ in 0..3 {
            assert_eq!(taken(rate, &mut due, NOW + 600_000), None);
        }
        assert_eq!(taken(rate, &mut due, NOW + 600_000), Some(10));
    }

    #[test]
    fn a_past_timestamp_has_no_effect() {
        let rate = RateLimit { burst: 3, per_minute: 6 };
        let due_us = rate.take(0, NOW).ok().unwrap();
        assert!(!rate.is_over(due_us, NOW) && !rate.is_over(due_us, NOW + 9_999));
        assert!(rate.is_over(due_us, NOW + 10_000) && rate.is_over(0, NOW));
        // Stored before the clock was set back by a day.
        assert!(rate.is_over(due_us, NOW - 86_400_000));
    }

    #[test]
    fn in_no_minute_more_than_the_burst_and_the_rate() {
        let rate = RateLimit { burst: 20, per_minute: 60 };
        let mut due = 0;
        let passed = (0..60_000).filter(|ms| taken(rate, &mut due, NOW + ms).is_none()).count();
        assert_eq!(passed, 79, "20 at once, 59 in the 59.999 seconds after");
    }

    #[test]
    fn several_at_once_count_as_many_as_one_after_another() {
        let rate = RateLimit { burst: 5, per_minute: 6 };
        let (due, taken) = rate.take_up_to(3, 0, NOW).unwrap();
        assert_eq!(taken, 3);
        let (due, taken) = rate.take_up_to(3, due, NOW).unwrap();
        assert_eq!(taken, 2, "the burst ends");
        assert_eq!(rate.take_up_to(3, due, NOW), Err(TooOften { retry_after_seconds: 10 }));
        assert_eq!(rate.take_up_to(0, 0, NOW).unwrap().1, 1);
    }

    #[test]
    fn a_request_given_back_may_be_taken_again() {
        let rate = RateLimit { burst: 1, per_minute: 1 };
        let mut due = 0;
        assert_eq!(taken(rate, &mut due, NOW), None);
        due = rate.give_back(due);
        assert_eq!(taken(rate, &mut due, NOW), None);
        assert_eq!(taken(rate, &mut due, NOW), Some(60));
    }

    /// The clock jumps while the process runs: no caller waits longer than one interval, and a caller
    /// that waits that long by a correct clock is let through.
    #[test]
    fn with_a_jumping_clock_no_caller_waits_longer_than_an_interval() {
        for rate in [
            RateLimit { burst: 1, per_minute: 1 },
            RateLimit { burst: 3, per_minute: 6 },
            RateLimit { burst: 300, per_minute: 300 },
            RateLimit { burst: 20, per_minute: 2 },
        ] {
            let interval_ms = rate.interval_us().div_ceil(1000);
            let (mut due, mut seed) = (0, 0x9E37_79B9_7F4A_7C15_u64);
            for step in 0..5_000_u64 {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(step);
                let now_ms = NOW - 31_536_000_000 + (seed >> 33) * 15;
                match rate.take(due, now_ms) {
                    Ok(next) => due = next,
                    Err(TooOften { retry_after_seconds }) => {
                        let wait_ms = u64::from(retry_after_seconds) * 1000;
                        assert!(wait_ms <= interval_ms.next_multiple_of(1000), "{rate:?}: {wait_ms}");
                        assert!(rate.take(due, now_ms + wait_ms).is_ok(), "{rate:?} after {wait_ms}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_clock_that_was_set_back_locks_no_caller_out() {
        let rate = RateLimit { burst: 2, per_minute: 6 };
        let mut due = NOW * 1_000_000;
        // The whole burst at once, then evenly spaced, as for a caller without a history.
        for (after_ms, wait) in [(0, None), (0, None), (0, Some(10)), (5_000, Some(5)), (10_000, None)] {
            assert_eq!(taken(rate, &mut due, NOW + after_ms), wait, "{after_ms}");
        }
        // With a clock that jumps: never longer than it takes anyway.
        for back_ms in [0, 3_600_000, 60_000, 86_400_000, 1_000, 31_536_000_000] {
            let _ = taken(rate, &mut due, NOW + 100_000_000_000 - back_ms);
            assert!(taken(rate, &mut due, NOW).is_none_or(|seconds| seconds <= 10), "{back_ms}");
        }
    }
}
