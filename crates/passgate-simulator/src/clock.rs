//! The simulator's clock: the machine's, shifted by the control API.

use std::time::{SystemTime, UNIX_EPOCH};

use jiff::Timestamp;

/// China's time is eight hours ahead of UTC all year.
const CHINA_OFFSET_MS: i64 = 8 * 3_600_000;
pub(crate) const DAY_MS: i64 = 86_400_000;

/// A timestamp: milliseconds since the Unix epoch.
pub(crate) type Moment = i64;

#[derive(Clone, Debug, Default)]
pub(crate) struct Clock {
    offset_ms: i64,
    frozen_at: Option<Moment>,
}

impl Clock {
    pub(crate) fn now(&self) -> Moment {
        self.frozen_at.unwrap_or_else(|| machine_now().saturating_add(self.offset_ms))
    }

    /// Moves the clock by `milliseconds`; backwards when negative.
    pub(crate) fn advance(&mut self, milliseconds: i64) {
        self.offset_ms = self.offset_ms.saturating_add(milliseconds);
        self.frozen_at = self.frozen_at.map(|moment| moment.saturating_add(milliseconds));
    }

    pub(crate) fn set(&mut self, moment: Moment) {
        self.advance(moment.saturating_sub(self.now()));
    }

    /// Stops the clock, or lets it continue from where it is.
    pub(crate) fn freeze(&mut self, frozen: bool) {
        let now = self.now();
        if frozen {
            self.frozen_at = Some(now);
        } else if self.frozen_at.take().is_some() {
            self.offset_ms = now.saturating_sub(machine_now());
        }
    }

    pub(crate) fn offset_ms(&self) -> i64 {
        self.now().saturating_sub(machine_now())
    }

    pub(crate) fn is_frozen(&self) -> bool {
        self.frozen_at.is_some()
    }
}

/// The number of the calendar day in China. Feishu's "next day" begins with it.
pub(crate) fn china_day(moment: Moment) -> i64 {
    moment.saturating_add(CHINA_OFFSET_MS).div_euclid(DAY_MS)
}

/// A timestamp in RFC 3339 format, in UTC with milliseconds.
pub(crate) fn rfc3339(moment: Moment) -> String {
    Timestamp::from_millisecond(moment)
        .map(|timestamp| timestamp.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string())
        .unwrap_or_default()
}

/// A timestamp such as `20260203171442` in China's time, the beginning of Feishu's log ids.
pub(crate) fn china_digits(moment: Moment) -> String {
    Timestamp::from_millisecond(moment.saturating_add(CHINA_OFFSET_MS))
        .map(|timestamp| timestamp.strftime("%Y%m%d%H%M%S").to_string())
        .unwrap_or_default()
}

/// Parses RFC 3339.
pub(crate) fn parse(text: &str) -> Option<Moment> {
    text.parse::<Timestamp>().ok().map(Timestamp::as_millisecond)
}

fn machine_now() -> Moment {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .ok()
        .and_then(|since| i64::try_from(since.as_millis()).ok())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frozen_clock_moves_only_on_request() {
        let mut clock = Clock::default();
        clock.set(1_000);
        clock.freeze(true);
        let stopped = clock.now();
        clock.advance(500);
        assert_eq!(clock.now(), stopped + 500);
        clock.freeze(false);
        assert!((clock.now() - stopped - 500).abs() < 5_000);
    }

    #[test]
    fn the_day_begins_at_sixteen_hours_utc() {
        let before = parse("2026-05-01T15:59:59.999Z").unwrap();
        assert_eq!(china_day(before) + 1, china_day(before + 1));
        assert_eq!(china_digits(before), "20260501235959");
        assert_eq!(rfc3339(before), "2026-05-01T15:59:59.999Z");
    }
}
