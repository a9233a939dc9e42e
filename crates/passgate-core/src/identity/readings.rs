//! From a Han character to its readings, and from the beginning of a name to its surname.

mod spelling;
#[cfg(test)]
mod tests;
mod unpack;

use std::ops::Range;

use crate::identity::numbers::Numbers;
use crate::identity::syllable::Syllable;
use crate::text::Text;
use spelling::Spelling;

const BLOCK_FIRST: u32 = 0x4E00;
const BLOCK_LENGTH: usize = 0x5200;
const COMPOUND: u32 = 8;
/// Kangxi radicals and compatibility ideographs: first and how many.
const RANGES: [(u32, u32); 2] = [(0x2F00, 0xD6), (0xF900, 0x1DA)];

/// The table, unpacked ([`unpack`]).
#[derive(Default)]
pub(crate) struct Readings<'d> {
    spelling: Spelling<'d>,
    /// The first reading of each character from U+4E00 on: the number of its syllable and one, 0 for
    /// none.
    first: Vec<u16>,
    /// Every other reading by its character, and those of characters elsewhere; the numbers alike.
    further: Vec<(u32, u16)>,
    /// What each character of [`RANGES`] stands for, in UTF-16.
    unified: &'d [u16],
    /// Of each surname, sorted: the distance of its first character from the one before; how many
    /// readings, plus 8 if a second character follows.
    surnames: &'d [u8],
    /// The readings of the surnames in their order; the numbers alike.
    surname_readings: Vec<u16>,
}

/// The beginning of a name that is its surname.
#[derive(Clone, Default, Debug, PartialEq, Eq)]
pub(crate) struct Surname {
    /// One or two; none of an empty name.
    pub(crate) characters: usize,
    /// Where its readings are: of one character every reading, the commonest first; of two one of
    /// each. Empty where it is read as anywhere else.
    readings: Range<usize>,
}

impl Readings<'_> {
    /// The character that a compatibility ideograph or a Kangxi radical stands for; any other as
    /// it is.
    pub(crate) fn unified(&self, character: char) -> char {
        let mut before = 0_u32;
        for (first, length) in RANGES {
            let offset = u32::from(character).wrapping_sub(first);
            if offset < length {
                let mut unified = Text::new(self.unified).places();
                let place = unified.nth(before.wrapping_add(offset) as usize);
                return place.map_or(character, |place| place.character);
            }
            before = before.wrapping_add(length);
        }
        character
    }

    /// Adds the readings of a character, most plausible in a given name first, to those from
    /// `begin` on where they are not among them; none of what is no Han character or has no place
    /// in the table.
    pub(crate) fn add_of_character(&self, character: char, begin: usize, readings: &mut Vec<Syllable>) {
        let place = u32::from(character);
        self.add(self.first.get(place.wrapping_sub(BLOCK_FIRST) as usize), begin, readings);
        for (_, number) in self.further.iter().filter(|(other, _)| *other == place) {
            self.add(Some(number), begin, readings);
        }
    }

    /// Adds the readings that the character at this place of the name has in its surname, the
    /// commonest first.
    pub(crate) fn add_of_surname(&self, surname: &Surname, at: usize, readings: &mut Vec<Syllable>) {
        let begin = readings.len();
        let known = self.surname_readings.get(surname.readings.clone()).unwrap_or_default();
        let wanted = match surname.characters {
            1 if at == 0 => known,
            _ => known.get(at..=at).filter(|_| surname.characters == 2).unwrap_or_default(),
        };
        for number in wanted {
            self.add(Some(number), begin, readings);
        }
    }

    /// Adds a reading if it is not there from `begin` on.
    #[inline(never)]
    fn add(&self, number: Option<&u16>, begin: usize, readings: &mut Vec<Syllable>) {
        if let Some(reading) = number.and_then(|number| self.spelling.syllable(usize::from(*number)))
            && !readings.get(begin..).unwrap_or_default().contains(&reading)
        {
            readings.push(reading);
        }
    }

    /// How much of the name is its surname, and how that is read. A surname of two characters
    /// needs a third for the given name.
    pub(crate) fn surname(&self, name: &[char]) -> Surname {
        let Some(&first) = name.first() else {
            return Surname::default();
        };
        let second = name.get(1).filter(|_| name.len() > 2).map(|second| u32::from(*second));
        let mut single = Surname { characters: 1, readings: 0..0 };
        let mut reading = 0_usize;
        let mut here = BLOCK_FIRST;
        let mut numbers = Numbers::of(self.surnames);
        while let (Some(distance), Some(kind)) = (numbers.next(), numbers.next()) {
            here = here.wrapping_add(distance);
            let readings = reading..reading.wrapping_add((kind & COMPOUND.wrapping_sub(1)) as usize);
            reading = readings.end;
            let is_first = here == u32::from(first);
            if kind & COMPOUND == 0 {
                if is_first {
                    single.readings = readings;
                }
            } else {
                let follows = numbers.next().map(|second| second.wrapping_add(BLOCK_FIRST));
                if is_first && second.is_some() && second == follows {
                    return Surname { characters: 2, readings };
                }
            }
        }
        single
    }
}
