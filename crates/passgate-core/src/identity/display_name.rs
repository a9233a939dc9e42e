//! The names in what a directory calls somebody: `张三(roger)`, `王小明-研发部`, `买买提.艾力`.
//!
//! Each run of Han characters is read by itself. Brackets beside a name hold what is none: a department, an
//! employer; their Han characters count where nothing outside begins as a name does. What stands between
//! the runs says whether they are one name: a space and the dots of a transcribed name join them,
//! everything else parts them. A run that is longer than a name may hold one: 研发部王小明.

mod character;
mod phrases;
mod reader;

use crate::identity::Readings;
use crate::text::decode;

pub(crate) use character::is_mask;

/// The names in one text.
#[derive(Default)]
pub(crate) struct DisplayName {
    /// Those in Han characters.
    pub(crate) han: Vec<HanName>,
    /// Those in other letters.
    pub(crate) other: Vec<OtherName>,
    /// Whether something cannot be read: a masked character (`王*明`), one that no font has.
    pub(crate) unreadable: bool,
    /// Whether the full name is not told: it tells no more than a surname (王总), or nobody here knows
    /// what it is in Latin letters (김철수).
    pub(crate) incomplete: bool,
}

/// A name in Han characters.
pub(crate) struct HanName {
    /// Its characters, compatibility forms and radicals as what they stand for.
    pub(crate) characters: Vec<char>,
    /// Of a transcribed name, how many of the characters stand before its first dot.
    pub(crate) dot: Option<usize>,
    /// Whether this is the person's full name, and no part of it, no nickname and no guess.
    pub(crate) is_full: bool,
}

/// A name in other letters than Han characters.
pub(crate) struct OtherName {
    /// As it is written, spaces and all.
    pub(crate) text: Vec<u16>,
    /// As for [`HanName`].
    pub(crate) is_full: bool,
}

/// The most characters of one name that are read; what follows is left out. Transcribed names
/// seldom have more than fifteen.
pub(crate) const NAME_CHARACTERS_MAX: usize = 24;
/// The most names of one text.
const NAMES_MAX: usize = 12;

impl DisplayName {
    /// Reads a text.
    pub(crate) fn read(text: &[u16], readings: &Readings<'_>) -> Self {
        let mut reader = reader::Reader::default();
        for character in decode(text) {
            reader.push(readings.unified(narrow(character)));
        }
        let mut name = reader.finish(readings);
        name.unreadable |= is_escaped(text);
        name
    }

    /// Parts of it alone: what is no person's full name.
    pub(crate) fn into_nickname(mut self) -> Self {
        self.incomplete = false;
        self.han.iter_mut().for_each(|name| name.is_full = false);
        self.other.iter_mut().for_each(|name| name.is_full = false);
        self
    }
}

/// What the small forms from U+FE50 on are forms of.
const SMALL: &str = ",、.\u{FE53};:?!—(){}〔〕#&*+-<>=\u{FE67}\\$%@";

/// A full-width or small form as what it is the form of.
pub(crate) fn narrow(character: char) -> char {
    let code = u32::from(character);
    let of = match character {
        '\u{3000}' => Some(' '),
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(code.wrapping_sub(0xFEE0)),
        '\u{FE50}'..='\u{FE6B}' => SMALL.chars().nth(code.wrapping_sub(0xFE50) as usize),
        _ => None,
    };
    of.unwrap_or(character)
}

/// A Han character: one that is written for itself, and no form for compatibility.
pub(crate) const fn is_han(character: char) -> bool {
    matches!(character, '〇' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Whether characters are written as numbers that nobody has decoded: `&#x738B;`, `\u738b`, `U+738B`,
/// `\xe7\x8e`, `%E7%8E`, `\e7\8e`, `=E7=8E`.
fn is_escaped(text: &[u16]) -> bool {
    let is_hex = |unit: u16| hex_digit(unit).is_some();
    // The first byte of a character beyond ASCII.
    let is_byte = |high, low| hex_digit(high).is_some_and(|digit| digit > 7) && is_hex(low);
    text.windows(6).any(|six| match *six {
        [AMPERSAND, HASH, first, ..] => first | 0x20 == X || (0x30..=0x39).contains(&first),
        [BACKSLASH, U | X, OPEN, a, b, c] => is_hex(a) && is_hex(b) && is_hex(c),
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

/// The value of a hexadecimal digit.
pub(crate) fn hex_digit(unit: u16) -> Option<u32> {
    char::from_u32(unit.into())?.to_digit(16)
}

const AMPERSAND: u16 = b'&' as u16;
const HASH: u16 = b'#' as u16;
const PERCENT: u16 = b'%' as u16;
const EQUALS: u16 = b'=' as u16;
const PLUS: u16 = b'+' as u16;
const OPEN: u16 = b'{' as u16;
const BACKSLASH: u16 = b'\\' as u16;
const X: u16 = b'x' as u16;
const U: u16 = b'u' as u16;

#[cfg(test)]
mod tests;
