//! The ASCII character that another character is a form of, or resembles.

use super::characters::Sort;
use super::fold;
use crate::document::CharacterKind;

/// The ASCII character for a character: its NFKC form (`ｐ`, `𝐩`, `ⓟ`, `①`), the letter without its marks
/// (`á`), or the letter that a letter of another script resembles (Cyrillic `а`).
pub(crate) fn ascii_of(character: char) -> Option<u8> {
    let code = u32::from(character);
    if let Ok(byte) = u8::try_from(code)
        && byte.is_ascii()
    {
        return Some(byte);
    }
    match character {
        '\u{FF01}'..='\u{FF5E}' => Some(code.wrapping_sub(0xFEE0) as u8),
        // Mathematical letters: thirteen alphabets of 26 capital and 26 small letters. Other characters that
        // NFKC maps to one ASCII character (`ℎ`, `ª`, superscripts) are rare and would need 170 more lines.
        '\u{1D400}'..='\u{1D6A3}' => {
            let letter = code.wrapping_sub(0x1D400) % 52;
            let first = if letter < 26 { b'A' } else { b'a'.wrapping_sub(26) };
            Some(first.wrapping_add(letter as u8))
        }
        '\u{1D7CE}'..='\u{1D7FF}' => Some(b'0'.wrapping_add((code.wrapping_sub(0x1D7CE) % 10) as u8)),
        '\u{2460}'..='\u{2468}' => Some(b'1'.wrapping_add(code.wrapping_sub(0x2460) as u8)),
        '\u{24B6}'..='\u{24CF}' => Some(b'A'.wrapping_add(code.wrapping_sub(0x24B6) as u8)),
        '\u{24D0}'..='\u{24E9}' => Some(b'a'.wrapping_add(code.wrapping_sub(0x24D0) as u8)),
        _ => u16::try_from(code).ok().and_then(fold::letter_like),
    }
}

/// Whether the character is invisible by itself: zero width, a bidirectional control, a combining mark.
pub(crate) fn is_passed_over(character: char) -> bool {
    match character {
        '\0'..='\u{7F}' => false,
        '\u{300}'..='\u{36F}'
        | '\u{483}'..='\u{489}'
        | '\u{1AB0}'..='\u{1AFF}'
        | '\u{1DC0}'..='\u{1DFF}'
        | '\u{20D0}'..='\u{20FF}'
        | '\u{3099}'..='\u{309A}'
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{FE20}'..='\u{FE2F}' => true,
        _ => matches!(Sort::of(character).kind, CharacterKind::ZeroWidth | CharacterKind::BidiControl),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_normalization::UnicodeNormalization as _;

    /// Compares only assigned code points: unassigned ones are read like their neighbours.
    #[test]
    fn alphabets_are_read_as_in_nfkc() {
        let alphabets = [
            '\u{FF01}'..='\u{FF5E}',
            '\u{1D400}'..='\u{1D6A3}',
            '\u{1D7CE}'..='\u{1D7FF}',
            '\u{2460}'..='\u{2468}',
            '\u{24B6}'..='\u{24E9}',
        ];
        let mut assigned = 0;
        for character in alphabets.into_iter().flatten() {
            let normal: String = character.nfkc().collect();
            if normal.is_ascii() {
                let read = ascii_of(character).map(|byte| char::from(byte).to_string());
                assert_eq!(read, Some(normal), "U+{:04X}", character as u32);
                assigned += 1;
            }
        }
        assert!(assigned > 800, "{assigned}");
    }

    #[test]
    fn letters_without_their_marks() {
        let mut marked = 0;
        for character in char::MIN..='\u{24F}' {
            let mut apart = character.nfkd();
            if let (Some(letter @ 'A'..='z'), Some('\u{300}'..='\u{36F}')) = (apart.next(), apart.next())
                && apart.all(is_passed_over)
                && let Some(byte) = ascii_of(character)
            {
                let letter = letter.to_ascii_lowercase();
                assert_eq!(char::from(byte), letter, "U+{:04X}", character as u32);
                marked += 1;
            }
        }
        assert!(marked > 150, "{marked}");
    }

    #[test]
    fn nothing_else_is_ascii() {
        for character in ['密', '😀', 'ß', 'ﬁ', '½', '№', '\u{3000}', '\u{A0}', 'Ⅳ', '\u{D7FF}'] {
            assert_eq!(ascii_of(character), None, "{character}");
        }
        assert_eq!(
            ["а", "е", "о", "р", "с"].map(|one| ascii_of(one.chars().next().unwrap())),
            [b'a', b'e', b'o', b'p', b'c'].map(Some)
        );
    }

    #[test]
    fn combining_marks_are_passed_over() {
        for character in
            ['\u{301}', '\u{200B}', '\u{200D}', '\u{FEFF}', '\u{AD}', '\u{FE0F}', '\u{202E}', '\u{20DD}']
        {
            assert!(is_passed_over(character), "U+{:04X}", character as u32);
        }
        for character in ['a', ' ', '\t', '\u{A0}', '\u{3000}', '密', '😀'] {
            assert!(!is_passed_over(character), "U+{:04X}", character as u32);
        }
    }
}
