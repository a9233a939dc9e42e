//! How many passwords a policy admits: the texts of a given number of printable ASCII characters that its
//! counted rules accept.

mod atoms;
mod totals;
mod walk;

use std::collections::BTreeMap;

use num_bigint::BigUint;
use passgate_core::{Class, Count, Policy};

use crate::alphabet::{Kind, visible};
use crate::counted::Counted;
use crate::words::Words;

/// The number of printable ASCII characters, the space included.
pub const PRINTABLE: u32 = 95;

/// How many texts of so many printable ASCII characters the counted rules accept. `None` where a policy
/// would take too long to count.
pub fn admitted(policy: &Policy, length: u32) -> Option<BigUint> {
    of_rules(&Counted::of(policy), length, &[])
}

/// The same, without the texts in which one of these automata finds a word. `None` also where the rules
/// limit how often a character occurs in total: then order and words cannot be counted together.
pub(crate) fn of_rules(rules: &Counted, length: u32, words: &[Words]) -> Option<BigUint> {
    let is_within = rules
        .length
        .is_none_or(|own| own.min.is_none_or(|min| length >= min) && own.max.is_none_or(|max| length <= max));
    if length == 0 || !is_within {
        return Some(BigUint::ZERO);
    }
    let classes = Classes::of(rules, length);
    match &rules.repetition {
        Some(own) if own.count == Count::Total && own.max < length => {
            if words.is_empty() {
                totals::count(rules, own, length, &classes)
            } else {
                None
            }
        }
        _ => walk::count(rules, length, &classes, words),
    }
}

/// The logarithm of a number, in bits.
pub fn bits(number: &BigUint) -> f64 {
    let length = number.bits();
    let shift = length.saturating_sub(53);
    let top = (number >> shift).to_u64_digits().first().copied().unwrap_or(0);
    (top as f64).log2() + shift as f64
}

/// What a composition counts of a text: of each class it asks for, the characters up to as many as it needs.
pub(crate) struct Classes {
    /// The counter of each kind of character, where it is counted.
    counters: BTreeMap<Kind, usize>,
    /// How many counters there are.
    many: usize,
    /// The counters of each class that is asked for.
    asked: Vec<Vec<usize>>,
    each: usize,
    at_least: usize,
}

impl Classes {
    fn of(rules: &Counted, length: u32) -> Self {
        let mut classes =
            Self { counters: BTreeMap::new(), many: 0, asked: Vec::new(), each: 0, at_least: 0 };
        let Some(composition) = &rules.composition else { return classes };
        // More than all characters of a text cannot be told apart from one more than that.
        let each = composition.each.min(length.saturating_add(1)) as usize;
        (classes.each, classes.at_least) = (each, composition.at_least as usize);
        for class in composition.classes.iter() {
            let kinds: &[Kind] = match class {
                Class::Lower => &[Kind::Lower],
                Class::Upper => &[Kind::Upper],
                Class::Letter => &[Kind::Lower, Kind::Upper],
                Class::Digit => &[Kind::Digit],
                Class::Symbol => &[Kind::Symbol],
            };
            let mut own = Vec::new();
            for kind in kinds {
                own.push(classes.many);
                classes.counters.insert(*kind, classes.many);
                classes.many = classes.many.saturating_add(1);
            }
            classes.asked.push(own);
        }
        classes
    }

    /// The counters of a text without characters.
    fn none(&self) -> Vec<usize> {
        vec![0; self.many]
    }

    /// The counters with so many more of this kind.
    fn with(&self, counters: &[usize], kind: Kind, more: usize) -> Vec<usize> {
        let mut counters = counters.to_vec();
        if let Some(counter) = self.counters.get(&kind).and_then(|place| counters.get_mut(*place)) {
            *counter = counter.saturating_add(more).min(self.each);
        }
        counters
    }

    /// Whether the composition is satisfied.
    fn is_met(&self, counters: &[usize]) -> bool {
        let count = |own: &Vec<usize>| -> usize {
            own.iter()
                .filter_map(|place| counters.get(*place))
                .fold(0, |sum, count| sum.saturating_add(*count))
        };
        self.asked.iter().filter(|own| count(own) >= self.each).count() >= self.at_least
    }
}

/// What a printable ASCII character is where a text is to be accepted: a space is left open by the pages,
/// and may be a symbol.
pub(crate) fn kind(character: char) -> Kind {
    if character == ' ' { Kind::Symbol } else { visible(character) }
}
