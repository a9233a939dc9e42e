//! The bytes of `names.bin`: what the standards that a platform knows leave open, in the form that
//! compresses best under brotli. `passgate_core`'s `identity/readings/unpack.rs` reads it and
//! describes every section.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, bail};

use super::sources::{Readings, Sources};
use super::standards::{self, BLOCK, GB_2312, KS_X_1001};
use super::syllables::Syllables;

/// Level 1 of GB 2312.
const LEVEL_ONE: usize = 3_755;
/// How many different readings before it a character of KS X 1001 is compared with.
const RECENT: usize = 8;
const ESCAPE: u8 = 255;
/// Added to the number of readings of a surname of two characters.
const COMPOUND: u8 = 8;

pub fn packed(table: &Readings, sources: &Sources) -> Result<Vec<u8>> {
    let syllables = Syllables::of(table);
    let [gb, ks] = [GB_2312, KS_X_1001].map(standards::characters);
    let (level_one, level_two) = gb.split_at_checked(LEVEL_ONE).context("GB 2312 is too short")?;
    let first = |character: &char| -> Result<usize> {
        let reading = table.get(character).and_then(|readings| readings.first());
        syllables.number(reading.with_context(|| format!("{character} is not covered"))?)
    };
    let level_one_readings = level_one.iter().map(first).collect::<Result<Vec<usize>>>()?;
    let in_order = longest_in_order(&level_one_readings);
    let counts = counts(&level_one_readings, &in_order, syllables.len())?;
    let mut codes = Codes::new(&counts)?;

    let mut exceptions = Vec::new();
    let mut before = 0;
    for (index, number) in level_one_readings.iter().enumerate() {
        if !in_order.contains(&index) {
            varint(&mut exceptions, u32::try_from(index.saturating_sub(before))?);
            before = index;
            codes.push(*number)?;
        }
    }
    let mut known: BTreeSet<char> = level_one.iter().copied().collect();
    let (mut ranks, mut recent) = (Vec::new(), [usize::MAX; RECENT]);
    for character in &ks {
        let number = first(character)?;
        let rank = recent.iter().position(|recent| *recent == number);
        if known.insert(*character) {
            ranks.push(u8::try_from(rank.unwrap_or(RECENT))?);
            if rank.is_none() {
                codes.push(number)?;
            }
        }
        recent.copy_within(..rank.unwrap_or(RECENT.saturating_sub(1)), 1);
        recent[0] = number;
    }
    for character in level_two {
        if known.insert(*character) {
            codes.push(first(character)?)?;
        }
    }
    let (mut gaps, mut gap) = (Vec::new(), 0);
    for character in BLOCK.filter(|character| !known.contains(character)) {
        if table.contains_key(&character) {
            varint(&mut gaps, gap);
            gap = 0;
            codes.push(first(&character)?)?;
        } else {
            gap = gap.saturating_add(1);
        }
    }
    let mut further = Vec::new();
    let mut before = 0;
    for (&character, readings) in table {
        for reading in readings.iter().skip(usize::from(BLOCK.contains(&character))) {
            varint(&mut further, u32::from(character).saturating_sub(before));
            before = u32::from(character);
            codes.push(syllables.number(reading)?)?;
        }
    }
    let surnames = surnames(table, sources, &syllables, &mut codes)?;
    let sections =
        [syllables.spelling()?, counts, exceptions, ranks, gaps, further, surnames, codes.rare, codes.codes];
    let mut file = checksum()?.to_le_bytes().to_vec();
    for section in sections {
        file.extend(u16::try_from(section.len()).context("a section is too long")?.to_le_bytes());
        file.extend(section);
    }
    Ok(file)
}

/// FNV-1a of the standards, in the order they are come by.
fn checksum() -> Result<u32> {
    let [gb, ks] = [GB_2312, KS_X_1001].map(|standard| standards::cells(standard).collect::<Vec<char>>());
    let (level_one, level_two) = gb.split_at_checked(LEVEL_ONE).context("GB 2312 is too short")?;
    let places = level_one.iter().chain(&ks).chain(level_two).map(|cell| u32::from(*cell));
    let distances = places.map(|place| place.wrapping_sub(u32::from(*BLOCK.start())));
    Ok(distances.fold(0x811C_9DC5, |hash, distance| (hash ^ distance).wrapping_mul(0x0100_0193)))
}

