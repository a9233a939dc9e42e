//! The one vocabulary: why a password is refused, from rule to wire to screen.

use std::fmt;
use std::marker::PhantomData;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::document::{DocumentError, Node, at};
use crate::record::{Document, Field, Record, Shape};
use crate::vocabulary::{Word, words_of};

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
    /// Its number among the codes of [`VOCABULARIES`](crate::VOCABULARIES).
    pub const fn index(&self) -> u32 {
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

    /// What it carries, in numbers: one that may be absent is one more, 0 where absent; a word
    /// likewise; a set is its bits.
    pub fn parameters(&self) -> [u32; 3] {
        match self {
            Self::TooShort { min } => [*min, 0, 0],
            Self::TooLong { max } => [*max, 0, 0],
            Self::WrongLength { min, max } => [optional(*min), optional(*max), 0],
            Self::TooFewClasses { required, found, missing } => {
                [*required, *found, u32::from(missing.bits())]
            }
            Self::TooRepetitive { max, count } => [optional(*max), optional(count.map(Word::number)), 0],
            Self::ContainsIdentity { fields } => [u32::from(fields.bits()), 0, 0],
            Self::NotAccepted { message } => [u32::from(message.is_some()), 0, 0],
            Self::Empty
            | Self::MatchesUsername
            | Self::ReversesUsername
            | Self::UnsupportedCharacter
            | Self::TooCommon
            | Self::Reused => [0; 3],
        }
    }

    /// Reads a violation from plain data; what it does not know beside its own members is left
    /// alone, so that an edge may say more than a page understands.
    ///
    /// # Errors
    /// An unknown code, a missing member, or a wrong type.
    pub fn read(node: Node) -> Result<Self, DocumentError> {
        let mut record = Record::read(node, &VIOLATION)?;
        let (min, max) = (record.number(Field::Min), record.number(Field::Max));
        Ok(match record.tag {
            0 => Self::Empty,
            1 => Self::TooShort { min: min.unwrap_or(0) },
            2 => Self::TooLong { max: max.unwrap_or(0) },
            3 => Self::WrongLength { min, max },
            4 => Self::MatchesUsername,
            5 => Self::ReversesUsername,
            6 => Self::TooFewClasses {
                required: record.count(Field::Required),
                found: record.count(Field::Found),
                missing: record.set(Field::Missing),
            },
            7 => Self::UnsupportedCharacter,
            8 => Self::TooCommon,
            9 => Self::Reused,
            10 => Self::TooRepetitive { max, count: record.word(Field::Count) },
            11 => Self::ContainsIdentity { fields: record.set(Field::Fields) },
            _ => Self::NotAccepted { message: record.text(Field::Message) },
        })
    }

    /// Reads a list of violations.
    ///
    /// # Errors
    /// As [`Violation::read`], with the place in the list.
    pub fn read_list(node: Node) -> Result<Vec<Self>, DocumentError> {
        let mut violations = Vec::new();
        for (index, item) in node.list()?.into_iter().enumerate() {
            violations.push(Self::read(item).map_err(|error| error.below(&at("", index)))?);
        }
        Ok(violations)
    }
}

fn optional(number: Option<u32>) -> u32 {
    number.map_or(0, |number| number.saturating_add(1))
}

/// A violation as a document: its code says which members it has.
static VIOLATION: Document = Document {
    tag: Some(Field::Code),
    strict: false,
    shapes: &[
        Shape::NOTHING,
        Shape::new(&[Field::Min], &[]),
        Shape::new(&[Field::Max], &[]),
        Shape::new(&[], &[Field::Min, Field::Max]),
        Shape::NOTHING,
        Shape::NOTHING,
        Shape::new(&[Field::Required, Field::Found], &[Field::Missing]),
        Shape::NOTHING,
        Shape::NOTHING,
        Shape::NOTHING,
        Shape::new(&[], &[Field::Max, Field::Count]),
        Shape::new(&[], &[Field::Fields]),
        Shape::new(&[], &[Field::Message]),
    ],
};

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

words_of!(Classes: Class { Lower, Upper, Letter, Digit, Symbol });
words_of!(Counts: Count { Run, Total });
words_of!(IdentityFields: IdentityField { Username, Phone, EmailPrefix, NamePinyin, Words });

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
        self.insert_number(word.number());
    }

    pub(crate) fn insert_number(&mut self, number: u32) {
        self.bits |= 1_u8.wrapping_shl(number);
    }

    /// Whether the word is there.
    pub fn contains(&self, word: T) -> bool {
        self.bits & 1_u8.wrapping_shl(word.number()) != 0
    }

    /// The words that are there, in their order.
    pub fn iter(&self) -> impl Iterator<Item = T> + use<T> {
        let set = *self;
        T::ALL.iter().copied().filter(move |word| set.contains(*word))
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
        f.debug_set().entries(self.iter().map(|word| T::VOCABULARY.name(word.number()))).finish()
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
    use crate::vocabulary::Vocabulary;

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
            assert!(json.contains(Vocabulary::Violations.name(derived.index())));
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
