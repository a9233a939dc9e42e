//! The closed kinds that rules and violations name: of characters, of counts, of what is known about a
//! person, of patterns.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::document::{WordSet, words_of};

/// A kind of character that a composition rule counts. All are ASCII; for what another character
/// counts is open.
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

/// The visible ASCII characters.
pub(crate) const VISIBLE: Range<u8> = b'!'..0x7F;

/// What a character is that is not supported, as far as it helps a person to find it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum CharacterKind {
    /// None of the others: an ASCII character that is not allowed, a rare symbol.
    Other,
    /// A full-width letter, digit or symbol, or punctuation as a Chinese keyboard types it: `Ａ`, `１`,
    /// `，`, `《`.
    FullWidth,
    /// The space a Chinese keyboard types, U+3000.
    IdeographicSpace,
    /// A character without width or shape, such as U+200B.
    ZeroWidth,
    /// A mark of the direction of text, such as U+202E.
    BidiControl,
    /// A control character, such as a tab or a line break.
    Control,
    /// Any other space.
    Space,
    /// What Chinese keyboards and smart punctuation make of `"`, `'`, `-` and dots: `“`, `’`, `—`, `…`,
    /// `·`.
    SmartPunctuation,
    /// A letter or a number that is not ASCII: a Han character, `é`, `٣`.
    OtherScript,
    /// An emoji, an arrow, a star or the like.
    Emoji,
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

/// What makes a password common, where that has a name; of two the later says more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Pattern {
    /// A block again and again: `abcabcabc1`.
    #[serde(rename = "repetition")]
    Repeat,
    /// `abcdefgh1`, `a1b2c3d4`.
    #[serde(rename = "sequence")]
    Sequence,
    /// Neighbours on the keyboard: `1qaz@WSX`, `q1w2e3r4`.
    #[serde(rename = "keyboard-walk")]
    Walk,
    /// A year or a date: `2024-01-31`.
    #[serde(rename = "date")]
    Date,
    /// Numbers that sound like words: `woaini520`, `5201314!`.
    #[serde(rename = "homophone-number")]
    Homophone,
    /// A listed word in disguise: `Huawei@123`, `P@ssw0rd123`.
    #[serde(rename = "listed-word")]
    Word,
    /// Something about the person in disguise: `Wang@20240101`.
    #[serde(rename = "personal-word")]
    Identity,
    /// Found among passwords that breaches have made public. No rule here says it: the edge does,
    /// where it asks.
    #[serde(rename = "breached")]
    Breached,
}

words_of!(Classes: Class { Lower, Upper, Letter, Digit, Symbol });
words_of!(Counts: Count { Run, Total });
words_of!(CharacterKinds: CharacterKind {
    Other, FullWidth, IdeographicSpace, ZeroWidth, BidiControl, Control, Space, SmartPunctuation,
    OtherScript, Emoji
});
words_of!(IdentityFields: IdentityField { Username, Phone, EmailPrefix, NamePinyin, Words });
words_of!(PatternKinds: Pattern { Repeat, Sequence, Walk, Date, Homophone, Word, Identity, Breached });

/// A set of [`Class`]es, in their order.
pub type ClassSet = WordSet<Class>;

/// A set of [`IdentityField`]s, in their order.
pub type FieldSet = WordSet<IdentityField>;
