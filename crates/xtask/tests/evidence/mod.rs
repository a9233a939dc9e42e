//! References to tests in a document: `FILE#TEST`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests may")]

use std::fs;
use std::path::PathBuf;

/// The first part of a test's name in a document, and the folder that it stands for.
const FOLDERS: [(&str, &str, &str); 7] = [
    ("edge/", "tests/edge/tests/", "rs"),
    ("browser/", "tests/browser/", "mjs"),
    ("worker/", "worker/src/", "rs"),
    ("core/", "crates/passgate-core/", "rs"),
    ("wire/", "crates/passgate-wire/tests/", "rs"),
    ("sim/", "crates/passgate-simulator/tests/simulator/", "rs"),
    ("xtask/", "crates/xtask/", "rs"),
];

/// The checkout.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The file of a name. For a test that is a folder: the file that the name contains, otherwise its
/// `mod.rs`.
fn file(name: &str) -> PathBuf {
    let folder = FOLDERS.iter().find(|(word, ..)| name.starts_with(word));
    match folder {
        Some((word, folder, extension)) if !name.ends_with(".rs") => {
            let path = root().join(folder).join(name.strip_prefix(word).unwrap());
            let module = path.join("mod.rs");
            if module.is_file() { module } else { path.with_added_extension(extension) }
        }
        _ => root().join(name),
    }
}

/// Fails if a test that the document names does not exist; returns how many it names.
pub fn named_tests(document: &str) -> usize {
    let code = document.split('`').skip(1).step_by(2);
    let references: Vec<&str> = code.filter(|text| text.contains('#') && text.len() > 1).collect();
    for reference in &references {
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
    }
    references.len()
}
