//! Checks that the tests named in `docs/asvs.md` exist, and that the document has every requirement of
//! its chapters.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests may panic")]

mod evidence;

use std::fs;

use evidence::root;

const STATES: [&str; 4] = ["met", "not applicable", "open", "deployment"];

/// The sections of the document's chapters as of ASVS 5.0.0, and the level of each requirement.
const SECTIONS: [(&str, &str); 43] = [
    ("3.1", "3"),
    ("3.2", "113"),
    ("3.3", "12223"),
    ("3.4", "11222233"),
    ("3.5", "11122333"),
    ("3.6", "3"),
    ("3.7", "22333"),
    ("4.1", "12233"),
    ("4.2", "23333"),
    ("4.3", "22"),
    ("4.4", "1222"),
    ("6.1", "122"),
    ("6.2", "111111112222"),
    ("6.3", "11223333"),
    ("6.4", "112233"),
    ("6.5", "22222333"),
    ("6.6", "2223"),
    ("6.7", "33"),
    ("6.8", "2222"),
    ("7.1", "222"),
    ("7.2", "1111"),
    ("7.3", "22"),
    ("7.4", "11222"),
    ("7.5", "223"),
    ("7.6", "22"),
    ("9.1", "111"),
    ("9.2", "1222"),
    ("10.1", "22"),
    ("10.2", "223"),
    ("10.3", "22223"),
    ("10.4", "1111122222233333"),
    ("10.5", "22222"),
    ("10.6", "22"),
    ("10.7", "222"),
    ("13.3", "2233"),
    ("14.1", "22"),
    ("14.2", "12223333"),
    ("14.3", "122"),
    ("16.1", "2"),
    ("16.2", "22222"),
    ("16.3", "2222"),
    ("16.4", "222"),
    ("16.5", "2223"),
];

fn document() -> String {
    fs::read_to_string(root().join("docs/asvs.md")).unwrap()
}

#[test]
fn every_named_test_exists() {
    let named = evidence::named_tests(&document());
    assert!(named > 50, "{named}");
}

/// The cells of each row.
fn rows(document: &str) -> Vec<[&str; 5]> {
    let rows = document.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| id "));
    rows.map(|row| {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        cells.try_into().unwrap_or_else(|_| panic!("not five cells: {row}"))
    })
    .collect()
}

#[test]
fn every_requirement_has_a_row_with_its_level() {
    let known: Vec<(String, char)> = SECTIONS
        .iter()
        .flat_map(|(section, levels)| {
            levels.chars().enumerate().map(move |(n, level)| (format!("{section}.{}", n + 1), level))
        })
        .collect();
    let place = |id: &str| {
        known.iter().position(|(known, _)| known == id).unwrap_or_else(|| panic!("there is no {id}"))
    };
    let document = document();
    let mut seen = Vec::new();
    for [ids, level, ..] in rows(&document) {
        let mut levels = Vec::new();
        for range in ids.split(", ") {
            let (first, last) = range.split_once('–').unwrap_or((range, range));
            for (id, level) in known.iter().take(place(last) + 1).skip(place(first)) {
                levels.push(*level);
                seen.push(id.as_str());
            }
        }
        let (least, most) = (levels.iter().min().unwrap(), levels.iter().max().unwrap());
        let levels = if least == most { least.to_string() } else { format!("{least}–{most}") };
        assert_eq!(level, levels, "{ids}");
    }
    for (id, _) in &known {
        assert_eq!(seen.iter().filter(|seen| *seen == id).count(), 1, "{id}");
    }
}

#[test]
fn every_row_has_an_id_a_level_and_a_state() {
    let document = document();
    let mut count = 0;
    for row in rows(&document) {
        let [id, level, asks, state, why] = row;
        assert!(id.starts_with(|first: char| first.is_ascii_digit()) && id.contains('.'), "{row:?}");
        assert!(level.starts_with(['1', '2', '3']), "{row:?}");
        assert!(!asks.is_empty() && STATES.iter().any(|known| state.starts_with(known)), "{row:?}");
        assert!(!why.is_empty() || state == "deployment", "{row:?}");
        count += 1;
    }
    assert!(count > 100, "{count}");
}
