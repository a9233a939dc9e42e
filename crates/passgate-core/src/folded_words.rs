//! Many folded words in one buffer: what the automaton is made of.

use crate::fold::{Folded, fold};

/// Folded words, one after the other: what folds to nothing is not there. The last one may still
/// be unfinished, and is none of them then.
#[derive(Default)]
pub(crate) struct Words {
    pub(crate) symbols: Vec<u16>,
    /// Where each word ends, and a number that tells most of them apart.
    ends: Vec<(u32, u32)>,
}

impl Words {
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The word of this number; the unfinished one after the last.
    pub(crate) fn get(&self, word: usize) -> &[u16] {
        let end = |word: usize| self.ends.get(word).map(|end| end.0 as usize);
        let begin = end(word.wrapping_sub(1)).unwrap_or(0);
        self.symbols.get(begin..end(word).unwrap_or(self.symbols.len())).unwrap_or_default()
    }

    /// Adds to the unfinished word.
    pub(crate) fn fold_in(&mut self, text: &[u16]) {
        for unit in text {
            self.symbols.push(match fold(*unit, true) {
                Folded::Plain(byte) => u16::from(byte),
                Folded::Other(unit) => unit,
                Folded::Nothing => continue,
            });
        }
    }

    pub(crate) fn unfinished(&self) -> &[u16] {
        self.get(self.len())
    }

    /// The word that is the same as the unfinished one.
    pub(crate) fn place_of_unfinished(&self) -> Option<usize> {
        let unfinished = self.unfinished();
        let key = key(unfinished);
        (0..self.len()).find(|word| {
            self.ends.get(*word).is_some_and(|end| end.1 == key) && self.get(*word) == unfinished
        })
    }

    pub(crate) fn finish(&mut self) {
        self.ends.push((self.symbols.len() as u32, key(self.unfinished())));
    }

    pub(crate) fn drop_unfinished(&mut self) {
        self.symbols.truncate(self.symbols.len().wrapping_sub(self.unfinished().len()));
    }
}

/// FNV-1a of the symbols.
fn key(symbols: &[u16]) -> u32 {
    symbols.iter().fold(0x811C_9DC5, |key, symbol| (key ^ u32::from(*symbol)).wrapping_mul(0x0100_0193))
}
