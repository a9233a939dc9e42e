//! Sets of words of a closed vocabulary.

use std::fmt;
use std::marker::PhantomData;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::document::Word;

/// A small set of words of the vocabulary: one byte, no allocation. In JSON, an array.
#[derive(PartialEq, Eq)]
pub struct WordSet<T> {
    bits: u8,
    of: PhantomData<T>,
}

impl<T: Word> WordSet<T> {
    /// Adds one word.
    pub fn insert(&mut self, word: T) {
        self.insert_number(word.number());
    }

    fn insert_number(&mut self, number: u32) {
        self.bits |= 1_u8.wrapping_shl(number);
    }

    /// The set with these [`WordSet::bits`].
    pub(crate) const fn of_bits(bits: u32) -> Self {
        Self { bits: bits as u8, of: PhantomData }
    }

    /// Adds every word of another set.
    pub(crate) fn add(&mut self, other: Self) {
        self.bits |= other.bits;
    }

    /// The words that are in both sets.
    pub(crate) const fn and(self, other: Self) -> Self {
        Self { bits: self.bits & other.bits, of: PhantomData }
    }

    /// The words that are in this set and not in the other.
    pub(crate) const fn without(self, other: Self) -> Self {
        Self { bits: self.bits & !other.bits, of: PhantomData }
    }

    /// Every word of the vocabulary.
    pub(crate) fn all() -> Self {
        T::ALL.iter().copied().collect()
    }

    /// Whether the set contains the word.
    pub fn contains(&self, word: T) -> bool {
        self.bits & 1_u8.wrapping_shl(word.number()) != 0
    }

    /// The words of the set, in the order of the vocabulary.
    pub fn iter(&self) -> impl Iterator<Item = T> + use<T> {
        let set = *self;
        T::ALL.iter().copied().filter(move |word| set.contains(*word))
    }

    /// The number of words.
    pub const fn len(&self) -> usize {
        self.bits.count_ones() as usize
    }

    /// Whether the set is empty.
    pub const fn is_empty(&self) -> bool {
        self.bits == 0
    }

    /// One bit per word, the first word lowest: the form in which a set crosses an interface of numbers.
    pub const fn bits(&self) -> u8 {
        self.bits
    }
}

impl<T> Clone for WordSet<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for WordSet<T> {}

impl<T> Default for WordSet<T> {
    fn default() -> Self {
        Self { bits: 0, of: PhantomData }
    }
}

impl<T: Word> Extend<T> for WordSet<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, words: I) {
        for word in words {
            self.insert(word);
        }
    }
}

impl<T: Word> FromIterator<T> for WordSet<T> {
    fn from_iter<I: IntoIterator<Item = T>>(words: I) -> Self {
        let mut set = Self::default();
        set.extend(words);
        set
    }
}

impl<T: Word, const N: usize> From<[T; N]> for WordSet<T> {
    fn from(words: [T; N]) -> Self {
        words.into_iter().collect()
    }
}

impl<T: Word> fmt::Debug for WordSet<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter().map(|word| T::VOCABULARY.name(word.number()))).finish()
    }
}

impl<T: Word + Serialize> Serialize for WordSet<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<'de, T: Word + Deserialize<'de>> Deserialize<'de> for WordSet<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::<T>::deserialize(deserializer).map(Self::from_iter)
    }
}

#[cfg(test)]
mod tests {
    use crate::{Class, ClassSet};

    #[test]
    fn a_set_keeps_the_order_of_the_vocabulary() {
        let set = ClassSet::from([Class::Symbol, Class::Lower, Class::Symbol]);
        assert_eq!(set.iter().collect::<Vec<_>>(), [Class::Lower, Class::Symbol]);
        assert_eq!((set.len(), set.bits(), set.is_empty()), (2, 0b1_0001, false));
        assert_eq!(format!("{set:?}"), r#"{"lower", "symbol"}"#);
    }
}
