//! The rate of a tenant, shaped below the vendor's (GCRA, the generic cell rate algorithm).
//!
//! Its whole state is one moment: when the next call would be due if calls came evenly. What is
//! kept of it on disk is never earlier, and some seconds ahead, so that not every call costs a
//! write: a restart begins where the last life ended or, at worst, with the burst used up, which
//! is the furthest that moment can be.

use crate::base::moment;

/// How many calls may leave for the vendor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VendorRate {
    /// In a second, evenly.
    pub per_second: u32,
    /// At once, after a while of none. In any one second no more than the sum of both leave.
    pub burst: u32,
}

/// What is kept of a shaper from one life to the next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ShaperState {
    /// When the next call would be due if calls came evenly, in microseconds since 1970.
    pub due_us: u64,
    /// Until when nothing leaves because the vendor said so, in milliseconds since 1970.
    pub frozen_until_ms: u64,
}

/// The longest that a vendor's word keeps everybody waiting, in seconds: it is text from the
/// network, and the next call finds out whether it still holds.
pub const LONGEST_FREEZE_SECONDS: u32 = 60;

const LONGEST_FREEZE_MS: u64 = LONGEST_FREEZE_SECONDS as u64 * 1000;

/// How far ahead what is kept reaches. Whoever has not called for so long has the whole burst
/// again, restarted or not.
const AHEAD_MS: u64 = 10_000;

/// Says when the next call may leave.
pub struct Shaper {
    /// Between two calls that come evenly; 0 where no rate is kept.
    interval_us: u64,
    /// How much earlier than due a call may leave.
    tolerance_us: u64,
    state: ShaperState,
    /// What is on disk.
    kept: ShaperState,
}

impl Shaper {
    /// Goes on from a kept state. A clock that was set back meanwhile must not keep everybody
    /// waiting, so a moment further away than any that could have been kept is drawn nearer.
    pub fn new(rate: Option<VendorRate>, kept: ShaperState, now_ms: u64) -> Self {
        let interval_us = rate.map_or(0, |rate| 1_000_000_u64.div_ceil(u64::from(rate.per_second.max(1))));
        let early = rate.map_or(0, |rate| u64::from(rate.burst.saturating_sub(1)));
        let tolerance_us = interval_us.saturating_mul(early);
        let mut shaper = Self { interval_us, tolerance_us, state: kept, kept };
        shaper.draw_nearer(now_ms);
        shaper
    }

    /// Draws nearer what is further off than anything that could have been set now, and keeps it so: of
    /// a moment that is only read as nearer, the next look would be as far off again.
    fn draw_nearer(&mut self, now_ms: u64) {
        let furthest_us = self.tolerance_us.saturating_add(self.interval_us);
        let state = &mut self.state;
        state.due_us = moment::nearer(state.due_us, us(now_ms), furthest_us);
        state.frozen_until_ms = moment::nearer(state.frozen_until_ms, now_ms, LONGEST_FREEZE_MS);
    }

    /// What must be kept before a call may leave that was let through, unless what is kept
    /// covers it.
    pub fn to_keep(&self, now_ms: u64) -> Option<ShaperState> {
        let is_due_covered = self.interval_us == 0 || self.kept.due_us >= self.state.due_us;
        if is_due_covered && self.kept.frozen_until_ms == self.state.frozen_until_ms {
            return None;
        }
        let ahead_us = if self.interval_us == 0 { 0 } else { us(now_ms.saturating_add(AHEAD_MS)) };
        Some(ShaperState { due_us: self.state.due_us.max(ahead_us), ..self.state })
    }

    /// It has been kept.
    pub const fn has_kept(&mut self, state: ShaperState) {
        self.kept = state;
    }

    /// Lets one call leave, if it may.
    pub fn take(&mut self, now_ms: u64) -> bool {
        if self.opens_at_ms(0, now_ms) > now_ms {
            return false;
        }
        self.state.due_us = self.state.due_us.max(us(now_ms)).saturating_add(self.interval_us);
        true
    }

