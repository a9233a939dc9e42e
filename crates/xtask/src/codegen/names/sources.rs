//! Parses the stored sources.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::files;

/// The sources; every reading is toneless, with `ü` written `v`.
pub struct Sources {
    /// 通用规范汉字表: the standard characters, each with its most common reading.
    pub standard: Readings,
    /// The readings of each list that contains a character, in the order of trust.
    pub dictionaries: Vec<Readings>,
    /// The first readings of common libraries that no other list has.
    pub libraries: Readings,
    /// The ideographs of the radicals in the supplement.
    pub radicals: BTreeMap<char, char>,
    /// Other forms of the same character: simplified, traditional, regional.
    pub variants: BTreeMap<char, BTreeSet<char>>,
    /// The readings that replace those of the dictionaries in given names.
    pub names: Readings,
    /// Characters of names that are in no list.
    pub name_characters: BTreeSet<char>,
    /// Surnames of one character with a special reading.
    pub surnames: Readings,
    /// Surnames of two characters, with one reading for each.
    pub compound_surnames: BTreeMap<(char, char), (String, String)>,
}

/// The readings of each character, the most plausible one first.
pub type Readings = BTreeMap<char, Vec<String>>;

impl Sources {
    pub fn read(folder: &Path) -> Result<Self> {
        let readings =
            |name: &str| characters_first(&files::read(&folder.join(name))?).context(name.to_owned());
        let by_reading =
            |name: &str| readings_first(&files::read(&folder.join(name))?).context(name.to_owned());
        let standard = by_reading("kmandarin-8105.txt")?;
        let dictionaries = vec![
            standard.clone(),
            by_reading("khanyupinlu.txt")?,
            by_reading("ktghz2013.txt")?,
            by_reading("kxhc1983.txt")?,
        ];
        let mut name_characters = BTreeSet::new();
        for line in lines(&files::read(&folder.join("name-characters.txt"))?) {
            name_characters.extend(line.chars());
        }
        Ok(Self {
            standard,
            dictionaries,
            libraries: by_reading("library-readings.txt")?,
            radicals: radicals(&files::read(&folder.join("radicals.txt"))?)?,
            variants: variants(&files::read(&folder.join("opencc-variants.txt"))?)?,
            names: readings("name-readings.txt")?,
            name_characters,
            surnames: readings("surnames.txt")?,
            compound_surnames: compound(&files::read(&folder.join("compound-surnames.txt"))?)?,
        })
    }
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn columns(line: &str) -> Result<(&str, &str)> {
    line.split_once('\t').with_context(|| format!("no tab in `{line}`"))
}

fn words(text: &str) -> Vec<String> {
    text.split(' ').map(str::to_owned).collect()
}

/// `CHARACTERS<tab>READINGS`.
fn characters_first(text: &str) -> Result<Readings> {
    let mut found = Readings::new();
    for line in lines(text) {
        let (characters, readings) = columns(line)?;
        add(&mut found, characters, readings)?;
    }
    Ok(found)
}

/// `READINGS<tab>CHARACTERS`.
fn readings_first(text: &str) -> Result<Readings> {
    let mut found = Readings::new();
    for line in lines(text) {
        let (readings, characters) = columns(line)?;
        add(&mut found, characters, readings)?;
    }
    Ok(found)
}

fn add(found: &mut Readings, characters: &str, readings: &str) -> Result<()> {
    for character in characters.chars() {
        if found.insert(character, words(readings)).is_some() {
            bail!("{character} is listed twice");
        }
    }
    Ok(())
}

/// `FORM<tab>CHARACTER`.
fn radicals(text: &str) -> Result<BTreeMap<char, char>> {
    let mut found = BTreeMap::new();
    for line in lines(text) {
        let (form, unified) = columns(line)?;
        let (Ok(form), Ok(unified)) = (form.parse(), unified.parse()) else {
            bail!("expected one character and its replacement: `{line}`");
        };
        found.insert(form, unified);
    }
    Ok(found)
}

fn variants(text: &str) -> Result<BTreeMap<char, BTreeSet<char>>> {
    let mut found: BTreeMap<char, BTreeSet<char>> = BTreeMap::new();
    for line in lines(text) {
        let (one, others) = columns(line)?;
        for (left, right) in one.chars().flat_map(|one| others.chars().map(move |other| (one, other))) {
            found.entry(left).or_default().insert(right);
            found.entry(right).or_default().insert(left);
        }
    }
    Ok(found)
}

/// `FORM FORM<tab>READING READING`.
fn compound(text: &str) -> Result<BTreeMap<(char, char), (String, String)>> {
    let mut found = BTreeMap::new();
    for line in lines(text) {
        let (forms, readings) = columns(line)?;
        let (first, second) =
            readings.split_once(' ').with_context(|| format!("only one reading in `{line}`"))?;
        for form in forms.split(' ') {
            let mut characters = form.chars();
            let (Some(left), Some(right), None) = (characters.next(), characters.next(), characters.next())
            else {
                bail!("{form} is not two characters");
            };
            if found.insert((left, right), (first.to_owned(), second.to_owned())).is_some() {
                bail!("{form} is listed twice");
            }
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_form_of_a_line_is_parsed() {
        let expected = BTreeMap::from([('单', words("shan dan")), ('單', words("shan dan"))]);
        assert_eq!(characters_first("# x\n单單\tshan dan\n").unwrap(), expected);
        assert_eq!(readings_first("shan dan\t单單\n").unwrap(), expected);
        let compound = compound("尉迟 尉遲\tyu chi\n").unwrap();
        assert_eq!(compound.get(&('尉', '遲')), Some(&("yu".to_owned(), "chi".to_owned())));
        let variants = variants("单\t單\n").unwrap();
        assert!(variants[&'单'].contains(&'單') && variants[&'單'].contains(&'单'));
    }

    #[test]
    fn a_malformed_line_is_reported() {
        assert!(characters_first("单").unwrap_err().to_string().contains("no tab"));
        assert!(characters_first("单單单\tshan").unwrap_err().to_string().contains("twice"));
        assert!(compound("尉\tyu chi").is_err() && compound("尉迟\tyu").is_err());
    }
}
