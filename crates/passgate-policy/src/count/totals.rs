//! Counting with a maximum of the total occurrences of each character: key by key, over the number of its
//! occurrences and their positions.

#![expect(clippy::arithmetic_side_effects, reason = "a big number has no overflow")]

use std::collections::HashMap;

use num_bigint::BigUint;
use passgate_core::Repetition;

use super::Classes;
use super::atoms::atoms;
use crate::counted::Counted;

/// The maximum number of steps of one count.
const STEPS_MAX: usize = 30_000_000;

/// `states[n]` has the number of texts with `n` positions filled so far, by their counters.
type States = Vec<HashMap<Vec<usize>, BigUint>>;

pub fn count(rules: &Counted, own: &Repetition, length: u32, classes: &Classes) -> Option<BigUint> {
    let length = length as usize;
    let choose = binomials(length);
    let choose = |all: usize, some: usize| choose.get(all).and_then(|row| row.get(some));
    let mut states: States = vec![HashMap::new(); length.saturating_add(1)];
    states.first_mut()?.insert(classes.none(), BigUint::from(1_u32));
    let mut steps = 0_usize;
    for atom in atoms(rules, &[]) {
        for _ in 0..atom.keys {
            let mut after: States = vec![HashMap::new(); length.saturating_add(1)];
            for (filled, here) in states.iter().enumerate() {
                for (counters, number) in here {
                    for uses in uses(atom.variants.len(), own.max as usize, length.saturating_sub(filled)) {
                        steps = steps.saturating_add(1);
                        if steps > STEPS_MAX {
                            return None;
                        }
                        let (mut ways, mut filled, mut counters) = (number.clone(), filled, counters.clone());
                        for (many, (kind, _)) in uses.iter().zip(&atom.variants) {
                            ways *= choose(length.saturating_sub(filled), *many)?;
                            filled = filled.saturating_add(*many);
                            counters = classes.with(&counters, *kind, *many);
                        }
                        *after.get_mut(filled)?.entry(counters).or_default() += ways;
                    }
                }
            }
            states = after;
        }
    }
    let met = states.pop()?.into_iter().filter(|(counters, _)| classes.is_met(counters));
    Some(met.map(|(_, number)| number).sum())
}

/// The possible numbers of occurrences of each variant of a key: in total at most `max`, and at most `room`.
fn uses(variants: usize, max: usize, room: usize) -> Vec<Vec<usize>> {
    let most = max.min(room);
    if variants < 2 {
        return (0..=most).map(|many| vec![many]).collect();
    }
    let second = |first: usize| (0..=most.saturating_sub(first)).map(move |second| vec![first, second]);
    (0..=most).flat_map(second).collect()
}

/// Pascal's triangle.
fn binomials(most: usize) -> Vec<Vec<BigUint>> {
    let mut rows = vec![vec![BigUint::from(1_u32)]];
    for _ in 0..most {
        let before = rows.last().cloned().unwrap_or_default();
        let shifted = std::iter::once(BigUint::ZERO).chain(before.iter().cloned());
        let padded = before.iter().cloned().chain(std::iter::once(BigUint::ZERO));
        rows.push(shifted.zip(padded).map(|(one, other)| one + other).collect());
    }
    rows
}
