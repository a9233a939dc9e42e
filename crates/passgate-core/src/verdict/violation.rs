//! The one vocabulary: why a password is refused, from rule to wire to screen.

use serde::{Deserialize, Serialize};

use crate::document::{DocumentError, Node, Vocabulary, Word, WordSet};
use crate::verdict::{
    CharacterKind, ClassSet, Code, Count, FieldSet, PackedViolation, Pattern, VendorRefusal,
};

/// Why a password is, or would be, refused.
///
/// A rule of this crate and an error decoded from a vendor's reply both end as one of these;
/// nothing downstream asks which. It carries public numbers and field names, never a piece of
/// the password. Where a number is optional, a vendor may refuse without telling it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "code", rename_all = "kebab-case")]
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
        /// How many are there for certain.
        found: u32,
        /// The classes of the policy that are not there for certain.
        #[cfg_attr(feature = "schema", schemars(with = "Vec<crate::Class>"))]
        missing: ClassSet,
    },
    /// A character the vendor does not take (EIAM `PWD.0005`, Feishu `1050022`).
    UnsupportedCharacter {
        /// What the first such character is; a vendor does not tell.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        kind: Option<CharacterKind>,
    },
    /// A password many people use (EIAM `PWD.0006`).
    TooCommon {
        /// What makes it so, where that has a name; a vendor does not tell.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pattern: Option<Pattern>,
    },
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
        #[cfg_attr(feature = "schema", schemars(with = "Vec<crate::IdentityField>"))]
        fields: FieldSet,
    },
    /// It contains something that people make of what is known about the person, and that no page
    /// names: whether the vendor refuses it is not known here. No vendor says it.
    ResemblesIdentity {
        /// What it is made of.
        #[cfg_attr(feature = "schema", schemars(with = "Vec<crate::IdentityField>"))]
        fields: FieldSet,
    },
    /// Whether it contains something about the person cannot be said here: nothing is known of these
    /// fields, or what is known cannot be read. No vendor says it.
    UnknownIdentity {
        /// What cannot be compared.
        #[cfg_attr(feature = "schema", schemars(with = "Vec<crate::IdentityField>"))]
        fields: FieldSet,
    },
    /// Refused in the vendor's words, which say no more (EIAM `PWD.0005`, Feishu `1050022`).
    NotAccepted {
        /// What the vendor said, where it said anything. Never contains the password.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        message: Option<String>,
    },
}

impl Violation {
    /// How its code is written.
    pub fn code(&self) -> &'static str {
        Vocabulary::Violations.name(self.packed().code as u32)
    }

    /// The same in numbers.
    pub const fn packed(&self) -> PackedViolation {
        match self {
            Self::Empty => PackedViolation::of(Code::Empty, 0),
            Self::TooShort { min } => PackedViolation::of(Code::TooShort, *min),
            Self::TooLong { max } => PackedViolation::of(Code::TooLong, *max),
            Self::WrongLength { min, max } => {
                PackedViolation::new(Code::WrongLength, [optional(*min), optional(*max), 0])
            }
            Self::MatchesUsername => PackedViolation::of(Code::MatchesUsername, 0),
            Self::ReversesUsername => PackedViolation::of(Code::ReversesUsername, 0),
            Self::TooFewClasses { required, found, missing } => {
                PackedViolation::new(Code::TooFewClasses, [*required, *found, missing.bits() as u32])
            }
            Self::UnsupportedCharacter { kind } => {
                let kind = if let Some(kind) = kind { Some(*kind as u32) } else { None };
                PackedViolation::of(Code::UnsupportedCharacter, optional(kind))
            }
            Self::TooCommon { pattern } => {
                let pattern = if let Some(pattern) = pattern { Some(*pattern as u32) } else { None };
                PackedViolation::of(Code::TooCommon, optional(pattern))
            }
            Self::Reused => PackedViolation::of(Code::Reused, 0),
            Self::TooRepetitive { max, count } => {
                let count = if let Some(count) = count { Some(*count as u32) } else { None };
                PackedViolation::new(Code::TooRepetitive, [optional(*max), optional(count), 0])
            }
            Self::ContainsIdentity { fields } => {
                PackedViolation::of(Code::ContainsIdentity, fields.bits() as u32)
            }
            Self::ResemblesIdentity { fields } => {
                PackedViolation::of(Code::ResemblesIdentity, fields.bits() as u32)
            }
            Self::UnknownIdentity { fields } => {
                PackedViolation::of(Code::UnknownIdentity, fields.bits() as u32)
            }
            Self::NotAccepted { message } => PackedViolation::of(Code::NotAccepted, message.is_some() as u32),
        }
    }

    /// The violation behind the numbers, with the vendor's words.
    pub(crate) fn new(violation: PackedViolation, message: Option<&str>) -> Self {
        let [first, second, third] = violation.parameters;
        let (min, max) = (first.checked_sub(1), second.checked_sub(1));
        match violation.code {
            Code::Empty => Self::Empty,
            Code::TooShort => Self::TooShort { min: first },
            Code::TooLong => Self::TooLong { max: first },
            Code::WrongLength => Self::WrongLength { min, max },
            Code::MatchesUsername => Self::MatchesUsername,
            Code::ReversesUsername => Self::ReversesUsername,
            Code::TooFewClasses => {
                Self::TooFewClasses { required: first, found: second, missing: WordSet::of_bits(third) }
            }
            Code::UnsupportedCharacter => Self::UnsupportedCharacter { kind: word(first) },
            Code::TooCommon => Self::TooCommon { pattern: word(first) },
            Code::Reused => Self::Reused,
            Code::TooRepetitive => Self::TooRepetitive { max: min, count: word(second) },
            Code::ContainsIdentity => Self::ContainsIdentity { fields: WordSet::of_bits(first) },
            Code::ResemblesIdentity => Self::ResemblesIdentity { fields: WordSet::of_bits(first) },
            Code::UnknownIdentity => Self::UnknownIdentity { fields: WordSet::of_bits(first) },
            Code::NotAccepted => {
                Self::NotAccepted { message: message.filter(|_| first != 0).map(str::to_owned) }
            }
        }
    }

    /// The vendor's words.
    pub(crate) fn message(&self) -> Option<&str> {
        match self {
            Self::NotAccepted { message } => message.as_deref(),
            _ => None,
        }
    }

    /// Reads a violation from plain data; what it does not know beside its own members is left
    /// alone, so that an edge may say more than a page understands.
    ///
    /// # Errors
    /// An unknown code, a missing member, or a wrong type.
    pub fn read(node: Node<'_>) -> Result<Self, DocumentError> {
        match PackedViolation::read(node) {
            Ok((violation, message)) => Ok(Self::new(violation, message.as_deref())),
            Err(fault) => Err(*fault),
        }
    }
}

