//! Composes and decomposes Latin letters with the marks that occur in names (Unicode's NFC and NFD).

use crate::text::ascii::{U, V};
use crate::text::without_case;

/// A combining mark, then pairs: a letter, and the letter with the mark.
const TABLE: &[(u16, &str)] = &[
    (0x300, "AÀEÈIÌOÒUÙNǸÜǛaàeèiìoòuùnǹüǜ"),
    (0x301, "AÁEÉIÍOÓUÚYÝCĆLĹNŃRŔSŚZŹGǴÜǗÆǼØǾÅǺaáeéiíoóuúyýcćlĺnńrŕsśzźgǵüǘæǽøǿåǻ"),
    (0x302, "AÂEÊIÎOÔUÛCĈGĜHĤJĴSŜWŴYŶaâeêiîoôuûcĉgĝhĥjĵsŝwŵyŷ"),
    (0x303, "AÃNÑOÕIĨUŨaãnñoõiĩuũ"),
    (0x304, "AĀEĒIĪOŌUŪYȲÜǕÆǢaāeēiīoōuūyȳüǖæǣ"),
    (0x306, "AĂEĔGĞIĬOŎUŬaăeĕgğiĭoŏuŭ"),
    (0x307, "CĊEĖGĠIİZŻAȦOȮcċeėgġzżaȧoȯ"),
    (0x308, "AÄEËIÏOÖUÜYŸaäeëiïoöuüyÿ"),
    (0x30A, "AÅUŮaåuů"),
    (0x30B, "OŐUŰoőuű"),
    (0x30C, "CČDĎEĚNŇRŘSŠTŤZŽAǍIǏOǑUǓGǦKǨHȞLĽÜǙcčdďeěnňrřsštťzžaǎiǐoǒuǔgǧkǩhȟjǰlľüǚ"),
    (0x31B, "OƠUƯoơuư"),
    (0x326, "SȘTȚsștț"),
    (0x327, "CÇGĢKĶLĻNŅRŖSŞTŢEȨcçgģkķlļnņrŗsştţeȩ"),
    (0x328, "AĄEĘIĮUŲOǪaąeęiįuųoǫ"),
];

/// The base letter and the mark of a letter.
fn parts(letter: u16) -> Option<(u16, u16)> {
    if !(0xC0..0x250).contains(&letter) {
        return None;
    }
    TABLE.iter().find_map(|(mark, pairs)| {
        let mut units = pairs.encode_utf16();
        while let (Some(bare), Some(marked)) = (units.next(), units.next()) {
            if marked == letter {
                return Some((bare, *mark));
            }
        }
        None
    })
}

fn whole(letter: u16, mark: u16) -> Option<u16> {
    let mut units = TABLE.iter().find(|(own, _)| *own == mark)?.1.encode_utf16();
    while let (Some(bare), Some(marked)) = (units.next(), units.next()) {
        if bare == letter {
            return Some(marked);
        }
    }
    None
}

/// Composes each letter with the marks that follow it.
pub(super) fn composed(text: &[u16]) -> Vec<u16> {
    let mut composed: Vec<u16> = Vec::new();
    for unit in text {
        match composed.last_mut() {
            Some(last) if (0x300..0x370).contains(unit) => match whole(*last, *unit) {
                Some(letter) => *last = letter,
                None => composed.push(*unit),
            },
            _ => composed.push(*unit),
        }
    }
    composed
}

/// Decomposes each letter into its base letter and its marks.
pub(super) fn decomposed(text: &[u16]) -> Vec<u16> {
    let mut apart = Vec::new();
    for unit in text {
        match parts(*unit) {
            Some((letter, mark)) => {
                match parts(letter) {
                    Some((bare, first)) => apart.extend([bare, first]),
                    None => apart.push(letter),
                }
                apart.push(mark);
            }
            None => apart.push(*unit),
        }
    }
    apart
}

/// A letter of pinyin: in lower case, with `v` for ü, and whether it has a tone mark.
pub(crate) struct PinyinLetter {
    pub(crate) letter: u16,
    pub(crate) has_tone: bool,
}

/// Reads a text as letters of pinyin, in lower case. Returns `None` if it contains a letter or a mark that
/// pinyin does not use. Pinyin uses the macron, acute, caron and grave over a vowel, and the diaeresis of ü.
pub(super) fn pinyin_letters(text: &[u16]) -> Option<Vec<PinyinLetter>> {
    let mut letters: Vec<PinyinLetter> = Vec::new();
    for unit in decomposed(text) {
        match (unit, letters.last_mut()) {
            (0x308, Some(last)) if last.letter == U && !last.has_tone => last.letter = V,
            (0x300 | 0x301 | 0x304 | 0x30C, Some(last)) if is_vowel(last.letter) && !last.has_tone => {
                last.has_tone = true;
            }
            (0..0x80, _) => letters.push(PinyinLetter { letter: without_case(unit), has_tone: false }),
            _ => return None,
        }
    }
    Some(letters)
}

const fn is_vowel(letter: u16) -> bool {
    matches!(letter, 0x61 | 0x65 | 0x69 | 0x6F | U | V)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{text_of, units};

    #[test]
    fn composed_and_decomposed() {
        for (whole, apart) in [
            ("Müller", "Mu\u{308}ller"),
            ("Lǚ Bù", "Lu\u{308}\u{30C} Bu\u{300}"),
            ("José Peña", "Jose\u{301} Pen\u{303}a"),
            ("Łukasz", "Łukasz"),
            ("王小明", "王小明"),
        ] {
            assert_eq!(text_of(&composed(&units(apart))), whole);
            assert_eq!(text_of(&decomposed(&units(whole))), apart);
        }
        for (_, pairs) in TABLE {
            let units: Vec<u16> = pairs.encode_utf16().collect();
            assert!(units.len().is_multiple_of(2), "{pairs}");
            assert!(units.chunks(2).all(|pair| composed(&decomposed(&pair[1..])) == pair[1..]), "{pairs}");
        }
    }

    #[test]
    fn the_marks_of_pinyin() {
        for (text, is) in [
            ("wáng xiǎomíng", true),
            ("Lü Bu", true),
            ("Lu\u{308} Bu\u{300}", true),
            ("Peña", false),
            ("Leão", false),
            ("Jiří", false),
            ("Lê", false),
            ("Äo", false),
            ("王", false),
            ("Łu", false),
        ] {
            assert_eq!(pinyin_letters(&units(text)).is_some(), is, "{text}");
        }
    }
}
