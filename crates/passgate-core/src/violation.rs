//! The one vocabulary: why a password is refused, from rule to wire to screen.

use std::fmt;
use std::marker::PhantomData;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::document::{DocumentError, Fields, Node, Word, at, missing};

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
        /// How many are there.
        found: u32,
        /// The classes of the policy that are not there.
        #[cfg_attr(feature = "schema", schemars(with = "Vec<Class>"))]
        missing: ClassSet,
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
        #[cfg_attr(feature = "schema", schemars(with = "Vec<IdentityField>"))]
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
    /// The code of each violation, in the order of [`Violation::index`].
    pub const CODES: [&'static str; 13] = [
        "empty",
        "too-short",
        "too-long",
        "wrong-length",
        "matches-username",
        "reverses-username",
        "too-few-classes",
        "unsupported-character",
        "too-common",
        "reused",
        "too-repetitive",
        "contains-identity",
        "not-accepted",
    ];

    /// Which of [`Violation::CODES`] this is.
    pub const fn index(&self) -> usize {
        match self {
            Self::Empty => 0,
            Self::TooShort { .. } => 1,
            Self::TooLong { .. } => 2,
            Self::WrongLength { .. } => 3,
            Self::MatchesUsername => 4,
            Self::ReversesUsername => 5,
            Self::TooFewClasses { .. } => 6,
            Self::UnsupportedCharacter => 7,
            Self::TooCommon => 8,
            Self::Reused => 9,
            Self::TooRepetitive { .. } => 10,
            Self::ContainsIdentity { .. } => 11,
            Self::NotAccepted { .. } => 12,
        }
    }

    /// Reads a violation from plain data; what it does not know beside its own members is left
    /// alone, so that an edge may say more than a page understands.
    ///
    /// # Errors
    /// An unknown code, a missing member, or a wrong type.
    pub fn read(node: Node) -> Result<Self, DocumentError> {
        let mut fields = node.fields()?;
        let code = fields.text("code")?.ok_or_else(|| missing("code"))?;
        let index = Self::CODES.iter().position(|known| *known == code);
        let needed = |fields: &mut Fields, name| fields.number(name)?.ok_or_else(|| missing(name));
        Ok(match index {
            Some(0) => Self::Empty,
            Some(1) => Self::TooShort { min: needed(&mut fields, "min")? },
            Some(2) => Self::TooLong { max: needed(&mut fields, "max")? },
            Some(3) => Self::WrongLength { min: fields.number("min")?, max: fields.number("max")? },
            Some(4) => Self::MatchesUsername,
            Some(5) => Self::ReversesUsername,
            Some(6) => Self::TooFewClasses {
                required: needed(&mut fields, "required")?,
                found: needed(&mut fields, "found")?,
                missing: fields.word_set("missing")?,
            },
            Some(7) => Self::UnsupportedCharacter,
            Some(8) => Self::TooCommon,
            Some(9) => Self::Reused,
            Some(10) => Self::TooRepetitive { max: fields.number("max")?, count: fields.word("count")? },
            Some(11) => Self::ContainsIdentity { fields: fields.word_set("fields")? },
            Some(12) => Self::NotAccepted { message: fields.text("message")? },
            _ => return Err(DocumentError::new("code", "is no violation's")),
        })
    }

    /// Reads a list of violations.
    ///
    /// # Errors
    /// As [`Violation::read`], with the place in the list.
    pub fn read_list(node: Node) -> Result<Vec<Self>, DocumentError> {
        let read = |(index, item)| Self::read(item).map_err(|error| error.below(&at("", index)));
        node.list("")?.into_iter().enumerate().map(read).collect()
    }
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

impl Word for Class {
    const ALL: &'static [(&'static str, Self)] = &[
        ("lower", Self::Lower),
        ("upper", Self::Upper),
        ("letter", Self::Letter),
        ("digit", Self::Digit),
        ("symbol", Self::Symbol),
    ];
}

impl Word for Count {
    const ALL: &'static [(&'static str, Self)] = &[("run", Self::Run), ("total", Self::Total)];
}

