//! The bytes of `names.bin`: what compresses best under brotli and needs no building.
//!
//! One byte a character of the basic block, then one for each entry that follows it: 0 none,
//! 1 to 254 a frequent syllable, 255 the next of the rare ones, which have a stream of their own.
//! The entries that follow are listed by place (characters elsewhere and further readings) and
//! then by surname. `passgate_core`'s `identity/readings.rs` reads it and describes every section.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, bail};

use super::sources::{Readings, Sources};
use super::unified::RANGES;

const MAGIC: [u8; 4] = *b"PGN\x02";
const BLOCK: std::ops::RangeInclusive<u32> = 0x4E00..=0x9FFF;
const ESCAPE: u8 = 255;
const FREQUENT_MAX: usize = 254;
const MASK_BYTES: usize = 5;
/// Letters of a beginning and of an end, 0 for none.
const INITIAL_BYTES: usize = 2;
const FINAL_BYTES: usize = 4;
/// Added to the number of readings of a surname of two characters.
const COMPOUND: u8 = 8;

pub fn packed(table: &Readings, unified: &BTreeMap<char, char>, sources: &Sources) -> Result<Vec<u8>> {
    let mut syllables = Syllables::of(table)?;
    let mut codes = Codes::default();
    for place in BLOCK {
        let first = char::from_u32(place).and_then(|character| table.get(&character)?.first());
        codes.push(&syllables, first)?;
    }
    let mut places = Vec::new();
    let mut before = 0;
    for (&character, readings) in table {
        let further = usize::from(BLOCK.contains(&u32::from(character)));
        for reading in readings.iter().skip(further) {
            varint(&mut places, u32::from(character).saturating_sub(before));
            before = u32::from(character);
            codes.push(&syllables, Some(reading))?;
        }
    }
    let surnames = surnames(table, sources, &mut syllables, &mut codes)?;
    let sections =
        [syllables.spelling()?, codes.codes, codes.escapes, places, unified_section(unified), surnames];
    let mut body = Vec::new();
    for section in &sections {
        body.extend(u16::try_from(section.len()).context("a section is too long")?.to_le_bytes());
    }
    body.extend(sections.concat());
    let mut file = MAGIC.to_vec();
    file.extend(checksum(&body).to_le_bytes());
    file.extend(body);
    Ok(file)
}

