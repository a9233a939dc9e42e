//! How many passwords a policy admits: the texts of a given number of printable ASCII characters that its
//! counted rules accept.

mod atoms;
mod totals;
mod walk;

use std::collections::BTreeMap;

use num_bigint::BigUint;
use passgate_core::{Count, Policy};

use crate::alphabet::{Kind, kinds, visible};
use crate::counted::Counted;
use crate::words::Words;

/// The number of printable ASCII characters, the space included.
pub const PRINTABLE: u32 = 95;

/// The number of texts of `length` printable ASCII characters that the counted rules accept. `None` if counting
/// would take too long.
pub fn admitted(policy: &Policy, length: u32) -> Option<BigUint> {
    of_rules(&Counted::of(policy), length, &[])
}

/// The same, without the texts in which one of these automata finds a word. `None` also if there are automata and
/// a rule limits how often a character occurs in total: the two cannot be counted together.
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
#[expect(clippy::arithmetic_side_effects, reason = "a big number has no overflow")]
pub fn bits(number: &BigUint) -> f64 {
    let length = number.bits();
    let shift = length.saturating_sub(53);
    let top = (number >> shift).to_u64_digits().first().copied().unwrap_or(0);
    (top as f64).log2() + shift as f64
}

/// The counters of a composition: for each class, the number of its characters, up to the number that it needs.
pub(crate) struct Classes {
    /// The index of the counter of each kind that is counted.
    counters: BTreeMap<Kind, usize>,
    /// The number of counters.
    many: usize,
    /// The indexes of the counters of each class in the composition.
    asked: Vec<Vec<usize>>,
    each: usize,
    at_least: usize,
}

impl Classes {
    fn of(rules: &Counted, length: u32) -> Self {
        let mut classes =
            Self { counters: BTreeMap::new(), many: 0, asked: Vec::new(), each: 0, at_least: 0 };
        let Some(composition) = &rules.composition else { return classes };
        // A number beyond the length of the text cannot be reached; `length + 1` has the same effect.
        let each = composition.each.min(length.saturating_add(1)) as usize;
        (classes.each, classes.at_least) = (each, composition.at_least as usize);
        for class in composition.classes.iter() {
            let mut own = Vec::new();
            for kind in kinds(class) {
                own.push(classes.many);
                classes.counters.insert(*kind, classes.many);
                classes.many = classes.many.saturating_add(1);
            }
            classes.asked.push(own);
        }
        classes
    }

    /// The counters of the empty text.
    fn none(&self) -> Vec<usize> {
        vec![0; self.many]
    }

    /// The counters after `more` characters of this kind.
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

/// The kind of a printable ASCII character that is best for acceptance. The vendors' pages leave open what a
/// space is, so it may be a symbol.
pub(crate) fn kind(character: char) -> Kind {
    if character == ' ' { Kind::Symbol } else { visible(character) }
}
