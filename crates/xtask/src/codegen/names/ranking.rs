//! The readings of a character, most plausible in a given name first.
//!
//! The crate `pinyin` has every reading of any dictionary. Readings that only the large historical ones
//! have (但 tan, 亨 xiang) would block good passwords and are omitted. The first reading of this crate or
//! another common library is always kept, because e-mail addresses are generated with them.

use pinyin::ToPinyinMulti;

use super::sources::{Readings, Sources};

/// The toneless readings, with `ü` written `v`; empty if none is known.
pub fn readings(sources: &Sources, character: char) -> Vec<String> {
    let mut ranked = match sources.names.get(&character) {
        Some(readings) => readings.clone(),
        None => of_dictionaries(sources, character),
    };
    for reading in sources.libraries.get(&character).into_iter().flatten() {
        if !ranked.contains(reading) {
            ranked.push(reading.clone());
        }
    }
    ranked
}

fn of_dictionaries(sources: &Sources, character: char) -> Vec<String> {
    let every = every(character);
    let mut ranked: Vec<String> = Vec::new();
    let mut add = |reading: &String| {
        if is_syllable(reading) && !ranked.contains(reading) {
            ranked.push(reading.clone());
        }
    };
    // A character outside the standard takes the readings of its standard form that the crate knows for
    // it too: current dictionaries list few traditional forms, and in alphabetical order.
    let is_standard = sources.standard.contains_key(&character);
    let variants = sources.variants.get(&character).into_iter().flatten().filter(|_| !is_standard);
    let of_variants = |dictionary: &Readings| -> Vec<String> {
        let known = variants.clone().filter_map(|variant| dictionary.get(variant)).flatten();
        known.filter(|reading| every.contains(reading)).cloned().collect()
    };
    if !is_standard {
        of_variants(&sources.standard).iter().for_each(&mut add);
        every.first().into_iter().for_each(&mut add);
    }
    for dictionary in &sources.dictionaries {
        dictionary.get(&character).into_iter().flatten().for_each(&mut add);
    }
    for dictionary in &sources.dictionaries {
        of_variants(dictionary).iter().for_each(&mut add);
    }
    every.first().into_iter().for_each(&mut add);
    ranked
}

/// Every reading that the crate has.
pub fn every(character: char) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for pinyin in character.to_pinyin_multi().into_iter().flatten() {
        let reading = pinyin.plain().replace('ü', "v");
        if !found.contains(&reading) {
            found.push(reading);
        }
    }
    found
}

/// Interjections without a vowel (m, n, ng, hm) are not syllables of a name.
pub fn is_syllable(reading: &str) -> bool {
    reading.bytes().all(|letter| letter.is_ascii_lowercase())
        && reading.bytes().any(|letter| b"aeiouv".contains(&letter))
}
