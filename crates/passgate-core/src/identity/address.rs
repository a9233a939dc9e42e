//! The e-mail addresses in the e-mail field of a directory: `mailto:wangxm@corp.example`,
//! `王小明 <wangxm@corp.example>`; and how to normalise and trim the text of an account field.

use crate::document::CharacterKind;
use crate::identity::display_name::{hex_byte, narrow};
use crate::matching::{Category, Sort};
use crate::text::ascii::{AT, PERCENT};
use crate::text::{decode, equals_lower_case, is_white_space, trimmed, units};

/// The e-mail addresses in a text, each without the schemes, names and punctuation around it. A text without
/// any `@` may be the part before one.
pub(crate) fn addresses(text: &[u16]) -> Vec<&[u16]> {
    let has_address = text.contains(&AT);
    let mut found = Vec::new();
    for piece in text.split(|unit| is_between(*unit)) {
        let piece = bare(piece);
        // In a text with an address, a piece without `@` is a name or a scheme.
        let is_other =
            if has_address { !piece.contains(&AT) } else { piece.len() < text.len() && is_scheme(piece) };
        if !piece.is_empty() && !is_other {
            found.push(piece);
        }
    }
    found
}

/// The local part: the text before the first `@`.
pub(crate) fn before_at(address: &[u16]) -> &[u16] {
    bare(address.split(|unit| *unit == AT).next().unwrap_or_default())
}

/// Normalises a text to UTF-16: full-width forms become half-width, `%5C` is decoded, and invisible
/// characters and the white space at both ends are dropped.
pub(crate) fn narrowed(text: &str) -> Vec<u16> {
    let mut typed = Vec::new();
    for character in decode(trimmed(&units(text))) {
        let is_seen = |sort: Sort| {
            sort.category != Category::Unseen
                || !matches!(
                    sort.kind,
                    CharacterKind::ZeroWidth | CharacterKind::BidiControl | CharacterKind::Emoji
                )
        };
        if character.is_ascii() || is_seen(Sort::of(character)) {
            typed.extend_from_slice(narrow(character).encode_utf16(&mut [0; 2]));
        }
    }
    let mut plain = Vec::new();
    let mut rest = typed.as_slice();
    while let [unit, others @ ..] = rest {
        let decoded = match others {
            // Only visible ASCII characters are decoded.
            [high, low, ..] if *unit == PERCENT => hex_byte(*high, *low).filter(u8::is_ascii_graphic),
            _ => None,
        };
        plain.push(decoded.map_or(*unit, u16::from));
        rest = if decoded.is_some() { others.get(2..).unwrap_or_default() } else { others };
    }
    plain
}

/// Whether the unit separates or encloses addresses.
pub(super) fn is_between(unit: u16) -> bool {
    let is_mark = |character: char| {
        matches!(
            character,
            ',' | ';'
                | ':'
                | '&'
                | '\\'
                | '和'
                | '或'
                | '、'
                | '|'
                | '/'
                | '<'
                | '>'
                | '('
                | ')'
                | '['
                | ']'
                | '{'
                | '}'
                | '“'
                | '”'
                | '\u{3008}'..='\u{3011}' | '〔' | '〕'
        )
    };
    is_white_space(unit) || char::from_u32(unit.into()).is_some_and(is_mark)
}

/// Whether the text is the scheme or the label of an address.
pub(super) fn is_scheme(piece: &[u16]) -> bool {
    ["mailto", "smtp", "sip", "email", "mail"].into_iter().any(|scheme| equals_lower_case(piece, scheme))
}

/// The text without quotation marks, brackets and separators at its ends.
pub(super) fn bare(piece: &[u16]) -> &[u16] {
    without_ends(piece, |unit| is_between(unit) || is_quote(unit))
}

/// The text without the units at both ends that satisfy `is_end`.
pub(super) fn without_ends(mut piece: &[u16], is_end: fn(u16) -> bool) -> &[u16] {
    while let [rest @ .., last] = piece
        && is_end(*last)
    {
        piece = rest;
    }
    while let [first, rest @ ..] = piece
        && is_end(*first)
    {
        piece = rest;
    }
    piece
}

pub(super) const fn is_quote(unit: u16) -> bool {
    matches!(unit, 0x22 | 0x27 | 0x60 | 0x2018 | 0x2019 | 0x3002)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_without_schemes_names_and_punctuation() {
        for (written, expected) in [
            ("wangxm@corp.example", vec!["wangxm@corp.example"]),
            ("mailto:wangxm@corp.example", vec!["wangxm@corp.example"]),
            ("MAILTO:wangxm@corp.example", vec!["wangxm@corp.example"]),
            ("wangxm＠corp.example", vec!["wangxm@corp.example"]),
            ("王小明 <wangxm@corp.example>", vec!["wangxm@corp.example"]),
            ("\"Wang, Xiaoming\" <wangxm@corp.example>", vec!["wangxm@corp.example"]),
            ("'wangxm@corp.example'", vec!["wangxm@corp.example"]),
            ("a@x.example; b@x.example、c@x.example", vec!["a@x.example", "b@x.example", "c@x.example"]),
            ("smtp:wangxm@corp.example", vec!["wangxm@corp.example"]),
            ("邮箱：wangxm@corp.example", vec!["wangxm@corp.example"]),
            ("【wangxm@corp.example】", vec!["wangxm@corp.example"]),
            ("wangxm@corp.example(王小明)", vec!["wangxm@corp.example"]),
            ("a@x.example/b@x.example|c@x.example", vec!["a@x.example", "b@x.example", "c@x.example"]),
            ("wangxm﹫corp.example", vec!["wangxm@corp.example"]),
            ("a@x.example和b@x.example&c@x.example", vec!["a@x.example", "b@x.example", "c@x.example"]),
            (r"CORP\wangxm@corp.example", vec!["wangxm@corp.example"]),
            ("\"wangxm\"@corp.example", vec!["wangxm\"@corp.example"]),
            ("mailto:wangxm", vec!["wangxm"]),
            ("mailto", vec!["mailto"]),
            ("wangxm", vec!["wangxm"]),
            (" ", vec![]),
        ] {
            let narrowed = narrowed(written);
            let found = addresses(&narrowed);
            let expected: Vec<Vec<u16>> = expected.into_iter().map(units).collect();
            assert_eq!(found, expected, "{written}");
        }
        assert_eq!(before_at(&units("wangxm\"@corp.example")), units("wangxm"));
    }
}
