//! The one vocabulary: why a password is refused, from rule to wire to screen.

use serde::{Deserialize, Serialize};

/// Why a password is, or would be, refused.
///
/// A rule of this crate and an error decoded from a vendor's reply both end as one of these;
/// nothing downstream asks which. It carries public numbers and field names, never a piece of
/// the password. Where a number is optional, a vendor may refuse without telling it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Violation {
    /// No password at all (EIAM `PWD.0001`).
    Empty,
    /// Fewer characters than the minimum.
    TooShort {
        /// The fewest characters allowed.
        min: u32,
    },
    /// More characters than the maximum.
    TooLong {
        /// The most characters allowed.
        max: u32,
    },
    /// The vendor says the length is wrong, not in which direction (EIAM `PWD.0002`).
    WrongLength {
        /// The fewest characters allowed, where the vendor's message carries it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        min: Option<u32>,
        /// The most characters allowed, where the vendor's message carries it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max: Option<u32>,
    },
    /// The password is the username (EIAM `PWD.0003`), or contains it where the policy says so.
    MatchesUsername,
    /// The password is the username written backwards (EIAM `PWD.0004`).
    ReversesUsername,
    /// Too few kinds of character (EIAM `PWD.0005`, Feishu `1050022`).
    TooFewClasses {
        /// How many classes are asked for.
        required: u32,
        /// How many are there.
        found: u32,
        /// The classes of the policy that are not there.
        missing: Vec<Class>,
    },
    /// A character the vendor does not take (EIAM `PWD.0005`, Feishu `1050022`).
    UnsupportedCharacter,
    /// A password many people use (EIAM `PWD.0006`).
    TooCommon,
    /// A password this account had before (EIAM `PWD.0007`).
    Reused,
    /// The same character too many times (EIAM `PWD.0008`).
    TooRepetitive {
        /// How often one character may stand, where known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max: Option<u32>,
        /// What is counted, where known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        count: Option<Count>,
    },
    /// It contains something about the person (EIAM `PWD.0009`).
    ContainsIdentity {
        /// What it contains; a vendor names all four it might be.
        fields: Vec<IdentityField>,
    },
    /// Refused in the vendor's words, which say no more (EIAM `PWD.0005`, Feishu `1050022`).
    NotAccepted {
        /// What the vendor said, where it said anything. Never contains the password.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        message: Option<String>,
    },
}

/// A kind of character that a composition rule counts. All are ASCII: a Han character is a
/// letter of its own kind and satisfies none of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// `a` to `z`.
    Lower,
    /// `A` to `Z`.
    Upper,
    /// `a` to `z` or `A` to `Z`.
    Letter,
    /// `0` to `9`.
    Digit,
    /// One of the 32 printable ASCII characters that are no letter, digit or space.
    Symbol,
}

/// What a repetition rule counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Count {
    /// The same character in a row.
    #[default]
    Run,
    /// The same character anywhere.
    Total,
}

/// Something about a person that a password must not contain (EIAM `PWD.0009`:
/// 用户名、手机号、邮箱前缀、姓名拼音).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum IdentityField {
    /// 用户名.
    Username,
    /// 手机号.
    Phone,
    /// 邮箱前缀: what stands before the `@`.
    EmailPrefix,
    /// 姓名拼音.
    NamePinyin,
    /// A word of the company: its name, its products.
    Words,
}
