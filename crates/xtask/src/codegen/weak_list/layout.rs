//! The list as it is searched where it lies; `passgate-core`'s `weak` module reads it and says
//! what each part means.
//!
//! Most entries are a word with something before or after it (`monkey12`, `123abc`), and the same
//! few hundred affixes come again and again: a word is written once, and each affix is one byte.
//! What has no such shape is written as it is. Each kind of thing has its own stretch of bytes,
//! which is what brotli packs best.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use anyhow::{Context, Result, bail};

use super::shape::{Affix, shape};

const MAGIC: &[u8; 4] = b"PGW\x01";
/// The longest entry, word or affix, in characters.
const LONGEST: usize = 16;
/// After so many entries one is written in full, so that the search can begin there.
const BLOCK: usize = 64;
/// An affix is named by one byte.
const AFFIXES: usize = 255;
/// So many affixes or more are counted by a byte of their own.
const MANY: usize = 15;

/// The list of these passwords, and of these words beside the ones the passwords show.
pub fn bytes(passwords: &[String], words: &[String]) -> Result<Vec<u8>> {
    let affixes = affixes(passwords);
    let number: HashMap<Affix<'_>, u8> = affixes.iter().copied().zip(0..).collect();
    let mut shaped: BTreeMap<&str, BTreeSet<u8>> =
        words.iter().map(|word| (word.as_str(), BTreeSet::new())).collect();
    let mut others: BTreeMap<&str, BTreeSet<u8>> = BTreeMap::new();
    for password in passwords {
        match shape(password).and_then(|shape| Some((shape.word, *number.get(&shape.affix)?))) {
            Some((word, affix)) => {
                shaped.entry(word).or_default().insert(affix);
            }
            None => {
                others.insert(password, BTreeSet::new());
            }
        }
    }
    let tables = [Table::new(&shaped)?, Table::new(&others)?];
    let affix_text: String = affixes.iter().map(|affix| affix.text).collect();

    let mut bytes = MAGIC.to_vec();
    push(&mut bytes, affix_text.len())?;
    for table in &tables {
        for length in [table.blocks.len(), table.headers.len(), table.text.len(), table.affixes.len()] {
            push(&mut bytes, length)?;
        }
    }
    for after in [true, false] {
        for length in 1..=LONGEST {
            let same = affixes.iter().filter(|affix| affix.after == after && affix.text.len() == length);
            bytes.push(u8::try_from(same.count())?);
        }
    }
    bytes.extend(affix_text.bytes());
    for table in &tables {
        for stretch in [&table.starts, &table.blocks, &table.headers, &table.text, &table.affixes] {
            bytes.extend(stretch);
        }
    }
    Ok(bytes)
}

/// The affixes that are worth a number, in the order of their numbers: those after a word first,
/// each by length and text.
fn affixes(passwords: &[String]) -> Vec<Affix<'_>> {
    let mut times: BTreeMap<Affix<'_>, usize> = BTreeMap::new();
    for shape in passwords.iter().filter_map(|password| shape(password)) {
        let seen = times.entry(shape.affix).or_default();
        *seen = seen.saturating_add(1);
    }
    let mut affixes: Vec<(usize, Affix<'_>)> =
        times.into_iter().filter(|(_, times)| *times > 1).map(|(affix, times)| (times, affix)).collect();
    affixes.sort_unstable_by(|a, b| b.cmp(a));
    affixes.truncate(AFFIXES);
    let mut affixes: Vec<Affix<'_>> = affixes.into_iter().map(|(_, affix)| affix).collect();
    affixes.sort_unstable_by_key(|affix| (!affix.after, affix.text.len(), affix.text));
    affixes
}

/// Texts by length and then in order, each as what differs from the one before.
#[derive(Default)]
struct Table {
    /// For each length from 0, and once more for the end: its first entry and its first block.
    starts: Vec<u8>,
    /// For each block: where its text and its affixes begin.
    blocks: Vec<u8>,
    /// For each entry: how much it shares with the one before, and how many affixes it has.
    headers: Vec<u8>,
    /// What each entry does not share.
    text: Vec<u8>,
    /// Each entry's affixes.
    affixes: Vec<u8>,
}

