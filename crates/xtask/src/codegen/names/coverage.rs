//! The characters that the table of readings contains.
//!
//! Every character costs about a byte of download, so the whole basic block does not fit next to its
//! heteronyms. The table contains the characters that people are registered with: the standard
//! characters that the law allows for given names (通用规范汉字表, 2013) in every form in which they are
//! written, China's first standard (GB 2312), the last 80 of GBK, Taiwan's common characters (Big5
//! level 1), Korea's standard of everyday characters, and names of older registers. It omits characters
//! that only a dictionary or Japan's standard has; for a name with one of them the verdict is `unsure`.

use std::collections::BTreeSet;

use super::sources::Sources;
use super::{forms, standards};

/// Sorted. Some may still lack a reading.
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
