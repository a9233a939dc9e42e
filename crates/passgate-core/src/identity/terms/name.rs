//! The words of a name, and of a company word in Han characters.

use super::number::Tail;
use super::{PART_MIN, SHORT_MIN, STATED_MIN, Terms, without_end};
use crate::document::IdentityField;
use crate::identity::compose::{decomposed, pinyin_letters};
use crate::identity::display_name::{DisplayName, HanName, NAME_CHARACTERS_MAX, is_han};
use crate::identity::pinyin::{RENDERINGS_MAX, renderings};
use crate::identity::readings::Readings;
use crate::identity::romanised::{spellings, without_marks};
use crate::identity::syllable::{Syllable, abbreviate, spell, ways};
use crate::matching::is_digit;
use crate::text::ascii::SPACE;
use crate::text::decode;

/// The maximum number of renderings of a text that is not a full name.
const RENDERINGS_OF_OTHERS: usize = 8;
/// The cost of looking up the readings of a name, in units of the budget.
const NAME_WORK: usize = 64;
/// The cost of decomposing a letter and comparing it with every syllable, and of finding the surname with a
/// given reading, in units of the budget.
const MARK_WORK: usize = 32;
const SURNAME_WORK: usize = 1_024;
/// The minimum length of a full name: two syllables may have three letters (吴娥 wue).
const FULL_NAME_MIN: usize = 3;

impl Terms {
    /// Adds every name of a text, full names first.
    pub(super) fn add_names(
        &mut self,
        names: &DisplayName,
        tails: &[Tail],
        depth: usize,
        readings: &Readings<'_>,
    ) {
        let field = IdentityField::NamePinyin;
        let is_unclear = names.unreadable || names.incomplete;
        if !names.han.is_empty() || !names.other.is_empty() || is_unclear {
            self.known.insert(field);
        }
        // Wang, Ma (HR): a surname of pinyin alone is not a full name.
        let is_surname = names.is_latin
            && self.is_time(field, SURNAME_WORK)
            && names.other.first().is_some_and(|name| is_surname(&name.text, readings));
        if is_unclear || is_surname {
            self.unclear.insert(field);
        }
        for name in &names.han {
            self.add_han_name(name, tails, depth, readings);
        }
        for name in &names.other {
            let is_full = name.is_full && !is_surname;
            // 王小明B: one or two letters beside a name distinguish two people with the same name.
            let fewest = if is_full { STATED_MIN } else { SHORT_MIN };
            if is_full {
                self.whole(field, &name.text, true);
            } else {
                self.guess(field, &name.text, fewest);
            }
            let is_marked = name.text.iter().any(|unit| *unit >= 0x80);
            let work = name.text.len().saturating_mul(MARK_WORK).saturating_add(SURNAME_WORK);
            if is_marked && !self.is_time(field, work) {
                return;
            }
            let apart = decomposed(&name.text);
            if apart != name.text {
                // A keyboard may type a letter and its mark separately.
                self.plain(field, &apart, is_full, fewest);
            }
            if !is_marked {
                // The text itself has been added above.
            } else if pinyin_letters(&name.text).is_some_and(|letters| readings.is_pinyin_name(&letters)) {
                // wáng xiǎomíng, Lü Bu: without marks, as in a password. René and Máté are not pinyin.
                let fewest = if is_full { 1 } else { SHORT_MIN };
                for umlaut in UMLAUTS {
                    self.plain(field, &without_marks(&name.text, umlaut), is_full, fewest);
                }
            } else {
                for spelling in spellings(&name.text) {
                    if spelling != name.text {
                        self.guess(field, &spelling, fewest);
                    }
                }
            }
            for part in name.text.split(|unit| *unit == SPACE) {
                self.folded(field, part, PART_MIN);
                self.folded(field, without_end(part, is_digit), PART_MIN);
            }
        }
    }

