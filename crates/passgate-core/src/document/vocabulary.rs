//! The closed vocabularies of documents and verdicts, each in one text: a name costs its letters and
//! nothing else. The browser's face has them too (`pkg/src/vocabulary.js`, made by codegen).

use crate::text::strings::{add, cut, part};

/// The vocabularies, their words by commas, in the order of [`Vocabulary`].
///
/// The words of one stand in the order of their type, so that a word is also a number.
pub const VOCABULARIES: [&str; 14] = [
    "length,charset,composition,username,common,history,repetition,identity",
    "met,unmet,unsure",
    "empty,too-short,too-long,wrong-length,matches-username,reverses-username,too-few-classes,\
     unsupported-character,too-common,reused,too-repetitive,contains-identity,\
     resembles-identity,unknown-identity,not-accepted",
    "lower,upper,letter,digit,symbol",
    "username,phone,email-prefix,name-pinyin,words",
    "run,total",
    "other,full-width,ideographic-space,zero-width,bidi-control,control,space,smart-punctuation,\
     other-script,emoji",
    "repetition,sequence,keyboard-walk,date,homophone-number,listed-word,personal-word,breached",
    "feishu,eiam",
    "none,ascii,any",
    "grapheme,code-point,utf16,byte,any",
    "equal,contains",
    "advise,refuse,off",
    "$schema,product,rules,rule,advice,source,min,max,unit,reported,symbols,letters,digits,space,classes,\
     at_least,each,match,reversed,case_sensitive,patterns,count,fields,readings,wider,username,name,names,phones,\
     emails,words,code,required,found,missing,message,kind,pattern",
];

/// Which of [`VOCABULARIES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vocabulary {
    /// The rules a policy can name.
    Rules,
    /// How a row stands.
    Statuses,
    /// The codes of the violations.
    Violations,
    /// The kinds of character.
    Classes,
    /// What of a person.
    IdentityFields,
    /// What a repetition rule counts.
    Counts,
    /// What a character is that is not supported.
    CharacterKinds,
    /// What makes a password common, where that has a name.
    PatternKinds,
    /// The products.
    Products,
    /// The letters a charset allows.
    Letters,
    /// The units of a length.
    Units,
    /// What is compared with a username.
    Relations,
    /// What a pattern, or a wider form of the person, gets.
    Patterns,
    /// The fields of every document.
    Fields,
}

/// A word of a closed vocabulary, as documents write it.
pub trait Word: Copy + 'static {
    /// Where its spellings are.
    const VOCABULARY: Vocabulary;
    /// Every word, in the order of the vocabulary.
    const ALL: &'static [Self];

    /// Its number in the vocabulary.
    fn number(self) -> u32;

    /// The word of that number.
    fn of(number: u32) -> Option<Self>;
}

/// Makes the variants of a type the words of a vocabulary.
macro_rules! words_of {
    ($vocabulary:ident: $Type:ident { $($variant:ident),+ }) => {
        impl $crate::document::Word for $Type {
            const VOCABULARY: $crate::document::Vocabulary = $crate::document::Vocabulary::$vocabulary;
            const ALL: &'static [Self] = &[$(Self::$variant),+];

            fn number(self) -> u32 {
                self as u32
            }

            fn of(number: u32) -> Option<Self> {
                $(
                    if number == Self::$variant as u32 {
                        return Some(Self::$variant);
                    }
                )+
                None
            }
        }
    };
}
pub(crate) use words_of;

impl Vocabulary {
    fn words(self) -> &'static str {
        VOCABULARIES.get(self as usize).copied().unwrap_or_default()
    }

    /// The spelling of the word of that number; empty where there is none.
    pub(crate) fn name(self, number: u32) -> &'static str {
        part(self.words(), b',', number)
    }

    /// The number of the word that is spelled so, in UTF-16.
    #[inline(never)]
    pub(crate) fn find(self, spelling: &[u16]) -> Option<u32> {
        let mut words = self.words();
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
        let mut words = self.words();
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
        CharacterKind, Class, Count, IdentityField, Letters, Pattern, Patterns, Product, Relation, RuleName,
        Status, Unit,
    };

    /// The words are spelled as serde spells them.
    fn agree<T: Word + Serialize>() {
        for (number, word) in T::ALL.iter().enumerate() {
            let name = T::VOCABULARY.name(number as u32);
            assert_eq!(serde_json::to_value(word).unwrap(), name);
            assert_eq!(
                (word.number(), T::VOCABULARY.find(&units(name))),
                (number as u32, Some(number as u32))
            );
        }
        assert_eq!(T::VOCABULARY.name(T::ALL.len() as u32), "");
    }

    #[test]
    fn every_word_is_spelled_one_way() {
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
        agree::<Patterns>();
    }

    #[test]
    fn what_is_no_word() {
        assert_eq!(Vocabulary::Counts.find(&[]), None);
        assert_eq!(Vocabulary::Counts.find(&units("run,total")), None);
        assert_eq!(Vocabulary::Rules.find(&units("vendor")), None);
        assert_eq!(Vocabulary::Counts.listed(), "`run`, `total`");
    }
}
