//! The readings of a name, as a password may contain them.

use std::collections::BTreeSet;

use crate::eiam::Umlaut;

/// The maximum number of readings that are examined of a name with several heteronyms.
const MOST_FORMS: usize = 256;

/// Every combination of the characters' readings, joined.
pub(super) fn full(characters: &[Vec<String>], umlaut: &BTreeSet<Umlaut>) -> Vec<String> {
    combine(characters, |reading| spellings(reading, umlaut))
}

/// Every combination of the readings' first letters.
pub(super) fn initials(characters: &[Vec<String>], umlaut: &BTreeSet<Umlaut>) -> Vec<String> {
    combine(characters, |reading| {
        spellings(reading, umlaut)
            .iter()
            .filter_map(|spelling| spelling.chars().next())
            .map(String::from)
            .collect()
    })
}

fn combine(characters: &[Vec<String>], forms: impl Fn(&str) -> Vec<String>) -> Vec<String> {
    if characters.is_empty() {
        return Vec::new();
    }
    let mut joined = vec![String::new()];
    for readings in characters {
        let mut endings: Vec<String> = readings.iter().flat_map(|reading| forms(reading)).collect();
        endings.sort_unstable();
        endings.dedup();
        joined = joined
            .iter()
            .flat_map(|start| endings.iter().map(move |ending| format!("{start}{ending}")))
            .take(MOST_FORMS)
            .collect();
    }
    joined.retain(|form| !form.is_empty());
    joined
}

/// The spellings of `ü`.
fn spellings(reading: &str, umlaut: &BTreeSet<Umlaut>) -> Vec<String> {
    let reading = reading.to_lowercase();
    if !reading.contains('ü') {
        return vec![reading];
    }
    umlaut.iter().map(|umlaut| reading.replace('ü', umlaut.written())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn every() -> BTreeSet<Umlaut> {
        [Umlaut::V, Umlaut::U, Umlaut::Yu].into()
    }

    fn full(characters: &[Vec<String>]) -> Vec<String> {
        super::full(characters, &every())
    }

    fn initials(characters: &[Vec<String>]) -> Vec<String> {
        super::initials(characters, &every())
    }

    fn readings(characters: &[&[&str]]) -> Vec<Vec<String>> {
        characters.iter().map(|readings| readings.iter().map(ToString::to_string).collect()).collect()
    }

    #[test]
    fn a_heteronym_is_read_each_way() {
        let name = readings(&[&["zeng", "ceng"], &["guo"]]);
        assert_eq!(full(&name), ["cengguo", "zengguo"]);
        assert_eq!(initials(&name), ["cg", "zg"]);
    }

    #[test]
    fn the_umlaut_is_written_three_ways() {
        let name = readings(&[&["lü"], &["na"]]);
        assert_eq!(full(&name), ["luna", "lvna", "lyuna"]);
        assert_eq!(initials(&name), ["ln"]);
    }

    #[test]
    fn only_the_configured_spellings_are_used() {
        let name = readings(&[&["lü"], &["na"]]);
        assert_eq!(super::full(&name, &[Umlaut::V].into()), ["lvna"]);
    }

    #[test]
    fn a_name_without_readings_has_no_forms() {
        assert!(full(&[]).is_empty());
        assert!(initials(&readings(&[&[]])).is_empty());
    }
}
