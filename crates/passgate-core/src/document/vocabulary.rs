//! Closed vocabularies. The words of one are in a single text, so that a word costs only its letters. Codegen
//! writes them for JavaScript.

use crate::text::strings::{add, cut, part};

/// The words of a closed vocabulary, separated by commas. The number of a word is its index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Vocabulary(&'static str);

/// A word of a closed vocabulary, as documents write it.
pub trait Word: Copy + 'static {
    /// The spelling of the words.
    const VOCABULARY: Vocabulary;
    /// Every word, in the order of the vocabulary.
    const ALL: &'static [Self];

    /// The number of the word in the vocabulary.
    fn number(self) -> u32;

    /// The word with this number.
    fn of(number: u32) -> Option<Self>;
}

/// Declares a closed vocabulary: a type whose variants are its words, with their spelling.
macro_rules! words {
    (
        $(#[$meta:meta])*
        $Type:ident {
            $(#[$first_meta:meta])* $First:ident = $first:literal
            $(, $(#[$variant_meta:meta])* $Variant:ident = $word:literal)* $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub enum $Type {
            $(#[$first_meta])* #[serde(rename = $first)] $First,
            $($(#[$variant_meta])* #[serde(rename = $word)] $Variant,)*
        }

        impl $Type {
            /// Every word.
            pub const ALL: [Self; [$first $(, $word)*].len()] = [Self::$First $(, Self::$Variant)*];

            /// The spelling of the word.
            pub const fn name(self) -> &'static str {
                match self {
                    Self::$First => $first,
                    $(Self::$Variant => $word,)*
                }
            }
        }

        impl std::fmt::Display for $Type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.name())
            }
        }

        $crate::document::spelled!($Type { $First = $first $(, $Variant = $word)* });
    };
}
pub(crate) use words;

/// Implements [`Word`] for the variants of a type, in this order.
macro_rules! spelled {
    ($Type:ident { $First:ident = $first:literal $(, $Variant:ident = $word:literal)* }) => {
        impl $crate::document::Word for $Type {
            const VOCABULARY: $crate::document::Vocabulary =
                $crate::document::Vocabulary::new(concat!($first $(, ",", $word)*));
            const ALL: &'static [Self] = &[Self::$First $(, Self::$Variant)*];

            fn number(self) -> u32 {
                self as u32
            }

            fn of(number: u32) -> Option<Self> {
                match number {
                    $(number if number == Self::$Variant as u32 => Some(Self::$Variant),)*
                    number if number == Self::$First as u32 => Some(Self::$First),
                    _ => None,
                }
            }
        }
    };
}
pub(crate) use spelled;

impl Vocabulary {
    /// The vocabulary of these words, which commas separate.
    pub(crate) const fn new(words: &'static str) -> Self {
        Self(words)
    }

    /// Its words.
    pub fn words(self) -> impl Iterator<Item = &'static str> {
        self.0.split(',')
    }

    /// The spelling of the word with this number; empty if there is none.
    pub(crate) fn name(self, number: u32) -> &'static str {
        part(self.0, b',', number)
    }

    /// The number of the word with this spelling, which is in UTF-16.
    #[inline(never)]
    pub(crate) fn find(self, spelling: &[u16]) -> Option<u32> {
        let mut words = self.0;
        let mut number: u32 = 0;
        while !words.is_empty() {
            let (word, rest) = cut(words, b',');
            if word.len() == spelling.len() && word.bytes().zip(spelling).all(|(a, b)| u16::from(a) == *b) {
                return Some(number);
            }
            words = rest;
            number = number.wrapping_add(1);
        }
        None
    }

    /// The spellings as a message lists them: `` `a`, `b` ``.
    pub(crate) fn listed(self) -> String {
        let mut text = String::new();
        let mut words = self.0;
        while !words.is_empty() {
            let (word, rest) = cut(words, b',');
            for piece in [if text.is_empty() { "`" } else { ", `" }, word, "`"] {
                add(&mut text, piece);
            }
            words = rest;
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use serde::Serialize;

    use super::*;
    use crate::text::units;
    use crate::{
        CharacterKind, Class, Count, IdentityField, Letters, Locale, Pattern, Product, Relation, RuleName,
        Status, Treatment, Unit,
    };

    /// Each word is spelled as by serde, and found by its spelling.
    fn agree<T: Word + Serialize>() {
        for (number, word) in T::ALL.iter().enumerate() {
            let name = T::VOCABULARY.name(number as u32);
            assert_eq!(serde_json::to_value(word).unwrap(), name);
            assert_eq!(
                (word.number(), T::VOCABULARY.find(&units(name))),
                (number as u32, Some(number as u32))
            );
            assert!(T::of(number as u32).is_some_and(|found| found.number() == number as u32));
        }
        let end = T::ALL.len() as u32;
        assert_eq!((T::VOCABULARY.name(end), T::of(end).is_none()), ("", true));
    }

    #[test]
    fn every_word_has_one_spelling() {
        agree::<RuleName>();
        agree::<Status>();
        agree::<Class>();
        agree::<IdentityField>();
        agree::<Count>();
        agree::<CharacterKind>();
        agree::<Pattern>();
        agree::<Product>();
        agree::<Letters>();
        agree::<Unit>();
        agree::<Relation>();
        agree::<Treatment>();
        agree::<Locale>();
    }

    #[test]
    fn unknown_words() {
        assert_eq!(Count::VOCABULARY.find(&[]), None);
        assert_eq!(Count::VOCABULARY.find(&units("run,total")), None);
        assert_eq!(RuleName::VOCABULARY.find(&units("vendor")), None);
        assert_eq!(Count::VOCABULARY.listed(), "`run`, `total`");
    }
}
