//! What tests and fuzz targets look at from outside; no product does.

use crate::folded_words::Words;
use crate::identity::Identity;
use crate::identity::syllable::Syllable;
use crate::text::units;
use crate::violation::IdentityField;

/// The words a password of this person may not contain, folded, in UTF-16 code units.
pub fn terms(identity: &Identity, depth: usize) -> Vec<Vec<u16>> {
    use IdentityField::{EmailPrefix, NamePinyin, Phone, Username};
    let words = super::terms(identity, [Username, Phone, EmailPrefix, NamePinyin].into(), depth).words;
    (0..words.len()).map(|word| words.get(word).to_vec()).collect()
}

/// The ways a name is read, syllable by syllable, the most plausible first; none if it cannot be.
pub fn renderings(name: &str, depth: usize) -> Option<Vec<Vec<String>>> {
    let spoken = super::pinyin::spoken(super::readings::Readings::shipped(), &units(name), depth)?;
    let mut found = Vec::new();
    if !spoken.is_empty() {
        spoken.renderings(&mut |syllables| found.push(syllables.iter().map(Syllable::text).collect()));
    }
    Some(found)
}

/// A text as it is compared, in UTF-16 code units.
pub fn folded(text: &str) -> Vec<u16> {
    let mut words = Words::default();
    words.fold_in(&units(text));
    words.unfinished().to_vec()
}
