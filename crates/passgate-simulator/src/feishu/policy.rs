use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::rate::RateLimit;
use crate::text::{CountsAs, Unit};

/// Settings for behaviour that the page leaves open, or that may differ between tenants.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Policy {
    /// 不少于8个字符.
    pub(crate) min: usize,
    /// The maximum length; the page documents none.
    pub(crate) max: Option<usize>,
    pub(crate) unit: Unit,
    /// The minimum number of classes among letters, digits and symbols: 至少三选二.
    pub(crate) classes_at_least: usize,
    /// How a character outside ASCII counts.
    pub(crate) non_ascii: CountsAs,
    /// How a space counts.
    pub(crate) space: CountsAs,
    /// The unit of a `字符` of `user_id`: 长度范围：`0` ～ `200` 字符.
    pub(crate) user_id_unit: Unit,
    /// The maximum number of resets per day.
    pub(crate) daily_limit: Option<u32>,
    /// When the next day begins: 请次日再进行尝试.
    pub(crate) day_ends: DayEnd,
    /// Which resets are counted together.
    pub(crate) daily_count: DailyCount,
    /// The rate limit of one app's resets: 10 次/秒.
    pub(crate) rate: Option<RateLimit>,
    /// The result of a call with a `user_id` without the field permission.
    pub(crate) missing_field_scope: MissingFieldScope,
    /// The HTTP status of the answer to a missing permission.
    pub(crate) missing_scope_status: u16,
    /// The HTTP status of the reset page's own codes: 400, as on the page, or 200.
    pub(crate) error_status: u16,
    /// Messages that replace the page's, by code, in any language: `msg` may change.
    pub(crate) messages: BTreeMap<String, String>,
    /// Whether the content type must be exactly the page's fixed value.
    pub(crate) exact_content_type: bool,
    /// The lifetime of a token: at most 7200 seconds.
    pub(crate) token_seconds: u32,
    /// The length of the newer endpoint's tokens: the page says to reserve 4 KB.
    pub(crate) oauth_token_bytes: usize,
    /// The token call's code for a wrong secret.
    pub(crate) wrong_secret_code: i64,
    /// Whether `field_violations` repeat the sent values, including a password.
    pub(crate) echo_field_values: bool,
}

/// No page says in which time zone the day ends, or whether it ends at midnight.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum DayEnd {
    MidnightInChina,
    MidnightUtc,
    /// A day after the first reset that is counted.
    AfterADay,
}

/// No page says which resets are counted together.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum DailyCount {
    Account,
    Tenant,
}

/// The page contradicts itself: without the field permission, a field of the answer is hidden (the
/// answer has no such field); and with a `user_id` the permission is required.
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
    /// The field that makes the policy impossible, and the reason.
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
