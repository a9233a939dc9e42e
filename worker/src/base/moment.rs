//! Moments that were kept, on the disk or in memory, and are read again: the one place where what a
//! clock that was set back, or a hand on the disk, has made of them is put right.
//!
//! A clock may run ahead (a machine that starts in local time, a restored snapshot, a wrong time
//! server) and be set back. What was kept meanwhile lies in the future, further than anything that
//! could have been set now. Two rules follow:
//!
//! - nobody waits longer than the limiter's own interval: the end of a wait is never further off than
//!   that ([`ahead`], [`nearer`], [`past`]);
//! - nothing is good for longer than its life: what ends later than a life from now is not good
//!   ([`is_good`]).
//!
//! Units are the caller's; both moments and the bound have the same one, except where a name says it.

/// How far apart the clocks of the parts of one deployment may be, in milliseconds. A ticket or a
/// token that one part has made is read by another.
pub const SKEW_MS: u64 = 60_000;

/// How far ahead of now a kept moment is: 0 when it is over, `None` when it is further off than
/// anything that could have been set now, and so says nothing.
pub const fn ahead(at: u64, now: u64, furthest: u64) -> Option<u64> {
    let ahead = at.saturating_sub(now);
    if ahead > furthest { None } else { Some(ahead) }
}

/// A kept moment, drawn nearer where it is further off than anything that could have been set now.
pub fn nearer(at: u64, now: u64, furthest: u64) -> u64 {
    at.min(now.saturating_add(furthest))
}

/// A kept moment at which something has happened: now at the latest.
pub fn past(at: u64, now: u64) -> u64 {
    at.min(now)
}

/// Whether something happened less than so long ago. A clock that was set back since makes it no more
/// recent than it was.
pub const fn is_recent(at: u64, now: u64, span: u64) -> bool {
    now.abs_diff(at) < span
}

/// Whether what lives so long and ends then is good now, in milliseconds.
pub const fn is_good(ends_at_ms: u64, now_ms: u64, lifetime_ms: u64) -> bool {
    match ahead(ends_at_ms, now_ms, lifetime_ms.saturating_add(SKEW_MS)) {
        Some(left_ms) => left_ms > 0,
        None => false,
    }
}

/// Notices in memory that the clock was set back.
#[derive(Clone, Copy, Debug, Default)]
pub struct LastSeen(u64);

impl LastSeen {
    /// Nothing was seen yet.
    pub const fn new() -> Self {
        Self(0)
    }

    /// How far the clock was set back since this was asked last; 0 when it was not. What was kept until
    /// then is so much further off than it was meant to be.
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
    fn what_could_not_have_been_kept_now_says_nothing() {
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
    fn nothing_is_good_for_longer_than_its_life() {
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
    fn what_happened_less_than_a_span_ago_is_recent_whichever_way_the_clock_went() {
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
    fn a_clock_that_is_set_back_is_noticed_once() {
        let mut seen = LastSeen::default();
        let steps = [(5, 0), (9, 0), (9, 0), (2, 7), (2, 0), (3, 0), (0, 3), (100, 0)];
        for (now, back) in steps {
            assert_eq!(seen.set_back_by(now), back, "{now}");
        }
    }
}
