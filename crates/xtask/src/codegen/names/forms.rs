//! Other encodings of a Han character: compatibility ideographs, radicals as they are copied from PDF
//! files, and the private-use characters of old GBK.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use encoding_rs::GB18030;
use unicode_normalization::UnicodeNormalization;

use super::sources::Sources;

/// Kangxi radicals and compatibility ideographs, whose NFKC form Unicode defines. The compatibility
/// supplement (U+2F800) is omitted: its characters occur only in archives, and people do not type them.
const COMPATIBILITY: [RangeInclusive<char>; 2] = ['\u{2F00}'..='\u{2FD5}', '\u{F900}'..='\u{FAD9}'];

/// Windows mapped the last 80 cells of GBK, FE 50 to FE A0, to the private-use characters from U+E815
/// on. GB 18030 has defined their characters since.
const PRIVATE_FIRST: char = '\u{E815}';
const CELLS: [RangeInclusive<u8>; 2] = [0x50..=0x7E, 0x80..=0xA0];

/// The six of these cells that GB 18030 leaves private use, with a four-byte code for the ideograph.
const LEFT_PRIVATE: [(char, char); 6] = [
    ('\u{E816}', '\u{20087}'),
    ('\u{E817}', '\u{20089}'),
    ('\u{E818}', '\u{200CC}'),
    ('\u{E831}', '\u{215D7}'),
    ('\u{E83B}', '\u{2298F}'),
    ('\u{E855}', '\u{241FE}'),
];

/// Each encoding with the ideograph that it stands for.
pub fn forms(sources: &Sources) -> BTreeMap<char, char> {
    let mut forms = sources.radicals.clone();
    for character in COMPATIBILITY.into_iter().flatten() {
        forms.extend(character.nfkc().next().map(|unified| (character, unified)));
    }
    for (character, standard) in (PRIVATE_FIRST..).zip(private()) {
        forms.insert(character, forms.get(&standard).copied().unwrap_or(standard));
    }
    forms.retain(|form, unified| form != unified);
    forms
}

/// The characters of the last 80 cells of GBK.
pub fn private() -> impl Iterator<Item = char> {
    CELLS.into_iter().flatten().filter_map(|trail| {
        let bytes = [0xFE, trail];
        let character =
            GB18030.decode_without_bom_handling_and_without_replacement(&bytes)?.chars().next()?;
        let left = LEFT_PRIVATE.iter().find(|(private, _)| *private == character);
        Some(left.map_or(character, |(_, ideograph)| *ideograph))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cell_has_a_different_character() {
        let all: Vec<char> = private().collect();
        assert_eq!((all.len(), all[78]), (80, '䶮'));
        let private: Vec<&char> =
            all.iter().filter(|character| ('\u{E000}'..='\u{F8FF}').contains(*character)).collect();
        assert!(private.is_empty(), "{private:?}");
    }
}
