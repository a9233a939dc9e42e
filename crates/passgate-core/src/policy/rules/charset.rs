//! Which characters may be used (EIAM `PWD.0005`, its second cause: 密码中存在不支持的字符).

use std::sync::Arc;

use serde::Serialize;

use crate::document::{Class, ClassSet, DocumentError, Fault, Field, Letters, Record, Shape};
use crate::identity::{Identity, Person};
use crate::matching::Sort;
use crate::phrases::{Sentence, Values};
use crate::policy::rules::{Check, RuleKind, Scratch, Verdict, push, shape};
use crate::text::{Span, Text, VISIBLE};
use crate::verdict::{Code, PackedViolation};

/// The characters that a password may contain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Charset {
    /// The symbols allowed: a list of ASCII symbols, or `any` for every visible character that is not a
    /// letter, a digit or a space. If absent, no symbol is allowed.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[cfg_attr(feature = "schema", schemars(default))]
    pub symbols: String,
    /// The letters allowed.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub letters: Letters,
    /// Whether the ASCII digits are allowed.
    #[cfg_attr(feature = "schema", schemars(default = "yes"))]
    pub digits: bool,
    /// Whether the ASCII space is allowed.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub space: bool,
}

const ANY_SYMBOL: &str = "any";

#[cfg(feature = "schema")]
const fn yes() -> bool {
    true
}

impl Charset {
    /// Whether one character may be used.
    pub(crate) fn allows(&self, character: char) -> bool {
        match character {
            '0'..='9' => self.digits,
            'a'..='z' | 'A'..='Z' => self.letters != Letters::None,
            ' ' => self.space,
            _ if character.is_ascii_punctuation() => {
                self.any_symbol() || self.symbols.bytes().any(|symbol| char::from(symbol) == character)
            }
            _ => {
                let sort = Sort::of(character);
                (sort.is_letter() && self.letters == Letters::Any) || (sort.is_symbol() && self.any_symbol())
            }
        }
    }

    /// The classes from which it allows characters.
    pub(crate) fn classes(&self) -> ClassSet {
        let has = |class: &Class| {
            VISIBLE.map(char::from).any(|character| class.has(character) && self.allows(character))
        };
        Class::ALL.iter().copied().filter(has).collect()
    }

    /// Whether it allows only ASCII characters.
    pub(crate) fn is_ascii(&self) -> bool {
        self.letters != Letters::Any && !self.any_symbol()
    }

    /// Whether every visible character counts as a symbol.
    pub(crate) fn any_symbol(&self) -> bool {
        self.symbols == ANY_SYMBOL
    }
}

impl RuleKind for Charset {
    const SHAPE: Shape = shape(&[], &[Field::Symbols, Field::Letters, Field::Digits, Field::Space]);
    type Prepared = ();

    fn read(record: &Record<'_>) -> Result<Self, Fault> {
        Ok(Self {
            symbols: record.text(Field::Symbols).unwrap_or_default(),
            letters: record.word(Field::Letters).unwrap_or_default(),
            digits: record.flag(Field::Digits, true),
            space: record.flag(Field::Space, false),
        })
    }

    fn validate(&self) -> Result<(), Fault> {
        let listed = if self.any_symbol() { "" } else { &*self.symbols };
        for symbol in listed.bytes() {
            if !symbol.is_ascii_punctuation() {
                return Err(DocumentError::new("symbols", &["must be a list of ASCII symbols, or `any`"]));
            }
            if listed.bytes().filter(|other| *other == symbol).count() > 1 {
                return Err(DocumentError::new("symbols", &["names a symbol twice"]));
            }
        }
        let nothing = self.symbols.is_empty() && self.letters == Letters::None;
        if nothing && !self.digits && !self.space {
            return Err(DocumentError::new("", &["allows no character at all"]));
        }
        Ok(())
    }

    fn ask<'r>(&'r self, values: &mut Values<'r>) -> Sentence {
        let every_symbol = self.any_symbol() || self.symbols.len() == 32;
        for (named, word) in [
            (self.letters == Letters::Ascii, Sentence::AsciiLetters),
            (self.letters == Letters::Any, Sentence::AnyLetters),
            (self.digits, Sentence::Digit),
            (self.space, Sentence::Spaces),
            (every_symbol, Sentence::Symbol),
            (!every_symbol && self.symbols.len() > 1, Sentence::TheseSymbols),
            (!every_symbol && self.symbols.len() == 1, Sentence::ThisSymbol),
        ] {
            if named {
                values.name(word);
            }
        }
        values.text = &self.symbols;
        Sentence::AskCharset
    }

    fn prepare(&self, _: &Identity, _: &Arc<Person>) {}

    fn check<'c>(&'c self, (): &'c ()) -> &'c dyn Check {
        self
    }
}

