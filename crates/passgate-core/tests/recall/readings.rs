//! The readings of characters and surnames, from sources that the core's table is not made from
//! (`names/README.md`).

use std::collections::HashMap;

const CLDR: &str = include_str!("names/cldr.txt");
const ANDROID: &str = include_str!("names/android.txt");
const SURNAMES: [&str; 2] =
    [include_str!("names/cldr-surnames.txt"), include_str!("names/pinyin-surnames.txt")];

pub struct Readings {
    /// CLDR's reading of each character.
    cldr: HashMap<char, &'static str>,
    /// The characters with several readings in Android's dictionary.
    several: HashMap<char, Vec<&'static str>>,
    /// The surnames with readings of their own, in addition to CLDR's.
    surnames: Vec<(&'static str, Vec<&'static str>)>,
}

/// A text in Han characters, and every reading of it: syllables in lower case, with `v` for `ü`.
#[derive(Clone)]
pub struct Part {
    pub text: String,
    pub readings: Vec<Vec<&'static str>>,
}

impl Readings {
    pub fn new() -> Self {
        let cldr = columns(CLDR).flat_map(|(reading, all)| all.chars().map(move |one| (one, reading)));
        let several = columns(ANDROID)
            .flat_map(|(readings, all)| all.chars().map(move |one| (one, readings.split(' ').collect())));
        let surnames = SURNAMES
            .iter()
            .flat_map(|text| columns(text))
            .map(|(surname, readings)| (surname, readings.split(' ').collect::<Vec<_>>()));
        // CLDR writes some surnames as one word; these are skipped.
        let surnames = surnames.filter(|(surname, readings)| surname.chars().count() == readings.len());
        Self { cldr: cldr.collect(), several: several.collect(), surnames: surnames.collect() }
    }

    /// Every character with its reading in CLDR, except radicals, which occur in no name.
    pub fn characters(&self) -> Vec<(char, &'static str)> {
        let characters = self.cldr.iter().filter(|(one, _)| !('\u{2E80}'..='\u{2FDF}').contains(*one));
        let mut all: Vec<_> = characters.map(|(one, reading)| (*one, *reading)).collect();
        all.sort_unstable();
        all
    }

    /// A text in CLDR's reading of each character.
    pub fn text(&self, text: &str) -> Option<Part> {
        let reading = text.chars().map(|one| self.cldr.get(&one).copied()).collect::<Option<_>>()?;
        Some(Part { text: text.to_owned(), readings: vec![reading] })
    }

    /// A character in each reading of Android's dictionary, if there are several.
    pub fn several(&self, character: char) -> Option<Part> {
        let readings = self.several.get(&character)?.iter().map(|one| vec![*one]).collect();
        Some(Part { text: character.to_string(), readings })
    }

    /// A surname in every usual reading: as a surname, and as its characters are read elsewhere.
    pub fn surname(&self, text: &str) -> Option<Part> {
        let mut part = self.text(text)?;
        for (surname, reading) in &self.surnames {
            if *surname == text && !part.readings.contains(reading) {
                part.readings.push(reading.clone());
            }
        }
        Some(part)
    }

    /// Every surname with this number of characters that has a reading of its own.
    pub fn surnames(&self, characters: usize) -> Vec<Part> {
        let mut names: Vec<&str> = self.surnames.iter().map(|(surname, _)| *surname).collect();
        names.sort_unstable();
        names.dedup();
        names.retain(|surname| surname.chars().count() == characters);
        names.into_iter().filter_map(|surname| self.surname(surname)).collect()
    }
}

/// Lines of two columns, separated by a tab.
fn columns(text: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    text.lines().filter_map(|line| line.split_once('\t'))
}
