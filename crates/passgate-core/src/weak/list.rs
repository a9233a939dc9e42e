//! The list of frequent passwords, and of the words that their variations contain. The words are passwords
//! too.
//!
//! The file has the form that compresses best. It is unpacked once, into one text and a hash table of the
//! entries in it; a lookup costs one hash and usually one comparison, and is exact.
//!
//! | what | bytes |
//! |---|---|
//! | `PGW` and the version | 4 |
//! | the length of the affixes, then the affixes by number: a 1 before each one that precedes its word, and 128 added to the last character of each | 2 + |
//! | the length of the entries, then the entries in alphabetical order: the number of characters shared with the previous entry (at most 16), then the other characters | 2 + |
//! | for each entry that is a word (only letters) its affixes, the distance of each number from the previous one, then 0 | |
//!
//! Every entry is a password, and so is a word with one of its affixes. Lengths are little-endian.

use std::sync::OnceLock;

use crate::matching::section;

const MAGIC: &[u8; 4] = b"PGW\x02";
/// The maximum length of an entry, in characters.
const ENTRY_MAX: usize = 16;
/// Marks an affix that comes before its word.
const BEFORE: u8 = 1;
/// Marks the last character of an affix.
const LAST: u8 = 0x80;
/// The number of slots of the hash table: a power of two, so large that two thirds stay free. Most texts are
/// not on the list, and their search ends at the first free slot.
const PLACES: usize = 1 << 14;
/// The maximum number of entries. It bounds the load factor, and so the length of a search.
const ENTRIES_MAX: usize = 6_000;

/// Frequent passwords, and the words that their variations contain.
pub(crate) struct WeakList {
    text: Vec<u8>,
    /// The end of each entry in the text.
    ends: Vec<u16>,
    /// The hash table: the number of each entry, from 1, in the first free slot from its hash on. 0 is free.
    places: Vec<u16>,
}

impl WeakList {
    /// The project's own list, unpacked on first use.
    pub(crate) fn shipped() -> Option<&'static Self> {
        static SHIPPED: OnceLock<Option<WeakList>> = OnceLock::new();
        SHIPPED.get_or_init(|| Self::new(include_bytes!("../../data/weak.bin"))).as_ref()
    }

    /// Unpacks a list. `None` if the bytes are of another version or incomplete.
    pub(crate) fn new(bytes: &[u8]) -> Option<Self> {
        let (affixes, rest) = section(bytes.strip_prefix(MAGIC)?)?;
        let (mut texts, numbers) = section(rest)?;
        let affixes: Vec<&[u8]> = affixes.split_inclusive(|byte| byte & LAST != 0).collect();
        let mut numbers = numbers.iter();
        let mut list = Self { text: Vec::new(), ends: Vec::new(), places: vec![0; PLACES] };
        let mut entry: Vec<u8> = Vec::new();
        while let [shared, rest @ ..] = texts {
            let own = rest.iter().take_while(|byte| usize::from(**byte) > ENTRY_MAX).count();
            let (own, rest) = rest.split_at_checked(own)?;
            entry.truncate(usize::from(*shared));
            entry.extend_from_slice(own);
            list.add(&entry, &[])?;
            texts = rest;
            let mut number = 0_usize;
            while is_word(&entry)
                && let step @ 1.. = *numbers.next()?
            {
                number = number.saturating_add(usize::from(step));
                match *affixes.get(number.saturating_sub(1))? {
                    [BEFORE, affix @ ..] => list.add(affix, &entry)?,
                    affix => list.add(&entry, affix)?,
                }
            }
        }
        numbers.as_slice().is_empty().then_some(list)
    }

    /// Adds the entry that `first` and `second` form together. `None` if a limit is exceeded.
    fn add(&mut self, first: &[u8], second: &[u8]) -> Option<()> {
        let begin = self.text.len();
        self.text.extend(first.iter().chain(second).map(|byte| byte & !LAST));
        self.ends.push(u16::try_from(self.text.len()).ok()?);
        let number = self.ends.len();
        let entry =
            self.text.get(begin..).filter(|entry| entry.len() <= ENTRY_MAX && number <= ENTRIES_MAX)?;
        let mut place = hash(entry);
        while *self.places.get(place)? != 0 {
            place = place.wrapping_add(1) & PLACES.wrapping_sub(1);
        }
        *self.places.get_mut(place)? = number as u16;
        Some(())
    }

    /// Whether the list contains the text, which is ASCII in lower case.
    pub(crate) fn contains(&self, text: &[u8]) -> bool {
        let mut place = hash(text);
        while let Some(number @ 1..) = self.places.get(place).copied() {
            if self.entry(number.into()) == Some(text) {
                return true;
            }
            place = place.wrapping_add(1) & PLACES.wrapping_sub(1);
        }
        false
    }

    /// The entry with this number, from 1.
    fn entry(&self, number: usize) -> Option<&[u8]> {
        let end = |number: usize| number.checked_sub(1).and_then(|index| self.ends.get(index));
        let begin = end(number.wrapping_sub(1)).copied().unwrap_or(0);
        self.text.get(usize::from(begin)..usize::from(*end(number)?))
    }

    #[cfg(test)]
    pub(super) fn entries(&self) -> impl Iterator<Item = String> {
        let entry = |number| String::from_utf8(self.entry(number).unwrap().to_vec()).unwrap();
        (1..=self.ends.len()).map(entry)
    }

    /// Whether these lower-case letters are a listed word.
    pub(crate) fn is_word(&self, word: &[u8]) -> bool {
        is_word(word) && self.contains(word)
    }
}

fn is_word(text: &[u8]) -> bool {
    text.iter().all(u8::is_ascii_lowercase)
}

/// FNV-1a, reduced to a slot.
fn hash(text: &[u8]) -> usize {
    let hash =
        text.iter().fold(0x811C_9DC5_u32, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193));
    (hash ^ (hash >> 15)) as usize & PLACES.wrapping_sub(1)
}
