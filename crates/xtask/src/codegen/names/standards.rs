//! What every platform knows of Han characters: the standards that text was encoded in.
//!
//! The Encoding Standard fixes them for every browser (`TextDecoder`), and their order says how
//! characters are read: level 1 of GB 2312 is sorted by pinyin, KS X 1001 by the Korean reading.
//! What a browser can be asked for need not be sent to it; elsewhere it is compiled in.

use std::ops::RangeInclusive;

use encoding_rs::{BIG5, EUC_KR, Encoding, GBK};
use unicode_normalization::UnicodeNormalization;

/// CJK Unified Ideographs, the basic block.
pub const BLOCK: RangeInclusive<char> = '\u{4E00}'..='\u{9FFF}';

/// The Han characters of a double-byte standard, without what later extensions put beside them.
pub struct Standard {
    encoding: &'static Encoding,
    codes: RangeInclusive<u16>,
    trails: RangeInclusive<u8>,
}

/// Both levels, the first of them by pinyin.
pub const GB_2312: &Standard = &Standard { encoding: GBK, codes: 0xB0A1..=0xF7FE, trails: 0xA1..=0xFE };
/// Level 1.
const BIG5_COMMON: &Standard = &Standard { encoding: BIG5, codes: 0xA440..=0xC67E, trails: 0x40..=0xFE };
/// By the Korean reading.
pub const KS_X_1001: &Standard = &Standard { encoding: EUC_KR, codes: 0xCAA1..=0xFDFE, trails: 0xA1..=0xFE };

/// Every standard whose characters have a place.
pub const ALL: [&Standard; 3] = [GB_2312, BIG5_COMMON, KS_X_1001];

/// Its characters of the block, in its order.
pub fn characters(standard: &Standard) -> Vec<char> {
    cells(standard).filter(|character| BLOCK.contains(character)).collect()
}

/// What its cells hold, in order: also doubles as compatibility ideographs, and private use.
pub fn cells(standard: &Standard) -> impl Iterator<Item = char> {
    let codes = standard.codes.clone().map(u16::to_be_bytes);
    codes.filter(|bytes| standard.trails.contains(&bytes[1])).filter_map(|bytes| {
        let text = standard.encoding.decode_without_bom_handling_and_without_replacement(&bytes)?;
        let mut characters = text.chars();
        characters.next().filter(|_| characters.next().is_none())
    })
}

/// Where compatibility ideographs and radicals lie: Kangxi radicals, as copied out of PDF files, and the
/// compatibility ideographs. Their supplement (U+2F800) has no place: nobody types what only an
/// archive has. `passgate_core` knows the same two.
const COMPATIBILITY: [RangeInclusive<char>; 2] = ['\u{2F00}'..='\u{2FD5}', '\u{F900}'..='\u{FAD9}'];

/// `standards.txt`, as `passgate_core` reads it: the characters of GB 2312, of KS X 1001, and what
/// each compatibility ideograph and radical stands for.
pub fn text() -> String {
    let standards = [GB_2312, KS_X_1001].into_iter().flat_map(cells);
    standards.chain(COMPATIBILITY.into_iter().flatten().nfkc()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standards_have_the_characters_they_are_known_for() {
        // KS X 1001 has 4,888; 268 of them are doubles, encoded as compatibility ideographs.
        assert_eq!(ALL.map(|standard| characters(standard).len()), [6_763, 5_401, 4_620]);
        assert_eq!(cells(KS_X_1001).count(), 4_888);
    }

    #[test]
    fn one_after_the_other() {
        let text: Vec<char> = text().chars().collect();
        assert_eq!(
            (text.len(), text[0], text[3_754], text[3_755], text[6_767]),
            (12_344, '啊', '座', '\u{E810}', '齄')
        );
        assert_eq!((text[6_768], text[11_655], text[11_656], text[12_343]), ('伽', '詰', '一', '龎'));
    }
}
