//! What a character is to the rule `charset`: a letter, a symbol, or nothing anybody sees.
//!
//! [`sort_by_definition`] says it in Unicode's terms; `cargo xtask codegen` asks it about every code
//! point and packs the answers (`data/characters.bin`), which are half the bytes of the tables it
//! asks.

use crate::paged::Paged;
use crate::violation::CharacterKind;

/// What a character is; the numbers of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// Visible, and neither letter nor digit.
    Symbol,
    /// A letter or a digit of any script.
    Letter,
    /// A letter or a digit in full width.
    WideLetter,
    /// Another full-width form, or the punctuation of Chinese keyboards.
    WideSymbol,
    /// A control character.
    Control,
    /// White space.
    Space,
    /// U+3000.
    IdeographicSpace,
    /// A character of direction.
    Direction,
    /// Another that nobody sees.
    Invisible,
    /// What stands for text that was never valid.
    Replacement,
}

const SORTS: [Sort; 10] = [
    Sort::Symbol,
    Sort::Letter,
    Sort::WideLetter,
    Sort::WideSymbol,
    Sort::Control,
    Sort::Space,
    Sort::IdeographicSpace,
    Sort::Direction,
    Sort::Invisible,
    Sort::Replacement,
];

const TABLE: Paged = Paged { file: include_bytes!("../data/characters.bin"), pages: 0x335 };

impl Sort {
    pub(crate) fn of(character: char) -> Self {
        if character.is_ascii() {
            return match character {
                ' ' => Self::Space,
                _ if character.is_ascii_control() => Self::Control,
                _ if character.is_ascii_alphanumeric() => Self::Letter,
                _ => Self::Symbol,
            };
        }
        // Han, a third of the table.
        if matches!(character, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}') {
            return Self::Letter;
        }
        SORTS.get(usize::from(TABLE.of(character.into()))).copied().unwrap_or(Self::Symbol)
    }

    pub(crate) const fn is_letter(self) -> bool {
        matches!(self, Self::Letter | Self::WideLetter)
    }

    pub(crate) const fn is_symbol(self) -> bool {
        matches!(self, Self::Symbol | Self::WideSymbol)
    }

    /// What it is called where it is not allowed.
    pub(crate) const fn kind(self) -> CharacterKind {
        match self {
            Self::WideLetter | Self::WideSymbol => CharacterKind::FullWidth,
            Self::Control => CharacterKind::Control,
            Self::Space => CharacterKind::Space,
            Self::IdeographicSpace => CharacterKind::IdeographicSpace,
            Self::Direction => CharacterKind::BidiControl,
            Self::Invisible => CharacterKind::ZeroWidth,
            Self::Symbol | Self::Letter | Self::Replacement => CharacterKind::Other,
        }
    }
}

/// What a character is. Characters of direction: UAX #9, 2; full-width forms and the punctuation
/// of Chinese keyboards: the blocks at U+FF00 and U+3000; nobody sees or types on purpose controls,
/// white space, format marks and fillers.
#[cfg(any(test, feature = "schema"))]
pub fn sort_by_definition(character: char) -> Sort {
    match character {
        '\u{3000}' => Sort::IdeographicSpace,
        '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {
            Sort::Direction
        }
        '\u{FFF9}'..='\u{FFFD}' => Sort::Replacement,
        _ if character.is_control() => Sort::Control,
        _ if character.is_whitespace() => Sort::Space,
        '\u{AD}' | '\u{34F}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' => Sort::Invisible,
        '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200D}' | '\u{2060}'..='\u{206F}' => Sort::Invisible,
        '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFF8}' => {
            Sort::Invisible
        }
        '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}' => Sort::Invisible,
        '\u{3001}'..='\u{303F}' | '\u{FF01}'..='\u{FF60}' | '\u{FFE0}'..='\u{FFE6}' => {
            if character.is_alphanumeric() { Sort::WideLetter } else { Sort::WideSymbol }
        }
        _ if character.is_alphanumeric() => Sort::Letter,
        _ => Sort::Symbol,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_says_what_the_definition_says() {
        for character in (0..=0x10_FFFF).filter_map(char::from_u32) {
            assert_eq!(Sort::of(character), sort_by_definition(character), "{}", character.escape_unicode());
        }
        for (number, sort) in SORTS.into_iter().enumerate() {
            assert_eq!(sort as usize, number);
        }
    }
}
