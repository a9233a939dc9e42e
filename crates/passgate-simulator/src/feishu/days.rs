//! The number of resets per day, counted as the policy says: for each account, or for the tenant.

use std::collections::BTreeMap;

use super::policy::DayEnd;
use crate::clock::{DAY_MS, Moment, china_day};

/// The resets of a day, by account or tenant.
#[derive(Default)]
pub(super) struct Days {
    resets: BTreeMap<String, Vec<Moment>>,
}

impl Days {
    /// The number of resets in the day that contains `now`.
    pub(super) fn resets(&self, whose: &str, end: DayEnd, now: Moment) -> u32 {
        let moments = self.resets.get(whose).map(Vec::as_slice).unwrap_or_default();
        let is_today = |moment: Moment| match end {
            DayEnd::MidnightInChina => china_day(moment) == china_day(now),
            DayEnd::MidnightUtc => moment.div_euclid(DAY_MS) == now.div_euclid(DAY_MS),
            DayEnd::AfterADay => now.saturating_sub(moment) < DAY_MS,
        };
        let today = moments.iter().filter(|moment| is_today(**moment)).count();
        u32::try_from(today).unwrap_or(u32::MAX)
    }

    pub(super) fn count(&mut self, whose: &str, end: DayEnd, now: Moment) {
        if self.resets(whose, end, now) == 0 {
            self.resets.remove(whose);
        }
        self.resets.entry(whose.to_owned()).or_default().push(now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::parse;

    #[test]
    fn a_day_ends_as_configured() {
        let first = parse("2026-05-01T12:00:00Z").unwrap();
        for (end, last, next) in [
            (DayEnd::MidnightInChina, "2026-05-01T15:59:59Z", "2026-05-01T16:00:00Z"),
            (DayEnd::MidnightUtc, "2026-05-01T23:59:59Z", "2026-05-02T00:00:00Z"),
            (DayEnd::AfterADay, "2026-05-02T11:59:59Z", "2026-05-02T12:00:00Z"),
        ] {
            let mut days = Days::default();
            days.count("a", end, first);
            assert_eq!(days.resets("a", end, parse(last).unwrap()), 1);
            assert_eq!(days.resets("a", end, parse(next).unwrap()), 0);
            assert_eq!(days.resets("b", end, first), 0);
        }
    }
}