    /// Adds a company word; one in Han characters also as pinyin.
    pub(super) fn add_word(&mut self, word: &[u16], depth: usize, readings: &Readings<'_>) {
        let field = IdentityField::Words;
        if word.iter().all(|unit| *unit < 0x80) {
            self.plain(field, word, true, SHORT_MIN);
            // HP, 3M: a guess, and only where no letter is beside it.
            self.folded(field, word, STATED_MIN);
            if word.len() < STATED_MIN {
                self.unclear.insert(field);
            }
            return;
        }
        self.plain(field, word, true, 1);
        self.folded(field, word, 1);
        let characters: Vec<char> = decode(word).map(|character| readings.unified(character)).collect();
        for run in characters.split(|character| !is_han(*character)).filter(|run| run.len() > 1) {
            if !self.is_time(field, NAME_WORK) {
                return;
            }
            let characters = run.iter().copied().take(NAME_CHARACTERS_MAX).collect();
            let Some(renderings) =
                renderings(readings, &HanName { characters, dot: None, is_full: true }, depth)
            else {
                self.unclear.insert(field);
                continue;
            };
            let mut typed = Vec::new();
            renderings.each(RENDERINGS_OF_OTHERS, &mut |syllables| {
                for way in 0..ways(syllables) {
                    typed.clear();
                    spell(syllables, way, &mut typed);
                    self.plain(field, &typed, true, PART_MIN);
                    self.folded(field, &typed, PART_MIN);
                }
            });
        }
        let ascii = word.split(|unit| *unit >= 0x80 || !char::from(*unit as u8).is_ascii_alphanumeric());
        for part in ascii.filter(|part| part.len() < word.len()) {
            self.folded(field, part, PART_MIN);
        }
    }

    /// Adds a name in Han characters: in pinyin, in every order and abbreviation people use, and as written.
    fn add_han_name(&mut self, name: &HanName, tails: &[Tail], depth: usize, readings: &Readings<'_>) {
        let field = IdentityField::NamePinyin;
        if !self.is_time(field, NAME_WORK) {
            return;
        }
        let Some(renderings) = renderings(readings, name, depth) else {
            self.unclear.insert(field);
            return;
        };
        let most = if name.is_full { RENDERINGS_MAX } else { RENDERINGS_OF_OTHERS };
        // A surname of two letters is in thousands of words.
        let fewest = if name.is_full { STATED_NAME_MIN } else { SHORT_MIN };
        let mut typed = Vec::new();
        // Stated words come before guesses, which the budget may cut.
        renderings.each(most, &mut |syllables| {
            for way in 0..ways(syllables) {
                typed.clear();
                spell(syllables, way, &mut typed);
                self.plain(field, &typed, name.is_full, fewest);
            }
        });
        let han: Vec<u16> = name.characters.iter().collect::<String>().encode_utf16().collect();
        // The name itself, for products that accept Han characters.
        self.folded(field, &han, 2);
        renderings.each(most, &mut |syllables| {
            let (surname, given) = syllables.split_at_checked(renderings.surname).unwrap_or_default();
            for (surname_whole, given_whole, fewest) in [
                (true, true, FULL_NAME_MIN),
                (true, false, PART_MIN),
                (false, true, PART_MIN),
                (false, false, SHORT_MIN),
            ] {
                let (surname, given) = ((surname, surname_whole), (given, given_whole));
                self.add_typed([surname, given], &[], fewest, &mut typed);
                self.add_typed([given, surname], &[], fewest, &mut typed);
            }
            typed.clear();
            abbreviate(syllables, &mut typed);
            self.plain(field, &typed, false, SHORT_MIN);
            for way in 0..ways(syllables) {
                typed.clear();
                spell(syllables, way, &mut typed);
                typed.reverse();
                self.plain(field, &typed, false, PART_MIN);
            }
            if renderings.dotted {
                self.add_typed([(surname, true), NOTHING], &[], PART_MIN, &mut typed);
            }
            if given.len() > 1 {
                self.add_typed([(given, true), NOTHING], &[], PART_MIN, &mut typed);
            }
            // A short surname alone means nothing, but with the end of the phone number it does.
            for tail in tails {
                self.add_typed([(surname, true), NOTHING], tail, PART_MIN, &mut typed);
            }
        });
    }

    /// Adds two parts of a name, each whole or as initials, followed by a tail: once for each way to type
    /// `ü`, which is the same within a part. `typed` is a reused buffer.
    fn add_typed(&mut self, pieces: [Piece<'_>; 2], tail: &[u16], fewest: usize, typed: &mut Vec<u16>) {
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
                self.folded(IdentityField::NamePinyin, typed, fewest);
            }
        }
    }
}

/// Whether a name is one word, which is a surname in pinyin.
fn is_surname(name: &[u16], readings: &Readings<'_>) -> bool {
    let mut words = name.split(|unit| *unit == SPACE).filter(|word| !word.iter().all(|unit| is_digit(*unit)));
    match (words.next().and_then(pinyin_letters), words.next()) {
        (Some(letters), None) => readings.is_surname_reading(&letters),
        _ => false,
    }
}

/// The ways to type `ü` without its marks.
const UMLAUTS: [&str; 3] = ["v", "u", "yu"];

/// The minimum length of a stated name: two characters may have two letters (鄂娥 ee).
const STATED_NAME_MIN: usize = 2;

/// A part of a name, and whether it is written whole or as initials.
type Piece<'s> = (&'s [Syllable], bool);
const NOTHING: Piece<'_> = (&[], true);
