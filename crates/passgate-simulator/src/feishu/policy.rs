use serde::{Deserialize, Serialize};

use crate::rate::RateLimit;
use crate::text::{Standing, Unit};

/// What the page leaves open and a tenant may find otherwise.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Policy {
    /// 不少于8个字符.
    pub(crate) min: usize,
    /// The page names no maximum.
    pub(crate) max: Option<usize>,
    pub(crate) unit: Unit,
    /// Of letters, digits and symbols: 至少三选二.
    pub(crate) classes_at_least: usize,
    /// A character outside ASCII.
    pub(crate) non_ascii: Standing,
    /// A space.
    pub(crate) space: Standing,
    /// Resets of one account in one day of China's calendar.
    pub(crate) daily_limit: Option<u32>,
    /// Resets by one app: 10 次/秒.
    pub(crate) rate: Option<RateLimit>,
    /// Life of a token: at most 7200 seconds.
    pub(crate) token_seconds: u32,
    /// Length of the newer endpoint's tokens: the page asks to reserve 4 KB.
    pub(crate) oauth_token_bytes: usize,
    /// The token call's code for a wrong secret.
    pub(crate) wrong_secret_code: i64,
    /// Whether `field_violations` repeat what was sent, a password included.
    pub(crate) echo_field_values: bool,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            min: 8,
            max: None,
            unit: Unit::CodePoint,
            classes_at_least: 2,
            non_ascii: Standing::Refuse,
            space: Standing::Symbol,
            daily_limit: Some(20),
            rate: Some(RateLimit { limit: 10, window_ms: 1_000, status: 429 }),
            token_seconds: 7_200,
            oauth_token_bytes: 1_500,
            wrong_secret_code: 10_015,
            echo_field_values: true,
        }
    }
}

impl Policy {
    /// The field that makes the policy impossible, and why.
    pub(crate) fn check(&self) -> Result<(), (&'static str, &'static str)> {
        if self.max.is_some_and(|max| max < self.min) {
            return Err(("max", "must not be below min"));
        }
        if self.classes_at_least > 3 {
            return Err(("classes_at_least", "there are three classes"));
        }
        if !(1..=7_200).contains(&self.token_seconds) {
            return Err(("token_seconds", "must be between 1 and 7200"));
        }
        if !(256..=4_096).contains(&self.oauth_token_bytes) {
            return Err(("oauth_token_bytes", "must be between 256 and 4096"));
        }
        self.rate.map_or(Ok(()), |rate| rate.check())
    }
}
