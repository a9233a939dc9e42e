//! A lease: requests of a caller's rate limit that one isolate takes in advance, so that not every
//! request calls the caller's object and writes to its disk.
//!
//! What an isolate takes and does not use is lost. So a caller never exceeds its rate limit, with any
//! number of isolates and over any restart. The isolate takes in advance only while it uses up what it
//! took, and never a large part of a burst, so that little is lost.

use crate::base::moment;
use crate::rates::gcra::RateLimit;

/// How long a lease is valid, in milliseconds.
const GOOD_FOR_MS: u64 = 2_000;
/// The maximum that is taken at once.
const MOST: u32 = 64;
/// The maximum taken at once as a fraction of the burst: one eighth.
const PART_OF_BURST: u32 = 8;

/// The lease of one caller.
#[derive(Clone, Copy, Debug, Default)]
pub struct Lease {
    left: u32,
    /// How many were taken the last time.
    taken: u32,
    until_ms: u64,
}

impl Lease {
    /// Uses one request of the lease, if one is left.
    pub fn use_one(&mut self, now_ms: u64) -> bool {
        if self.left == 0 || self.is_over(now_ms) {
            return false;
        }
        self.left = self.left.saturating_sub(1);
        true
    }

    /// How many to take now: twice as many as the last time when the lease was used up in time,
    /// otherwise one.
    pub fn wanted(&self, rate: RateLimit, now_ms: u64) -> u32 {
        if self.left > 0 || self.is_over(now_ms) {
            return 1;
        }
        let most = MOST.min(rate.burst.checked_div(PART_OF_BURST).unwrap_or(1));
        self.taken.saturating_mul(2).min(most).max(1)
    }

    /// Records that `many` were taken, one of which is used at once.
    pub fn took(&mut self, many: u32, now_ms: u64) {
        *self =
            Self { left: many.saturating_sub(1), taken: many, until_ms: now_ms.saturating_add(GOOD_FOR_MS) };
    }

    /// Whether the lease has expired.
    pub fn is_over(&self, now_ms: u64) -> bool {
        moment::ahead(self.until_ms, now_ms, GOOD_FOR_MS).is_none_or(|left_ms| left_ms == 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: u64 = 1_800_000_000_000;

    /// One caller's object, and what the isolates request from it.
    struct Object {
        rate: RateLimit,
        due_us: u64,
        asked: u32,
    }

    impl Object {
        fn let_through(&mut self, lease: &mut Lease, now_ms: u64) -> bool {
            if lease.use_one(now_ms) {
                return true;
            }
            self.asked = self.asked.saturating_add(1);
            let wanted = lease.wanted(self.rate, now_ms);
            let Ok((due_us, taken)) = self.rate.take_up_to(wanted, self.due_us, now_ms) else {
                return false;
            };
            self.due_us = due_us;
            lease.took(taken, now_ms);
            true
        }
    }

    #[test]
    fn a_busy_caller_needs_few_requests_to_its_object() {
        let mut object = Object { rate: RateLimit { burst: 1_000, per_minute: 60_000 }, due_us: 0, asked: 0 };
        let mut lease = Lease::default();
        assert!((0..1_000).all(|request| object.let_through(&mut lease, NOW + request)));
        assert!(object.asked < 25, "{}", object.asked);
    }

    #[test]
    fn an_occasional_caller_takes_no_more_than_it_uses() {
        let mut object = Object { rate: RateLimit { burst: 80, per_minute: 20 }, due_us: 0, asked: 0 };
        let mut leases = [Lease::default(); 4];
        // Fifteen per minute, alternating between four isolates, for an hour. The rate is 20.
        for turn in 0..900 {
            let lease = &mut leases[turn % 4];
            assert!(object.let_through(lease, NOW + turn as u64 * 4_000), "turn {turn}");
        }
        assert_eq!(object.asked, 900);
    }

    #[test]
    fn never_more_than_the_rate_however_many_isolates_and_restarts() {
        let rate = RateLimit { burst: 40, per_minute: 60 };
        let mut object = Object { rate, due_us: 0, asked: 0 };
        let mut leases = [Lease::default(); 5];
        let mut passed = 0;
        for ms in 0..60_000_u64 {
            if ms % 7_000 == 0 {
                leases = [Lease::default(); 5];
            }
            let lease = &mut leases[usize::try_from(ms % 5).unwrap()];
            passed += u32::from(object.let_through(lease, NOW + ms));
        }
        assert!(passed <= 40 + 59, "{passed}");
        assert!(passed >= 75, "{passed}: too much was lost");
    }

    #[test]
    fn a_clock_that_is_set_back_does_not_extend_a_lease() {
        let mut lease = Lease::default();
        lease.took(5, NOW);
        assert!(lease.use_one(NOW + 1) && lease.use_one(NOW));
        for back_ms in [1, 1_999, 3_600_000, NOW] {
            assert!(lease.is_over(NOW - back_ms), "{back_ms}");
            assert!(!lease.use_one(NOW - back_ms), "{back_ms}");
        }
        assert!(lease.use_one(NOW + 1_999) && !lease.use_one(NOW + 2_000));
    }

    #[test]
    fn a_small_burst_is_taken_one_by_one() {
        let mut object = Object { rate: RateLimit { burst: 3, per_minute: 6 }, due_us: 0, asked: 0 };
        let mut lease = Lease::default();
        assert_eq!((0..9).filter(|_| object.let_through(&mut lease, NOW)).count(), 3);
        assert_eq!(object.asked, 9);
    }
}
