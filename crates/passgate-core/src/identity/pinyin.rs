//! Renders a name in pinyin, with every plausible reading.

use crate::identity::display_name::HanName;
use crate::identity::readings::{Readings, Surname};
use crate::identity::syllable::Syllable;

/// The maximum number of renderings of one name; the most plausible are kept. Most names of three characters
/// have one rendering, few more than eight.
pub(crate) const RENDERINGS_MAX: usize = 64;

/// The default number of readings tried for each character; a policy may set another. With three, every
/// surname and every given name is found, and no name of a real person needs a fourth.
pub(crate) const DEPTH: usize = 3;

/// The readings of a name in Han characters.
#[derive(Default)]
pub(crate) struct Renderings {
    /// The readings of all characters in order; for each character, the most plausible first.
    readings: Vec<Syllable>,
    /// The end index of each character's readings.
    ends: Vec<usize>,
    /// The number of characters of the surname, or of the part before the first dot of a transcribed name.
    pub(crate) surname: usize,
    /// Whether this is a transcribed name with a dot (迪丽热巴·迪力木拉提). The part before the dot is a name
    /// of its own.
    pub(crate) dotted: bool,
}

/// The readings of a name. `depth` readings of each character are tried, but at least one. A surname is read
/// as a surname first.
///
/// `None` if a character has no known reading: then the pinyin of the name is unknown.
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
    /// Calls `found` with at most `most` renderings, each with one reading per character. Renderings whose
    /// ranks have the lowest sum come first.
    pub(crate) fn each(&self, most: usize, found: &mut dyn FnMut(&[Syllable])) {
        // All readings but the first of each character: the highest possible sum of ranks.
        let highest = self.readings.len().saturating_sub(self.ends.len());
        let mut search =
            Search { renderings: self, chosen: Vec::new(), left: most.min(RENDERINGS_MAX), found };
        for ranks in 0..=highest {
            search.add(ranks, highest);
        }
    }

    /// The readings of the character with this index.
    fn of(&self, at: usize) -> Option<&[Syllable]> {
        let begin = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.readings.get(begin..*self.ends.get(at)?)
    }
}

/// Enumerates the combinations of one reading per character.
struct Search<'s> {
    renderings: &'s Renderings,
    chosen: Vec<Syllable>,
    /// The number of renderings still wanted.
    left: usize,
    found: &'s mut dyn FnMut(&[Syllable]),
}

impl Search<'_> {
    /// Finds the combinations that extend `chosen` and whose remaining ranks sum to `ranks`. `highest` is the
    /// highest sum they can have, so no branch is a dead end.
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
