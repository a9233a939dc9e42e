//! The names in what a directory calls somebody: `张三(roger)`, `王小明-研发部`, `买买提.艾力`.
//!
//! Each run of Han characters is read by itself. Brackets beside a name hold what is none: a department, an
//! employer; their Han characters count where nothing outside begins as a name does. What stands between
//! the runs says whether they are one name: a space and the dots of a transcribed name join them,
//! everything else parts them. A run that is longer than a name may hold one: 研发部王小明.

mod character;
mod encoding;
mod phrases;
mod reader;

use crate::identity::compose::composed;
use crate::identity::{Readings, is_placeholder};

pub(crate) use character::is_mask;
pub(crate) use encoding::{hex_byte, is_broken};

/// The names in one text.
#[derive(Default)]
pub(crate) struct DisplayName {
    /// Those in Han characters.
    pub(crate) han: Vec<HanName>,
    /// Those in other letters.
    pub(crate) other: Vec<OtherName>,
    /// Whether something cannot be read: a masked character (`王*明`), one that no font has.
    pub(crate) unreadable: bool,
    /// Whether this is less than the full name: a surname alone (王总, 老王), an initial (J. Smith), or a
    /// script without romanisation here (김철수).
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
        if is_placeholder(text) {
            return Self::default();
        }
        let text = &composed(text);
        let mut reader = reader::Reader::default();
        for character in encoding::characters(text) {
            reader.push(readings.unified(narrow(character)));
        }
        let mut name = reader.finish(readings);
        name.unreadable |= encoding::is_broken(text);
        if name.unreadable { name.into_parts() } else { name }
    }

    /// The same, as parts of a name: the rest of a partly known name may fit other people.
    fn into_parts(mut self) -> Self {
        self.han.iter_mut().for_each(|name| name.is_full = false);
        self.other.iter_mut().for_each(|name| name.is_full = false);
        self
    }

    /// The same, as parts of a name, because a nickname is not a full name.
    pub(crate) fn into_nickname(mut self) -> Self {
        self.incomplete = false;
        self.into_parts()
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

#[cfg(test)]
mod tests;
