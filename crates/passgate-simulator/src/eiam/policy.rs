use serde::{Deserialize, Serialize};

use super::habits::{Answers, Matching, Validator};
use crate::rate::RateLimit;
use crate::text::{CountsAs, Unit};

/// A tenant's password policy, and settings for the server's behaviour that the pages leave open.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Policy {
    /// The product with this API that is simulated.
    pub(crate) product: Product,
    /// `{0}` of PWD.0002.
    pub(crate) min: usize,
    /// `{1}` of PWD.0002.
    pub(crate) max: usize,
    pub(crate) unit: Unit,
    /// The minimum number of classes among lower case, upper case, digits and symbols.
    pub(crate) classes_at_least: usize,
    /// The supported symbols; every other one is refused.
    pub(crate) symbols: String,
    /// How a character outside ASCII counts.
    pub(crate) non_ascii: CountsAs,
    /// PWD.0003.
    pub(crate) username_equal: bool,
    /// PWD.0004.
    pub(crate) username_reversed: bool,
    /// PWD.0006: whole passwords, ignoring letter case.
    pub(crate) weak: Vec<String>,
    /// PWD.0007: the number of last passwords, including the current one; 0 for none.
    pub(crate) history: usize,
    /// PWD.0008.
    pub(crate) repeats: Option<Repeats>,
    /// The validator of PWD.0009.
    pub(crate) validator: Validator,
    /// PWD.0009.
    pub(crate) identity: Vec<IdentityPart>,
    /// Whether the first letters of a name's pinyin count as the name's pinyin.
    pub(crate) pinyin_initials: bool,
    /// The text for `{0}` in PWD.0005 instead of the simulator's own.
    pub(crate) complexity_detail: Option<String>,
    pub(crate) language: Language,
    pub(crate) matching: Matching,
    pub(crate) answers: Answers,
    /// Whether a space precedes every error code, as in one page's example.
    pub(crate) code_leading_space: bool,
    pub(crate) must_modify_accepts: MustModifyAccepts,
    /// The lifetime of a token: 1800 seconds by default.
    pub(crate) token_seconds: u32,
    /// Whether the message gateway is down: MSG.0001.
    pub(crate) delivery_fails: bool,
    /// Whether the generated password is in force although it could not be delivered.
    pub(crate) delivery_failure_executes: bool,
    /// The rate limit; the pages document none.
    pub(crate) rate: Option<RateLimit>,
}

/// A product with EIAM's API.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Product {
    Eiam,
    OneAccess,
}

/// 密码中最大字符重复数: the page does not say whether it counts a run or the total.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Repeats {
    pub(crate) count: RepeatCount,
    pub(crate) max: usize,
}

#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum RepeatCount {
    Run,
    Total,
}

/// 用户名、手机号、邮箱前缀、姓名拼音.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum IdentityPart {
    Username,
    Phone,
    EmailPrefix,
    NamePinyin,
}

/// The language of `error_msg`.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize)]
pub(crate) enum Language {
    #[serde(rename = "zh-CN")]
    Chinese,
    #[serde(rename = "en")]
    English,
}

/// Whether `pwd_must_modify` may also be a boolean, as in the vendor's similar calls.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum MustModifyAccepts {
    String,
    Both,
    Boolean,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            product: Product::Eiam,
            min: 8,
            max: 18,
            unit: Unit::CodePoint,
            classes_at_least: 3,
            symbols: "~!#$%&+-,*:;<=>@_?^`./".to_owned(),
            non_ascii: CountsAs::Refuse,
            username_equal: true,
            username_reversed: true,
            weak: WEAK.map(str::to_owned).into(),
            history: 5,
            // The page's own example, P@ssw0rd123, has two equal neighbours.
            repeats: Some(Repeats { count: RepeatCount::Run, max: 2 }),
            validator: Validator::Page,
            identity: vec![
                IdentityPart::Username,
                IdentityPart::Phone,
                IdentityPart::EmailPrefix,
                IdentityPart::NamePinyin,
            ],
            pinyin_initials: false,
            complexity_detail: None,
            language: Language::Chinese,
            matching: Matching::default(),
            answers: Answers::default(),
            code_leading_space: false,
            must_modify_accepts: MustModifyAccepts::String,
            token_seconds: 1_800,
            delivery_fails: false,
            delivery_failure_executes: false,
            rate: None,
        }
    }
}

impl Policy {
    /// The field that makes the policy impossible, and the reason.
    pub(crate) fn check(&self) -> Result<(), (&'static str, &'static str)> {
        if self.max < self.min {
            return Err(("max", "must not be below min"));
        }
        if self.classes_at_least > 4 {
            return Err(("classes_at_least", "there are four classes"));
        }
        if self.repeats.is_some_and(|repeats| repeats.max == 0) {
            return Err(("repeats.max", "must be at least 1"));
        }
        if self.token_seconds == 0 {
            return Err(("token_seconds", "must not be 0"));
        }
        self.answers.check()?;
        self.rate.map_or(Ok(()), |rate| rate.check())
    }
}

/// A short list of weak passwords; the example of the page is not on it.
const WEAK: [&str; 12] = [
    "password1!",
    "p@ssw0rd",
    "passw0rd!",
    "abc@12345",
    "abcd1234!",
    "admin@123",
    "admin@123456",
    "qwer1234!",
    "qwer@1234",
    "1qaz@wsx",
    "welcome@123",
    "huanying@123",
];
