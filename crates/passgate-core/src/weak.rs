//! What many people use: the weak list, and the patterns that no list has.
//!
//! The list is bytes that `cargo xtask codegen` made (`data/weak.bin`), searched where they lie:
//! nothing is built at start, nothing is allocated, and a hit is exact. Most entries are a word
//! with something before or after it (`monkey12`, `123abc`), so words and such affixes stand
//! apart; what has no such shape stands as it is.

mod affixes;
mod cover;
mod dates;
mod disguise;
mod homophones;
mod keyboard;
mod patterns;
mod reader;
mod repeats;
mod steps;
mod table;

use affixes::Affixes;
use reader::Reader;
use table::Table;

pub(crate) use disguise::Stem;
pub(crate) use patterns::{TEXT_MAX, pattern};
pub(crate) use repeats::is_repeated;

const MAGIC: &[u8; 4] = b"PGW\x01";
/// The shortest and the longest entry, in characters.
const LENGTHS: std::ops::RangeInclusive<usize> = 8..=ENTRY_MAX;
pub(crate) const ENTRY_MAX: usize = 16;

/// Passwords people use, and the words their variations are made of.
#[derive(Clone, Copy)]
pub(crate) struct WeakList<'d> {
    affixes: Affixes<'d>,
    words: Table<'d>,
    others: Table<'d>,
}

impl<'d> WeakList<'d> {
    /// The list in these bytes, if they are one: another version or a part of it is none.
    pub(crate) fn new(bytes: &'d [u8]) -> Option<Self> {
        let mut head = Reader::new(bytes);
        if head.take(MAGIC.len())? != MAGIC {
            return None;
        }
        let affix_text = head.number()?;
        let (words, others) = (table::Lengths::read(&mut head)?, table::Lengths::read(&mut head)?);
        let mut rest = head;
        let list = Self {
            affixes: Affixes::read(&mut rest, affix_text)?,
            words: Table::read(&mut rest, words)?,
            others: Table::read(&mut rest, others)?,
        };
        rest.is_at_end().then_some(list)
    }

    /// Whether the text is on the list; ASCII, in lower case.
    pub(crate) fn contains(&self, text: &[u8]) -> bool {
        if !LENGTHS.contains(&text.len()) {
            return false;
        }
        if let Some(shape) = shape(text)
            && let Some(affix) = self.affixes.number(shape.after, shape.affix)
        {
            return self.words.find(shape.word).is_some_and(|affixes| affixes.contains(&affix));
        }
        self.others.find(text).is_some()
    }

    /// Whether these lower-case letters are a word that passwords are made of.
    pub(crate) fn is_word(&self, word: &[u8]) -> bool {
        self.words.find(word).is_some()
    }
}

/// A word with something before or after it.
struct Shape<'t> {
    word: &'t [u8],
    after: bool,
    affix: &'t [u8],
}

/// The text as a word and then anything but letters, or as digits and then a word.
fn shape(text: &[u8]) -> Option<Shape<'_>> {
    let letters = text.iter().take_while(|byte| byte.is_ascii_lowercase()).count();
    if letters > 0 {
        let (word, affix) = text.split_at_checked(letters)?;
        let shaped = !affix.is_empty() && !affix.iter().any(u8::is_ascii_lowercase);
        return shaped.then_some(Shape { word, after: true, affix });
    }
    let digits = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (affix, word) = text.split_at_checked(digits)?;
    let shaped = digits > 0 && !word.is_empty() && word.iter().all(u8::is_ascii_lowercase);
    shaped.then_some(Shape { word, after: false, affix })
}

#[cfg(test)]
mod tests;
