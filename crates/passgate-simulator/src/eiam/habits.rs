//! What neither page of the EIAM states, each as a setting: the defaults are guesses.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// Who compares a password with a person.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Validator {
    /// The four of PWD.0009, as [`Matching`] says.
    Page,
    /// The open validator of TopIAM, the nearest public relative: see `topiam`.
    Topiam,
}

/// How a password is compared with what is known of a person, and with a weak one.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Matching {
    /// Whether letter case tells two texts apart: a user name, its reverse, a weak password, identity.
    pub(crate) case_sensitive: bool,
    /// PWD.0006.
    pub(crate) weak: WeakMatch,
    /// Which `@` ends the prefix of an address that has several.
    pub(crate) email_prefix: PrefixEnd,
    /// Whether a phone number keeps the `+86` it is written with.
    pub(crate) country_code: CountryCode,
    /// How `ü` is written in pinyin.
    pub(crate) umlaut: BTreeSet<Umlaut>,
}

/// Whether a listed password must be the whole password, or may be a part of it.
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

/// `v` on keyboards, `u` on signs, `yu` in passports.
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

/// The shape of answers.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Answers {
    /// Which code comes first where a password breaks several rules.
    pub(crate) order: CodeOrder,
    /// The HTTP status of a business error: 400, as the pages have it, or 200.
    pub(crate) error_status: u16,
    /// Digits in a sentence beside those of `{0}` and `{1}`: a moment and a number of the case.
    pub(crate) extra_digits: bool,
    /// `{0}` and `{1}` as they stand in the table.
    pub(crate) unfilled: bool,
    /// Sentences in place of those of the page, by code, in any language.
    pub(crate) sentences: BTreeMap<String, String>,
    /// The `user_id` of a success.
    pub(crate) user_id: AnsweredId,
    /// The form in which a missing permission is reported.
    pub(crate) missing_permission: MissingPermission,
    /// The code of a field that is missing or of another type.
    pub(crate) parameter_code: String,
    /// Whether the content type must be the page's fixed value to the letter, on both calls.
    pub(crate) exact_content_type: bool,
}

/// By code or from the last code on; an empty password has a code of its own in either.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum CodeOrder {
    FirstCode,
    LastCode,
}

/// The id that was sent, as text; as a number where it is one; in capitals; or the user name.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum AnsweredId {
    Text,
    Number,
    Capitals,
    Username,
}

/// No page shows it.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum MissingPermission {
    /// HTTP 403 and `insufficient_scope` (RFC 6750).
    InsufficientScope,
    /// HTTP 401 and `unauthorized`, as for no token.
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
    /// A text as it is compared.
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