fn varint(out: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        out.push((number & 0x7F) as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// The places of a longest series of these numbers that never falls.
fn longest_in_order(numbers: &[usize]) -> BTreeSet<usize> {
    // For each number the place of the last of the longest series that ends with it or lower.
    let mut best: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    let mut before: Vec<Option<usize>> = Vec::new();
    for (place, &number) in numbers.iter().enumerate() {
        let (length, previous) = best
            .range(..=number)
            .next_back()
            .map_or((0, None), |(_, &(length, previous))| (length, Some(previous)));
        before.push(previous);
        let length = length.saturating_add(1);
        best.insert(number, (length, place));
        let beaten: Vec<usize> = best
            .range(number.saturating_add(1)..)
            .take_while(|(_, (other, _))| *other <= length)
            .map(|(number, _)| *number)
            .collect();
        for number in beaten {
            best.remove(&number);
        }
    }
    let mut series = BTreeSet::new();
    let mut at = best.last_key_value().map(|(_, (_, place))| *place);
    while let Some(place) = at {
        series.insert(place);
        at = before.get(place).copied().flatten();
    }
    series
}

/// How many characters of level 1 stand at each syllable; what is out of order counts where it is.
fn counts(numbers: &[usize], in_order: &BTreeSet<usize>, syllables: usize) -> Result<Vec<u8>> {
    let mut counts = vec![0_u8; syllables];
    let mut here = 0;
    for (place, number) in numbers.iter().enumerate() {
        if in_order.contains(&place) {
            here = *number;
        }
        let count = counts.get_mut(here).context("a syllable was not counted")?;
        *count = count.checked_add(1).context("too many characters of one syllable")?;
    }
    Ok(counts)
}

/// Syllables as bytes: a frequent one is its place among those, the others have a stream of their
/// own. Which are frequent, level 1 says.
struct Codes {
    frequent: Vec<bool>,
    codes: Vec<u8>,
    rare: Vec<u8>,
}

impl Codes {
    fn new(counts: &[u8]) -> Result<Self> {
        let frequent = counts.iter().map(|count| *count >= FREQUENT).collect::<Vec<bool>>();
        let many = frequent.iter().filter(|frequent| **frequent).count();
        if many > usize::from(ESCAPE) || frequent.len().saturating_sub(many) > 256 {
            bail!("{many} of {} syllables are frequent", frequent.len());
        }
        Ok(Self { frequent, codes: Vec::new(), rare: Vec::new() })
    }

    fn push(&mut self, number: usize) -> Result<()> {
        let frequent = *self.frequent.get(number).context("a syllable was not counted")?;
        let alike = self.frequent.iter().take(number).filter(|other| **other == frequent).count();
        let code = u8::try_from(alike)?;
        if frequent {
            self.codes.push(code);
        } else {
            self.codes.push(ESCAPE);
            self.rare.push(code);
        }
        Ok(())
    }
}

/// So many characters of level 1 make a syllable frequent.
const FREQUENT: u8 = 6;

/// Sorted by the first character: its distance from the one before, then what follows it, then
/// how many readings there are among the codes. What the characters are read as anyway is left out.
fn surnames(
    table: &Readings,
    sources: &Sources,
    syllables: &Syllables,
    codes: &mut Codes,
) -> Result<Vec<u8>> {
    let plain = |character: char| table.get(&character).map_or(&[] as &[String], Vec::as_slice);
    let mut entries: Vec<(char, Option<char>, Vec<&String>)> = Vec::new();
    for (&character, readings) in &sources.surnames {
        if !plain(character).starts_with(readings) {
            entries.push((character, None, readings.iter().collect()));
        }
    }
    for (&(first, second), (left, right)) in &sources.compound_surnames {
        let usual = plain(first).first() == Some(left) && plain(second).first() == Some(right);
        let readings = if usual { Vec::new() } else { vec![left, right] };
        entries.push((first, Some(second), readings));
    }
    entries.sort();
    let distance = |from: char, to: char| {
        u32::from(to).checked_sub(u32::from(from)).with_context(|| format!("the surname {to} lies elsewhere"))
    };
    let mut section = Vec::new();
    let mut before = *BLOCK.start();
    for (first, second, readings) in entries {
        varint(&mut section, distance(before, first)?);
        before = first;
        let kind = u8::try_from(readings.len())?;
        match second {
            None => section.push(kind),
            Some(second) => {
                section.push(kind.saturating_add(COMPOUND));
                varint(&mut section, distance(*BLOCK.start(), second)?);
            }
        }
        for reading in readings {
            codes.push(syllables.number(reading)?)?;
        }
    }
    Ok(section)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_series() {
        for (numbers, expected) in [
            (&[][..], &[][..]),
            (&[5], &[0]),
            (&[1, 1, 9, 2, 2, 3], &[0, 1, 3, 4, 5]),
            (&[3, 1, 2, 2, 0, 4], &[1, 2, 3, 5]),
        ] {
            assert_eq!(longest_in_order(numbers).into_iter().collect::<Vec<_>>(), expected, "{numbers:?}");
        }
    }
}
