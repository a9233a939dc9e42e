//! How a name is written in pinyin, every plausible reading of it.

use crate::identity::display_name::HanName;
use crate::identity::readings::{Readings, Surname};
use crate::identity::syllable::Syllable;

/// The most renderings of one name, the most plausible ones. A name of three characters has one
/// in most cases and seldom more than eight.
pub(crate) const RENDERINGS_MAX: usize = 64;

/// How many readings of a character are tried unless the policy says otherwise: with three every
/// surname and every given name is found, and no name of a real person needs a fourth.
pub(crate) const DEPTH: usize = 3;

/// A name in Han characters, as it may be read.
#[derive(Default)]
pub(crate) struct Renderings {
    /// What each of its characters is read as, the most plausible first, one after the other.
    readings: Vec<Syllable>,
    /// Where the readings of each character end.
    ends: Vec<usize>,
    /// How many of the characters are the surname; of a transcribed name, what stands before the
    /// first dot.
    pub(crate) surname: usize,
    /// A transcribed name with a dot (迪丽热巴·迪力木拉提): what stands before it is a name of its own.
    pub(crate) dotted: bool,
}

/// How a name is read. `depth` readings of each character are tried, at least one; surnames are
/// read as surnames first.
///
/// None if a character of the name has no readings here: what it looks like in pinyin cannot be
/// said.
pub(crate) fn renderings(table: &Readings<'_>, name: &HanName, depth: usize) -> Option<Renderings> {
    let surname = if name.dot.is_some() { Surname::default() } else { table.surname(&name.characters) };
    let mut renderings = Renderings {
        surname: name.dot.unwrap_or(surname.characters),
        dotted: name.dot.is_some(),
        ..Renderings::default()
    };
    for (at, character) in name.characters.iter().enumerate() {
        let begin = renderings.readings.len();
        table.add_of_surname(&surname, at, &mut renderings.readings);
        table.add_of_character(*character, begin, &mut renderings.readings);
        if renderings.readings.len() == begin {
            return None;
        }
        renderings.readings.truncate(begin.saturating_add(depth.max(1)));
        renderings.ends.push(renderings.readings.len());
    }
    Some(renderings)
}

impl Renderings {
    /// Calls `found` with at most so many renderings, one reading of each character: those first
    /// whose readings have the lowest ranks together.
    pub(crate) fn each(&self, most: usize, found: &mut dyn FnMut(&[Syllable])) {
        // Of every character all but the first reading.
        let highest = self.readings.len().saturating_sub(self.ends.len());
        let mut search =
            Search { renderings: self, chosen: Vec::new(), left: most.min(RENDERINGS_MAX), found };
        for ranks in 0..=highest {
            search.add(ranks, highest);
        }
    }

    /// What the character at this place is read as.
    fn of(&self, at: usize) -> Option<&[Syllable]> {
        let begin = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.readings.get(begin..*self.ends.get(at)?)
    }
}

/// The combinations of one reading of each character.
struct Search<'s> {
    renderings: &'s Renderings,
    chosen: Vec<Syllable>,
    /// How many more are wanted.
    left: usize,
    found: &'s mut dyn FnMut(&[Syllable]),
}

impl Search<'_> {
    /// Those that go on from what is chosen and whose further ranks are `ranks` together; `highest`
    /// is the most they can be, so no way leads nowhere.
    fn add(&mut self, ranks: usize, highest: usize) {
        let Some(readings) = self.renderings.of(self.chosen.len()) else {
            self.left = self.left.wrapping_sub(1);
            return (self.found)(&self.chosen);
        };
        let highest = highest.wrapping_add(1).wrapping_sub(readings.len());
        for (rank, reading) in readings.iter().enumerate() {
            let Some(rest) = ranks.checked_sub(rank).filter(|_| self.left > 0) else { return };
            if rest <= highest {
                self.chosen.push(*reading);
                self.add(rest, highest);
                self.chosen.pop();
            }
        }
    }
}

#[cfg(test)]
mod tests;
