//! Lists of words of a closed vocabulary, in the order in which they were written.

use std::fmt;
use std::iter;
use std::marker::PhantomData;

use serde::{Serialize, Serializer};

use crate::document::{Packed, Word, WordSet};

/// A short list of words in the order in which they were written: one number, no allocation. In JSON, an
/// array.
#[derive(PartialEq, Eq)]
pub struct WordList<T> {
    words: Packed,
    of: PhantomData<T>,
}

impl<T: Word> WordList<T> {
    pub(crate) const fn of(words: Packed) -> Self {
        Self { words, of: PhantomData }
    }

    /// The numbers of the words.
    pub(crate) const fn packed(self) -> Packed {
        self.words
    }

    /// The words, in their order.
    pub fn iter(&self) -> impl Iterator<Item = T> + use<T> {
        let mut rest = self.words;
        iter::from_fn(move || T::of(rest.take()?))
    }

    /// The words of the list that are in the set.
    pub(crate) fn only(&self, set: WordSet<T>) -> Self {
        let mut list = Self::default();
        for word in self.iter().filter(|word| set.contains(*word)) {
            list.words.push(word.number());
        }
        list
    }

    /// Whether the list contains the word.
    pub fn contains(&self, word: T) -> bool {
        self.words.bits() & 1_u32.wrapping_shl(word.number()) != 0
    }

    /// The number of words.
    pub const fn len(&self) -> usize {
        self.words.len() as usize
    }

    /// Whether the list is empty.
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl<T> Clone for WordList<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for WordList<T> {}

impl<T> Default for WordList<T> {
    fn default() -> Self {
        Self { words: Packed::default(), of: PhantomData }
    }
}

impl<T: Word, const N: usize> From<[T; N]> for WordList<T> {
    fn from(words: [T; N]) -> Self {
        let mut list = Self::default();
        for word in words {
            list.words.push(word.number());
        }
        list
    }
}

impl<T: Word> fmt::Debug for WordList<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter().map(|word| T::VOCABULARY.name(word.number()))).finish()
    }
}

impl<T: Word + Serialize> Serialize for WordList<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}