    /// When a call may leave that so many others leave before, in milliseconds since 1970; this
    /// moment when at once.
    pub fn opens_at_ms(&mut self, others: usize, now_ms: u64) -> u64 {
        self.draw_nearer(now_ms);
        let from_ms = now_ms.max(self.state.frozen_until_ms);
        let others = u64::try_from(others).unwrap_or(u64::MAX);
        let due_us = self
            .state
            .due_us
            .max(us(from_ms))
            .saturating_add(self.interval_us.saturating_mul(others))
            .saturating_sub(self.tolerance_us);
        due_us.div_ceil(1000).max(from_ms)
    }

    /// Lets nothing leave for so long: the vendor said so. Never ends an earlier, longer freeze.
    pub fn freeze(&mut self, seconds: u32, now_ms: u64) {
        let until_ms = now_ms.saturating_add(u64::from(seconds.max(1)).saturating_mul(1000));
        let until_ms = moment::nearer(until_ms, now_ms, LONGEST_FREEZE_MS);
        self.state.frozen_until_ms = self.state.frozen_until_ms.max(until_ms);
    }
}

const fn us(ms: u64) -> u64 {
    ms.saturating_mul(1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    const START_MS: u64 = 1_777_651_200_000;
    const FEISHU: VendorRate = VendorRate { per_second: 8, burst: 2 };

    fn fresh(rate: VendorRate) -> Shaper {
        Shaper::new(Some(rate), ShaperState::default(), START_MS)
    }

    /// What a life that begins at that moment finds.
    fn restarted(shaper: &Shaper, now_ms: u64) -> Shaper {
        Shaper::new(Some(FEISHU), shaper.kept, now_ms)
    }

    /// Takes one, as the gate does: what must be kept is.
    fn takes(shaper: &mut Shaper, now_ms: u64) -> bool {
        let taken = shaper.take(now_ms);
        if let Some(state) = shaper.to_keep(now_ms) {
            shaper.has_kept(state);
        }
        taken
    }

    /// Takes whenever it can, and says when.
    fn eager(shaper: &mut Shaper, from_ms: u64, until_ms: u64) -> Vec<u64> {
        (from_ms..until_ms)
            .flat_map(|now| std::iter::repeat_n(now, 50))
            .filter(|now| shaper.take(*now))
            .collect()
    }

    #[test]
    fn never_more_than_rate_and_burst_in_any_second() {
        for rate in [FEISHU, VendorRate { per_second: 7, burst: 3 }, VendorRate { per_second: 80, burst: 5 }]
        {
            let taken = eager(&mut fresh(rate), START_MS, START_MS + 5_000);
            let most = taken
                .iter()
                .map(|start| taken.iter().filter(|moment| (*start..start + 1000).contains(moment)).count());
            let allowed = (rate.per_second + rate.burst) as usize;
            assert!(most.max().unwrap() <= allowed, "{rate:?}");
            let evenly = rate.per_second as usize * 5 + rate.burst as usize;
            assert!((evenly - 2..=evenly).contains(&taken.len()), "{} calls, {rate:?}", taken.len());
        }
    }

    #[test]
    fn a_restart_does_not_double_the_rate() {
        let mut shaper = fresh(FEISHU);
        assert!(takes(&mut shaper, START_MS) && takes(&mut shaper, START_MS));
        assert!(!takes(&mut shaper, START_MS));
        let mut again = restarted(&shaper, START_MS + 1);
        assert!(!again.take(START_MS + 1));
        assert_eq!(again.opens_at_ms(0, START_MS + 1), START_MS + 126);
        assert!(again.take(START_MS + 126));
    }

    /// Killed and started again at any moment, however often: in no second more than the rate and
    /// the burst, and not much less than without.
    #[test]
    fn however_often_it_is_restarted_no_second_has_more() {
        for every_ms in [1, 3, 70, 124, 125, 126, 500, 999, 1_700, 9_000, 11_000] {
            let mut shaper = fresh(FEISHU);
            let mut taken = Vec::new();
            for now_ms in START_MS..START_MS + 30_000 {
                if now_ms % every_ms == 0 {
                    shaper = restarted(&shaper, now_ms);
                }
                while takes(&mut shaper, now_ms) {
                    taken.push(now_ms);
                }
            }
            let most = taken
                .iter()
                .map(|start| taken.iter().filter(|moment| (*start..start + 1000).contains(moment)).count());
            assert!(most.max().unwrap() <= 10, "restarted every {every_ms} ms");
            assert!(every_ms <= 125 || taken.len() >= 100, "{} calls, every {every_ms} ms", taken.len());
        }
    }

    #[test]
    fn many_calls_cost_few_writes_and_rest_gives_the_burst_again() {
        let mut shaper = fresh(FEISHU);
        let mut writes = 0;
        for now_ms in START_MS..START_MS + 60_000 {
            let taken = shaper.take(now_ms);
            if let Some(state) = shaper.to_keep(now_ms) {
                assert!(taken, "only a call that leaves costs one");
                shaper.has_kept(state);
                writes += 1;
            }
        }
        assert!(writes <= 7, "{writes} for 480 calls");
        let rested_ms = START_MS + 60_000 + AHEAD_MS;
        let mut again = restarted(&shaper, rested_ms);
        assert!(again.take(rested_ms) && again.take(rested_ms) && !again.take(rested_ms));
    }

    #[test]
    fn those_further_back_leave_one_interval_after_another() {
        let mut shaper = fresh(FEISHU);
        assert_eq!(shaper.opens_at_ms(1, START_MS), START_MS);
        assert_eq!(shaper.opens_at_ms(2, START_MS), START_MS + 125);
        shaper.take(START_MS);
        assert_eq!(shaper.opens_at_ms(16, START_MS), START_MS + 2000);
    }

    #[test]
    fn a_freeze_is_kept_is_bounded_and_only_grows() {
        let mut shaper = fresh(FEISHU);
        shaper.freeze(7, START_MS);
        shaper.freeze(2, START_MS);
        assert!(!shaper.take(START_MS + 6_999));
        let state = shaper.to_keep(START_MS).unwrap();
        shaper.has_kept(state);
        assert_eq!(shaper.to_keep(START_MS + 1), None);
        let mut again = restarted(&shaper, START_MS + 100);
        assert_eq!(again.opens_at_ms(0, START_MS + 100), START_MS + 7_000);
        assert!(again.take(START_MS + 7_000));
        again.freeze(86_400, START_MS + 7_000);
        assert_eq!(again.opens_at_ms(0, START_MS + 7_000), START_MS + 67_000);
    }

    #[test]
    fn a_clock_set_back_keeps_nobody_waiting() {
        let mut shaper = fresh(FEISHU);
        eager(&mut shaper, START_MS, START_MS + 100);
        shaper.freeze(60, START_MS);
        let early_ms = START_MS - 86_400_000;
        let state = shaper.to_keep(START_MS + 100).unwrap();
        shaper.has_kept(state);
        let mut again = restarted(&shaper, early_ms);
        assert!(again.opens_at_ms(0, early_ms) <= early_ms + 60_125);
    }

    #[test]
    fn without_a_rate_only_the_vendors_word_holds() {
        let mut shaper = Shaper::new(None, ShaperState::default(), START_MS);
        assert!((0..1000).all(|_| shaper.take(START_MS)));
        assert_eq!(shaper.to_keep(START_MS), None);
        shaper.freeze(3, START_MS);
        assert!(shaper.to_keep(START_MS).is_some());
        assert!(!shaper.take(START_MS + 2_999) && shaper.take(START_MS + 3_000));
    }

    #[test]
    fn a_clock_that_is_set_back_while_running_keeps_nobody_waiting() {
        for rate in [Some(FEISHU), None] {
            let mut shaper = Shaper::new(rate, ShaperState::default(), START_MS);
            for back_ms in [3_600_000, 60_000, 86_400_000, 1_000] {
                let ahead_ms = START_MS + 100_000_000 + back_ms;
                shaper.take(ahead_ms);
                shaper.freeze(30, ahead_ms);
                let now_ms = ahead_ms - back_ms;
                assert!(shaper.opens_at_ms(0, now_ms) <= now_ms + 60_000 + 1_000, "{back_ms}");
                assert!(shaper.take(now_ms + 61_000), "{back_ms}");
            }
        }
    }
}
