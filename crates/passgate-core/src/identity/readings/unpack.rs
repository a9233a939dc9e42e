//! Unpacks the table `data/names.bin`, whose order is the one that compresses best.
//!
//! Seven sections, each preceded by its length in two bytes. Distances are variable-length integers
//! ([`Numbers`]).
//!
//! | section | what |
//! |---|---|
//! | syllables | six bytes each, zeros after the last letter; the 255 most frequent first |
//! | characters | the distance of each character from the previous one, 0 for another reading of the same; the next code is its reading |
//! | forms | the distance of each compatibility ideograph, radical or private-use character from the previous one |
//! | unified | the character that each of them stands for |
//! | surnames | sorted: the distance of the first character from the previous one; the number of readings, plus 8 if a second character follows; the second character |
//! | rare | for each code 255 in order, the number of the syllable minus 255 |
//! | codes | the numbers of the readings of the characters, then of the surnames |

use std::slice::Iter;

use super::Readings;
use crate::matching::{Numbers, section};

const SECTIONS: usize = 7;
const ESCAPE: u8 = 255;
/// The first CJK unified ideograph. Surnames are stored relative to it.
const BLOCK_FIRST: u32 = 0x4E00;
/// Added to the number of readings of a surname with two characters.
const COMPOUND: u32 = 8;

impl<'d> Readings<'d> {
    /// Unpacks the table. Invalid bytes give wrong readings or none.
    pub(super) fn unpack(mut bytes: &'d [u8]) -> Self {
        let mut sections = [&[] as &[u8]; SECTIONS];
        for part in &mut sections {
            (*part, bytes) = section(bytes).unwrap_or_default();
        }
        let [syllables, characters, forms, unified, surnames, rare, codes] = sections;
        let mut codes = Codes { rare: rare.iter(), codes: codes.iter() };
        let mut readings = Self { syllables, ..Self::default() };
        let mut here = 0_u32;
        for (distance, number) in Numbers::of(characters).zip(&mut codes) {
            here = here.wrapping_add(distance);
            readings.of_characters.push((here, number));
        }
        readings.of_surnames.extend(codes);
        let mut here = 0_u32;
        for (distance, unified) in Numbers::of(forms).zip(Numbers::of(unified)) {
            here = here.wrapping_add(distance);
            readings.forms.push((here, unified));
        }
        let mut numbers = Numbers::of(surnames);
        let (mut here, mut end) = (BLOCK_FIRST, 0_usize);
        while let (Some(distance), Some(kind)) = (numbers.next(), numbers.next()) {
            here = here.wrapping_add(distance);
            let begin = end;
            end = begin.wrapping_add((kind & COMPOUND.wrapping_sub(1)) as usize);
            let second = if kind & COMPOUND == 0 { None } else { numbers.next() };
            let second = second.and_then(|second| char::from_u32(second.wrapping_add(BLOCK_FIRST)));
            readings.surnames.push((here, (second, begin..end)));
        }
        readings
    }
}

/// Decodes the syllable numbers.
struct Codes<'d> {
    rare: Iter<'d, u8>,
    codes: Iter<'d, u8>,
}

impl Iterator for Codes<'_> {
    type Item = u16;

    #[inline(never)]
    fn next(&mut self) -> Option<u16> {
        let code = *self.codes.next()?;
        let beyond = if code == ESCAPE { *self.rare.next()? } else { 0 };
        Some(u16::from(code).wrapping_add(beyond.into()))
    }
}
