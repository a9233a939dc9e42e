//! A rate limit: a number of calls per sliding window.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use crate::clock::Moment;

/// A rate limit, as the vendor's page states it.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RateLimit {
    /// The number of calls admitted in any window.
    pub(crate) limit: u32,
    /// Length of the window in milliseconds.
    #[serde(default = "one_second")]
    pub(crate) window_ms: u32,
    /// HTTP status of a refusal: 429, or 400 as some old APIs of Feishu answer.
    #[serde(default = "too_many_requests")]
    pub(crate) status: u16,
    /// Whether refused calls count against the limit too. A caller that does not pause then stays
    /// limited.
    #[serde(default)]
    pub(crate) counts_refused: bool,
    /// The header that says when the next call is admitted.
    #[serde(default)]
    pub(crate) tells: Tells,
}

/// Feishu's `x-ogw-ratelimit-reset`, the standard's `Retry-After` (each in seconds), or none.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Tells {
    /// The header of the vendor's own documentation. EIAM documents none, so it gets `Retry-After`.
    #[default]
    Own,
    RetryAfter,
    Nothing,
}

impl RateLimit {
    /// At most `limit` calls in `window_ms`; others get 429.
    pub(crate) const fn of(limit: u32, window_ms: u32) -> Self {
        Self { limit, window_ms, status: 429, counts_refused: false, tells: Tells::Own }
    }

    pub(crate) fn check(&self) -> Result<(), (&'static str, &'static str)> {
        match self.status {
            _ if self.window_ms == 0 => Err(("rate.window_ms", "must not be 0")),
            400 | 429 => Ok(()),
            _ => Err(("rate.status", "must be 400 or 429")),
        }
    }
}

/// The calls admitted within the last window.
#[derive(Clone, Debug, Default)]
pub(crate) struct SlidingWindow {
    admitted: VecDeque<Moment>,
}

impl SlidingWindow {
    /// Admits the call, or returns after how many milliseconds the next would be admitted.
    pub(crate) fn admit(&mut self, now: Moment, limit: &RateLimit) -> Result<(), i64> {
        let window = i64::from(limit.window_ms);
        let is_past = |moment: &Moment| now.saturating_sub(*moment) >= window;
        while self.admitted.front().is_some_and(is_past) {
            self.admitted.pop_front();
        }
        let room = usize::try_from(limit.limit).unwrap_or(usize::MAX);
        if self.admitted.len() < room {
            self.admitted.push_back(now);
            return Ok(());
        }
        if limit.counts_refused {
            self.admitted.pop_front();
            self.admitted.push_back(now);
        }
        let freed = self.admitted.front().copied().unwrap_or(now);
        Err(freed.saturating_add(window).saturating_sub(now))
    }
}

fn one_second() -> u32 {
    1_000
}

fn too_many_requests() -> u16 {
    429
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limit(counts_refused: bool) -> RateLimit {
        RateLimit { counts_refused, ..RateLimit::of(3, 1_000) }
    }

    #[test]
    fn a_refused_call_counts_where_configured() {
        for (counts_refused, admitted) in [(false, Ok(())), (true, Err(500))] {
            let limit = limit(counts_refused);
            let mut window = SlidingWindow::default();
            for now in [0, 100, 200] {
                assert_eq!(window.admit(now, &limit), Ok(()));
            }
            for now in [400, 500, 600] {
                assert!(window.admit(now, &limit).is_err());
            }
            assert_eq!(window.admit(1_000, &limit), admitted);
        }
    }

    #[test]
    fn no_window_admits_more_than_the_limit() {
        let limit = limit(false);
        let mut window = SlidingWindow::default();
        assert_eq!(window.admit(0, &limit), Ok(()));
        assert_eq!(window.admit(400, &limit), Ok(()));
        assert_eq!(window.admit(999, &limit), Ok(()));
        assert_eq!(window.admit(999, &limit), Err(1));
        assert_eq!(window.admit(1_000, &limit), Ok(()));
        assert_eq!(window.admit(1_001, &limit), Err(399));
    }
}
