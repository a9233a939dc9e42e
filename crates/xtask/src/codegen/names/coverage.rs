//! Which characters have a place.
//!
//! Every character costs about a byte on the wire, so the whole basic block does not fit beside
//! its heteronyms. What has a place is what people are registered with: the standard characters
//! that the law names for given names (通用规范汉字表, 2013) in every form they are written in,
//! Taiwan's common characters (Big5 level 1), the everyday standards of Japan (JIS level 1) and
//! Korea, and names of older registers. What only a dictionary has, and the rare half of Japan's
//! standard, have none: 1,700 characters for 1.7 KB, and whose name has one is told `unsure`.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use encoding_rs::{BIG5, EUC_KR, Encoding, SHIFT_JIS};

use super::sources::Sources;

/// Sorted; some may still have no reading.
pub fn covered(sources: &Sources) -> BTreeSet<char> {
    let mut covered: BTreeSet<char> = sources.standard.keys().copied().collect();
    for character in sources.standard.keys() {
        covered.extend(sources.variants.get(character).into_iter().flatten());
    }
    covered.extend(&sources.name_characters);
    covered.extend(sources.surnames.keys());
    covered.extend(sources.compound_surnames.keys().flat_map(|&(first, second)| [first, second]));
    for standard in &STANDARDS {
        covered.extend(characters(standard));
    }
    covered.insert('〇');
    covered
}

/// The Han characters of a double-byte standard, without what later extensions put beside them.
struct Standard {
    encoding: &'static Encoding,
    codes: RangeInclusive<u16>,
    trails: RangeInclusive<u8>,
}

const STANDARDS: [Standard; 3] = [
    // Big5, level 1.
    Standard { encoding: BIG5, codes: 0xA440..=0xC67E, trails: 0x40..=0xFE },
    // JIS X 0208, level 1.
    Standard { encoding: SHIFT_JIS, codes: 0x889F..=0x9872, trails: 0x40..=0xFC },
    // KS X 1001.
    Standard { encoding: EUC_KR, codes: 0xCAA1..=0xFDFE, trails: 0xA1..=0xFE },
];

fn characters(standard: &Standard) -> BTreeSet<char> {
    let mut found = BTreeSet::new();
    for code in standard.codes.clone() {
        let bytes = code.to_be_bytes();
        if !standard.trails.contains(&bytes[1]) {
            continue;
        }
        let text = standard.encoding.decode_without_bom_handling_and_without_replacement(&bytes);
        let mut characters = text.iter().flat_map(|text| text.chars());
        if let (Some(character @ '\u{4E00}'..='\u{9FFF}'), None) = (characters.next(), characters.next()) {
            found.insert(character);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standards_have_the_characters_they_are_known_for() {
        // KS X 1001 has 4,888; 268 of them are doubles, encoded as compatibility ideographs.
        assert_eq!(STANDARDS.each_ref().map(|standard| characters(standard).len()), [5_401, 2_965, 4_620]);
    }
}
