//! Settings for behaviour that EIAM's pages do not document. The defaults are guesses.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// The validator that compares a password with a person's data.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Validator {
    /// The four items of PWD.0009, compared as in [`Matching`].
    Page,
    /// The open-source validator of TopIAM, the nearest public relative: see `topiam`.
    Topiam,
}

/// How a password is compared with a person's data, and with a weak password.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Matching {
    /// Whether letter case matters for the user name, its reverse, a weak password and the identity.
    pub(crate) case_sensitive: bool,
    /// PWD.0006.
    pub(crate) weak: WeakMatch,
    /// Whether the first or the last `@` ends the prefix of an address with several.
    pub(crate) email_prefix: PrefixEnd,
    /// Whether `+86` is part of a phone number that is written with it.
    pub(crate) country_code: CountryCode,
    /// How `ü` is written in pinyin.
    pub(crate) umlaut: BTreeSet<Umlaut>,
}

/// Whether a weak password must be the whole password, or may be a part of it.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum WeakMatch {
    Whole,
    Contains,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum PrefixEnd {
    FirstAt,
    LastAt,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum CountryCode {
    Dropped,
    Kept,
}

/// The spellings of `ü`: `v` on keyboards, `u` on signs, `yu` in passports.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Umlaut {
    V,
    U,
    Yu,
}

impl Umlaut {
    pub(crate) const fn written(self) -> &'static str {
        match self {
            Self::V => "v",
            Self::U => "u",
            Self::Yu => "yu",
        }
    }
}

/// The form of answers.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Answers {
    /// Which code is returned when a password violates several rules.
    pub(crate) order: CodeOrder,
    /// The HTTP status of a business error: 400, as on the pages, or 200.
    pub(crate) error_status: u16,
    /// Whether a sentence contains other digits than those of `{0}` and `{1}`: a time and a case
    /// number.
    pub(crate) extra_digits: bool,
    /// Whether `{0}` and `{1}` stay unfilled, as in the table.
    pub(crate) unfilled: bool,
    /// Sentences that replace those of the page, by code, in any language.
    pub(crate) sentences: BTreeMap<String, String>,
    /// The `user_id` of a success.
    pub(crate) user_id: AnsweredId,
    /// The form in which a missing permission is reported.
    pub(crate) missing_permission: MissingPermission,
    /// The code of a field that is missing or of another type.
    pub(crate) parameter_code: String,
    /// Whether the content type must be exactly the page's fixed value, on both calls.
    pub(crate) exact_content_type: bool,
}

/// By code in ascending or descending order. An empty password has a code of its own in both.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum CodeOrder {
    FirstCode,
    LastCode,
}

/// The id as sent, as text; as a number if it is one; in upper case; or the user name instead.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum AnsweredId {
    Text,
    Number,
    Capitals,
    Username,
}

/// The answer to a missing permission. No page shows it.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum MissingPermission {
    /// HTTP 403 and `insufficient_scope` (RFC 6750).
    InsufficientScope,
    /// HTTP 401 and `unauthorized`, as without a token.
    Unauthorized,
    /// HTTP 400 and a business code.
    Business,
    /// HTTP 200 and a business code.
    BusinessAtOk,
    /// HTTP 403 and a page of the application server.
    Server,
}

impl Default for Matching {
    fn default() -> Self {
        Self {
            case_sensitive: false,
            weak: WeakMatch::Whole,
            email_prefix: PrefixEnd::FirstAt,
            country_code: CountryCode::Dropped,
            umlaut: [Umlaut::V, Umlaut::U, Umlaut::Yu].into(),
        }
    }
}

impl Matching {
    /// A text in the form in which it is compared.
    pub(crate) fn folded(&self, text: &str) -> String {
        if self.case_sensitive { text.to_owned() } else { text.to_lowercase() }
    }
}

impl Default for Answers {
    fn default() -> Self {
        Self {
            order: CodeOrder::FirstCode,
            error_status: 400,
            extra_digits: false,
            unfilled: false,
            sentences: BTreeMap::new(),
            user_id: AnsweredId::Text,
            missing_permission: MissingPermission::InsufficientScope,
            parameter_code: "PARAM.0001".to_owned(),
            exact_content_type: false,
        }
    }
}

impl Answers {
    pub(super) fn check(&self) -> Result<(), (&'static str, &'static str)> {
        match self.error_status {
            200 | 400 => Ok(()),
            _ => Err(("answers.error_status", "must be 200 or 400")),
        }
    }
}
