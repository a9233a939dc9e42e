//! The calendar day as Feishu counts it: its "next day" (`1050023`, 请次日再进行尝试) begins at midnight in
//! China.

/// China's time is eight hours ahead of UTC all year.
const CHINA_OFFSET_SECONDS: u64 = 8 * 3_600;
const DAY_SECONDS: u64 = 86_400;

/// The time until the next day begins in China, in seconds, at least 1.
pub fn seconds_until_tomorrow(now_seconds: u64) -> u64 {
    let of_day = now_seconds.saturating_add(CHINA_OFFSET_SECONDS).checked_rem(DAY_SECONDS).unwrap_or(0);
    DAY_SECONDS.saturating_sub(of_day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_begins_at_sixteen_hours_utc() {
        // 2026-05-01T15:59:59Z is 23:59:59 in China.
        assert_eq!(seconds_until_tomorrow(1_777_651_199), 1);
        assert_eq!(seconds_until_tomorrow(1_777_651_200), DAY_SECONDS);
        assert_eq!(seconds_until_tomorrow(1_777_651_200 + 3_600), DAY_SECONDS - 3_600);
    }
}
