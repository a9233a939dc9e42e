//! Which characters have a place.
//!
//! Every character costs about a byte on the wire, so the whole basic block does not fit beside
//! its heteronyms. What has a place is what people are registered with: the standard characters
//! that the law names for given names (通用规范汉字表, 2013) in every form they are written in,
//! China's first standard (GB 2312), the last 80 of GBK, Taiwan's common characters (Big5 level 1), Korea's everyday
//! standard, and names of older registers. What only a dictionary or Japan's standard has, has none:
//! whose name has one is told `unsure`.

use std::collections::BTreeSet;

use super::sources::Sources;
use super::{forms, standards};

/// Sorted; some may still have no reading.
pub fn covered(sources: &Sources) -> BTreeSet<char> {
    let mut covered: BTreeSet<char> = sources.standard.keys().copied().collect();
    for character in sources.standard.keys() {
        covered.extend(sources.variants.get(character).into_iter().flatten());
    }
    covered.extend(&sources.name_characters);
    covered.extend(sources.surnames.keys());
    covered.extend(sources.compound_surnames.keys().flat_map(|&(first, second)| [first, second]));
    for standard in standards::ALL {
        covered.extend(standards::characters(standard));
    }
    covered.extend(forms::private());
    covered.insert('〇');
    covered
}
