//! Encodes `names.bin`. `identity/readings/unpack.rs` of `passgate_core` reads it and documents every
//! section.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, bail};

use super::sources::{Readings, Sources};

/// The bytes of each syllable: the number of letters of the longest one.
const SYLLABLE_BYTES: usize = 6;
/// The code that says that the number continues in the section of rare syllables.
const ESCAPE: u8 = 255;
/// Added to the number of readings for a surname of two characters.
const COMPOUND: u8 = 8;
/// The base from which the characters of surnames are counted.
const BLOCK_FIRST: char = '\u{4E00}';

/// `forms` maps each compatibility ideograph, radical and private-use character to its ideograph.
pub fn packed(table: &Readings, sources: &Sources, forms: &BTreeMap<char, char>) -> Result<Vec<u8>> {
    let syllables = syllables(table);
    let mut codes = Codes { syllables: &syllables, codes: Vec::new(), rare: Vec::new() };
    let mut characters = Distances::default();
    for (&character, readings) in table {
        for reading in readings {
            characters.push(character);
            codes.push(reading)?;
        }
    }
    let (mut from, mut to) = (Distances::default(), Vec::new());
    for (&form, &unified) in forms {
        from.push(form);
        varint(&mut to, unified.into());
    }
    let surnames = surnames(table, sources, &mut codes)?;
    let mut spelled = Vec::new();
    for syllable in &syllables {
        let missing = SYLLABLE_BYTES.checked_sub(syllable.len());
        spelled.extend(syllable.bytes());
        spelled.extend(vec![0; missing.with_context(|| format!("`{syllable}` is too long"))?]);
    }
    let mut file = Vec::new();
    for section in [spelled, characters.bytes, from.bytes, to, surnames, codes.rare, codes.codes] {
        file.extend(u16::try_from(section.len()).context("a section is too long")?.to_le_bytes());
        file.extend(section);
    }
    Ok(file)
}

/// Every syllable of the table; its index is its number. The most frequent ones, which have a code of
/// their own, come first. Both parts are in alphabetical order.
fn syllables(table: &Readings) -> Vec<&str> {
    let mut many: BTreeMap<&str, usize> = BTreeMap::new();
    for reading in table.values().flatten() {
        let many = many.entry(reading).or_default();
        *many = many.saturating_add(1);
    }
    let mut by_rank: Vec<(&str, usize)> = many.into_iter().collect();
    by_rank.sort_by_key(|(syllable, many)| (std::cmp::Reverse(*many), *syllable));
    let frequent: BTreeSet<&str> =
        by_rank.iter().take(ESCAPE.into()).map(|(syllable, _)| *syllable).collect();
    let mut syllables: Vec<&str> = by_rank.into_iter().map(|(syllable, _)| syllable).collect();
    syllables.sort_by_key(|syllable| (!frequent.contains(syllable), *syllable));
    syllables
}

/// Readings as bytes: the numbers of their syllables.
struct Codes<'s> {
    syllables: &'s [&'s str],
    codes: Vec<u8>,
    rare: Vec<u8>,
}

impl Codes<'_> {
    fn push(&mut self, reading: &str) -> Result<()> {
        let number = self.syllables.iter().position(|syllable| *syllable == reading);
        let number = number.with_context(|| format!("`{reading}` was not counted"))?;
        match number.checked_sub(ESCAPE.into()) {
            None => self.codes.push(u8::try_from(number)?),
            Some(beyond) => {
                self.codes.push(ESCAPE);
                self.rare.push(u8::try_from(beyond).context("there are too many syllables")?);
            }
        }
        Ok(())
    }
}

/// Characters in order, each encoded as the distance from the previous one.
#[derive(Default)]
struct Distances {
    bytes: Vec<u8>,
    before: u32,
}

impl Distances {
    fn push(&mut self, character: char) {
        varint(&mut self.bytes, u32::from(character).saturating_sub(self.before));
        self.before = character.into();
    }
}

fn varint(out: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        out.push((number & 0x7F) as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Sorted by the first character: its distance from the previous one, then the characters that follow
/// it, then the number of its readings among the codes. Readings that equal the usual ones are omitted.
fn surnames(table: &Readings, sources: &Sources, codes: &mut Codes<'_>) -> Result<Vec<u8>> {
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
    if let Some((first, ..)) =
        entries.iter().find(|(first, second, _)| second.unwrap_or(*first).min(*first) < BLOCK_FIRST)
    {
        bail!("the surname {first} is outside the table");
    }
    let mut firsts = Distances { before: BLOCK_FIRST.into(), ..Distances::default() };
    for (first, second, readings) in entries {
        firsts.push(first);
        let kind = u8::try_from(readings.len())?;
        match second {
            None => firsts.bytes.push(kind),
            Some(second) => {
                firsts.bytes.push(kind.saturating_add(COMPOUND));
                varint(&mut firsts.bytes, u32::from(second).saturating_sub(BLOCK_FIRST.into()));
            }
        }
        for reading in readings {
            codes.push(reading)?;
        }
    }
    Ok(firsts.bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frequent_syllables_come_first_and_both_parts_are_alphabetical() {
        let readings = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<String>>();
        let many: Vec<String> = (0..255).map(|number| format!("b{number:03}")).collect();
        let table = Readings::from([
            ('a', readings(&["zai", "aa"])),
            ('b', [readings(&["zai"]), many.clone()].concat()),
            ('c', many.into_iter().skip(1).collect()),
        ]);
        let made = syllables(&table);
        assert_eq!((made.len(), made[0], made[253], made[254]), (257, "b001", "b254", "zai"));
        assert_eq!(made[255..], ["aa", "b000"]);
    }
}
