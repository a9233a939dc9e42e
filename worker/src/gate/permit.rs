//! A permit for one call to the vendor, with the token for it, or the reason why there is none.

use passgate_core::Limit;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::base::moment;

/// A request for a permit: one call to the vendor.
#[derive(Serialize, Deserialize)]
pub struct PermitRequest {
    /// The account's tag, which identifies its place in the queue. It identifies no person.
    pub account: String,
    /// The generation of the token that turned out to be stale, if one did.
    pub stale: Option<u64>,
    /// How long the account can wait, in milliseconds.
    pub budget_ms: u64,
}

/// Whether the gate admits a request, before anything is written for its account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "admission", rename_all = "kebab-case", rename_all_fields = "kebab-case")]
pub enum Admission {
    /// A place in the queue is reserved.
    Admitted,
    /// The queue is too long, or the vendor limits the rate.
    Throttled {
        /// When to retry, in seconds.
        retry_after_seconds: u32,
    },
    /// The circuit breaker is open: the vendor has not been answering.
    Closed {
        /// When to retry, in seconds.
        retry_after_seconds: u32,
    },
}

/// The gate's answer. It carries a vendor token, so it has no `Debug` or `Display`.
#[derive(Serialize, Deserialize)]
#[serde(tag = "permit", rename_all = "kebab-case", rename_all_fields = "kebab-case")]
pub enum Permit {
    /// One call may be made now, with this token.
    Granted {
        /// The token.
        value: Zeroizing<String>,
        /// The generation of the token. A report of a stale token names it.
        generation: u64,
        /// The learned limits. A password that the vendor accepts may disprove one.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        limits: Vec<Limit>,
    },
    /// The account's turn did not come in time, or the vendor limits the rate of all calls.
    Throttled {
        /// When to retry, in seconds.
        retry_after_seconds: u32,
    },
    /// The circuit breaker is open: the vendor has not been answering.
    Closed {
        /// When to retry, in seconds.
        retry_after_seconds: u32,
    },
    /// The vendor issues no token: our id, secret, permission or address is wrong.
    Refused,
    /// The vendor was not reached, or its answer does not have the documented form.
    NotReached,
}

/// A vendor token as the gate holds it: in memory only.
pub struct KeptToken {
    /// The generation of the token.
    pub generation: u64,
    /// When it expires, in milliseconds since 1970.
    pub expires_at_ms: u64,
    /// Its lifetime when it was issued, in milliseconds.
    pub lifetime_ms: u64,
}

/// How long before its end the gate stops handing out a token, in milliseconds. A call may take some
/// seconds, and the vendor's clock may run ahead of ours.
const MARGIN_MS: u64 = 60_000;
/// How long before its end a token is renewed in the background, in milliseconds. Feishu issues a new
/// token when less than half an hour is left, and the old one stays valid.
const RENEW_MS: u64 = 600_000;
/// Limits the time above to this fraction of the lifetime, for short-lived tokens.
const PART_OF_LIFE: u64 = 3;

impl KeptToken {
    /// Whether the token may be handed out to a caller that found the generation `stale` stale.
    ///
    /// A caller that reports an older generation gets this token. When many calls meet the same stale
    /// token, one of them renews it and the others get the new one.
    pub fn serves(&self, stale: Option<u64>, now_ms: u64) -> bool {
        let fresh = self.lives(now_ms) && now_ms.saturating_add(MARGIN_MS) < self.expires_at_ms;
        fresh && stale.is_none_or(|stale| stale < self.generation)
    }

    /// Whether to request the next token now, before a call has to wait for it.
    pub fn worth_renewing(&self, now_ms: u64) -> bool {
        let ahead_ms = RENEW_MS.min(self.lifetime_ms / PART_OF_LIFE);
        !self.lives(now_ms) || now_ms.saturating_add(ahead_ms) >= self.expires_at_ms
    }

    /// Whether the token has not expired. A token that was issued before the clock was set back counts
    /// as expired, as its true end is unknown.
    const fn lives(&self, now_ms: u64) -> bool {
        moment::is_good(self.expires_at_ms, now_ms, self.lifetime_ms)
    }
}

/// The longest pause between two background requests for a token, in milliseconds.
pub const LONGEST_PAUSE_MS: u64 = 30_000;

/// The pause before the next background request for a token after this many consecutive failures, in
/// milliseconds: from one to thirty seconds. `random` spreads it, so that many gates do not retry at
/// the same time.
pub fn background_pause_ms(failures: u32, random: u32) -> u64 {
    let longest_ms = 1_000_u64.saturating_mul(1 << failures.min(5)).min(LONGEST_PAUSE_MS);
    let spread_ms = longest_ms.saturating_mul(u64::from(random).saturating_add(1)) >> 32;
    (spread_ms / 2).saturating_add(longest_ms / 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_used_until_shortly_before_its_end_or_until_it_is_stale() {
        let kept = KeptToken { generation: 3, expires_at_ms: 100_000, lifetime_ms: 100_000 };
        assert!(kept.serves(None, 39_999));
        assert!(!kept.serves(None, 40_000));
        assert!(kept.serves(Some(2), 0));
        assert!(!kept.serves(Some(3), 0));
    }

    #[test]
    fn a_token_is_renewed_while_it_is_still_used() {
        let kept = |lifetime_ms| KeptToken { generation: 1, expires_at_ms: lifetime_ms, lifetime_ms };
        assert!(!kept(7_200_000).worth_renewing(6_599_999));
        assert!(kept(7_200_000).worth_renewing(6_600_000) && kept(7_200_000).serves(None, 6_600_000));
        // EIAM's default is half an hour; a third of ten minutes is less than ten minutes.
        assert!(!kept(600_000).worth_renewing(399_999));
        assert!(kept(600_000).worth_renewing(400_000));
    }

    #[test]
    fn a_clock_that_is_set_back_does_not_extend_a_token() {
        let lifetime_ms = 7_200_000;
        let given_ms = 1_800_000_000_000;
        let kept = KeptToken { generation: 1, expires_at_ms: given_ms + lifetime_ms, lifetime_ms };
        assert!(kept.serves(None, given_ms) && !kept.worth_renewing(given_ms));
        // Two clocks may differ by a minute. A time further away comes from another clock.
        assert!(kept.serves(None, given_ms - 60_000));
        for back_ms in [60_001, 3_600_000, 31_536_000_000] {
            assert!(!kept.serves(None, given_ms - back_ms), "{back_ms}");
            assert!(kept.worth_renewing(given_ms - back_ms), "{back_ms}");
        }
    }

    #[test]
    fn background_pauses_grow_to_half_a_minute() {
        let pauses = |random| -> Vec<u64> { (0..7).map(|n| background_pause_ms(n, random)).collect() };
        assert_eq!(pauses(u32::MAX), [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
        assert_eq!(pauses(0), [500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000]);
    }

    #[test]
    fn a_grant_survives_serialization() {
        for grant in [
            Permit::Granted { value: Zeroizing::new("t-1".to_owned()), generation: 7, limits: Vec::new() },
            Permit::Granted {
                value: Zeroizing::new("t-1".to_owned()),
                generation: 7,
                limits: vec![Limit::Repetition { max: 1 }],
            },
            Permit::Throttled { retry_after_seconds: 2 },
            Permit::Closed { retry_after_seconds: 5 },
            Permit::Refused,
            Permit::NotReached,
        ] {
            let text = serde_json::to_string(&grant).unwrap();
            let again: Permit = serde_json::from_str(&text).unwrap();
            assert_eq!(serde_json::to_string(&again).unwrap(), text);
        }
    }
}
