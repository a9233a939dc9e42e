//! The table from `data/names.bin` and from what the platform knows anyway: the standards that
//! text was encoded in before Unicode. Their order says how characters are read, so the file holds
//! only what it leaves open.
//!
//! The file, numbers little-endian, distances as variable-length integers ([`Numbers`]):
//!
//! | what | bytes |
//! |---|---|
//! | FNV-1a of the characters of level 1, KS X 1001 and level 2, as distances from U+4E00 | 4 |
//! | then each section after its length: | 2 each |
//! | spelling: the syllables in the order of GB 2312 ([`Spelling`]) | |
//! | counts: how many characters of level 1 of GB 2312 each syllable has; that level is sorted by it | one a syllable |
//! | exceptions: distances in level 1 to what is out of that order; its reading is the next code | |
//! | ranks: of each character of KS X 1001 not read yet, which of the 8 readings last seen in that standard it has; 8 for the next code. It is sorted by the Korean reading, which often goes with the Chinese one | one a character |
//! | gaps: after a code for each character of level 2 not read yet, how many characters of the block not read yet have no place before the next that has; its reading is the next code | |
//! | further: distance of a character from the one before; the next code is a reading it has too | |
//! | surnames | |
//! | rare: which rare syllable, for each code 255 in turn | |
//! | codes: which frequent syllable (one with at least 6 in the counts); 255 the next rare one. What is left are the readings of the surnames | |

use std::slice::Iter;

use super::{BLOCK_FIRST, BLOCK_LENGTH, Readings, Spelling};
use crate::identity::numbers::Numbers;
use crate::rest::section;

const SECTIONS: usize = 9;
/// What the rows of level 2 of GB 2312 and of KS X 1001 are, with the five cells for private use
/// that level 1 ends with.
const LEVEL_TWO: usize = 3_013;
const KS: usize = 4_888;
/// So many characters of level 1 make a syllable frequent.
const FREQUENT: u8 = 6;
const ESCAPE: u8 = 255;
const RECENT: usize = 8;

impl<'d> Readings<'d> {
    /// The table; none if the standards are not what everybody else knows, or the bytes no table.
    pub(crate) fn new(bytes: &'d [u8], standards: &'d [u16]) -> Option<Self> {
        let (checksum, body) = bytes.split_first_chunk()?;
        let mut readings = Self::default();
        (readings.unpack(body, standards) == u32::from_le_bytes(*checksum)).then_some(readings)
    }

    /// The same without looking: what is wrong gives wrong readings or none. Returns FNV-1a of the
    /// characters of both standards, as they were come by; compatibility ideographs are left out, for
    /// Unicode may yet assign some.
    pub(super) fn unpack(&mut self, mut body: &'d [u8], standards: &'d [u16]) -> u32 {
        let mut sections = [&[] as &[u8]; SECTIONS];
        for part in &mut sections {
            (*part, body) = section(body).unwrap_or_default();
        }
        let [spelling, counts, exceptions, ranks, gaps, further, surnames, rare, codes] = sections;
        self.spelling = Spelling(spelling);
        self.surnames = surnames;
        self.first = vec![0; BLOCK_LENGTH];
        let mut codes = Codes::new(counts, rare, codes);
        let mut table = Table { first: &mut self.first, standards: standards.iter(), seen: 0x811C_9DC5 };
        table.level_one(counts, exceptions, &mut codes);
        let level_two = table.standards.clone();
        table.standards = level_two.as_slice().get(LEVEL_TWO..).unwrap_or_default().iter();
        table.ks(ranks, &mut codes);
        self.unified = table.standards.as_slice();
        table.standards = level_two;
        table.level_two(&mut codes);
        table.others(gaps, &mut codes);
        let seen = table.seen;
        let mut here = 0_u32;
        for distance in Numbers::of(further) {
            here = here.wrapping_add(distance);
            self.further.push((here, codes.next()));
        }
        while let number @ 1.. = codes.next() {
            self.surname_readings.push(number);
        }
        seen
    }
}

/// The numbers of the first readings, and the characters they are filled in by.
struct Table<'t, 's> {
    first: &'t mut [u16],
    standards: Iter<'s, u16>,
    seen: u32,
}

