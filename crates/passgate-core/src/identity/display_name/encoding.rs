//! Detects names that files and forms have damaged: undecoded character references, and text that was decoded
//! with the wrong encoding.

use crate::text::ascii::{AMPERSAND, BACKSLASH, EQUALS, HASH, OPEN_BRACE, PERCENT, PLUS, U, X};
use crate::text::decode;

/// The characters of a text. A named character reference such as `&amp;` becomes one `&`, and `%20` a space.
pub(super) fn characters(text: &[u16]) -> Vec<char> {
    let written: Vec<char> = decode(text).collect();
    let (mut characters, mut rest) = (Vec::new(), written.as_slice());
    while let [first, others @ ..] = rest {
        let (character, behind) = match (first, others) {
            ('%', ['2', '0', behind @ ..]) => (' ', behind),
            ('&', _) => ('&', behind_reference(others)),
            _ => (*first, others),
        };
        characters.push(character);
        rest = behind;
    }
    characters
}

/// The text after the name and the semicolon of a character reference, or all of it if there is none.
fn behind_reference(text: &[char]) -> &[char] {
    let name = text.iter().take_while(|character| character.is_ascii_alphanumeric()).count();
    match text.get(name..) {
        Some([';', behind @ ..]) if name > 1 => behind,
        _ => text,
    }
}

/// Whether part of the text cannot be read because of how it was stored.
pub(crate) fn is_broken(text: &[u16]) -> bool {
    is_escaped(text) || is_misread(text)
}

/// Whether characters are written as undecoded numbers: `&#x738B;`, `\u738b`, `U+738B`,
/// `\xe7\x8e`, `%E7%8E`, `\e7\8e`, `=E7=8E`.
fn is_escaped(text: &[u16]) -> bool {
    let is_hex = |unit: u16| hex_digit(unit).is_some();
    // A byte that is not ASCII.
    let is_byte = |high, low| hex_byte(high, low).is_some_and(|byte| byte > 0x7F);
    // `u738bu5c0f`: the backslashes are lost.
    let is_bare = |ten: &[u16]| match ten {
        [U, four @ .., U, _, _, _, _] => {
            four.len() == 4 && ten.iter().skip(6).chain(four).all(|one| is_hex(*one))
        }
        _ => false,
    };
    text.windows(10).any(is_bare)
        || text.windows(6).any(|six| match *six {
            [AMPERSAND, HASH, first, ..] => first | 0x20 == X || (0x30..=0x39).contains(&first),
            [BACKSLASH, U | X, OPEN_BRACE, a, b, c] => is_hex(a) && is_hex(b) && is_hex(c),
            // Also `%u738B` and `U+738B`; `\U0000738B`.
            [BACKSLASH | PERCENT, u, a, b, c, d] | [u, PLUS, a, b, c, d] if u | 0x20 == U => {
                [a, b, c, d].into_iter().all(is_hex)
            }
            [BACKSLASH, X, a, b, BACKSLASH, X] => is_byte(a, b),
            [mark @ (BACKSLASH | PERCENT | EQUALS), a, b, again, c, d] => {
                mark == again && is_byte(a, b) && is_byte(c, d)
            }
            _ => false,
        })
}

