//! Texts with given numbers of characters of each cell, in an order that a repetition rule accepts.

use std::collections::BTreeMap;

use fastrand::Rng;
use passgate_core::{Count, Repetition};

use crate::alphabet::{Cell, Kind};
use crate::problem::MANY;

/// A text with these numbers of characters. `block` is part of them and stays together.
pub fn text(
    cells: &[Cell],
    numbers: &[i64],
    block: &[char],
    rule: Option<&Repetition>,
    random: &mut Rng,
) -> Option<String> {
    let mut pool = drawn(cells, numbers, rule, random);
    for character in block {
        let left = pool.get_mut(character)?;
        *left = left.checked_sub(1)?;
    }
    let joining: Vec<char> =
        cells.iter().filter(|cell| cell.joins).flat_map(|cell| cell.characters.clone()).collect();
    let mut order = Order { pool, last: None, run: 0, rule, text: String::new() };
    // A joining character must not be the first one: it would have nothing to join.
    if block.first().is_none_or(|first| joining.contains(first)) {
        order.step(&joining, random)?;
    }
    for character in block {
        order.push(*character);
    }
    while order.pool.values().any(|left| *left > 0) {
        order.step(&[], random)?;
    }
    Some(order.text)
}

/// The number of each character. The characters of a cell take turns, so that each occurs as rarely as possible.
fn drawn(
    cells: &[Cell],
    numbers: &[i64],
    rule: Option<&Repetition>,
    random: &mut Rng,
) -> BTreeMap<char, i64> {
    let folds = rule.is_some_and(|rule| !rule.case_sensitive);
    let mut pool = BTreeMap::new();
    let start = random.usize(..);
    // Upper-case letters continue where lower-case letters ended.
    let mut letters = BTreeMap::new();
    for (cell, number) in cells.iter().zip(numbers) {
        let many = cell.characters.len();
        let is_letter = folds && matches!(cell.kind, Kind::Lower | Kind::Upper);
        let mut at = if is_letter { *letters.get(&many).unwrap_or(&start) } else { random.usize(..) };
        let mut order = cell.characters.clone();
        if !is_letter {
            random.shuffle(&mut order);
        }
        for _ in 0..*number {
            at = at.wrapping_add(1);
            let place = at.checked_rem(many).unwrap_or(0);
            if let Some(character) = order.get(place) {
                let count: &mut i64 = pool.entry(*character).or_default();
                *count = count.saturating_add(1);
            }
        }
        if is_letter {
            letters.insert(many, at);
        }
    }
    pool
}

/// An unfinished text, and the characters that are still to be placed.
struct Order<'r> {
    pool: BTreeMap<char, i64>,
    last: Option<char>,
    run: i64,
    rule: Option<&'r Repetition>,
    text: String,
}

impl Order<'_> {
    fn key(&self, character: char) -> char {
        match self.rule {
            Some(rule) if !rule.case_sensitive => character.to_ascii_lowercase(),
            _ => character,
        }
    }

    /// The longest run that the rule allows.
    fn most(&self) -> Option<i64> {
        self.rule.filter(|rule| rule.count == Count::Run).map(|rule| i64::from(rule.max).min(MANY))
    }

    /// Adds a character that has been taken out of the pool.
    fn push(&mut self, character: char) {
        let key = self.key(character);
        self.run = if self.last == Some(key) { self.run.saturating_add(1) } else { 1 };
        self.last = Some(key);
        self.text.push(character);
    }

    /// Adds a character after which the rest can still be ordered; none of `avoided`.
    fn step(&mut self, avoided: &[char], random: &mut Rng) -> Option<()> {
        let is_left = |(character, left): (&char, &i64)| {
            (*left > 0 && !avoided.contains(character)).then_some(*character)
        };
        let mut candidates: Vec<char> = self.pool.iter().filter_map(is_left).collect();
        random.shuffle(&mut candidates);
        // A character that repeats the last one is the last choice.
        candidates.sort_by_key(|character| self.last == Some(self.key(*character)));
        let chosen = candidates.into_iter().find(|character| self.leaves_an_order(*character))?;
        let left = self.pool.get_mut(&chosen)?;
        *left = left.saturating_sub(1);
        self.push(chosen);
        Some(())
    }

    /// Whether the rest can be ordered after this character: each key needs others to separate its runs.
    fn leaves_an_order(&self, character: char) -> bool {
        let Some(most) = self.most() else { return true };
        let key = self.key(character);
        let run = if self.last == Some(key) { self.run.saturating_add(1) } else { 1 };
        if run > most {
            return false;
        }
        let mut left: BTreeMap<char, i64> = BTreeMap::new();
        for (other, number) in &self.pool {
            let count = left.entry(self.key(*other)).or_default();
            *count = count.saturating_add(*number);
        }
        if let Some(count) = left.get_mut(&key) {
            *count = count.saturating_sub(1);
        }
        let total: i64 = left.values().fold(0, |sum, number| sum.saturating_add(*number));
        left.iter().all(|(other, number)| {
            let others = total.saturating_sub(*number);
            let begun = if *other == key { run } else { 0 };
            *number <= most.saturating_mul(others.saturating_add(1)).saturating_sub(begun)
        })
    }
}