// Each step is a function of its own: an engine that sees thousands of rounds in a large one makes
// fast code of all of it meanwhile, on a machine that has better to do while it starts.
impl Table<'_, '_> {
    /// Level 1 of GB 2312, by how many characters each syllable has.
    #[inline(never)]
    fn level_one(&mut self, counts: &[u8], exceptions: &[u8], codes: &mut Codes<'_>) {
        let mut exceptions = Numbers::of(exceptions);
        let mut exception = exceptions.next().unwrap_or(u32::MAX);
        for (number, count) in (1..).zip(counts) {
            for _ in 0..*count {
                let Some(reading) = self.next() else { break };
                *reading = number;
                if exception == 0 {
                    *reading = codes.next();
                    exception = exceptions.next().unwrap_or(u32::MAX);
                }
                exception = exception.wrapping_sub(1);
            }
        }
    }

    /// KS X 1001, by the ranks of the readings seen last.
    #[inline(never)]
    fn ks(&mut self, ranks: &[u8], codes: &mut Codes<'_>) {
        let mut ranks = ranks.iter();
        let mut recent = [0; RECENT];
        for _ in 0..KS {
            let Some(number) = self.next() else { continue };
            if *number == 0 {
                let rank = ranks.next().copied().unwrap_or(0);
                *number = recent.get(usize::from(rank)).copied().unwrap_or_else(|| codes.next());
            }
            // To the front, those before it one place back.
            let mut before = *number;
            for one in &mut recent {
                std::mem::swap(one, &mut before);
                if before == *number {
                    break;
                }
            }
        }
    }

    /// Level 2 of GB 2312, a code for each that is not read yet.
    #[inline(never)]
    fn level_two(&mut self, codes: &mut Codes<'_>) {
        for _ in 0..LEVEL_TWO {
            if let Some(number) = self.next()
                && *number == 0
            {
                *number = codes.next();
            }
        }
    }

    /// Those of the block that no standard has.
    #[inline(never)]
    fn others(&mut self, gaps: &[u8], codes: &mut Codes<'_>) {
        let mut gaps = Numbers::of(gaps);
        let mut gap = gaps.next().unwrap_or(u32::MAX);
        for number in self.first.iter_mut().filter(|number| **number == 0) {
            if gap == 0 {
                *number = codes.next();
                gap = gaps.next().unwrap_or(u32::MAX);
            } else {
                gap = gap.wrapping_sub(1);
            }
        }
    }

    /// The number of the next character, if it is of the block: KS X 1001 has doubles as
    /// compatibility ideographs.
    #[inline(always)]
    fn next(&mut self) -> Option<&mut u16> {
        let place = u32::from(*self.standards.next()?).wrapping_sub(BLOCK_FIRST);
        self.seen = fnv(self.seen, place);
        self.first.get_mut(place as usize)
    }
}

/// One step of FNV-1a, 32 bits: enough to notice what is not the same everywhere.
fn fnv(hash: u32, number: u32) -> u32 {
    (hash ^ number).wrapping_mul(0x0100_0193)
}

/// The numbers of syllables, from 1; 0 where they end.
struct Codes<'d> {
    /// By code; from 255 on those of the rare ones.
    numbers: [u16; 512],
    rare: Iter<'d, u8>,
    codes: Iter<'d, u8>,
}

impl<'d> Codes<'d> {
    fn new(counts: &[u8], rare: &'d [u8], codes: &'d [u8]) -> Self {
        let mut numbers = [0; 512];
        let (mut frequent, mut others) = (0_usize, usize::from(ESCAPE));
        for (number, count) in (1..).zip(counts) {
            let next = if *count >= FREQUENT { &mut frequent } else { &mut others };
            if let Some(place) = numbers.get_mut(*next) {
                *place = number;
            }
            *next = next.wrapping_add(1);
        }
        Self { numbers, rare: rare.iter(), codes: codes.iter() }
    }

    #[inline(never)]
    fn next(&mut self) -> u16 {
        let Some(&code) = self.codes.next() else { return 0 };
        let mut place = usize::from(code);
        if code == ESCAPE
            && let Some(rare) = self.rare.next()
        {
            place = place.wrapping_add(usize::from(*rare));
        }
        self.numbers.get(place).copied().unwrap_or(0)
    }
}
