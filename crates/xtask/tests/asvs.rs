//! `docs/asvs.md` names tests that exist.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests may")]

use std::fs;
use std::path::PathBuf;

/// A word of the document before the first slash of a name, and the folder it stands for.
const FOLDERS: [(&str, &str, &str); 5] = [
    ("edge/", "tests/edge/tests/", "rs"),
    ("browser/", "tests/browser/", "mjs"),
    ("worker/", "worker/src/", "rs"),
    ("core/", "crates/passgate-core/", "rs"),
    ("xtask/", "crates/xtask/", "rs"),
];

const STATES: [&str; 4] = ["met", "not applicable", "open", "deployment"];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn document() -> String {
    fs::read_to_string(root().join("docs/asvs.md")).unwrap()
}

/// The file a name is of; of a test that is a folder, the one named in it or else its `main.rs`.
fn file(name: &str) -> PathBuf {
    let folder = FOLDERS.iter().find(|(word, ..)| name.starts_with(word));
    match folder {
        Some((word, folder, extension)) if !name.ends_with(".rs") => {
            let path = root().join(folder).join(name.strip_prefix(word).unwrap());
            let main = path.join("main.rs");
            if main.is_file() { main } else { path.with_added_extension(extension) }
        }
        _ => root().join(name),
    }
}

#[test]
fn every_test_that_is_named_exists() {
    let document = document();
    let mut named = 0;
    for reference in
        document.split('`').skip(1).step_by(2).filter(|text| text.contains('#') && text.len() > 1)
    {
        let (name, test) = reference.split_once('#').unwrap();
        let source =
            fs::read_to_string(file(name)).unwrap_or_else(|_| panic!("there is no file of `{reference}`"));
        let found = if file(name).extension().is_some_and(|extension| extension == "mjs") {
            source.contains(&format!("test(\"{test}")) || source.contains(&format!("test(`{test}"))
        } else if test.is_empty() {
            source.contains("#[test]") || source.contains("mod tests;")
        } else {
            source.contains(&format!("#[test]\nfn {test}("))
                || source.contains(&format!("#[test]\n    fn {test}("))
        };
        assert!(found, "there is no test `{reference}`");
        named += 1;
    }
    assert!(named > 50, "{named}");
}

#[test]
fn every_row_has_an_id_a_level_and_a_state() {
    let document = document();
    let rows = document.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| id "));
    let mut count = 0;
    for row in rows {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        let [id, level, asks, state, why] = cells.as_slice() else { panic!("not five cells: {row}") };
        assert!(id.starts_with(|first: char| first.is_ascii_digit()) && id.contains('.'), "{row}");
        assert!(level.starts_with(['1', '2', '3']), "{row}");
        assert!(!asks.is_empty() && STATES.iter().any(|known| state.starts_with(known)), "{row}");
        assert!(!why.is_empty() || *state == "deployment", "{row}");
        count += 1;
    }
    assert!(count > 100, "{count}");
}
