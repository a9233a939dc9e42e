//! The e-mail addresses in what a directory keeps as one: `mailto:wangxm@corp.example`,
//! `王小明 <wangxm@corp.example>`. And what all such texts have around them.

use crate::document::CharacterKind;
use crate::identity::display_name::{hex_digit, narrow};
use crate::matching::{Category, Sort};
use crate::text::{decode, is_white_space, trimmed, units};

/// The e-mail addresses in a text, each without what stands around it.
pub(crate) fn addresses(text: &[u16]) -> Vec<&[u16]> {
    let has_address = text.contains(&AT);
    let mut found = Vec::new();
    for piece in text.split(|unit| is_between(*unit)) {
        let piece = bare(piece);
        // Of a text with an address in it, what has no `@` is somebody's name, or a scheme.
        let is_beside =
            if has_address { !piece.contains(&AT) } else { piece.len() < text.len() && is_scheme(piece) };
        if !piece.is_empty() && !is_beside {
            found.push(piece);
        }
    }
    found
}

/// What stands before the `@`.
pub(crate) fn before_at(address: &[u16]) -> &[u16] {
    bare(address.split(|unit| *unit == AT).next().unwrap_or_default())
}

/// A text in UTF-16, its full-width forms in half width, `%5C` as what it stands for, without what
/// nobody sees and without white space at its ends.
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
            [high, low, ..] if *unit == PERCENT => byte(*high, *low),
            _ => None,
        };
        plain.push(decoded.unwrap_or(*unit));
        rest = if decoded.is_some() { others.get(2..).unwrap_or_default() } else { others };
    }
    plain
}

/// The visible ASCII character that two hexadecimal digits stand for.
fn byte(high: u16, low: u16) -> Option<u16> {
    let byte = hex_digit(high)?.wrapping_mul(16).wrapping_add(hex_digit(low)?);
    u16::try_from(byte).ok().filter(|byte| (0x21..0x7F).contains(byte))
}

/// What parts addresses, and what encloses them.
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

/// What stands before the colon of an address, or as its label.
pub(super) fn is_scheme(piece: &[u16]) -> bool {
    let is = |scheme: &str| piece.iter().map(|unit| unit | 0x20).eq(scheme.bytes().map(u16::from));
    ["mailto", "smtp", "sip", "email", "mail"].into_iter().any(is)
}

/// Without quotation marks, brackets and separators at its ends.
pub(super) fn bare(piece: &[u16]) -> &[u16] {
    without_ends(piece, |unit| is_between(unit) || is_quote(unit))
}

/// Without such units at its ends.
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

pub(crate) const AT: u16 = b'@' as u16;
const PERCENT: u16 = b'%' as u16;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_without_what_stands_around_them() {
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