impl Table {
    fn new(entries: &BTreeMap<&str, BTreeSet<u8>>) -> Result<Self> {
        let mut table = Self::default();
        for length in 0..=LONGEST {
            table.push_start()?;
            let mut before = "";
            let same = entries.iter().filter(|(text, _)| text.len() == length);
            for (position, (text, affixes)) in same.enumerate() {
                if position.is_multiple_of(BLOCK) {
                    push(&mut table.blocks, table.text.len())?;
                    push(&mut table.blocks, table.affixes.len())?;
                    before = "";
                }
                table.push_entry(before, text, affixes)?;
                before = text;
            }
        }
        table.push_start()?;
        if let Some(long) = entries.keys().find(|text| text.len() > LONGEST) {
            bail!("`{long}` is too long");
        }
        Ok(table)
    }

    fn push_start(&mut self) -> Result<()> {
        push(&mut self.starts, self.headers.len())?;
        push(&mut self.starts, self.blocks.len().div_euclid(4))
    }

    fn push_entry(&mut self, before: &str, text: &str, affixes: &BTreeSet<u8>) -> Result<()> {
        let shared = before.bytes().zip(text.bytes()).take_while(|(one, other)| one == other).count();
        let counted = affixes.len().min(MANY);
        self.headers.push(u8::try_from(shared << 4 | counted).context("shares too much")?);
        self.text.extend(text.bytes().skip(shared));
        if counted == MANY {
            self.affixes.push(u8::try_from(affixes.len())?);
        }
        self.affixes.extend(affixes);
        Ok(())
    }
}

/// A number of two bytes, the lower first.
fn push(bytes: &mut Vec<u8>, number: usize) -> Result<()> {
    bytes.extend(u16::try_from(number).context("the list is too long")?.to_le_bytes());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owned(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn a_word_once_and_its_affixes_as_numbers() {
        let passwords =
            owned(&["money123", "monkey12", "monkey123", "123monkey", "123money", "1q2w3e4r", "only7777"]);
        let bytes = bytes(&passwords, &owned(&["money", "mango"])).unwrap();
        let (head, rest) = bytes.split_at(22);
        // The affixes are `123` before and `123` after: `12` and `7777` come only once.
        assert_eq!(
            head,
            [b"PGW\x01", &[6, 0, 8, 0, 3, 0, 15, 0, 4, 0, 4, 0, 3, 0, 24, 0, 0, 0][..]].concat()
        );
        let (counts, rest) = rest.split_at(32);
        assert_eq!(counts.iter().map(|count| usize::from(*count)).sum::<usize>(), 2);
        assert_eq!((counts[2], counts[18]), (1, 1));
        let (affixes, rest) = rest.split_at(6);
        assert_eq!(affixes, b"123123");
        let (starts, rest) = rest.split_at(18 * 4);
        assert_eq!(starts[5 * 4..8 * 4], [0, 0, 0, 0, 2, 0, 1, 0, 3, 0, 2, 0]);
        assert_eq!(rest[..8 + 3], [0, 0, 0, 0, 9, 0, 2, 0, 0, 1 << 4 | 2, 2]);
        assert_eq!(rest[11..11 + 19], *b"mangooneymonkey\x00\x01\x00\x01");
    }

    #[test]
    fn many_affixes_are_counted_apart() {
        let affixes: Vec<u8> = (0..20).collect();
        let entries = BTreeMap::from([("monkey", affixes.iter().copied().collect())]);
        let table = Table::new(&entries).unwrap();
        assert_eq!(table.headers, [15]);
        assert_eq!(table.affixes, [&[20], &affixes[..]].concat());
    }

    #[test]
    fn what_does_not_fit_is_an_error() {
        assert!(bytes(&owned(&["1a2b3c4d5e6f7g8h9i"]), &[]).is_err());
    }
}
