//! The character encoding standards before Unicode. They define the Han characters with which people
//! are registered.

use std::ops::RangeInclusive;

use encoding_rs::{BIG5, EUC_KR, Encoding, GBK};

/// CJK Unified Ideographs, the basic block.
const BLOCK: RangeInclusive<char> = '\u{4E00}'..='\u{9FFF}';

/// The Han characters of a double-byte standard, without those of later extensions.
pub struct Standard {
    encoding: &'static Encoding,
    codes: RangeInclusive<u16>,
    trails: RangeInclusive<u8>,
}

/// GB 2312, both levels.
const GB_2312: &Standard = &Standard { encoding: GBK, codes: 0xB0A1..=0xF7FE, trails: 0xA1..=0xFE };
/// Big5, level 1.
const BIG5_COMMON: &Standard = &Standard { encoding: BIG5, codes: 0xA440..=0xC67E, trails: 0x40..=0xFE };
const KS_X_1001: &Standard = &Standard { encoding: EUC_KR, codes: 0xCAA1..=0xFDFE, trails: 0xA1..=0xFE };

/// The standards whose characters the table contains.
pub const ALL: [&Standard; 3] = [GB_2312, BIG5_COMMON, KS_X_1001];

/// The characters in the basic block, without duplicates as compatibility ideographs and without
/// private use.
pub fn characters(standard: &Standard) -> impl Iterator<Item = char> {
    let codes = standard.codes.clone().map(u16::to_be_bytes);
    let codes = codes.filter(|bytes| standard.trails.contains(&bytes[1]));
    codes.flat_map(|bytes| {
        let text = standard.encoding.decode_without_bom_handling_and_without_replacement(&bytes);
        let characters: Vec<char> = text.unwrap_or_default().chars().collect();
        characters.into_iter().filter(|character| BLOCK.contains(character))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_standard_has_its_known_number_of_characters() {
        // KS X 1001 has 4,888 characters; 268 of them are duplicates, encoded as compatibility
        // ideographs.
        assert_eq!(ALL.map(|standard| characters(standard).count()), [6_763, 5_401, 4_620]);
    }
}
