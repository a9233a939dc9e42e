//! Finds the names in the display name of a directory: `张三(roger)`, `王小明-研发部`, `买买提.艾力`.
//!
//! Each run of Han characters is read separately. Text in brackets beside a name is usually a department or
//! an employer, so its Han characters count only if no text outside begins like a name. The separator between
//! two runs says whether they are one name: a space and the dots of a transcribed name join them, everything
//! else separates them. A run that is longer than a name may contain one: 研发部王小明.

mod character;
mod encoding;
mod latin;
mod phrases;
mod reader;

use crate::identity::compose::composed;
use crate::identity::{Readings, is_placeholder};

pub(crate) use character::is_mask;
pub(crate) use encoding::{hex_byte, is_broken};

/// The names in one text.
#[derive(Default)]
pub(crate) struct DisplayName {
    /// The names in Han characters.
    pub(crate) han: Vec<HanName>,
    /// The names in other letters.
    pub(crate) other: Vec<OtherName>,
    /// Whether part of the text cannot be read: a masked character (`王*明`), or one that no font has.
    pub(crate) unreadable: bool,
    /// Whether the text is less than a full name: a surname alone (王总, 老王), an initial (J. Smith), or a
    /// script that is not romanised here (김철수).
    pub(crate) incomplete: bool,
    /// Whether the first name in other letters may be the full name. If it is one word, it may be a surname.
    pub(crate) is_latin: bool,
}

/// A name in Han characters.
pub(crate) struct HanName {
    /// The characters, with compatibility ideographs and radicals mapped to the characters they stand for.
    pub(crate) characters: Vec<char>,
    /// For a transcribed name, the number of characters before its first dot.
    pub(crate) dot: Option<usize>,
    /// Whether this is the full name, rather than a part of it, a nickname or a guess.
    pub(crate) is_full: bool,
}

/// A name in other letters than Han characters.
pub(crate) struct OtherName {
    /// The name as written, including spaces.
    pub(crate) text: Vec<u16>,
    /// Whether this is the full name, as in [`HanName`].
    pub(crate) is_full: bool,
}

/// The maximum number of characters that are kept of one name. Transcribed names seldom have more than
/// fifteen.
pub(crate) const NAME_CHARACTERS_MAX: usize = 24;
/// The maximum number of phrases, and of names in other letters, that are kept of one text.
const NAMES_MAX: usize = 12;

impl DisplayName {
    /// Finds the names in a text. A placeholder has none.
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

    /// Marks every name as partial: the rest of a partly known name may fit other people.
    fn into_parts(mut self) -> Self {
        self.han.iter_mut().for_each(|name| name.is_full = false);
        self.other.iter_mut().for_each(|name| name.is_full = false);
        self
    }

    /// Marks every name as partial, and the text as complete, because a nickname is never a full name.
    pub(crate) fn into_nickname(mut self) -> Self {
        (self.incomplete, self.is_latin) = (false, false);
        self.into_parts()
    }
}

/// The characters that the small form variants stand for, in order from U+FE50 on.
const SMALL: &str = ",、.\u{FE53};:?!—(){}〔〕#&*+-<>=\u{FE67}\\$%@";

/// Maps a full-width or small form, and U+001A, to the character it stands for.
pub(crate) fn narrow(character: char) -> char {
    let code = u32::from(character);
    let of = match character {
        '\u{3000}' => Some(' '),
        // Converters write SUB for a character that the encoding lacks.
        '\u{1A}' => Some(char::REPLACEMENT_CHARACTER),
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(code.wrapping_sub(0xFEE0)),
        '\u{FE50}'..='\u{FE6B}' => SMALL.chars().nth(code.wrapping_sub(0xFE50) as usize),
        _ => None,
    };
    of.unwrap_or(character)
}

/// Whether the character is 〇, a unified ideograph, or in plane 2 or 3. Compatibility ideographs from U+F900
/// on are not; `Readings::unified` maps them before.
pub(crate) const fn is_han(character: char) -> bool {
    matches!(character, '〇' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests;