impl Word for IdentityField {
    const ALL: &'static [(&'static str, Self)] = &[
        ("username", Self::Username),
        ("phone", Self::Phone),
        ("email-prefix", Self::EmailPrefix),
        ("name-pinyin", Self::NamePinyin),
        ("words", Self::Words),
    ];
}

/// A set of [`Class`]es, in their order.
pub type ClassSet = WordSet<Class>;

/// A set of [`IdentityField`]s, in their order.
pub type FieldSet = WordSet<IdentityField>;

/// A small set of words of the vocabulary: one byte, no allocation. In JSON, an array.
#[derive(PartialEq, Eq)]
pub struct WordSet<T> {
    bits: u8,
    of: PhantomData<T>,
}

impl<T: Word> WordSet<T> {
    /// Adds one word.
    pub fn insert(&mut self, word: T) {
        if let Some(index) = T::ALL.iter().position(|(_, other)| *other == word) {
            self.bits |= 1_u8.checked_shl(index as u32).unwrap_or(0);
        }
    }

    /// Whether the word is there.
    pub fn contains(&self, word: T) -> bool {
        self.iter().any(|other| other == word)
    }

    /// The words that are there, in their order.
    pub fn iter(&self) -> impl Iterator<Item = T> + use<T> {
        let bits = self.bits;
        let all = T::ALL.iter().enumerate();
        all.filter(move |(index, _)| bits.checked_shr(*index as u32).unwrap_or(0) & 1 == 1)
            .map(|(_, (_, word))| *word)
    }

    /// How many there are.
    pub const fn len(&self) -> usize {
        self.bits.count_ones() as usize
    }

    /// Whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.bits == 0
    }

    /// One bit per word, the first word lowest: how a set crosses a border of numbers.
    pub const fn bits(&self) -> u8 {
        self.bits
    }
}

impl<T> Clone for WordSet<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for WordSet<T> {}

impl<T> Default for WordSet<T> {
    fn default() -> Self {
        Self { bits: 0, of: PhantomData }
    }
}

impl<T: Word> Extend<T> for WordSet<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, words: I) {
        for word in words {
            self.insert(word);
        }
    }
}

impl<T: Word> FromIterator<T> for WordSet<T> {
    fn from_iter<I: IntoIterator<Item = T>>(words: I) -> Self {
        let mut set = Self::default();
        set.extend(words);
        set
    }
}

impl<T: Word, const N: usize> From<[T; N]> for WordSet<T> {
    fn from(words: [T; N]) -> Self {
        words.into_iter().collect()
    }
}

impl<T: Word> fmt::Debug for WordSet<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all = T::ALL.iter().filter(|(_, word)| self.contains(*word));
        f.debug_set().entries(all.map(|(name, _)| name)).finish()
    }
}

impl<T: Word + Serialize> Serialize for WordSet<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<'de, T: Word + Deserialize<'de>> Deserialize<'de> for WordSet<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::<T>::deserialize(deserializer).map(Self::from_iter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
            r#"{"code":"too-common"}"#,
            r#"{"code":"reused"}"#,
            r#"{"code":"too-repetitive","max":2,"count":"total"}"#,
            r#"{"code":"contains-identity","fields":["phone","words"]}"#,
            r#"{"code":"not-accepted","message":"x"}"#,
        ] {
            let derived: Violation = serde_json::from_str(json).unwrap();
            assert_eq!(Violation::read(Node::from_json(json).unwrap()).unwrap(), derived);
            assert_eq!(serde_json::to_string(&derived).unwrap(), json);
            assert!(json.contains(Violation::CODES[derived.index()]));
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
        ] {
            assert_eq!(Violation::read(Node::from_json(json).unwrap()).unwrap_err().path, path, "{json}");
        }
    }

    #[test]
    fn a_set_keeps_the_order_of_the_vocabulary() {
        let set = ClassSet::from([Class::Symbol, Class::Lower, Class::Symbol]);
        assert_eq!(set.iter().collect::<Vec<_>>(), [Class::Lower, Class::Symbol]);
        assert_eq!((set.len(), set.bits(), set.is_empty()), (2, 0b1_0001, false));
        assert_eq!(format!("{set:?}"), r#"{"lower", "symbol"}"#);
    }
}
