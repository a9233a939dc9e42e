//! Internals that tests and fuzz targets inspect. No product uses them.

use crate::document::FieldSet;
use crate::identity::display_name::DisplayName;
use crate::identity::syllable::Syllable;
use crate::identity::{Identity, Readings};
use crate::matching::Reading;
use crate::text::units;

/// The number of words that are searched for, and of distinct symbols in them: first for the words as typed,
/// then for the folded words.
pub fn words(identity: &Identity, depth: usize) -> [(usize, usize); 2] {
    let terms = super::terms::terms(identity, FieldSet::all(), depth, Readings::shipped());
    [&terms.plain, &terms.folded].map(|trie| (trie.len(), trie.symbols.len()))
}

/// The words of these fields that the vendor's page forbids in a password, as [`typed`] reads a text. `depth`
/// is the number of readings of each character of a name; the default is that of the rule `identity`.
pub fn stated(identity: &Identity, fields: FieldSet, depth: Option<u32>) -> Vec<Vec<u16>> {
    let depth = depth.map_or(super::READINGS, |depth| depth as usize);
    let terms = super::terms::terms(identity, fields, depth, Readings::shipped());
    let words = terms.plain.words();
    let is_stated = |(number, _): &(usize, Vec<u16>)| {
        terms.plain_terms.get(*number).is_some_and(|term| !term.stated.and(fields).is_empty())
    };
    words.into_iter().filter(is_stated).map(|(_, word)| word).collect()
}

/// The symbol of a unit in the search for words as they are typed; `None` if the search skips the unit.
pub fn typed(unit: u16) -> Option<u16> {
    Reading::Plain.symbol(unit)
}

/// The renderings of a full name in syllables, the most plausible first. `None` if the text has no full name
/// or if a character has no known reading.
pub fn renderings(name: &str, depth: usize) -> Option<Vec<Vec<String>>> {
    let readings = Readings::shipped();
    let names = DisplayName::read(&units(name), readings);
    let name = names.han.iter().find(|name| name.is_full)?;
    let renderings = super::pinyin::renderings(readings, name, depth)?;
    let mut found = Vec::new();
    renderings.each(usize::MAX, &mut |syllables| {
        found.push(syllables.iter().map(Syllable::text).collect());
    });
    Some(found)
}

/// The folded form of a text, as it is compared with folded words, in UTF-16 code units.
pub fn folded(text: &str) -> Vec<u16> {
    units(text).into_iter().filter_map(|unit| Reading::Disguised.symbol(unit)).collect()
}
