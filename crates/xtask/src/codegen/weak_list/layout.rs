//! The list in the form that compresses best. `weak/list.rs` of `passgate-core` unpacks and documents
//! it.
//!
//! Most entries are a word with something before or after it (`monkey12`, `123abc`), and the same few
//! affixes occur repeatedly. So a word is written once, and each affix is one byte. An entry without
//! this form is written in full.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use anyhow::{Context, Result, bail};

use super::shape::{Affix, shape};

const MAGIC: &[u8; 4] = b"PGW\x02";
/// The longest entry, in characters.
const LONGEST: usize = 16;
/// The number of affixes, each of which is identified by one byte.
const AFFIXES: usize = 255;
/// The flag of an affix that precedes its word.
const BEFORE: u8 = 1;
/// The flag of the last character of an affix.
const LAST: u8 = 0x80;

/// Encodes these passwords, and these words in addition to those in the passwords.
pub fn bytes(passwords: &[String], words: &[String]) -> Result<Vec<u8>> {
    let affixes = affixes(passwords);
    let number: HashMap<Affix<'_>, u8> = affixes.iter().copied().zip(1..).collect();
    // Each word, and each password that is not a word with an affix, with the numbers of its affixes. A
    // password of letters only is a word.
    let mut entries: BTreeMap<&str, BTreeSet<u8>> =
        words.iter().map(|word| (word.as_str(), BTreeSet::new())).collect();
    for password in passwords {
        match shape(password).and_then(|shape| Some((shape.word, *number.get(&shape.affix)?))) {
            Some((word, affix)) => {
                entries.entry(word).or_default().insert(affix);
            }
            None => {
                entries.entry(password).or_default();
            }
        }
    }
    let (mut texts, mut numbers, mut before) = (Vec::new(), Vec::new(), "");
    for (text, affixes) in &entries {
        if text.len() > LONGEST {
            bail!("`{text}` is too long");
        }
        let shared = before.bytes().zip(text.bytes()).take_while(|(one, other)| one == other).count();
        texts.push(u8::try_from(shared)?);
        texts.extend(text.bytes().skip(shared));
        before = text;
        if text.bytes().all(|byte| byte.is_ascii_lowercase()) {
            let mut last = 0;
            for number in affixes {
                numbers.push(number.saturating_sub(last));
                last = *number;
            }
            numbers.push(0);
        }
    }
    let mut bytes = MAGIC.to_vec();
    for section in [affix_texts(&affixes), texts] {
        bytes.extend(u16::try_from(section.len()).context("the list is too long")?.to_le_bytes());
        bytes.extend(section);
    }
    bytes.extend(numbers);
    Ok(bytes)
}

/// The affixes that are worth a number: the most frequent first, and then the shortest.
fn affixes(passwords: &[String]) -> Vec<Affix<'_>> {
    let mut times: BTreeMap<Affix<'_>, usize> = BTreeMap::new();
    for shape in passwords.iter().filter_map(|password| shape(password)) {
        let seen = times.entry(shape.affix).or_default();
        *seen = seen.saturating_add(1);
    }
    let mut affixes: Vec<(usize, Affix<'_>)> =
        times.into_iter().filter(|(_, times)| *times > 1).map(|(affix, times)| (times, affix)).collect();
    affixes
        .sort_unstable_by_key(|(times, affix)| (Reverse(*times), affix.text.len(), !affix.after, affix.text));
    affixes.truncate(AFFIXES);
    affixes.into_iter().map(|(_, affix)| affix).collect()
}

fn affix_texts(affixes: &[Affix<'_>]) -> Vec<u8> {
    let mut texts = Vec::new();
    for affix in affixes {
        if !affix.after {
            texts.push(BEFORE);
        }
        texts.extend(affix.text.bytes());
        if let Some(last) = texts.last_mut() {
            *last |= LAST;
        }
    }
    texts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owned(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn a_word_is_written_once_with_numbers_for_its_affixes() {
        let passwords = owned(&[
            "money123",
            "monkey12",
            "monkey123",
            "123monkey",
            "123money",
            "1q2w3e4r",
            "only7777",
            "monkey",
        ]);
        let bytes = bytes(&passwords, &owned(&["money", "mango"])).unwrap();
        // The affixes are `123` after and `123` before: `12` and `7777` occur only once.
        let affixes = b"12\xB3\x0112\xB3";
        let texts = b"\x001q2w3e4r\x00mango\x01oney\x03key\x0612\x00only7777";
        let numbers = [0, 1, 1, 0, 1, 1, 0];
        let expected = [MAGIC, &[7, 0][..], affixes, &[texts.len() as u8, 0], texts, &numbers].concat();
        assert_eq!(bytes, expected, "{:?}", String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn an_entry_that_does_not_fit_is_an_error() {
        assert!(bytes(&owned(&["1a2b3c4d5e6f7g8h9i"]), &[]).is_err());
    }
}
