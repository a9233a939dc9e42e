use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::rate::RateLimit;
use crate::text::{CountsAs, Unit};

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
    pub(crate) non_ascii: CountsAs,
    /// A space.
    pub(crate) space: CountsAs,
    /// What one `字符` of `user_id` is: 长度范围：`0` ～ `200` 字符.
    pub(crate) user_id_unit: Unit,
    /// Resets in one day.
    pub(crate) daily_limit: Option<u32>,
    /// When the next day begins: 请次日再进行尝试.
    pub(crate) day_ends: DayEnd,
    /// Whose resets are counted together.
    pub(crate) daily_count: DailyCount,
    /// Resets by one app: 10 次/秒.
    pub(crate) rate: Option<RateLimit>,
    /// What becomes of a call by `user_id` without the field permission.
    pub(crate) missing_field_scope: MissingFieldScope,
    /// The HTTP status of a missing permission.
    pub(crate) missing_scope_status: u16,
    /// The HTTP status of the reset page's own codes: 400, as the page has it, or 200.
    pub(crate) error_status: u16,
    /// The words of a code in place of the page's, in any language: `msg` may change.
    pub(crate) messages: BTreeMap<String, String>,
    /// Whether the content type must be the page's fixed value to the letter.
    pub(crate) exact_content_type: bool,
    /// Life of a token: at most 7200 seconds.
    pub(crate) token_seconds: u32,
    /// Length of the newer endpoint's tokens: the page asks to reserve 4 KB.
    pub(crate) oauth_token_bytes: usize,
    /// The token call's code for a wrong secret.
    pub(crate) wrong_secret_code: i64,
    /// Whether `field_violations` repeat what was sent, a password included.
    pub(crate) echo_field_values: bool,
}

/// No page says whose midnight it is, or whether it is one.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum DayEnd {
    MidnightInChina,
    MidnightUtc,
    /// A day after the first reset that is counted.
    AfterADay,
}

/// No page says what is counted.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum DailyCount {
    Account,
    Tenant,
}

/// The page says of the field permission that a field of the answer is hidden without it (the answer has
/// none), and of `user_id` that it is needed.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum MissingFieldScope {
    Refuses,
    HidesAField,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            min: 8,
            max: None,
            unit: Unit::CodePoint,
            classes_at_least: 2,
            non_ascii: CountsAs::Refuse,
            space: CountsAs::Symbol,
            user_id_unit: Unit::CodePoint,
            daily_limit: Some(20),
            day_ends: DayEnd::MidnightInChina,
            daily_count: DailyCount::Account,
            rate: Some(RateLimit::of(10, 1_000)),
            missing_field_scope: MissingFieldScope::Refuses,
            missing_scope_status: 400,
            error_status: 400,
            messages: BTreeMap::new(),
            exact_content_type: false,
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
        if ![200, 400, 403].contains(&self.missing_scope_status) {
            return Err(("missing_scope_status", "must be 200, 400 or 403"));
        }
        if ![200, 400].contains(&self.error_status) {
            return Err(("error_status", "must be 200 or 400"));
        }
        self.rate.map_or(Ok(()), |rate| rate.check())
    }
}
