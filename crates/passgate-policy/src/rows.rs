//! The counted rules as inequalities over the number of characters of each cell.

use passgate_core::{Class, Composition, Count, Length, Repetition, Unit};

use crate::alphabet::{Cell, Kind, kinds};
use crate::counted::Counted;
use crate::problem::{Branch, MANY, Problem, Row};

/// The units that `any` may mean.
const UNITS: [Unit; 4] = [Unit::Grapheme, Unit::CodePoint, Unit::Utf16, Unit::Byte];
/// The number of readings of the characters that the vendors' pages leave open: see [`read_as`] for the bits.
const READINGS: u32 = 1 << 5;

/// A system for the texts of these cells that a checker judges: not empty, not too long, and with a first character
/// that does not join. That loses no case: a joining character at the beginning has the same effect as one of the
/// same kind that does not join.
pub fn texts(cells: &[Cell]) -> Problem {
    let longest = i64::try_from(passgate_core::TEXT_MAX).unwrap_or(MANY);
    Problem {
        costs: cells.iter().map(Cell::cost).collect(),
        rows: vec![
            Row::at_least(&measure(cells, Unit::Grapheme), 1),
            Row::at_most(measure(cells, Unit::Utf16), longest),
        ],
        choices: Vec::new(),
    }
}

/// Adds the condition that these rules accept the text.
pub fn accept(rules: &Counted, cells: &[Cell], problem: &mut Problem) {
    if let Some(length) = &rules.length {
        accept_length(length, cells, problem);
    }
    if let Some(composition) = &rules.composition {
        accept_composition(composition, cells, problem);
    }
    if let Some(repetition) = &rules.repetition {
        accept_repetition(repetition, cells, problem);
    }
}

/// The coefficients of the length of a text in this unit.
pub fn measure(cells: &[Cell], unit: Unit) -> Vec<i64> {
    let of_cell = |cell: &Cell| match unit {
        Unit::Grapheme => i64::from(!cell.joins),
        Unit::Utf16 => cell.utf16,
        Unit::Byte => cell.bytes,
        Unit::CodePoint | Unit::Any => 1,
    };
    cells.iter().map(of_cell).collect()
}

fn units(unit: Unit) -> Vec<Unit> {
    if unit == Unit::Any { UNITS.to_vec() } else { vec![unit] }
}

/// Adds the condition that the length is within the limits in at least one of the units.
fn accept_length(length: &Length, cells: &[Cell], problem: &mut Problem) {
    let within = |unit: Unit| -> Branch {
        let measure = measure(cells, unit);
        let least = length.min.map(|min| Row::at_least(&measure, i64::from(min)));
        let most = length.max.map(|max| Row::at_most(measure.clone(), i64::from(max)));
        least.into_iter().chain(most).collect()
    };
    problem.choices.push(units(length.unit).into_iter().map(within).collect());
}

/// Adds the condition that the length is outside of the limits in each of the units.
pub fn refuse_length(length: &Length, cells: &[Cell], problem: &mut Problem) {
    for unit in units(length.unit) {
        let measure = measure(cells, unit);
        let short =
            length.min.map(|min| vec![Row::at_most(measure.clone(), i64::from(min).saturating_sub(1))]);
        let long = length.max.map(|max| vec![Row::at_least(&measure, i64::from(max).saturating_add(1))]);
        problem.choices.push(short.into_iter().chain(long).collect());
    }
}

const fn is_symbol_of(reading: u32, bit: u32) -> bool {
    reading & 1_u32.wrapping_shl(bit) != 0
}

/// The kind that a character has in a reading. Bits 0, 1, 2 and 4: whether open lower-case letters, upper-case
/// letters, letters of either case and digits are symbols. Bit 3: whether letters of either case are lower-case.
const fn read_as(kind: Kind, reading: u32) -> Kind {
    match kind {
        Kind::OpenLower if !is_symbol_of(reading, 0) => Kind::Lower,
        Kind::OpenUpper if !is_symbol_of(reading, 1) => Kind::Upper,
        Kind::OpenLetter if !is_symbol_of(reading, 2) => {
            if is_symbol_of(reading, 3) {
                Kind::Lower
            } else {
                Kind::Upper
            }
        }
        Kind::OpenDigit if !is_symbol_of(reading, 4) => Kind::Digit,
        Kind::Lower | Kind::Upper | Kind::Digit => kind,
        _ => Kind::Symbol,
    }
}

