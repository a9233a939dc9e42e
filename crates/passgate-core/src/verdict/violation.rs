//! Violations: why a password is refused, in one vocabulary for rules, wire and pages.

use serde::{Deserialize, Serialize};

use super::RuleName::{self, Charset, Common, Composition, History, Identity, Length, Repetition, Username};
use super::member::Member;
use super::packed::PackedViolation;
use crate::document::{
    CharacterKind, ClassSet, Count, Document, DocumentError, Field, FieldSet, Node, Pattern, Shape,
    Word as _, spelled,
};

/// Declares the violations: each with its members, the document field of each member, its code, and the row
/// that it belongs to.
///
/// A [`PackedViolation`] has the members in this order.
macro_rules! violations {
    ($(
        $(#[$meta:meta])*
        $Variant:ident $({ $($(#[$member_meta:meta])* $member:ident: $Type:ty = $Field:ident,)+ })?
            = $code:literal in $row:expr;
    )+) => {
        /// Why a password is, or would be, refused.
        ///
        /// The rules of this crate and the errors of a vendor's reply both become one of these; the code
        /// after that does not distinguish them. It contains public numbers and field names, never a part of
        /// the password. A number is optional if a vendor may refuse without stating it.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(tag = "code")]
        pub enum Violation {
            $($(#[$meta])* #[serde(rename = $code)] $Variant $({ $($(#[$member_meta])* $member: $Type,)+ })?,)+
        }

        /// The codes of the violations.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Code {
            $($Variant,)+
        }

        violations!(@spelled $($Variant = $code),+);

        impl Code {
            /// The row of the code, if its rule is known.
            pub(crate) const fn row(self) -> Option<RuleName> {
                match self {
                    $(Self::$Variant => $row,)+
                }
            }
        }

        /// The members of each violation, as fields of its document, and whether each is optional.
        pub(crate) static MEMBERS: &[&[(Field, bool)]] =
            &[$(&[$($((Field::$Field, <$Type as Member>::IS_OPTIONAL)),+)?]),+];

        /// [`PackedViolation`] has room for the members of each.
        const _: () = {
            $(assert!(<[Field]>::len(&[$($(Field::$Field),+)?]) <= PackedViolation::MEMBERS_MAX);)+
        };

        /// A violation as a document. The code selects its members.
        pub(crate) static VIOLATION: Document = Document {
            tag: Some((Field::Code, Code::VOCABULARY)),
            strict: false,
            shapes: &[$(Shape::of(&[$($((Field::$Field, <$Type as Member>::IS_OPTIONAL)),+)?])),+],
        };

        impl Violation {
            /// The violation as numbers.
            pub fn packed(&self) -> PackedViolation {
                match self {
                    $(Self::$Variant $({ $($member),+ })? => {
                        PackedViolation::of_members(Code::$Variant, &[$($($member.pack()),+)?])
                    })+
                }
            }

            /// The violation with these numbers and with the vendor's text.
            pub(crate) fn unpack(packed: PackedViolation, message: Option<&str>) -> Self {
                let mut numbers = packed.parameters.into_iter();
                let mut next = || numbers.next().unwrap_or_default();
                match packed.code {
                    $(Code::$Variant => Self::$Variant $({ $($member: Member::unpack(next(), message)),+ })?,)+
                }
            }
        }
    };
    (@spelled $($Variant:ident = $code:literal),+) => {
        spelled!(Code { $($Variant = $code),+ });
    };
}

violations! {
    /// No password at all (EIAM `PWD.0001`).
    Empty = "empty" in Some(Length);
    /// Fewer characters than the minimum.
    TooShort {
        /// The minimum number of characters.
        min: u32 = Min,
    } = "too-short" in Some(Length);
    /// More characters than the maximum.
    TooLong {
        /// The maximum number of characters.
        max: u32 = Max,
    } = "too-long" in Some(Length);
    /// The vendor says that the length is wrong, but not in which direction (EIAM `PWD.0002`).
    WrongLength {
        /// The minimum number of characters, if the vendor's message states it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        min: Option<u32> = Min,
        /// The maximum number of characters, if the vendor's message states it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max: Option<u32> = Max,
        /// The minimum number of characters by the policy document, if the vendor's refusals contradict it.
        /// `min` and `max` are then the vendor's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        documented_min: Option<u32> = DocumentedMin,
        /// The maximum number of characters by the policy document, as for `documented_min`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        documented_max: Option<u32> = DocumentedMax,
    } = "wrong-length" in Some(Length);
    /// The password is the username (EIAM `PWD.0003`), or contains it if the policy forbids that.
    MatchesUsername = "matches-username" in Some(Username);
    /// The password is the username written backwards (EIAM `PWD.0004`).
    ReversesUsername = "reverses-username" in Some(Username);
    /// Too few classes of characters (EIAM `PWD.0005`, Feishu `1050022`).
    TooFewClasses {
        /// The number of classes that are required.
        required: u32 = Required,
        /// The number of classes that the password certainly has.
        found: u32 = Found,
        /// The classes of the policy that it does not certainly have.
        #[cfg_attr(feature = "schema", schemars(with = "Vec<crate::Class>"))]
        missing: ClassSet = Missing,
        /// The number of characters that a class needs in order to count, if more than 1.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        each: Option<u32> = Each,
    } = "too-few-classes" in Some(Composition);
    /// A character that the vendor does not accept (EIAM `PWD.0005`, Feishu `1050022`).
    UnsupportedCharacter {
        /// The kind of the first such character. A vendor does not state it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        kind: Option<CharacterKind> = Kind,
    } = "unsupported-character" in Some(Charset);
    /// A password that many people use (EIAM `PWD.0006`).
    TooCommon {
        /// Why it is common, if the reason has a name. A vendor does not state it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pattern: Option<Pattern> = Pattern,
    } = "too-common" in Some(Common);
    /// A password that this account had before (EIAM `PWD.0007`).
    Reused = "reused" in Some(History);
    /// The same character too many times (EIAM `PWD.0008`).
    TooRepetitive {
        /// How often one character may occur, if known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max: Option<u32> = Max,
        /// What is counted, if known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        count: Option<Count> = Count,
    } = "too-repetitive" in Some(Repetition);
    /// The password contains personal data (EIAM `PWD.0009`).
    ContainsIdentity {
        /// What it contains. A vendor names all four possibilities.
        #[cfg_attr(feature = "schema", schemars(with = "Vec<crate::IdentityField>"))]
        fields: FieldSet = Fields,
    } = "contains-identity" in Some(Identity);
    /// The password contains something that people derive from personal data and that no page names. It is
    /// unknown whether the vendor refuses it. No vendor reports this.
    ResemblesIdentity {
        /// What it is derived from.
        #[cfg_attr(feature = "schema", schemars(with = "Vec<crate::IdentityField>"))]
        fields: FieldSet = Fields,
    } = "resembles-identity" in Some(Identity);
    /// It is unknown whether the password contains personal data: nothing is known about these fields, or
    /// their values cannot be read. No vendor reports this.
    UnknownIdentity {
        /// What cannot be compared.
        #[cfg_attr(feature = "schema", schemars(with = "Vec<crate::IdentityField>"))]
        fields: FieldSet = Fields,
    } = "unknown-identity" in Some(Identity);
    /// Refused with a text of the vendor that gives no exact reason (EIAM `PWD.0005`, Feishu `1050022`).
    NotAccepted {
        /// The vendor's text, if it sent one. Never contains the password.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        message: Option<String> = Message,
    } = "not-accepted" in None;
}

impl Violation {
    /// The spelling of the code.
    ///
    /// ```
    /// use passgate_core::Violation;
    ///
    /// assert_eq!(Violation::TooShort { min: 8 }.code(), "too-short");
    /// ```
    pub fn code(&self) -> &'static str {
        Code::VOCABULARY.name(self.packed().code as u32)
    }

    /// A wrong length without documented limits, as in a vendor's refusal.
    ///
    /// ```
    /// use passgate_core::Violation;
    ///
    /// assert_eq!(Violation::wrong_length(None, Some(18)).code(), "wrong-length");
    /// ```
    pub const fn wrong_length(min: Option<u32>, max: Option<u32>) -> Self {
        Self::WrongLength { min, max, documented_min: None, documented_max: None }
    }

    /// The vendor's text.
    pub(crate) fn message(&self) -> Option<&str> {
        if let Self::NotAccepted { message } = self { message.as_deref() } else { None }
    }

    /// Reads a violation from plain data. Unknown fields are ignored, so that an edge may send more than a
    /// page understands.
    ///
    /// # Errors
    /// Fails on an unknown code, a missing member and a wrong type.
    pub fn read(node: Node<'_>) -> Result<Self, DocumentError> {
        match PackedViolation::read(node) {
            Ok((packed, message)) => Ok(Self::unpack(packed, message.as_deref())),
            Err(fault) => Err(*fault),
        }
    }
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
            r#"{"code":"wrong-length","min":20,"max":30,"documented_min":8,"documented_max":18}"#,
            r#"{"code":"matches-username"}"#,
            r#"{"code":"reverses-username"}"#,
            r#"{"code":"too-few-classes","required":3,"found":0,"missing":["lower","symbol"]}"#,
            r#"{"code":"too-few-classes","required":2,"found":1,"missing":["digit"],"each":2}"#,
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
    fn invalid_violations() {
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
