//! Compatibility ideographs and radicals, as the characters they stand for (Unicode's own
//! normalisation data, through the crate `unicode-normalization`).

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use super::sources::Readings;

/// Where they lie: Kangxi radicals, as copied out of PDF files, and the compatibility ideographs. Their
/// supplement (U+2F800) has no place: nobody types what only an archive has. `passgate_core` knows
/// the same two.
pub const RANGES: [(u32, u32); 2] = [(0x2F00, 0x2FD5), (0xF900, 0xFAD9)];

/// What each of them stands for, if that has a place in the table.
pub fn targets(table: &Readings) -> BTreeMap<char, char> {
    let mut found = BTreeMap::new();
    for character in RANGES.iter().flat_map(|&(first, last)| first..=last).filter_map(char::from_u32) {
        let mut normal = character.nfkc();
        if let (Some(target), None) = (normal.next(), normal.next())
            && target != character
            && table.contains_key(&target)
        {
            found.insert(character, target);
        }
    }
    found
}
