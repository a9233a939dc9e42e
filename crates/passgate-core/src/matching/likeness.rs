//! The ASCII character that another one is a form of, or is taken for.

use super::characters::Sort;
use super::fold;
use crate::document::CharacterKind;

/// What a character is in ASCII: what Unicode's NFKC makes of it, where that is one character of ASCII
/// (`ｐ`, `𝐩`, `ⓟ`, `①`); the letter without its marks (`á`); the letter that one of another script looks
/// like (Cyrillic `а`).
pub(crate) fn ascii_of(character: char) -> Option<u8> {
    let code = u32::from(character);
    if let Ok(byte) = u8::try_from(code)
        && byte.is_ascii()
    {
        return Some(byte);
    }
    match character {
        '\u{FF01}'..='\u{FF5E}' => Some(code.wrapping_sub(0xFEE0) as u8),
        // Mathematical letters: thirteen alphabets of 26 capital and 26 small letters. The few that are not
        // assigned there are below.
        '\u{1D400}'..='\u{1D6A3}' => {
            let letter = code.wrapping_sub(0x1D400) % 52;
            let first = if letter < 26 { b'A' } else { b'a'.wrapping_sub(26) };
            Some(first.wrapping_add(letter as u8))
        }
        '\u{1D7CE}'..='\u{1D7FF}' => Some(b'0'.wrapping_add((code.wrapping_sub(0x1D7CE) % 10) as u8)),
        _ => form(character).or_else(|| u16::try_from(code).ok().and_then(fold::letter_like)),
    }
}

/// Whether nobody sees the character by itself: zero width, a mark of direction, a combining mark.
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

