//! What one isolate has taken of a caller's rate ahead, so that not every request asks the
//! caller's object and writes to its disk.
//!
//! What is taken is taken: whatever an isolate does not use, it lets go, so that a caller never
//! gets more than its rate, from however many isolates and over any restart. It takes ahead only
//! while what it took is used up quickly, and never much of a burst, so that little is let go.

use crate::base::moment;
use crate::rates::gcra::RateLimit;

/// How long what was taken is good for, in milliseconds.
const GOOD_FOR_MS: u64 = 2_000;
/// The most that are taken at once.
const MOST: u32 = 64;
/// Such a part of a burst at the most.
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
    /// Uses one that was taken ahead, if there is one.
    pub fn use_one(&mut self, now_ms: u64) -> bool {
        if self.left == 0 || self.is_over(now_ms) {
            return false;
        }
        self.left = self.left.saturating_sub(1);
        true
    }

    /// How many to take now: twice as many as the last time when those were used up in time, else
    /// one.
    pub fn wanted(&self, rate: RateLimit, now_ms: u64) -> u32 {
        if self.left > 0 || self.is_over(now_ms) {
            return 1;
        }
        let most = MOST.min(rate.burst.checked_div(PART_OF_BURST).unwrap_or(1));
        self.taken.saturating_mul(2).min(most).max(1)
    }

    /// So many were taken, and one of them is used at once.
    pub fn took(&mut self, many: u32, now_ms: u64) {
        *self =
            Self { left: many.saturating_sub(1), taken: many, until_ms: now_ms.saturating_add(GOOD_FOR_MS) };
    }

    /// Whether nothing of it is good any more.
    pub fn is_over(&self, now_ms: u64) -> bool {
        moment::ahead(self.until_ms, now_ms, GOOD_FOR_MS).is_none_or(|left_ms| left_ms == 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: u64 = 1_800_000_000_000;

    /// One caller's object, and what its isolates ask of it.
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
    fn whoever_calls_much_asks_little() {
        let mut object = Object { rate: RateLimit { burst: 1_000, per_minute: 60_000 }, due_us: 0, asked: 0 };
        let mut lease = Lease::default();
        assert!((0..1_000).all(|request| object.let_through(&mut lease, NOW + request)));
        assert!(object.asked < 25, "{}", object.asked);
    }

    #[test]
    fn whoever_calls_seldom_takes_no_more_than_is_used() {
        let mut object = Object { rate: RateLimit { burst: 80, per_minute: 20 }, due_us: 0, asked: 0 };
        let mut leases = [Lease::default(); 4];
        // Fifteen in a minute, by turns from four isolates, for an hour: the rate is 20.
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
        assert!(passed >= 75, "{passed}: too much was let go");
    }

    #[test]
    fn a_clock_that_is_set_back_makes_no_lease_last_longer() {
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
