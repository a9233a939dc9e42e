//! Which characters may be used (EIAM `PWD.0005`, its second cause: 密码中存在不支持的字符).

use serde::Serialize;

use crate::document::DocumentError;
use crate::finding::Span;
use crate::record::{Field, Record, Shape};
use crate::rules::{Check, Scratch, Verdict, push, shape};
use crate::text::Text;
use crate::violation::Violation;
use crate::vocabulary::words_of;

/// The characters a password may be made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Charset {
    /// The symbols allowed: a list of ASCII symbols, or `any` for every visible character that
    /// is no letter, digit or space. None where absent.
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

/// Which letters are allowed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Letters {
    /// None at all.
    None,
    /// `a` to `z` and `A` to `Z`.
    #[default]
    Ascii,
    /// The letters of every script, Han characters among them, and the digits of other scripts.
    Any,
}

const ANY_SYMBOL: &str = "any";

#[cfg(feature = "schema")]
const fn yes() -> bool {
    true
}

words_of!(Letters: Letters { None, Ascii, Any });

impl Charset {
    pub(crate) const SHAPE: Shape =
        shape(&[], &[Field::Symbols, Field::Letters, Field::Digits, Field::Space]);

    pub(crate) fn read(record: &mut Record) -> Result<Self, DocumentError> {
        let charset = Self {
            symbols: record.text(Field::Symbols).unwrap_or_default(),
            letters: record.word(Field::Letters).unwrap_or_default(),
            digits: record.flag(Field::Digits, true),
            space: record.flag(Field::Space, false),
        };
        let mut seen = 0_u128;
        for symbol in charset.symbols.bytes().filter(|_| !charset.any_symbol()) {
            if !symbol.is_ascii_punctuation() {
                return Err(DocumentError::new("symbols", &["must be a list of ASCII symbols, or `any`"]));
            }
            let bit = 1_u128.wrapping_shl(u32::from(symbol));
            if seen & bit != 0 {
                return Err(DocumentError::new("symbols", &["names a symbol twice"]));
            }
            seen |= bit;
        }
        let nothing = charset.symbols.is_empty() && charset.letters == Letters::None;
        if nothing && !charset.digits && !charset.space {
            return Err(DocumentError::new("", &["allows no character at all"]));
        }
        Ok(charset)
    }

    /// Whether one character may be used.
    pub(crate) fn allows(&self, character: char) -> bool {
        match character {
            '0'..='9' => self.digits,
            'a'..='z' | 'A'..='Z' => self.letters != Letters::None,
            ' ' => self.space,
            _ if character.is_ascii_punctuation() => {
                self.any_symbol() || self.symbols.bytes().any(|symbol| char::from(symbol) == character)
            }
            _ if is_unseen(character) => false,
            _ if character.is_alphanumeric() => self.letters == Letters::Any,
            _ => self.any_symbol(),
        }
    }

    /// Whether every visible character counts as a symbol.
    pub(crate) fn any_symbol(&self) -> bool {
        self.symbols == ANY_SYMBOL
    }
}

impl Check for Charset {
    fn judge(&self, text: &Text<'_>, spans: &mut Vec<Span>, _scratch: &mut Scratch) -> Verdict {
        let begin = spans.len();
        for place in text.places() {
            if !self.allows(place.character) {
                push(spans, begin, place.span());
            }
        }
        if spans.len() == begin { Verdict::Met } else { Verdict::Unmet(Violation::UnsupportedCharacter) }
    }
}

/// Characters nobody can see or type on purpose: controls, white space other than the ASCII
/// space, format and direction marks, and the replacement character that stands for text which
/// was never valid (a lone surrogate).
fn is_unseen(character: char) -> bool {
    character.is_control()
        || character.is_whitespace()
        || matches!(character,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
            | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
            | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFD}' | '\u{1D173}'..='\u{1D17A}'
            | '\u{E0000}'..='\u{E0FFF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::Identity;
    use crate::rules::table::{judge, rule};

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
            let met = spans.is_empty();
            let wanted = if met { Verdict::Met } else { Verdict::Unmet(Violation::UnsupportedCharacter) };
            assert_eq!(verdict, wanted, "{text:?}");
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