/// FNV-1a.
fn checksum(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811C_9DC5, |hash, &byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

fn varint(out: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        out.push((number & 0x7F) as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// The syllables of the table, each a beginning and an end, split by how frequent they are.
struct Syllables {
    initials: Vec<&'static str>,
    finals: Vec<String>,
    frequent: Vec<(usize, usize)>,
    rare: Vec<(usize, usize)>,
}

/// The longer of two that begin alike comes first.
const INITIALS: [&str; 24] = [
    "zh", "ch", "sh", "b", "c", "d", "f", "g", "h", "j", "k", "l", "m", "n", "p", "q", "r", "s", "t", "w",
    "x", "y", "z", "",
];

impl Syllables {
    fn of(table: &Readings) -> Result<Self> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for reading in table.values().flatten() {
            let count = counts.entry(reading).or_default();
            *count = count.saturating_add(1);
        }
        let ends = |reading: &str| split(reading).map(|(_, end)| end.to_owned());
        let finals: BTreeSet<String> = counts.keys().filter_map(|reading| ends(reading)).collect();
        let finals: Vec<String> = finals.into_iter().collect();
        if finals.len() > MASK_BYTES * 8 {
            bail!("there are {} ends of syllables", finals.len());
        }
        let mut by_count: Vec<(&str, usize)> = counts.into_iter().collect();
        by_count.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
        let mut syllables =
            Self { initials: INITIALS.to_vec(), finals, frequent: Vec::new(), rare: Vec::new() };
        for (index, (reading, _)) in by_count.into_iter().enumerate() {
            let pair = syllables.pair(reading)?;
            let group = if index < FREQUENT_MAX { &mut syllables.frequent } else { &mut syllables.rare };
            group.push(pair);
        }
        syllables.frequent.sort_unstable();
        syllables.rare.sort_unstable();
        Ok(syllables)
    }

    fn pair(&self, reading: &str) -> Result<(usize, usize)> {
        let found = split(reading).and_then(|(begin, end)| {
            let initial = self.initials.iter().position(|initial| *initial == begin)?;
            Some((initial, self.finals.iter().position(|known| known == end)?))
        });
        found.with_context(|| format!("`{reading}` is no syllable"))
    }

    /// The beginnings, then for each beginning the ends it goes with: one bit each, the frequent
    /// syllables' rows first; then the ends.
    fn spelling(&self) -> Result<Vec<u8>> {
        let mut section = Vec::new();
        for initial in &self.initials {
            padded(&mut section, initial, INITIAL_BYTES)?;
        }
        for group in [&self.frequent, &self.rare] {
            for initial in 0..self.initials.len() {
                let ends = group.iter().filter(|pair| pair.0 == initial).map(|pair| pair.1);
                let mask = ends.fold(0_u64, |mask, end| mask | 1_u64.wrapping_shl(end as u32));
                let bytes = mask.to_le_bytes();
                section.extend(bytes.get(..MASK_BYTES).context("a mask is too short")?);
            }
        }
        for end in &self.finals {
            padded(&mut section, end, FINAL_BYTES)?;
        }
        Ok(section)
    }
}

fn padded(section: &mut Vec<u8>, letters: &str, width: usize) -> Result<()> {
    let missing = width.checked_sub(letters.len()).with_context(|| format!("`{letters}` is too long"))?;
    section.extend(letters.bytes());
    section.extend(vec![0; missing]);
    Ok(())
}

fn split(reading: &str) -> Option<(&'static str, &str)> {
    INITIALS.iter().find_map(|initial| Some((*initial, reading.strip_prefix(initial)?)))
}

#[derive(Default)]
struct Codes {
    codes: Vec<u8>,
    escapes: Vec<u8>,
}

impl Codes {
    fn push(&mut self, syllables: &Syllables, reading: Option<&String>) -> Result<()> {
        let Some(reading) = reading else {
            self.codes.push(0);
            return Ok(());
        };
        let pair = syllables.pair(reading)?;
        if let Ok(index) = syllables.frequent.binary_search(&pair) {
            self.codes.push(u8::try_from(index.saturating_add(1))?);
        } else {
            let index = syllables.rare.binary_search(&pair);
            self.codes.push(ESCAPE);
            self.escapes.push(u8::try_from(index.ok().context("a syllable was not counted")?)?);
        }
        Ok(())
    }
}

/// Sorted by the first character: its distance from the one before, then what follows it, then
/// how many readings there are among the codes. What the characters are read as anyway is left out.
fn surnames(
    table: &Readings,
    sources: &Sources,
    syllables: &mut Syllables,
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
    let mut section = Vec::new();
    let mut before = *BLOCK.start();
    for (first, second, readings) in entries {
        varint(&mut section, u32::from(first).checked_sub(before).context("a surname elsewhere")?);
        before = u32::from(first);
        let kind = u8::try_from(readings.len())?;
        match second {
            None => section.push(kind),
            Some(second) => {
                section.push(kind.saturating_add(COMPOUND));
                varint(
                    &mut section,
                    u32::from(second).checked_sub(*BLOCK.start()).context("a surname elsewhere")?,
                );
            }
        }
        for reading in readings {
            codes.push(syllables, Some(reading))?;
        }
    }
    Ok(section)
}

/// One number a place of the ranges: 0 for itself, or one more than the folded distance from the
/// target before.
fn unified_section(unified: &BTreeMap<char, char>) -> Vec<u8> {
    let mut section = Vec::new();
    let mut before = 0_i32;
    for place in RANGES.iter().flat_map(|&(first, last)| first..=last) {
        let target = char::from_u32(place).and_then(|character| unified.get(&character));
        let Some(target) = target else {
            section.push(0);
            continue;
        };
        let target = u32::from(*target) as i32;
        let distance = target.wrapping_sub(before);
        before = target;
        let folded = (distance.wrapping_shl(1) ^ distance.wrapping_shr(31)) as u32;
        varint(&mut section, folded.saturating_add(1));
    }
    section
}
