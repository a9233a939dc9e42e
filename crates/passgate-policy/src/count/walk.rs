//! Counting character by character. The state of a prefix is its counters, its last character and run, and its
//! position in each automaton.

#![expect(clippy::arithmetic_side_effects, reason = "a big number has no overflow")]

use std::collections::HashMap;

use num_bigint::BigUint;
use passgate_core::Count;

use super::Classes;
use super::atoms::{Atom, Variant, atoms};
use crate::alphabet::Kind;
use crate::counted::Counted;
use crate::words::Words;

/// The maximum number of steps of one count: a few seconds. A step adds a big number.
const STEPS_MAX: usize = 40_000_000;

/// The atom of the last character and the length of its run, if runs are limited.
type Last = Option<(u32, u32)>;

/// The number of characters that can follow, and the state after them.
type Way = (u32, Last);

/// The state of a prefix.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct State {
    /// The index of its counters.
    counters: u32,
    /// The state of each automaton; there are at most two.
    nodes: [u32; 2],
    last: Last,
}

pub fn count(rules: &Counted, length: u32, classes: &Classes, words: &[Words]) -> Option<BigUint> {
    let run = rules.repetition.filter(|own| own.count == Count::Run && own.max < length).map(|own| own.max);
    let atoms = atoms(rules, words);
    let mut counters = Counters { classes, all: vec![classes.none()], next: HashMap::new() };
    let start = State { counters: 0, nodes: [0; 2], last: None };
    let mut states = HashMap::from([(start, BigUint::from(1_u32))]);
    let mut steps = 0_usize;
    for _ in 0..length {
        let mut after: HashMap<State, BigUint> = HashMap::new();
        for (state, number) in &states {
            steps = steps.saturating_add(atoms.len());
            if steps > STEPS_MAX {
                return None;
            }
            for (index, atom) in (0..).zip(&atoms) {
                for (ways, last) in ways(state.last, index, atom, run).into_iter().flatten() {
                    for variant in &atom.variants {
                        let Some(nodes) = nodes(state.nodes, words, variant) else { continue };
                        let counters = counters.after(state.counters, variant.0)?;
                        *after.entry(State { counters, nodes, last }).or_default() += number * ways;
                    }
                }
            }
        }
        states = after;
    }
    let is_met =
        |state: &State| counters.all.get(state.counters as usize).is_some_and(|own| classes.is_met(own));
    Some(states.into_iter().filter(|(state, _)| is_met(state)).map(|(_, number)| number).sum())
}

/// The states of the automata after a character, or `None` if a word ends.
fn nodes(mut nodes: [u32; 2], words: &[Words], (_, steps): &Variant) -> Option<[u32; 2]> {
    for ((node, words), step) in nodes.iter_mut().zip(words).zip(steps) {
        *node = u32::try_from(words.after(*node as usize, *step)?).ok()?;
    }
    Some(nodes)
}

/// The ways in which a character of the atom can follow: one that starts a run, and one that continues it.
fn ways(last: Last, index: u32, atom: &Atom, most: Option<u32>) -> [Option<Way>; 2] {
    let Some(most) = most else { return [Some((atom.keys, None)), None] };
    match last {
        Some((before, run)) if before == index => {
            let others = atom.keys.saturating_sub(1);
            let other = (others > 0).then_some((others, Some((index, 1))));
            let same = (run < most).then_some((1, Some((index, run.saturating_add(1)))));
            [other, same]
        }
        _ => [Some((atom.keys, Some((index, 1)))), None],
    }
}

/// The counters that occur, by index.
struct Counters<'c> {
    classes: &'c Classes,
    all: Vec<Vec<usize>>,
    next: HashMap<(u32, Kind), u32>,
}

impl Counters<'_> {
    /// The counters with one more of this kind.
    fn after(&mut self, counters: u32, kind: Kind) -> Option<u32> {
        if let Some(known) = self.next.get(&(counters, kind)) {
            return Some(*known);
        }
        let more = self.classes.with(self.all.get(counters as usize)?, kind, 1);
        let known = self.all.iter().position(|other| *other == more);
        let number = known.unwrap_or_else(|| {
            self.all.push(more);
            self.all.len().saturating_sub(1)
        });
        let number = u32::try_from(number).ok()?;
        self.next.insert((counters, kind), number);
        Some(number)
    }
}
