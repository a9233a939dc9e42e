//! What the vendor's gate hands to an account: a token to call with, or why there is none.

use serde::{Deserialize, Serialize};

/// The gate's answer. It carries a token of the vendor, so it does not print.
#[derive(Serialize, Deserialize)]
#[serde(tag = "grant", rename_all = "kebab-case", rename_all_fields = "kebab-case")]
pub enum Grant {
    /// A token.
    Token {
        /// The token itself.
        value: String,
        /// Which one it is, to say later that this very one has gone stale.
        generation: u64,
    },
    /// The vendor asks to wait.
    Throttled {
        /// How long, in seconds.
        retry_after_seconds: u32,
    },
    /// The vendor gives us none: our id, secret, permission or address is wrong.
    Refused,
    /// The vendor was not reached, or did not answer as its page says.
    NotReached,
}

/// A vendor's token as the gate keeps it: in memory and nowhere else.
pub struct Kept {
    /// Which one it is.
    pub generation: u64,
    /// When it ends, in milliseconds since 1970.
    pub expires_at_ms: u64,
}

/// How long before its end a token is no longer handed out, in milliseconds: a call may take
/// some seconds, and the vendor's clock may run ahead of ours.
const MARGIN_MS: u64 = 60_000;

impl Kept {
    /// Whether it may be handed out to somebody who found that generation stale.
    ///
    /// Whoever reports an older one than this gets this one: of many calls that met the same
    /// stale token, one renews it and the others find it renewed.
    pub fn serves(&self, stale: Option<u64>, now_ms: u64) -> bool {
        let fresh = now_ms.saturating_add(MARGIN_MS) < self.expires_at_ms;
        fresh && stale.is_none_or(|stale| stale < self.generation)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_serves_until_shortly_before_its_end_or_until_it_is_stale() {
        let kept = Kept { generation: 3, expires_at_ms: 100_000 };
        assert!(kept.serves(None, 39_999));
        assert!(!kept.serves(None, 40_000));
        assert!(kept.serves(Some(2), 0));
        assert!(!kept.serves(Some(3), 0));
    }

    #[test]
    fn a_grant_is_read_back() {
        for grant in [
            Grant::Token { value: "t-1".to_owned(), generation: 7 },
            Grant::Throttled { retry_after_seconds: 2 },
            Grant::Refused,
            Grant::NotReached,
        ] {
            let text = serde_json::to_string(&grant).unwrap();
            let again: Grant = serde_json::from_str(&text).unwrap();
            assert_eq!(serde_json::to_string(&again).unwrap(), text);
        }
    }
}
