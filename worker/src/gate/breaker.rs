//! The circuit breaker. When a vendor does not answer, the breaker pauses all calls to it, and callers
//! get an error at once instead of after a timeout.
//!
//! A token call probes whether the vendor answers again. No password is sent as a probe.

use std::collections::VecDeque;

use crate::base::moment;

/// The number of consecutive calls without an answer that opens the breaker.
const FAILURES_IN_A_ROW: u32 = 5;
/// The number of last calls that are examined: the breaker also opens when half of them had no answer.
const LAST_CALLS: usize = 20;
/// The first and the longest pause, in milliseconds. Each failed probe doubles the pause.
const FIRST_PAUSE_MS: u64 = 5_000;
const LONGEST_PAUSE_MS: u64 = 60_000;
/// A probe that takes longer than this is treated as lost, in milliseconds.
const PROBE_MS: u64 = 10_000;

/// The circuit breaker of one vendor.
pub struct Breaker {
    state: State,
    /// Whether each of the last calls was answered.
    answered: VecDeque<bool>,
    failures_in_a_row: u32,
    pause_ms: u64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Closed,
    Open { until_ms: u64 },
    Probing { until_ms: u64 },
}

/// Whether the breaker lets a call through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pass {
    /// The call may be made.
    Free,
    /// The caller must request a token first, and report the result. Until then no other call may be
    /// made.
    Probe,
    /// No call may be made.
    Shut {
        /// When a retry may succeed, in seconds; at least 1.
        retry_after_seconds: u32,
    },
}

impl Default for Breaker {
    fn default() -> Self {
        Self {
            state: State::Closed,
            answered: VecDeque::with_capacity(LAST_CALLS),
            failures_in_a_row: 0,
            pause_ms: FIRST_PAUSE_MS,
        }
    }
}

impl Breaker {
    /// Whether a call may be made.
    pub fn pass(&mut self, now_ms: u64) -> Pass {
        if self.state == State::Closed {
            return Pass::Free;
        }
        if let Some(retry_after_seconds) = self.shut_for_seconds(now_ms) {
            return Pass::Shut { retry_after_seconds };
        }
        self.state = State::Probing { until_ms: now_ms.saturating_add(PROBE_MS) };
        Pass::Probe
    }

    /// How long no call may be made, in seconds, at least 1; `None` when a call or a probe may be made.
    pub fn shut_for_seconds(&self, now_ms: u64) -> Option<u32> {
        match self.state {
            State::Open { until_ms } | State::Probing { until_ms } => {
                let left_ms =
                    moment::ahead(until_ms, now_ms, LONGEST_PAUSE_MS).filter(|left_ms| *left_ms > 0)?;
                Some(u32::try_from(left_ms.div_ceil(1000)).unwrap_or(u32::MAX))
            }
            State::Closed => None,
        }
    }

    /// Records whether the vendor answered a call, whatever the answer. A call that was under way when
    /// the breaker opened has no effect.
    pub fn saw(&mut self, answered: bool, now_ms: u64) {
        if self.state != State::Closed {
            return;
        }
        self.failures_in_a_row = if answered { 0 } else { self.failures_in_a_row.saturating_add(1) };
        if self.answered.len() >= LAST_CALLS {
            self.answered.pop_front();
        }
        self.answered.push_back(answered);
        let failures = self.answered.iter().filter(|answered| !**answered).count();
        let half = self.answered.len() >= LAST_CALLS && failures.saturating_mul(2) >= LAST_CALLS;
        if self.failures_in_a_row >= FAILURES_IN_A_ROW || half {
            self.open(now_ms);
        }
    }

    /// Records the result of a probe.
    pub fn probed(&mut self, answered: bool, now_ms: u64) {
        if answered {
            *self = Self::default();
        } else {
            self.pause_ms = self.pause_ms.saturating_mul(2).min(LONGEST_PAUSE_MS);
            self.open(now_ms);
        }
    }

    /// Whether the breaker is not closed.
    pub fn is_open(&self) -> bool {
        self.state != State::Closed
    }

    fn open(&mut self, now_ms: u64) {
        self.state = State::Open { until_ms: now_ms.saturating_add(self.pause_ms) };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(calls: &[bool]) -> Breaker {
        let mut breaker = Breaker::default();
        calls.iter().for_each(|answered| breaker.saw(*answered, 0));
        breaker
    }

    #[test]
    fn five_failures_in_a_row_open_it() {
        assert!(!after(&[false; 4]).is_open());
        assert!(!after(&[false, false, false, false, true, false]).is_open());
        assert!(after(&[false; 5]).is_open());
    }

    #[test]
    fn half_of_twenty_open_it() {
        let alternating: Vec<bool> = (0..20).map(|n| n % 2 == 0).collect();
        assert!(after(&alternating).is_open());
        assert!(!after(&alternating[..19]).is_open());
        let mut one_less = alternating;
        one_less[1] = true;
        assert!(!after(&one_less).is_open());
        // The last twenty count. Older failures have no effect.
        let mut long_ago: Vec<bool> = (0..18).map(|n| n % 2 == 0).collect();
        long_ago.extend([true; 20]);
        assert!(!after(&long_ago).is_open());
    }

    #[test]
    fn while_open_no_call_passes_and_one_probe_decides() {
        let mut breaker = after(&[false; 5]);
        assert_eq!(breaker.pass(0), Pass::Shut { retry_after_seconds: 5 });
        assert_eq!(breaker.pass(4_999), Pass::Shut { retry_after_seconds: 1 });
        breaker.saw(true, 4_999);
        assert!(breaker.is_open(), "a call that was under way has no effect");
        assert_eq!(breaker.pass(5_000), Pass::Probe);
        assert!(matches!(breaker.pass(5_000), Pass::Shut { .. }), "one probe at a time");
        breaker.probed(false, 6_000);
        assert_eq!(breaker.pass(6_000), Pass::Shut { retry_after_seconds: 10 });
        assert_eq!(breaker.pass(16_000), Pass::Probe);
        breaker.probed(true, 16_100);
        assert_eq!(breaker.pass(16_100), Pass::Free);
        breaker.saw(false, 16_200);
        assert!(!breaker.is_open(), "earlier failures no longer count");
    }

    #[test]
    fn the_pause_grows_to_a_minute() {
        let mut breaker = after(&[false; 5]);
        let mut now_ms = 0;
        let pauses: Vec<u32> = (0..6)
            .map(|_| {
                let Pass::Shut { retry_after_seconds } = breaker.pass(now_ms) else { panic!("is open") };
                now_ms += u64::from(retry_after_seconds) * 1000;
                assert_eq!(breaker.pass(now_ms), Pass::Probe);
                breaker.probed(false, now_ms);
                retry_after_seconds
            })
            .collect();
        assert_eq!(pauses, [5, 10, 20, 40, 60, 60]);
    }

    #[test]
    fn a_lost_probe_is_followed_by_another() {
        let mut breaker = after(&[false; 5]);
        assert_eq!(breaker.pass(5_000), Pass::Probe);
        assert_eq!(breaker.pass(15_000), Pass::Probe);
    }

    #[test]
    fn a_clock_that_is_set_back_does_not_extend_the_pause() {
        let mut breaker = Breaker::default();
        let ahead_ms = 1_800_000_000_000;
        for _ in 0..FAILURES_IN_A_ROW {
            breaker.saw(false, ahead_ms);
        }
        assert!(matches!(breaker.pass(ahead_ms), Pass::Shut { .. }));
        assert_eq!(breaker.pass(ahead_ms - 3_600_000), Pass::Probe);
    }
}
