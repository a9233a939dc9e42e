//! Shapes a tenant's calls to a rate below the vendor's (GCRA, the generic cell rate algorithm).
//!
//! The whole state is one timestamp: when the next call would be due at even spacing. The stored
//! timestamp is never earlier, and some seconds ahead, so that not every call costs a write. After a
//! restart the shaper continues where it stopped or, at worst, with the burst used up, which is the
//! latest time that this timestamp can have.

use crate::base::moment;

/// The rate of calls to the vendor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VendorRate {
    /// Calls per second, evenly spaced.
    pub per_second: u32,
    /// Calls at once after an idle period. In any one second at most the sum of both leave.
    pub burst: u32,
}

/// The state of a shaper that survives a restart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ShaperState {
    /// When the next call would be due at even spacing, in microseconds since 1970.
    pub due_us: u64,
    /// Until when the vendor's rate limit stops all calls, in milliseconds since 1970.
    pub frozen_until_ms: u64,
}

/// The longest pause that a vendor's answer can impose on all callers, in seconds. The value is text
/// from the network, and the next call finds out whether the limit still applies.
pub const LONGEST_FREEZE_SECONDS: u32 = 60;

const LONGEST_FREEZE_MS: u64 = LONGEST_FREEZE_SECONDS as u64 * 1000;

/// How far ahead the stored timestamp reaches, in milliseconds. After an idle period of this length the
/// whole burst is available again, with or without a restart.
const AHEAD_MS: u64 = 10_000;

/// Decides when the next call may leave.
pub struct Shaper {
    /// The time between two evenly spaced calls; 0 without a rate.
    interval_us: u64,
    /// How much earlier than due a call may leave.
    tolerance_us: u64,
    state: ShaperState,
    /// The state on disk.
    kept: ShaperState,
}

impl Shaper {
    /// Continues from a stored state. A time further away than any that could be set now is limited, so
    /// that a clock that was set back does not stop all calls.
    pub fn new(rate: Option<VendorRate>, kept: ShaperState, now_ms: u64) -> Self {
        let interval_us = rate.map_or(0, |rate| 1_000_000_u64.div_ceil(u64::from(rate.per_second.max(1))));
        let early = rate.map_or(0, |rate| u64::from(rate.burst.saturating_sub(1)));
        let tolerance_us = interval_us.saturating_mul(early);
        let mut shaper = Self { interval_us, tolerance_us, state: kept, kept };
        shaper.draw_nearer(now_ms);
        shaper
    }

    /// Limits times that are further away than any that could be set now, and stores the limited value.
    /// A value that is only limited when read would be as far away again at the next reading.
    fn draw_nearer(&mut self, now_ms: u64) {
        let furthest_us = self.tolerance_us.saturating_add(self.interval_us);
        let state = &mut self.state;
        state.due_us = moment::nearer(state.due_us, us(now_ms), furthest_us);
        state.frozen_until_ms = moment::nearer(state.frozen_until_ms, now_ms, LONGEST_FREEZE_MS);
    }

    /// The state that must be stored before a permitted call may leave, unless the stored state covers
    /// it.
    pub fn to_keep(&self, now_ms: u64) -> Option<ShaperState> {
        let is_due_covered = self.interval_us == 0 || self.kept.due_us >= self.state.due_us;
        if is_due_covered && self.kept.frozen_until_ms == self.state.frozen_until_ms {
            return None;
        }
        let ahead_us = if self.interval_us == 0 { 0 } else { us(now_ms.saturating_add(AHEAD_MS)) };
        Some(ShaperState { due_us: self.state.due_us.max(ahead_us), ..self.state })
    }

    /// Records that the state was stored.
    pub const fn has_kept(&mut self, state: ShaperState) {
        self.kept = state;
    }

    /// Lets one call leave, if the rate permits it.
    pub fn take(&mut self, now_ms: u64) -> bool {
        if self.opens_at_ms(0, now_ms) > now_ms {
            return false;
        }
        self.state.due_us = self.state.due_us.max(us(now_ms)).saturating_add(self.interval_us);
        true
    }

    /// When a call may leave that `others` calls precede, in milliseconds since 1970; `now_ms` if at
    /// once.
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

    /// Stops all calls for this long, as the vendor requires. It never shortens an earlier pause.
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

    /// The state after a restart at that moment.
    fn restarted(shaper: &Shaper, now_ms: u64) -> Shaper {
        Shaper::new(Some(FEISHU), shaper.kept, now_ms)
    }

    /// Takes one permit as the gate does: it stores the state if necessary.
    fn takes(shaper: &mut Shaper, now_ms: u64) -> bool {
        let taken = shaper.take(now_ms);
        if let Some(state) = shaper.to_keep(now_ms) {
            shaper.has_kept(state);
        }
        taken
    }

    /// Takes a permit whenever possible and returns the times.
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

    /// Restarts at any moment, however often: no second has more calls than the rate and the burst, and
    /// not many fewer than without restarts.
    #[test]
    fn restarts_never_exceed_the_rate_in_any_second() {
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
    fn many_calls_cost_few_writes_and_idle_time_restores_the_burst() {
        let mut shaper = fresh(FEISHU);
        let mut writes = 0;
        for now_ms in START_MS..START_MS + 60_000 {
            let taken = shaper.take(now_ms);
            if let Some(state) = shaper.to_keep(now_ms) {
                assert!(taken, "only a call that leaves costs a write");
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
    fn queued_calls_leave_one_interval_apart() {
        let mut shaper = fresh(FEISHU);
        assert_eq!(shaper.opens_at_ms(1, START_MS), START_MS);
        assert_eq!(shaper.opens_at_ms(2, START_MS), START_MS + 125);
        shaper.take(START_MS);
        assert_eq!(shaper.opens_at_ms(16, START_MS), START_MS + 2000);
    }

    #[test]
    fn a_freeze_is_stored_bounded_and_never_shortened() {
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
    fn a_clock_set_back_before_a_restart_does_not_delay_calls() {
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
    fn without_a_rate_only_the_vendors_limit_applies() {
        let mut shaper = Shaper::new(None, ShaperState::default(), START_MS);
        assert!((0..1000).all(|_| shaper.take(START_MS)));
        assert_eq!(shaper.to_keep(START_MS), None);
        shaper.freeze(3, START_MS);
        assert!(shaper.to_keep(START_MS).is_some());
        assert!(!shaper.take(START_MS + 2_999) && shaper.take(START_MS + 3_000));
    }

    #[test]
    fn a_clock_set_back_while_running_does_not_delay_calls() {
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
