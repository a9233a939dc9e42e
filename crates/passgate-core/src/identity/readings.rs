//! From a Han character to its readings, and from the beginning of a name to its surname.

#[cfg(test)]
mod tests;
mod unpack;

use std::ops::Range;
use std::sync::OnceLock;

use crate::identity::compose::PinyinLetter;
use crate::identity::surnames::surnames;
use crate::identity::syllable::{LETTERS_MAX, Syllable, spell};

/// The table, unpacked ([`unpack`]). A number stands for a syllable.
#[derive(Default)]
pub(crate) struct Readings<'d> {
    syllables: &'d [u8],
    /// Sorted by the character; its readings, the most plausible in a given name first.
    of_characters: Vec<(u32, u16)>,
    /// What a compatibility ideograph, a radical or a private-use character stands for, sorted.
    forms: Vec<(u32, u32)>,
    /// The surnames, sorted by their first character.
    surnames: Vec<(u32, Continuation)>,
    /// The readings of the surnames in their order.
    of_surnames: Vec<u16>,
}

/// The second character of a surname, if it has one, and where its readings are.
type Continuation = (Option<char>, Range<usize>);

/// The beginning of a name that is its surname.
#[derive(Clone, Default, Debug, PartialEq, Eq)]
pub(crate) struct Surname {
    /// One or two; none of an empty name.
    pub(crate) characters: usize,
    /// Where its readings are: of one character every reading, the commonest first; of two one of
    /// each. Empty where it is read as anywhere else.
    readings: Range<usize>,
}

impl Readings<'static> {
    /// The project's own, unpacked for the first name that needs it.
    pub(crate) fn shipped() -> &'static Self {
        static SHIPPED: OnceLock<Readings<'static>> = OnceLock::new();
        SHIPPED.get_or_init(|| Self::unpack(include_bytes!("../../data/names.bin")))
    }
}

impl Readings<'_> {
    /// The character that a compatibility ideograph, a radical or a private-use character of GBK
    /// stands for; any other as it is.
    pub(crate) fn unified(&self, character: char) -> char {
        let form = from(&self.forms, character).next();
        form.and_then(|unified| char::from_u32(*unified)).unwrap_or(character)
    }

    /// Adds the readings of a character, most plausible in a given name first, to those from
    /// `begin` on where they are not among them; none of what is no Han character or has no place
    /// in the table.
    pub(crate) fn add_of_character(&self, character: char, begin: usize, readings: &mut Vec<Syllable>) {
        for number in from(&self.of_characters, character) {
            self.add(*number, begin, readings);
        }
    }

    /// Adds the readings that the character at this place of the name has in its surname, the
    /// commonest first.
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

    /// Adds a reading if it is not there from `begin` on.
    #[inline(never)]
    fn add(&self, number: u16, begin: usize, readings: &mut Vec<Syllable>) {
        if let Some(letters) = self.syllables.as_chunks::<LETTERS_MAX>().0.get(usize::from(number))
            && let Some(reading) = Syllable::of(letters)
            && !readings.get(begin..).unwrap_or_default().contains(&reading)
        {
            readings.push(reading);
        }
    }

    /// Whether the letters are a name in pinyin: a surname as one is read, and behind it a given name.
    pub(crate) fn is_pinyin_name(&self, text: &[PinyinLetter]) -> bool {
        let mut words = words(text);
        let Some(first) = words.next() else { return false };
        words.next().is_some() && self.is_pinyin(text) && self.is_surname_reading(first)
    }

    /// Whether the letters are pinyin: syllables one behind the other, each with one tone mark at most,
    /// with whatever symbols between them.
    pub(crate) fn is_pinyin(&self, text: &[PinyinLetter]) -> bool {
        words(text).all(|part| {
            // Where a syllable may begin.
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

    /// Whether a surname is read so.
    fn is_surname_reading(&self, word: &[PinyinLetter]) -> bool {
        let mut readings = Vec::new();
        let spells = |readings: &[Syllable]| {
            let mut letters = Vec::new();
            spell(readings, 0, &mut letters);
            letters.into_iter().eq(word.iter().map(|one| one.letter))
        };
        for (_, (second, range)) in &self.surnames {
            let known = self.of_surnames.get(range.clone()).unwrap_or_default();
            readings.clear();
            for number in known {
                // Two syllables of one surname may be the same.
                self.add(*number, readings.len(), &mut readings);
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

    /// How much of the name is its surname, and how that is read. A surname of two characters
    /// needs a third for the given name.
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

/// The runs of letters.
fn words(text: &[PinyinLetter]) -> impl Iterator<Item = &[PinyinLetter]> {
    text.split(|one| !matches!(one.letter, 0x61..=0x7A)).filter(|word| !word.is_empty())
}

/// What stands beside a character in a list that is sorted by it.
fn from<T>(list: &[(u32, T)], character: char) -> impl Iterator<Item = &T> {
    let character = u32::from(character);
    let begin = list.partition_point(|(other, _)| *other < character);
    let here = list.get(begin..).unwrap_or_default().iter();
    here.take_while(move |(other, _)| *other == character).map(|(_, value)| value)
}