/// The coefficients of the number of characters of a class in this reading.
fn of_class(class: Class, cells: &[Cell], reading: u32) -> Vec<i64> {
    let is_of_class = |cell: &Cell| kinds(class).contains(&read_as(cell.kind, reading));
    cells.iter().map(|cell| i64::from(is_of_class(cell))).collect()
}

/// The readings that differ for these cells.
fn readings(cells: &[Cell]) -> Vec<u32> {
    let mut seen: Vec<Vec<Kind>> = Vec::new();
    let mut readings = Vec::new();
    for reading in 0..READINGS {
        let read: Vec<Kind> = cells.iter().map(|cell| read_as(cell.kind, reading)).collect();
        if !seen.contains(&read) {
            seen.push(read);
            readings.push(reading);
        }
    }
    readings
}

/// Every selection of `many` of the classes.
fn selections(classes: &[Class], many: usize) -> Vec<Vec<Class>> {
    let all = 1_u32.checked_shl(u32::try_from(classes.len()).unwrap_or(u32::MAX)).unwrap_or(0);
    let chosen = |bits: u32| -> Vec<Class> {
        let is_chosen = |index: usize| bits & 1_u32.wrapping_shl(index as u32) != 0;
        classes.iter().enumerate().filter(|(index, _)| is_chosen(*index)).map(|(_, class)| *class).collect()
    };
    (0..all).map(chosen).filter(|chosen| chosen.len() == many).collect()
}

/// Adds the condition that at least one reading finds enough classes.
fn accept_composition(composition: &Composition, cells: &[Cell], problem: &mut Problem) {
    let classes: Vec<Class> = composition.classes.iter().collect();
    let mut branches = Vec::new();
    for reading in readings(cells) {
        for chosen in selections(&classes, composition.at_least as usize) {
            let enough =
                |class: Class| Row::at_least(&of_class(class, cells, reading), i64::from(composition.each));
            branches.push(chosen.into_iter().map(enough).collect());
        }
    }
    problem.choices.push(branches);
}

/// Adds the condition that every reading finds too few classes.
pub fn refuse_composition(composition: &Composition, cells: &[Cell], problem: &mut Problem) {
    let classes: Vec<Class> = composition.classes.iter().collect();
    let missing = classes.len().saturating_sub(composition.at_least as usize).saturating_add(1);
    for reading in readings(cells) {
        let few = |class: Class| {
            let most = i64::from(composition.each).saturating_sub(1);
            Row::at_most(of_class(class, cells, reading), most)
        };
        let branch = |chosen: Vec<Class>| chosen.into_iter().map(few).collect();
        problem.choices.push(selections(&classes, missing).into_iter().map(branch).collect());
    }
}

/// The cells whose characters repeat each other, with their number of characters. They have the same characters, if
/// letter case is ignored where the rule ignores it. Two cells have either the same characters or none in common.
pub fn groups(cells: &[Cell], case_sensitive: bool) -> Vec<(usize, Vec<usize>)> {
    let mut groups: Vec<(Vec<char>, Vec<usize>)> = Vec::new();
    for (index, cell) in cells.iter().enumerate() {
        let key = |character: &char| {
            if case_sensitive { *character } else { character.to_ascii_lowercase() }
        };
        let keys: Vec<char> = cell.characters.iter().map(key).collect();
        match groups.iter_mut().find(|(other, _)| *other == keys) {
            Some((_, members)) => members.push(index),
            None => groups.push((keys, vec![index])),
        }
    }
    groups.into_iter().map(|(keys, members)| (keys.len(), members)).collect()
}

/// Adds the condition that the text has an order without a run that is too long. One exists if and only if each
/// character has enough others to separate its runs: `k` of one need `k <= max * (others + 1)`. The characters of a
/// group with two or more can take turns.
fn accept_repetition(repetition: &Repetition, cells: &[Cell], problem: &mut Problem) {
    let max = i64::from(repetition.max).min(MANY);
    for (keys, members) in groups(cells, repetition.case_sensitive) {
        let is_member = |index: usize| i64::from(members.contains(&index));
        match repetition.count {
            Count::Total => {
                let most = max.saturating_mul(i64::try_from(keys).unwrap_or(MANY));
                problem.rows.push(Row::at_most((0..cells.len()).map(is_member).collect(), most));
            }
            Count::Run if keys == 1 => {
                let coefficient =
                    |index: usize| is_member(index).saturating_mul(max.saturating_add(1)).saturating_sub(max);
                problem.rows.push(Row::at_most((0..cells.len()).map(coefficient).collect(), max));
            }
            Count::Run => {}
        }
    }
}
