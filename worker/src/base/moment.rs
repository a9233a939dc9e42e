//! Stored timestamps, on disk or in memory. This is the one place that corrects what a clock that was
//! set back, or a change of the stored data, has made of them.
//!
//! A clock may run ahead (a machine that starts in local time, a restored snapshot, a wrong time
//! server) and be set back later. A timestamp stored in between is further in the future than any value
//! that could be set now. Two rules follow:
//!
//! - no wait is longer than the limiter's own interval: the end of a wait is never further away than
//!   that interval ([`ahead`], [`nearer`], [`past`]);
//! - nothing is valid for longer than its lifetime: a value that ends later than one lifetime from now
//!   is not valid ([`is_good`]).
//!
//! The caller chooses the unit. Both timestamps and the bound have the same unit, except where a name
//! says otherwise.

/// The allowed clock skew between the parts of one deployment, in milliseconds. One part reads the
/// tickets and tokens that another part made.
pub const SKEW_MS: u64 = 60_000;

/// How far a stored timestamp is in the future: 0 when it has passed, `None` when it is further away
/// than any value that could be set now and must be ignored.
pub const fn ahead(at: u64, now: u64, furthest: u64) -> Option<u64> {
    let ahead = at.saturating_sub(now);
    if ahead > furthest { None } else { Some(ahead) }
}

/// The stored timestamp of a future event, limited to the furthest value that could be set now.
pub fn nearer(at: u64, now: u64, furthest: u64) -> u64 {
    at.min(now.saturating_add(furthest))
}

/// The stored timestamp of a past event, limited to now.
pub fn past(at: u64, now: u64) -> u64 {
    at.min(now)
}

/// Whether an event happened less than `span` ago. The distance counts in both directions, so that a
/// clock that was set back does not make an old event recent.
pub const fn is_recent(at: u64, now: u64, span: u64) -> bool {
    now.abs_diff(at) < span
}

/// Whether a value with this lifetime and this end is valid now, in milliseconds.
pub const fn is_good(ends_at_ms: u64, now_ms: u64, lifetime_ms: u64) -> bool {
    match ahead(ends_at_ms, now_ms, lifetime_ms.saturating_add(SKEW_MS)) {
        Some(left_ms) => left_ms > 0,
        None => false,
    }
}

/// Detects in memory that the clock was set back.
#[derive(Clone, Copy, Debug, Default)]
pub struct LastSeen(u64);

impl LastSeen {
    /// The state before the first reading of the clock.
    pub const fn new() -> Self {
        Self(0)
    }

    /// How far the clock was set back since the last call; 0 when it was not. Timestamps stored before
    /// the call are too far in the future by this amount.
    pub fn set_back_by(&mut self, now: u64) -> u64 {
        let back = self.0.saturating_sub(now);
        self.0 = now;
        back
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: u64 = 1_800_000_000_000;

    #[test]
    fn a_timestamp_too_far_ahead_is_ignored() {
        for (at, expected) in [
            (0, Some(0)),
            (NOW, Some(0)),
            (NOW + 1, Some(1)),
            (NOW + 5_000, Some(5_000)),
            (NOW + 5_001, None),
            (u64::MAX, None),
        ] {
            assert_eq!(ahead(at, NOW, 5_000), expected, "{at}");
            assert_eq!(nearer(at, NOW, 5_000), at.min(NOW + 5_000), "{at}");
            assert_eq!(past(at, NOW), at.min(NOW), "{at}");
        }
        assert_eq!(ahead(u64::MAX, u64::MAX, 5), Some(0));
        assert_eq!(nearer(7, u64::MAX, 5), 7);
    }

    #[test]
    fn nothing_is_valid_for_longer_than_its_lifetime() {
        let life = 600_000;
        for (ends, good) in [
            (0, false),
            (NOW, false),
            (NOW + 1, true),
            (NOW + life, true),
            (NOW + life + SKEW_MS, true),
            (NOW + life + SKEW_MS + 1, false),
            (u64::MAX, false),
        ] {
            assert_eq!(is_good(ends, NOW, life), good, "{ends}");
        }
    }

    #[test]
    fn an_event_within_the_span_is_recent_in_both_directions_of_the_clock() {
        for (now, recent) in [
            (NOW, true),
            (NOW + 4_999, true),
            (NOW + 5_000, false),
            (NOW - 4_999, true),
            (NOW - 5_000, false),
            (0, false),
        ] {
            assert_eq!(is_recent(NOW, now, 5_000), recent, "{now}");
        }
    }

    #[test]
    fn a_clock_that_is_set_back_is_reported_once() {
        let mut seen = LastSeen::default();
        let steps = [(5, 0), (9, 0), (9, 0), (2, 7), (2, 0), (3, 0), (0, 3), (100, 0)];
        for (now, back) in steps {
            assert_eq!(seen.set_back_by(now), back, "{now}");
        }
    }
}