impl From<&[Violation]> for VendorRefusal {
    fn from(violations: &[Violation]) -> Self {
        let mut refusal = Self::default();
        for violation in violations {
            refusal.add(violation.packed(), violation.message().map(str::to_owned));
        }
        refusal
    }
}

const fn optional(number: Option<u32>) -> u32 {
    match number {
        Some(number) => number.saturating_add(1),
        None => 0,
    }
}

/// The word whose number is one less.
fn word<T: Word>(number: u32) -> Option<T> {
    T::of(number.checked_sub(1)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::json;

    fn read(json: &str) -> Result<Violation, DocumentError> {
        Violation::read(Node::new(&json::units(json)?))
    }

    #[test]
    fn both_readers_agree() {
        for json in [
            r#"{"code":"empty"}"#,
            r#"{"code":"too-short","min":8}"#,
            r#"{"code":"too-long","max":18}"#,
            r#"{"code":"wrong-length"}"#,
            r#"{"code":"wrong-length","min":8,"max":18}"#,
            r#"{"code":"matches-username"}"#,
            r#"{"code":"reverses-username"}"#,
            r#"{"code":"too-few-classes","required":3,"found":0,"missing":["lower","symbol"]}"#,
            r#"{"code":"unsupported-character"}"#,
            r#"{"code":"unsupported-character","kind":"full-width"}"#,
            r#"{"code":"too-common"}"#,
            r#"{"code":"too-common","pattern":"keyboard-walk"}"#,
            r#"{"code":"reused"}"#,
            r#"{"code":"too-repetitive","max":2,"count":"total"}"#,
            r#"{"code":"contains-identity","fields":["phone","words"]}"#,
            r#"{"code":"not-accepted","message":"x"}"#,
        ] {
            let derived: Violation = serde_json::from_str(json).unwrap();
            assert_eq!(read(json).unwrap(), derived);
            assert_eq!(serde_json::to_string(&derived).unwrap(), json);
            assert!(json.starts_with(&format!("{{\"code\":\"{}\"", derived.code())));
        }
    }

    #[test]
    fn what_is_no_violation() {
        for (json, path) in [
            ("[]", ""),
            ("{}", "code"),
            (r#"{"code":"bad"}"#, "code"),
            (r#"{"code":"too-short"}"#, "min"),
            (r#"{"code":"too-short","min":"8"}"#, "min"),
            (r#"{"code":"contains-identity","fields":["x"]}"#, "fields[0]"),
            (r#"{"code":"too-repetitive","count":"all"}"#, "count"),
            (r#"{"code":"unsupported-character","kind":"wide"}"#, "kind"),
        ] {
            assert_eq!(read(json).unwrap_err().path, path, "{json}");
        }
    }
}
