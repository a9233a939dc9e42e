//! Characters that a count need not tell apart.

use std::collections::BTreeMap;

use crate::alphabet::Kind;
use crate::count::kind;
use crate::counted::Counted;
use crate::words::{Step, Words};

/// One character of a key: its kind, and its step in each automaton.
pub type Variant = (Kind, Vec<Step>);

/// Keys with the same effect. A key is a character, or both cases of a letter if a repetition rule ignores letter
/// case.
pub struct Atom {
    /// The number of keys.
    pub keys: u32,
    /// The characters of each key.
    pub variants: Vec<Variant>,
}

/// The atoms of the printable ASCII characters that the charset allows.
pub fn atoms(rules: &Counted, words: &[Words]) -> Vec<Atom> {
    let folds = rules.repetition.is_some_and(|own| !own.case_sensitive);
    let mut keys: BTreeMap<char, Vec<Variant>> = BTreeMap::new();
    for character in (' '..='~').filter(|character| rules.allows(*character)) {
        let key = if folds { character.to_ascii_lowercase() } else { character };
        let steps = words.iter().map(|words| words.step(character)).collect();
        keys.entry(key).or_default().push((kind(character), steps));
    }
    let mut atoms: BTreeMap<Vec<Variant>, u32> = BTreeMap::new();
    for variants in keys.into_values() {
        let many = atoms.entry(variants).or_default();
        *many = many.saturating_add(1);
    }
    atoms.into_iter().map(|(variants, keys)| Atom { keys, variants }).collect()
}
