//! Checks `docs/conformity.md`: that every row has a test that exists, and every reading a place where it is
//! documented.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests may")]

mod evidence;

use std::collections::BTreeMap;
use std::fs;

use evidence::root;

/// The headings of the pages, and their error codes.
const PAGES: [(&str, &[&str]); 3] = [
    ("## Feishu", &["1050022", "1050023", "1050024"]),
    ("## EIAM: Reset", &["USER.0001", "USER.0011", "USER.0012", "MSG.0001", "MSG.0004"]),
    (
        "## EIAM: Change",
        &[
            "USER.0001",
            "PWD.0002",
            "PWD.0003",
            "PWD.0004",
            "PWD.0005",
            "PWD.0006",
            "PWD.0007",
            "PWD.0008",
            "PWD.0009",
        ],
    ),
];

fn document() -> String {
    fs::read_to_string(root().join("docs/conformity.md")).unwrap()
}

#[test]
fn every_test_that_is_named_exists() {
    let named = evidence::named_tests(&document());
    assert!(named > 80, "{named}");
}

#[test]
fn every_line_has_a_test_and_every_reading_a_place() {
    let document = document();
    let mut states = BTreeMap::new();
    let rows = document.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| line "));
    for row in rows {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        let [_, state, does, tests, place] = cells[..] else { panic!("not five cells: {row}") };
        assert!(!does.is_empty(), "{row}");
        match state {
            "exact" => assert!(tests.contains('#'), "{row}"),
            "reading" => assert!(tests.contains('#') && place.contains("]("), "{row}"),
            "no effect" => assert_eq!((tests, place), ("-", "-"), "{row}"),
            other => panic!("{other} is no state: {row}"),
        }
        *states.entry(state).or_insert(0) += 1;
    }
    assert!(states.len() == 3 && states["exact"] > 30 && states["reading"] > 15, "{states:?}");
}

#[test]
fn every_code_of_a_page_has_a_row() {
    let document = document();
    for (heading, codes) in PAGES {
        let section = document.split_once(heading).unwrap().1.split("\n## ").next().unwrap();
        for code in codes {
            assert!(section.contains(&format!("| 400 `{code}`")), "{heading}: {code}");
        }
    }
}
