//! Looks up the readings of a Han character, and the surname at the beginning of a name.

#[cfg(test)]
mod tests;
mod unpack;

use std::ops::Range;
use std::sync::OnceLock;

use crate::identity::compose::PinyinLetter;
use crate::identity::surnames::surnames;
use crate::identity::syllable::{LETTERS_MAX, Syllable, spell};

/// The unpacked table ([`unpack`]). A number is the index of a syllable.
#[derive(Default)]
pub(crate) struct Readings<'d> {
    syllables: &'d [u8],
    /// Pairs of a character and a reading, sorted by character; for each, the most plausible in a given name
    /// first.
    of_characters: Vec<(u32, u16)>,
    /// Compatibility ideographs, radicals and private-use characters, each with the character it stands for;
    /// sorted.
    forms: Vec<(u32, u32)>,
    /// The surnames, sorted by their first character.
    surnames: Vec<(u32, Continuation)>,
    /// The readings of the surnames, in the same order.
    of_surnames: Vec<u16>,
}

/// The second character of a surname, if it has one, and the range of its readings.
type Continuation = (Option<char>, Range<usize>);

/// The surname at the beginning of a name.
#[derive(Clone, Default, Debug, PartialEq, Eq)]
pub(crate) struct Surname {
    /// 1 or 2; 0 for an empty name.
    pub(crate) characters: usize,
    /// The range of its readings. One character: every reading, the commonest first. Two characters: one
    /// reading of each. Empty if the surname is read like any other character.
    readings: Range<usize>,
}

impl Readings<'static> {
    /// The project's own table, unpacked on first use.
    pub(crate) fn shipped() -> &'static Self {
        static SHIPPED: OnceLock<Readings<'static>> = OnceLock::new();
        SHIPPED.get_or_init(|| Self::unpack(include_bytes!("../../data/names.bin")))
    }
}