/// Whether the text was decoded with the wrong encoding: GBK or UTF-8 as Latin-1, Windows-1252, Windows-1250
/// or Mac Roman. `ÍõÐ¡Ã÷` and `çŽ‹å°æ˜Ž` are 王小明, `MÃ¼ller` is Müller, `JosĂ©` is José. 锟斤拷 is
/// U+FFFD in UTF-8, decoded as GBK; 烫 and 屯 are uninitialised memory, decoded as GBK.
fn is_misread(text: &[u16]) -> bool {
    let is_upper_half = |unit: &u16| matches!(*unit, 0xA1..=0xB6 | 0xB8..=0xFF);
    let is_letter = |unit: u16| matches!(unit, 0xC0..=0xD6 | 0xD8..=0xF6 | 0xF8..=0x24F);
    let is_ascii = |unit: u16| matches!(unit | 0x20, 0x61..=0x7A);
    let is_small = |unit: u16| matches!(unit, 0x61..=0x7A);
    let is_symbol =
        |unit: u16| matches!(unit, 0xA1..=0xA9 | 0xAC..=0xB6 | 0xB8 | 0xB9 | 0xBC..=0xBF | 0xD7 | 0xF7);
    // U+0085 is a line end. An acute accent is typed for an apostrophe (O´Brien).
    let is_control = |unit: &u16| matches!(*unit, 0x80..=0x84 | 0x86..=0x9F);
    text.iter().any(is_control)
        || text.windows(4).any(|four| four.iter().all(is_upper_half))
        || text.windows(3).any(|three| match three {
            [0xE0..=0xEF, second, third] => is_continuation(*second) && is_continuation(*third),
            // M–ller: a dash inside a word. After a real dash, a name begins with a capital letter.
            [first, 0x2013 | 0x2014, third] => is_ascii(*first) && is_small(*third),
            _ => false,
        })
        || text.windows(2).any(|pair| match *pair {
            [a, b] if is_mac_symbol(a) || is_mac_symbol(b) => {
                (is_letter(a) || is_mac_symbol(a)) && (is_letter(b) || is_mac_symbol(b))
            }
            [0x951F, 0x65A4] | [0x70EB, 0x70EB] | [0x5C6F, 0x5C6F] => true,
            [0x102 | 0x139, second] if is_continuation_1250(second) => true,
            [0x139, second] if is_small(second) => true,
            [0xC3..=0xC5, second] if second > 0xFF && !is_mark_of_names(second) => is_continuation(second),
            // A letter beside a symbol that no name has beside its letters.
            [a, b] => {
                let is_mark = |unit: u16| is_symbol(unit) && unit != 0xB4;
                (is_letter(a) && is_symbol(b))
                    || (is_symbol(a) && is_letter(b))
                    || (is_ascii(a) && is_mark(b))
                    || (is_mark(a) && is_ascii(b))
            }
            _ => false,
        })
}

/// Whether Windows-1252 or Latin-1 decodes a continuation byte of UTF-8 to this unit.
const fn is_continuation(unit: u16) -> bool {
    matches!(
        unit,
        0x80..=0xBF | 0x152 | 0x153 | 0x160 | 0x161 | 0x178 | 0x17D | 0x17E | 0x192 | 0x2C6 | 0x2DC
            | 0x2013 | 0x2014 | 0x2018..=0x201A | 0x201C..=0x201E | 0x2020..=0x2022 | 0x2026 | 0x2030
            | 0x2039 | 0x203A | 0x20AC | 0x2122
    )
}

/// Whether Windows-1250 does. It decodes the lead bytes 0xC3 and 0xC5 to Ă and Ĺ.
const fn is_continuation_1250(unit: u16) -> bool {
    is_continuation(unit)
        || matches!(
            unit,
            0x104
                | 0x105
                | 0x13D
                | 0x13E
                | 0x141
                | 0x142
                | 0x15A
                | 0x15B
                | 0x15E
                | 0x15F
                | 0x164
                | 0x165
                | 0x179..=0x17C | 0x2C7 | 0x2D8 | 0x2DB | 0x2DD
        )
}

/// Whether the unit is a symbol of Mac Roman that no name contains beside a letter or another such symbol:
/// `Õı–°√˜` is 王小明 in GBK.
const fn is_mac_symbol(unit: u16) -> bool {
    matches!(
        unit,
        0x2C6
            ..=0x2DD
                | 0x2020
                | 0x2021
                | 0x2030
                | 0x2202
                | 0x2206
                | 0x220F
                | 0x2211
                | 0x221A
                | 0x221E
                | 0x222B
                | 0x2248
                | 0x2260
                | 0x2264
                | 0x2265
                | 0x25CA
    )
}

/// Whether a unit of [`is_continuation`] may follow a letter of a name: the letters, and some punctuation (an
/// apostrophe, a dash).
const fn is_mark_of_names(unit: u16) -> bool {
    matches!(unit, 0x152..=0x192 | 0x2013..=0x2019 | 0x201D)
}

/// The byte that two hexadecimal digits stand for.
pub(crate) fn hex_byte(high: u16, low: u16) -> Option<u8> {
    Some(hex_digit(high)?.wrapping_mul(16).wrapping_add(hex_digit(low)?) as u8)
}

fn hex_digit(unit: u16) -> Option<u32> {
    char::from_u32(unit.into())?.to_digit(16)
}
