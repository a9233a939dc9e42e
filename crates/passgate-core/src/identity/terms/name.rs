//! The words of a name, and of a company's word in Han characters.

use super::phone::Tail;
use super::{PART_MIN, PersonTerms, TERM_MIN, parts};
use crate::identity::pinyin::{Spoken, is_separator, spoken};
use crate::identity::readings::Readings;
use crate::identity::syllable::{Syllable, abbreviate, spell, ways};
use crate::violation::IdentityField;

/// A full name of two syllables can be this short (吴娥 wue).
const FULL_NAME_MIN: usize = 3;

impl PersonTerms {
    /// A word of the company; in Han characters also as pinyin.
    pub(super) fn add_word(&mut self, word: &[u16], depth: usize) {
        let fewest = if is_ascii(word) { TERM_MIN } else { 2 };
        self.add(IdentityField::Words, word, fewest);
        let mut typed = Vec::new();
        self.spoken(word, depth).renderings(&mut |syllables| {
            self.add_typed(IdentityField::Words, [(syllables, true), NOTHING], &[], PART_MIN, &mut typed);
        });
    }

    /// A Han name in pinyin, in every order and abbreviation people use; a Latin name as it is.
    pub(super) fn add_name(&mut self, name: &[u16], phone_tails: &[Tail], depth: usize) {
        let field = IdentityField::NamePinyin;
        let spoken = self.spoken(name, depth);
        if spoken.is_empty() {
            self.add(field, name, PART_MIN);
            for part in parts(name, |unit| char::from_u32(unit.into()).is_some_and(is_separator)) {
                self.add(field, part, PART_MIN);
            }
            return;
        }
        // The name itself, for products that take Han characters.
        self.add(field, name, 2);
        let mut typed = Vec::new();
        spoken.renderings(&mut |syllables| {
            let (surname, given) = syllables.split_at_checked(spoken.surname).unwrap_or_default();
            for (surname_whole, given_whole, fewest) in [
                (true, true, FULL_NAME_MIN),
                (true, false, PART_MIN),
                (false, true, PART_MIN),
                (false, false, TERM_MIN),
            ] {
                let (surname, given) = ((surname, surname_whole), (given, given_whole));
                self.add_typed(field, [surname, given], &[], fewest, &mut typed);
                self.add_typed(field, [given, surname], &[], fewest, &mut typed);
            }
            if spoken.dotted {
                self.add_typed(field, [(surname, true), NOTHING], &[], PART_MIN, &mut typed);
            }
            if given.len() > 1 {
                self.add_typed(field, [(given, true), NOTHING], &[], PART_MIN, &mut typed);
            }
            // A short surname means nothing alone, and a name with the end of the phone number.
            for tail in phone_tails {
                self.add_typed(field, [(surname, true), NOTHING], tail, PART_MIN, &mut typed);
            }
        });
    }

    /// Two parts of a name, each whole or as initials, and a tail: each way `ü` is typed, one way
    /// for a whole part at a time. `typed` is only memory.
    fn add_typed(
        &mut self,
        field: IdentityField,
        pieces: [Piece<'_>; 2],
        tail: &[u16],
        fewest: usize,
        typed: &mut Vec<u16>,
    ) {
        let ways = pieces.map(|(syllables, whole)| if whole { ways(syllables) } else { 1 });
        for first in 0..ways[0] {
            for second in 0..ways[1] {
                typed.clear();
                for ((syllables, whole), way) in pieces.into_iter().zip([first, second]) {
                    if whole {
                        spell(syllables, way, typed);
                    } else {
                        abbreviate(syllables, typed);
                    }
                }
                typed.extend_from_slice(tail);
                self.add(field, typed, fewest);
            }
        }
    }

    /// How a text in Han characters may be read; no characters of any other.
    fn spoken(&mut self, text: &[u16], depth: usize) -> Spoken {
        // The table is unpacked for the first text that needs it.
        let spoken =
            if is_ascii(text) { Some(Spoken::default()) } else { spoken(Readings::shipped(), text, depth) };
        self.incomplete |= spoken.is_none();
        spoken.unwrap_or_default()
    }
}

/// A part of a name, and whether it is written whole or as initials.
type Piece<'s> = (&'s [Syllable], bool);
const NOTHING: Piece<'_> = (&[], true);

fn is_ascii(text: &[u16]) -> bool {
    text.iter().all(|unit| *unit < 0x80)
}
