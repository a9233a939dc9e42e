//! Latin names as people type them without marks: `strasse` for Straße, `mueller` and `muller` for Müller.
//!
//! The spellings are those of passports (ICAO Doc 9303, part 3, section 6.A: transliteration of Latin-based
//! characters), which allows two spellings of Ä, Ö, Ø, Ü and Å, and Unicode's full case folding of ß. Every
//! other mark is dropped.

use crate::matching::{Folded, fold};
use crate::text::without_case;

/// The two spellings of a name: as in passports, and without its marks.
pub(super) fn spellings(text: &[u16]) -> [Vec<u16>; 2] {
    [true, false].map(|is_long| {
        let mut spelling = Vec::new();
        for unit in text {
            let letters = letters_of(*unit, is_long, spelling.last().copied());
            if letters.is_empty() {
                add_bare(&mut spelling, *unit, "u");
            }
            spelling.extend(letters.encode_utf16());
        }
        spelling
    })
}

/// Whether the spelling of a Latin letter without marks is certain. For Ə, Ŋ, ĸ and others it is not: a name
/// with such a letter counts as incomplete, even if one of its spellings is tried.
pub(super) const fn is_rendered(letter: char) -> bool {
    !matches!(
        letter,
        '\u{138}' | '\u{149}'..='\u{14B}' | '\u{17F}' | '\u{180}'..='\u{19F}' | '\u{1A2}'..='\u{1AE}'
            | '\u{1B1}'..='\u{1CC}' | '\u{1DD}' | '\u{1E4}' | '\u{1E5}' | '\u{1EE}' | '\u{1EF}'
            | '\u{1F1}'..='\u{1F3}' | '\u{1F6}' | '\u{1F7}' | '\u{21C}' | '\u{21D}'
            | '\u{220}'..='\u{225}' | '\u{234}'..='\u{24F}'
    )
}

/// The text in lower case, without the marks of its Latin letters. `umlaut` replaces ü.
pub(super) fn without_marks(text: &[u16], umlaut: &str) -> Vec<u16> {
    let mut bare = Vec::new();
    for unit in text {
        add_bare(&mut bare, *unit, umlaut);
    }
    bare
}

/// Adds one UTF-16 unit without its mark.
fn add_bare(bare: &mut Vec<u16>, unit: u16, umlaut: &str) {
    match (unit, fold(unit, false)) {
        // Combining marks.
        (0x300..=0x36F, _) => {}
        // These fold to `i`, because `l` does.
        (0x139..=0x142, _) => bare.push(b'l'.into()),
        (0x80..=0x24F, Folded::Plain(b'v')) => bare.extend(umlaut.encode_utf16()),
        (0x80..=0x24F, Folded::Plain(letter)) => bare.push(letter.into()),
        _ => bare.push(without_case(unit)),
    }
}

/// The letters that replace a unit; empty if only its mark is dropped. `before` is the last letter written,
/// for a combining mark.
const fn letters_of(unit: u16, is_long: bool, before: Option<u16>) -> &'static str {
    match (unit, is_long, before) {
        (0xDF | 0x1E9E, ..) => "ss",
        (0xC6 | 0xE6, ..) | (0xC4 | 0xE4, true, _) => "ae",
        (0x152 | 0x153, ..) | (0xD6 | 0xF6 | 0xD8 | 0xF8, true, _) => "oe",
        (0xDC | 0xFC, true, _) => "ue",
        (0xC5 | 0xE5, true, _) => "aa",
        (0xDE | 0xFE, ..) => "th",
        (0xD0 | 0xF0, ..) => "d",
        (0x126 | 0x127, ..) => "h",
        (0x132 | 0x133, ..) => "ij",
        (0x138, ..) => "q",
        (0x149..=0x14B, ..) => "n",
        // A combining diaeresis and a combining ring.
        (0x308, true, Some(0x61 | 0x6F | 0x75)) => "e",
        (0x30A, true, Some(0x61)) => "a",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{text_of, units};

    #[test]
    fn names_of_passports() {
        for (name, long, bare) in [
            ("Straße", "strasse", "strasse"),
            ("STRA\u{1E9E}E", "strasse", "strasse"),
            ("Þór", "thor", "thor"),
            ("Guðrún", "gudrun", "gudrun"),
            ("Œuvre", "oeuvre", "oeuvre"),
            ("Ægir", "aegir", "aegir"),
            ("Łukasz", "lukasz", "lukasz"),
            ("Søren", "soeren", "soren"),
            ("Müller", "mueller", "muller"),
            ("Mu\u{308}ller", "mueller", "muller"),
            ("Åse", "aase", "ase"),
            ("A\u{30A}se", "aase", "ase"),
            ("İlker Işık", "ilker isik", "ilker isik"),
            ("José Peña", "jose pena", "jose pena"),
            ("Đorđe", "dorde", "dorde"),
            ("Ħamrun", "hamrun", "hamrun"),
            ("Ĳsbrand", "ijsbrand", "ijsbrand"),
            ("John Smith", "john smith", "john smith"),
        ] {
            let found = spellings(&units(name)).map(|spelling| text_of(&spelling));
            assert_eq!(found, [long, bare], "{name}");
        }
        assert_eq!(text_of(&without_marks(&units("Lǚ Bù"), "v")), "lv bu");
    }
}
