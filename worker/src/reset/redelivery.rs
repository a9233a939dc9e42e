//! When an event is told again that the audit log did not take.

/// The first time, and the longest pause afterwards, in milliseconds.
const SOONEST_MS: u64 = 10_000;
const LATEST_MS: u64 = 600_000;

/// How long to wait, in milliseconds, for an event that has waited so long already: as long again, so
/// that the pauses double without anybody counting them, spread by `random` over a quarter less and a
/// quarter more, so that not every account comes back at once.
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
        // A clock that was moved, in either direction, costs at most the longest pause.
        assert_eq!(pause_ms(u64::MAX, MIDDLE), LATEST_MS);
    }

    #[test]
    fn nobody_comes_back_with_everybody() {
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
