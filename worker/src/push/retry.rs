//! When a failed delivery is tried again.

/// The wait after the first failure, in milliseconds. It doubles with each further failure.
const FIRST_MS: u64 = 1_000;
/// The longest wait, in milliseconds.
pub const LONGEST_MS: u64 = 600_000;

/// How long to wait after this many consecutive failures, in milliseconds: at least as long as the receiver
/// asked with `Retry-After`, up to [`LONGEST_MS`]. The random number spreads the receivers of one host.
pub fn wait_ms(failures: u32, retry_after_s: Option<u64>, random: u32) -> u64 {
    let doublings = failures.saturating_sub(1).min(u64::BITS.saturating_sub(1));
    let longest = FIRST_MS.saturating_mul(1_u64 << doublings).min(LONGEST_MS);
    // Down to three quarters.
    let earlier = u64::from(random).checked_rem(longest / 4).unwrap_or_default();
    let asked_ms = retry_after_s.unwrap_or_default().saturating_mul(1_000);
    longest.saturating_sub(earlier).max(asked_ms).min(LONGEST_MS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_ten_minutes_and_are_spread() {
        let longest: Vec<u64> =
            [1, 2, 3, 10, 11, 100, u32::MAX].map(|failures| wait_ms(failures, None, 0)).into();
        assert_eq!(longest, [1_000, 2_000, 4_000, 512_000, 600_000, 600_000, 600_000]);
        for random in [1, 249, 250, u32::MAX] {
            assert!((751..=1_000).contains(&wait_ms(1, None, random)), "{random}");
        }
    }

    #[test]
    fn retry_after_lengthens_a_wait_within_the_bound() {
        assert_eq!(wait_ms(1, Some(30), 0), 30_000);
        assert_eq!(wait_ms(6, Some(1), 0), 32_000);
        assert_eq!(wait_ms(1, Some(u64::MAX), 0), LONGEST_MS);
    }
}
