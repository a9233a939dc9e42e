//! When an event is sent again that the audit log did not accept.

/// The shortest and the longest pause between two deliveries, in milliseconds.
const SOONEST_MS: u64 = 10_000;
const LATEST_MS: u64 = 600_000;

/// The pause before the next delivery of an event that has waited `waited_ms` so far, in milliseconds.
/// It equals the time waited, so the pauses double without a counter. `random` spreads it by a quarter
/// in both directions, so that not all accounts retry at the same time.
pub fn pause_ms(waited_ms: u64, random: u32) -> u64 {
    let pause_ms = waited_ms.clamp(SOONEST_MS, LATEST_MS);
    let quarter_ms = pause_ms / 4;
    let spread_ms = quarter_ms.saturating_mul(2).saturating_mul(u64::from(random)) >> 32;
    pause_ms.saturating_sub(quarter_ms).saturating_add(spread_ms)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The middle of the spread.
    const MIDDLE: u32 = 1 << 31;

    #[test]
    fn pauses_double_from_ten_seconds_to_ten_minutes() {
        let (mut waited_ms, mut pauses) = (0, Vec::new());
        for _ in 0..10 {
            let pause_ms = pause_ms(waited_ms, MIDDLE);
            pauses.push(pause_ms / 1_000);
            waited_ms += pause_ms;
        }
        assert_eq!(pauses, [10, 10, 20, 40, 80, 160, 320, 600, 600, 600]);
        // A clock that was moved in either direction costs at most the longest pause.
        assert_eq!(pause_ms(u64::MAX, MIDDLE), LATEST_MS);
    }

    #[test]
    fn redeliveries_are_spread() {
        for waited_ms in [0, 10_000, 77_777, 600_000] {
            let middle_ms = pause_ms(waited_ms, MIDDLE);
            assert_eq!(pause_ms(waited_ms, 0), middle_ms - middle_ms / 4);
            let most_ms = pause_ms(waited_ms, u32::MAX);
            assert!(most_ms > middle_ms && most_ms <= middle_ms + middle_ms / 4);
        }
        let pauses: std::collections::BTreeSet<u64> = (0..100).map(|n| pause_ms(600_000, n << 25)).collect();
        assert_eq!(pauses.len(), 100);
    }
}