impl Readings<'_> {
    /// Maps a compatibility ideograph, a radical or a private-use character of GBK to the character it stands
    /// for. Any other character is unchanged.
    pub(crate) fn unified(&self, character: char) -> char {
        let form = from(&self.forms, character).next();
        form.and_then(|unified| char::from_u32(*unified)).unwrap_or(character)
    }

    /// Adds the readings of a character, the most plausible in a given name first, unless `readings` contains
    /// them from `begin` on. A character that is not in the table adds nothing.
    pub(crate) fn add_of_character(&self, character: char, begin: usize, readings: &mut Vec<Syllable>) {
        for number in from(&self.of_characters, character) {
            self.add(*number, begin, readings);
        }
    }

    /// Adds the readings that the character with this index has as part of the surname, the commonest first.
    pub(crate) fn add_of_surname(&self, surname: &Surname, at: usize, readings: &mut Vec<Syllable>) {
        let begin = readings.len();
        let known = self.of_surnames.get(surname.readings.clone()).unwrap_or_default();
        let wanted = match surname.characters {
            1 if at == 0 => known,
            _ => known.get(at..=at).filter(|_| surname.characters == 2).unwrap_or_default(),
        };
        for number in wanted {
            self.add(*number, begin, readings);
        }
    }

    /// Adds a reading, unless `readings` contains it from `begin` on.
    #[inline(never)]
    fn add(&self, number: u16, begin: usize, readings: &mut Vec<Syllable>) {
        if let Some(letters) = self.syllables.as_chunks::<LETTERS_MAX>().0.get(usize::from(number))
            && let Some(reading) = Syllable::of(letters)
            && !readings.get(begin..).unwrap_or_default().contains(&reading)
        {
            readings.push(reading);
        }
    }

    /// Whether the letters are a name in pinyin: a reading of a surname, then a given name.
    pub(crate) fn is_pinyin_name(&self, text: &[PinyinLetter]) -> bool {
        let mut words = words(text);
        let Some(first) = words.next() else { return false };
        words.next().is_some() && self.is_pinyin(text) && self.is_surname_reading(first)
    }

    /// Whether the letters are pinyin: a sequence of syllables, each with at most one tone mark, with any
    /// symbols between them.
    pub(crate) fn is_pinyin(&self, text: &[PinyinLetter]) -> bool {
        words(text).all(|part| {
            // For each offset, whether a syllable may begin there.
            let mut begins = vec![false; part.len().saturating_add(1)];
            if let Some(first) = begins.first_mut() {
                *first = true;
            }
            for at in 0..part.len() {
                let rest = part.get(at..).unwrap_or_default();
                if !begins.get(at).copied().unwrap_or_default() {
                    continue;
                }
                let letter = rest.first().map_or(0, |first| first.letter);
                let syllables = self.syllables.as_chunks::<LETTERS_MAX>().0.iter();
                for syllable in syllables.filter(|syllable| u16::from(syllable[0]) == letter) {
                    let length = syllable.iter().take_while(|letter| **letter != 0).count();
                    let is_here = syllable.iter().take(length).map(|letter| u16::from(*letter));
                    let here = || rest.iter().take(length);
                    if let Some(end) = begins.get_mut(at.wrapping_add(length))
                        && is_here.eq(here().map(|one| one.letter))
                        && here().filter(|one| one.has_tone).count() < 2
                    {
                        *end = true;
                    }
                }
            }
            begins.last() == Some(&true)
        })
    }

    /// Whether the word is a reading of a surname.
    pub(crate) fn is_surname_reading(&self, word: &[PinyinLetter]) -> bool {
        let mut readings = Vec::new();
        let spells = |readings: &[Syllable]| {
            let mut letters = Vec::new();
            spell(readings, 0, &mut letters);
            letters.into_iter().eq(word.iter().map(|one| one.letter))
        };
        for (first, (second, range)) in &self.surnames {
            let known = self.of_surnames.get(range.clone()).unwrap_or_default();
            readings.clear();
            for number in known {
                // Both syllables of a surname may be the same.
                self.add(*number, readings.len(), &mut readings);
            }
            // 欧阳 is read like any other two characters.
            if let (true, Some(second), Some(first)) = (known.is_empty(), second, char::from_u32(*first)) {
                for (at, character) in [first, *second].into_iter().enumerate() {
                    self.add_of_character(character, at, &mut readings);
                    readings.truncate(at.wrapping_add(1));
                }
            }
            let is_it = if second.is_some() { spells(&readings) } else { readings.chunks(1).any(spells) };
            if is_it {
                return true;
            }
        }
        surnames().iter().filter_map(|unit| char::from_u32((*unit).into())).any(|surname| {
            readings.clear();
            self.add_of_character(surname, 0, &mut readings);
            readings.chunks(1).take(1).any(spells)
        })
    }

    /// The surname at the beginning of the name, with its readings. A surname of two characters requires a
    /// third character for the given name.
    pub(crate) fn surname(&self, name: &[char]) -> Surname {
        let Some(&first) = name.first() else {
            return Surname::default();
        };
        let second = name.get(1).filter(|_| name.len() > 2);
        let mut single = Surname { characters: 1, readings: 0..0 };
        for (other, readings) in from(&self.surnames, first) {
            match other {
                None => single.readings = readings.clone(),
                Some(_) if other.as_ref() == second => {
                    return Surname { characters: 2, readings: readings.clone() };
                }
                Some(_) => {}
            }
        }
        single
    }
}

/// The maximal runs of letters.
fn words(text: &[PinyinLetter]) -> impl Iterator<Item = &[PinyinLetter]> {
    text.split(|one| !matches!(one.letter, 0x61..=0x7A)).filter(|word| !word.is_empty())
}

/// The values of a character in a list that is sorted by character.
fn from<T>(list: &[(u32, T)], character: char) -> impl Iterator<Item = &T> {
    let character = u32::from(character);
    let begin = list.partition_point(|(other, _)| *other < character);
    let here = list.get(begin..).unwrap_or_default().iter();
    here.take_while(move |(other, _)| *other == character).map(|(_, value)| value)
}
