//! When a failed delivery is tried again.

/// The wait after the first failure, in milliseconds. It doubles with each further failure.
const FIRST_MS: u64 = 1_000;
/// The longest wait, in milliseconds.
pub const LONGEST_MS: u64 = 600_000;
/// The longest wait where links are delivered, in milliseconds. A link lives for ten minutes at most, so one that
/// is minted when the receiver works again must not wait that long.
pub const LONGEST_WITH_LINKS_MS: u64 = 30_000;

/// How long to wait after this many consecutive failures, in milliseconds: at least as long as the receiver
/// asked with `Retry-After`, up to the longest wait. The random number spreads the receivers of one host.
pub fn wait_ms(failures: u32, retry_after_s: Option<u64>, longest_ms: u64, random: u32) -> u64 {
    let doublings = failures.saturating_sub(1).min(u64::BITS.saturating_sub(1));
    let longest = FIRST_MS.saturating_mul(1_u64 << doublings).min(longest_ms);
    // Down to three quarters.
    let earlier = u64::from(random).checked_rem(longest / 4).unwrap_or_default();
    let asked_ms = retry_after_s.unwrap_or_default().saturating_mul(1_000);
    longest.saturating_sub(earlier).max(asked_ms).min(longest_ms)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_ten_minutes_and_are_spread() {
        let longest: Vec<u64> =
            [1, 2, 3, 10, 11, 100, u32::MAX].map(|failures| wait_ms(failures, None, LONGEST_MS, 0)).into();
        assert_eq!(longest, [1_000, 2_000, 4_000, 512_000, 600_000, 600_000, 600_000]);
        let with_links = [5, 6, u32::MAX].map(|failures| wait_ms(failures, None, LONGEST_WITH_LINKS_MS, 0));
        assert_eq!(with_links, [16_000, 30_000, 30_000]);
        for random in [1, 249, 250, u32::MAX] {
            assert!((751..=1_000).contains(&wait_ms(1, None, LONGEST_MS, random)), "{random}");
        }
    }

    #[test]
    fn retry_after_lengthens_a_wait_within_the_bound() {
        assert_eq!(wait_ms(1, Some(30), LONGEST_MS, 0), 30_000);
        assert_eq!(wait_ms(6, Some(1), LONGEST_MS, 0), 32_000);
        for longest_ms in [LONGEST_MS, LONGEST_WITH_LINKS_MS] {
            assert_eq!(wait_ms(1, Some(u64::MAX), longest_ms, 0), longest_ms);
        }
    }
}