/// Runs of characters that are forms of a run of ASCII: the first and the last, and the first of ASCII.
const FORMS: &[(char, char, u8)] = &[
    ('\u{AA}', '\u{AA}', b'a'),
    ('\u{B2}', '\u{B3}', b'2'),
    ('\u{B9}', '\u{B9}', b'1'),
    ('\u{BA}', '\u{BA}', b'o'),
    ('\u{17F}', '\u{17F}', b's'),
    ('\u{2B0}', '\u{2B0}', b'h'),
    ('\u{2B2}', '\u{2B2}', b'j'),
    ('\u{2B3}', '\u{2B3}', b'r'),
    ('\u{2B7}', '\u{2B7}', b'w'),
    ('\u{2B8}', '\u{2B8}', b'y'),
    ('\u{2E1}', '\u{2E1}', b'l'),
    ('\u{2E2}', '\u{2E2}', b's'),
    ('\u{2E3}', '\u{2E3}', b'x'),
    ('\u{37E}', '\u{37E}', b';'),
    ('\u{1D2C}', '\u{1D2C}', b'A'),
    ('\u{1D2E}', '\u{1D2E}', b'B'),
    ('\u{1D30}', '\u{1D31}', b'D'),
    ('\u{1D33}', '\u{1D3A}', b'G'),
    ('\u{1D3C}', '\u{1D3C}', b'O'),
    ('\u{1D3E}', '\u{1D3E}', b'P'),
    ('\u{1D3F}', '\u{1D3F}', b'R'),
    ('\u{1D40}', '\u{1D41}', b'T'),
    ('\u{1D42}', '\u{1D42}', b'W'),
    ('\u{1D43}', '\u{1D43}', b'a'),
    ('\u{1D47}', '\u{1D47}', b'b'),
    ('\u{1D48}', '\u{1D49}', b'd'),
    ('\u{1D4D}', '\u{1D4D}', b'g'),
    ('\u{1D4F}', '\u{1D4F}', b'k'),
    ('\u{1D50}', '\u{1D50}', b'm'),
    ('\u{1D52}', '\u{1D52}', b'o'),
    ('\u{1D56}', '\u{1D56}', b'p'),
    ('\u{1D57}', '\u{1D58}', b't'),
    ('\u{1D5B}', '\u{1D5B}', b'v'),
    ('\u{1D62}', '\u{1D62}', b'i'),
    ('\u{1D63}', '\u{1D63}', b'r'),
    ('\u{1D64}', '\u{1D65}', b'u'),
    ('\u{1D9C}', '\u{1D9C}', b'c'),
    ('\u{1DA0}', '\u{1DA0}', b'f'),
    ('\u{1DBB}', '\u{1DBB}', b'z'),
    ('\u{1FEF}', '\u{1FEF}', b'`'),
    ('\u{2024}', '\u{2024}', b'.'),
    ('\u{2070}', '\u{2070}', b'0'),
    ('\u{2071}', '\u{2071}', b'i'),
    ('\u{2074}', '\u{2079}', b'4'),
    ('\u{207A}', '\u{207A}', b'+'),
    ('\u{207C}', '\u{207C}', b'='),
    ('\u{207D}', '\u{207E}', b'('),
    ('\u{207F}', '\u{207F}', b'n'),
    ('\u{2080}', '\u{2089}', b'0'),
    ('\u{208A}', '\u{208A}', b'+'),
    ('\u{208C}', '\u{208C}', b'='),
    ('\u{208D}', '\u{208E}', b'('),
    ('\u{2090}', '\u{2090}', b'a'),
    ('\u{2091}', '\u{2091}', b'e'),
    ('\u{2092}', '\u{2092}', b'o'),
    ('\u{2093}', '\u{2093}', b'x'),
    ('\u{2095}', '\u{2095}', b'h'),
    ('\u{2096}', '\u{2099}', b'k'),
    ('\u{209A}', '\u{209A}', b'p'),
    ('\u{209B}', '\u{209C}', b's'),
    ('\u{209D}', '\u{209D}', b'w'),
    ('\u{209E}', '\u{209F}', b'y'),
    ('\u{2102}', '\u{2102}', b'C'),
    ('\u{210A}', '\u{210A}', b'g'),
    ('\u{210B}', '\u{210B}', b'H'),
    ('\u{210C}', '\u{210C}', b'H'),
    ('\u{210D}', '\u{210D}', b'H'),
    ('\u{210E}', '\u{210E}', b'h'),
    ('\u{2110}', '\u{2110}', b'I'),
    ('\u{2111}', '\u{2111}', b'I'),
    ('\u{2112}', '\u{2112}', b'L'),
    ('\u{2113}', '\u{2113}', b'l'),
    ('\u{2115}', '\u{2115}', b'N'),
    ('\u{2119}', '\u{211B}', b'P'),
    ('\u{211C}', '\u{211C}', b'R'),
    ('\u{211D}', '\u{211D}', b'R'),
    ('\u{2124}', '\u{2124}', b'Z'),
    ('\u{2128}', '\u{2128}', b'Z'),
    ('\u{212A}', '\u{212A}', b'K'),
    ('\u{212C}', '\u{212D}', b'B'),
    ('\u{212F}', '\u{212F}', b'e'),
    ('\u{2130}', '\u{2131}', b'E'),
    ('\u{2133}', '\u{2133}', b'M'),
    ('\u{2134}', '\u{2134}', b'o'),
    ('\u{2139}', '\u{2139}', b'i'),
    ('\u{2145}', '\u{2145}', b'D'),
    ('\u{2146}', '\u{2147}', b'd'),
    ('\u{2148}', '\u{2149}', b'i'),
    ('\u{2160}', '\u{2160}', b'I'),
    ('\u{2164}', '\u{2164}', b'V'),
    ('\u{2169}', '\u{2169}', b'X'),
    ('\u{216C}', '\u{216C}', b'L'),
    ('\u{216D}', '\u{216E}', b'C'),
    ('\u{216F}', '\u{216F}', b'M'),
    ('\u{2170}', '\u{2170}', b'i'),
    ('\u{2174}', '\u{2174}', b'v'),
    ('\u{2179}', '\u{2179}', b'x'),
    ('\u{217C}', '\u{217C}', b'l'),
    ('\u{217D}', '\u{217E}', b'c'),
    ('\u{217F}', '\u{217F}', b'm'),
    ('\u{2460}', '\u{2468}', b'1'),
    ('\u{24B6}', '\u{24CF}', b'A'),
    ('\u{24D0}', '\u{24E9}', b'a'),
    ('\u{24EA}', '\u{24EA}', b'0'),
    ('\u{2C7C}', '\u{2C7C}', b'j'),
    ('\u{2C7D}', '\u{2C7D}', b'V'),
    ('\u{A7F1}', '\u{A7F1}', b'S'),
    ('\u{A7F2}', '\u{A7F2}', b'C'),
    ('\u{A7F3}', '\u{A7F3}', b'F'),
    ('\u{A7F4}', '\u{A7F4}', b'Q'),
    ('\u{FB29}', '\u{FB29}', b'+'),
    ('\u{FE10}', '\u{FE10}', b','),
    ('\u{FE13}', '\u{FE14}', b':'),
    ('\u{FE15}', '\u{FE15}', b'!'),
    ('\u{FE16}', '\u{FE16}', b'?'),
    ('\u{FE33}', '\u{FE33}', b'_'),
    ('\u{FE34}', '\u{FE34}', b'_'),
    ('\u{FE35}', '\u{FE36}', b'('),
    ('\u{FE37}', '\u{FE37}', b'{'),
    ('\u{FE38}', '\u{FE38}', b'}'),
    ('\u{FE47}', '\u{FE47}', b'['),
    ('\u{FE48}', '\u{FE48}', b']'),
    ('\u{FE4D}', '\u{FE4D}', b'_'),
    ('\u{FE4E}', '\u{FE4E}', b'_'),
    ('\u{FE4F}', '\u{FE4F}', b'_'),
    ('\u{FE50}', '\u{FE50}', b','),
    ('\u{FE52}', '\u{FE52}', b'.'),
    ('\u{FE54}', '\u{FE54}', b';'),
    ('\u{FE55}', '\u{FE55}', b':'),
    ('\u{FE56}', '\u{FE56}', b'?'),
    ('\u{FE57}', '\u{FE57}', b'!'),
    ('\u{FE59}', '\u{FE5A}', b'('),
    ('\u{FE5B}', '\u{FE5B}', b'{'),
    ('\u{FE5C}', '\u{FE5C}', b'}'),
    ('\u{FE5F}', '\u{FE5F}', b'#'),
    ('\u{FE60}', '\u{FE60}', b'&'),
    ('\u{FE61}', '\u{FE62}', b'*'),
    ('\u{FE63}', '\u{FE63}', b'-'),
    ('\u{FE64}', '\u{FE64}', b'<'),
    ('\u{FE65}', '\u{FE65}', b'>'),
    ('\u{FE66}', '\u{FE66}', b'='),
    ('\u{FE68}', '\u{FE68}', b'\\'),
    ('\u{FE69}', '\u{FE6A}', b'$'),
    ('\u{FE6B}', '\u{FE6B}', b'@'),
    ('\u{107A5}', '\u{107A5}', b'q'),
    ('\u{1CCD6}', '\u{1CCEF}', b'A'),
    ('\u{1CCF0}', '\u{1CCF9}', b'0'),
    ('\u{1F12B}', '\u{1F12B}', b'C'),
    ('\u{1F12C}', '\u{1F12C}', b'R'),
    ('\u{1F130}', '\u{1F149}', b'A'),
    ('\u{1FBF0}', '\u{1FBF9}', b'0'),
];

fn form(character: char) -> Option<u8> {
    let at = FORMS.partition_point(|(first, ..)| *first <= character).checked_sub(1)?;
    let (first, last, ascii) = FORMS.get(at)?;
    let offset = u32::from(character).wrapping_sub(u32::from(*first));
    (character <= *last).then_some(ascii.wrapping_add(offset as u8))
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_normalization::UnicodeNormalization as _;

    #[test]
    fn what_nfkc_makes_of_every_character() {
        let is_one = |character: &char| {
            let mut normal = character.nfkc();
            let (Some(one @ '!'..='~'), None) = (normal.next(), normal.next()) else { return true };
            ascii_of(*character).map(char::from) == Some(one)
        };
        let others: Vec<char> = (char::MIN..=char::MAX).filter(|character| !is_one(character)).collect();
        assert!(
            others.is_empty(),
            "{}",
            others.iter().map(|other| other.escape_unicode().to_string()).collect::<String>()
        );
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
