//! Automata that find the words of a person in a text of printable ASCII (Aho–Corasick).

use std::collections::{BTreeMap, VecDeque};

/// The effect of a character on the state of an automaton.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// It is skipped.
    Skip,
    /// It is in no word.
    Reset,
    /// It is this symbol of the words.
    Symbol(usize),
}

/// An automaton.
pub struct Words {
    steps: BTreeMap<char, Step>,
    next: Vec<Vec<usize>>,
    hit: Vec<bool>,
}

impl Words {
    /// The automaton of these words. `read` gives the unit for each character, or `None` if it is skipped.
    pub fn new(words: &[Vec<u16>], read: impl Fn(char) -> Option<u16>) -> Self {
        let mut symbols: Vec<u16> = words.iter().flatten().copied().collect();
        symbols.sort_unstable();
        symbols.dedup();
        let mut next: Vec<Vec<Option<usize>>> = vec![vec![None; symbols.len()]];
        let mut hit = vec![false];
        for word in words.iter().filter(|word| !word.is_empty()) {
            let mut node = 0_usize;
            for unit in word {
                let Ok(symbol) = symbols.binary_search(unit) else { continue };
                let fresh = next.len();
                let Some(slot) = next.get_mut(node).and_then(|row| row.get_mut(symbol)) else { continue };
                node = *slot.get_or_insert(fresh);
                if node == fresh {
                    next.push(vec![None; symbols.len()]);
                    hit.push(false);
                }
            }
            if let Some(end) = hit.get_mut(node) {
                *end = true;
            }
        }
        let next = complete(next, &mut hit, symbols.len());
        let step = |character: char| match read(character) {
            None => Step::Skip,
            Some(unit) => symbols.binary_search(&unit).map_or(Step::Reset, Step::Symbol),
        };
        Self { steps: (' '..='~').map(|character| (character, step(character))).collect(), next, hit }
    }

    /// The step of the character.
    pub fn step(&self, character: char) -> Step {
        self.steps.get(&character).copied().unwrap_or(Step::Reset)
    }

    /// The state after the step, or `None` if a word ends there.
    pub fn after(&self, state: usize, step: Step) -> Option<usize> {
        let after = match step {
            Step::Skip => return Some(state),
            Step::Reset => 0,
            Step::Symbol(symbol) => self.next.get(state)?.get(symbol).copied()?,
        };
        (!self.hit.get(after)?).then_some(after)
    }

    /// Whether the text contains a word.
    pub fn find(&self, text: &str) -> bool {
        text.chars().try_fold(0, |state, character| self.after(state, self.step(character))).is_none()
    }
}

/// Completes the trie to an automaton: a missing edge leads to the longest suffix that is a prefix of a word.
fn complete(tree: Vec<Vec<Option<usize>>>, hit: &mut [bool], symbols: usize) -> Vec<Vec<usize>> {
    let mut next = vec![vec![0_usize; symbols]; tree.len()];
    let mut ends = vec![0_usize; tree.len()];
    let mut queue = VecDeque::from([0_usize]);
    while let Some(node) = queue.pop_front() {
        let end = ends.get(node).copied().unwrap_or(0);
        for symbol in 0..symbols {
            let by_end = next.get(end).and_then(|row| row.get(symbol)).copied().unwrap_or(0);
            let child = tree.get(node).and_then(|row| row.get(symbol)).copied().flatten();
            if let Some(child) = child {
                let end = if node == 0 { 0 } else { by_end };
                let is_hit = hit.get(end).copied().unwrap_or(false);
                if let Some(slot) = ends.get_mut(child) {
                    *slot = end;
                }
                if let Some(slot) = hit.get_mut(child) {
                    *slot |= is_hit;
                }
                queue.push_back(child);
            }
            if let Some(slot) = next.get_mut(node).and_then(|row| row.get_mut(symbol)) {
                *slot = child.unwrap_or(by_end);
            }
        }
    }
    next
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_found_and_nothing_else() {
        let words: Vec<Vec<u16>> =
            ["wang", "an", "angx", "1380"].map(|word| word.encode_utf16().collect()).to_vec();
        let read = |character: char| (character != '-').then_some(character.to_ascii_lowercase() as u16);
        let automaton = Words::new(&words, read);
        for (text, expected) in [
            ("", false),
            ("xwan-gy", true),
            ("WA-NG", true),
            ("waxng", false),
            ("13801", true),
            ("138-0", true),
            ("138x0", false),
            ("w-a-x", false),
            ("aangx", true),
        ] {
            assert_eq!(automaton.find(text), expected, "{text}");
        }
    }
}
