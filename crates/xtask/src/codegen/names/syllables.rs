//! The syllables of the table in the order of GB 2312, and how they are spelled.

use std::collections::BTreeSet;

use anyhow::{Context, Result, bail};

use super::sources::Readings;

const MASK_BYTES: usize = 5;
/// Letters of a beginning and of an end, 0 for none.
const INITIAL_BYTES: usize = 2;
const FINAL_BYTES: usize = 4;

/// The longer of two that begin alike comes first.
const INITIALS: [&str; 24] = [
    "zh", "ch", "sh", "b", "c", "d", "f", "g", "h", "j", "k", "l", "m", "n", "p", "q", "r", "s", "t", "w",
    "x", "y", "z", "",
];

/// Every syllable of the table; its number is its place here.
pub struct Syllables(Vec<String>);

impl Syllables {
    pub fn of(table: &Readings) -> Self {
        let known: BTreeSet<&String> = table.values().flatten().collect();
        let mut syllables: Vec<String> = known.into_iter().cloned().collect();
        syllables.sort_by_cached_key(|syllable| order(syllable));
        Self(syllables)
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// # Errors
    /// It is none of the table.
    pub fn number(&self, reading: &str) -> Result<usize> {
        self.0
            .iter()
            .position(|known| known == reading)
            .with_context(|| format!("`{reading}` was not counted"))
    }

    /// How many beginnings follow, then these in order, each with the ends it goes with, one bit
    /// each; then the ends. A beginning comes again where another stands between its syllables
    /// (`ce cha ci`).
    pub fn spelling(&self) -> Result<Vec<u8>> {
        let pairs = self.0.iter().map(|syllable| split(syllable)).collect::<Option<Vec<_>>>();
        let pairs = pairs.context("a syllable without a beginning")?;
        let mut ends: Vec<&str> = pairs.iter().map(|(_, end)| *end).collect();
        ends.sort_by_cached_key(|end| order(end));
        ends.dedup();
        if ends.len() > MASK_BYTES * 8 {
            bail!("there are {} ends of syllables", ends.len());
        }
        let mut rows: Vec<(&str, u64)> = Vec::new();
        for (begin, end) in pairs {
            let bit = ends.iter().position(|known| *known == end).context("an end was not counted")?;
            let bit = 1_u64.wrapping_shl(bit as u32);
            match rows.last_mut() {
                Some((last, mask)) if *last == begin => *mask |= bit,
                _ => rows.push((begin, bit)),
            }
        }
        let mut section = vec![u8::try_from(rows.len())?];
        for (begin, mask) in rows {
            padded(&mut section, begin, INITIAL_BYTES)?;
            section.extend(mask.to_le_bytes().get(..MASK_BYTES).context("a mask is too short")?);
        }
        for end in ends {
            padded(&mut section, end, FINAL_BYTES)?;
        }
        Ok(section)
    }
}

/// The alphabet, `ü` after `u`.
fn order(letters: &str) -> (String, bool) {
    (letters.replace('v', "u"), letters.contains('v'))
}

fn split(reading: &str) -> Option<(&'static str, &str)> {
    INITIALS.iter().find_map(|initial| Some((*initial, reading.strip_prefix(initial)?)))
}

fn padded(section: &mut Vec<u8>, letters: &str, width: usize) -> Result<()> {
    let missing = width.checked_sub(letters.len()).with_context(|| format!("`{letters}` is too long"))?;
    section.extend(letters.bytes());
    section.extend(vec![0; missing]);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_the_order_of_the_standard() {
        let readings = ["luan", "ce", "lv", "ci", "lu", "cha", "lve", "er"].map(str::to_owned).to_vec();
        let syllables = Syllables::of(&Readings::from([('x', readings)]));
        assert_eq!(syllables.0, ["ce", "cha", "ci", "er", "lu", "lv", "luan", "lve"]);
        let spelling = syllables.spelling().unwrap();
        // c, ch, c, none, l; e, a, i, er, u, v, uan, ve.
        assert_eq!(spelling.len(), 1 + 5 * 7 + 8 * 4);
        assert!(spelling.starts_with(b"\x05c\0"));
    }
}