impl Check for Charset {
    fn judge(&self, text: &Text<'_>, spans: &mut Vec<Span>, _scratch: &mut Scratch) -> Verdict {
        let begin = spans.len();
        let mut first = None;
        for place in text.places() {
            if !self.allows(place.character) {
                push(spans, begin, place.span());
                first = first.or(Some(place.character));
            }
        }
        match first {
            None => Verdict::Met,
            Some(character) => {
                let kind = Sort::of(character).kind as u32;
                Verdict::Unmet(PackedViolation::of(Code::UnsupportedCharacter, kind.saturating_add(1)))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::CharacterKind;
    use crate::identity::Identity;
    use crate::policy::rules::table::{Verdict, judge, rule};
    use crate::verdict::Violation;

    #[test]
    fn passwords() {
        let eiam = r#"{"rule":"charset","symbols":"~!#$%&+-,*:;<=>@_?^`./","letters":"ascii","space":false}"#;
        let open = r#"{"rule":"charset","symbols":"any","letters":"any","space":true}"#;
        let pin = r#"{"rule":"charset","letters":"none"}"#;
        for (json, text, expected) in [
            (eiam, "P@ssw0rd123", vec![]),
            (eiam, "~!#$%&+-,*:;<=>@_?^`./", vec![]),
            (eiam, "a(b)c", vec![Span(1, 2), Span(3, 4)]),
            (eiam, "a b", vec![Span(1, 2)]),
            (eiam, "密码👨a", vec![Span(0, 4)]),
            (eiam, "ａ1", vec![Span(0, 1)]),
            (eiam, "a\u{FFFD}", vec![Span(1, 2)]),
            (open, "pass word 密码 é ١ (👍)", vec![]),
            (open, "a\u{200B}b\u{202E}c\u{3000}d\te", vec![Span(1, 2), Span(3, 4), Span(5, 6), Span(7, 8)]),
            (pin, "1234", vec![]),
            (pin, "12a4", vec![Span(2, 3)]),
        ] {
            let (verdict, spans) = judge(&rule(json).unwrap(), &Identity::default(), text);
            assert_eq!(spans, expected, "{text:?}");
            assert_eq!(verdict == Verdict::Met, spans.is_empty(), "{text:?}");
        }
    }

    #[test]
    fn the_kind_of_the_first_unsupported_character() {
        use CharacterKind::{
            BidiControl, Control, Emoji, FullWidth, IdeographicSpace, Other, OtherScript, SmartPunctuation,
            Space, ZeroWidth,
        };
        let rule = rule(r#"{"rule":"charset","symbols":"!","letters":"ascii"}"#).unwrap();
        for (text, kind) in [
            ("a(b", Other),
            ("a\u{FFFD}", Other),
            ("a€", Other),
            ("密码", OtherScript),
            ("é", OtherScript),
            ("a١", OtherScript),
            ("e\u{301}", OtherScript),
            ("👨", Emoji),
            ("1\u{FE0F}\u{20E3}", Emoji),
            ("★", Emoji),
            ("it’s", SmartPunctuation),
            ("“Kx7#", SmartPunctuation),
            ("a—b", SmartPunctuation),
            ("a…", SmartPunctuation),
            ("王·明", OtherScript),
            ("w·m", SmartPunctuation),
            ("Ａ１", FullWidth),
            ("a，", FullWidth),
            ("a、“", FullWidth),
            ("【", FullWidth),
            ("¥", FullWidth),
            ("a。\u{200B}", FullWidth),
            ("￥", FullWidth),
            ("a\u{3000}", IdeographicSpace),
            ("a\u{200B}。", ZeroWidth),
            ("a\u{FEFF}", ZeroWidth),
            ("a\u{AD}", ZeroWidth),
            ("a\u{202E}", BidiControl),
            ("a\u{200F}", BidiControl),
            ("a\tb", Control),
            ("a\u{85}", Control),
            ("a b", Space),
            ("a\u{A0}b", Space),
            ("a\u{2003}b", Space),
        ] {
            let expected = Verdict::Unmet(Violation::UnsupportedCharacter { kind: Some(kind) });
            assert_eq!(judge(&rule, &Identity::default(), text).0, expected, "{text:?}");
        }
    }

    #[test]
    fn an_ascii_character_that_is_not_allowed_has_no_kind_of_its_own() {
        let pin = rule(r#"{"rule":"charset","letters":"none","digits":false,"space":true}"#).unwrap();
        for character in '!'..='~' {
            let expected =
                Verdict::Unmet(Violation::UnsupportedCharacter { kind: Some(CharacterKind::Other) });
            assert_eq!(judge(&pin, &Identity::default(), &character.to_string()).0, expected, "{character}");
        }
    }

    #[test]
    fn impossible_documents() {
        for (json, path) in [
            (r#"{"rule":"charset","letters":"none","digits":false}"#, ""),
            (r#"{"rule":"charset","symbols":"!a"}"#, "symbols"),
            (r#"{"rule":"charset","symbols":"! "}"#, "symbols"),
            (r#"{"rule":"charset","symbols":"!!"}"#, "symbols"),
            (r#"{"rule":"charset","symbols":"，"}"#, "symbols"),
            (r#"{"rule":"charset","letters":"latin"}"#, "letters"),
            (r#"{"rule":"charset","space":"no"}"#, "space"),
        ] {
            assert_eq!(rule(json).unwrap_err().path, path, "{json}");
        }
    }
}
