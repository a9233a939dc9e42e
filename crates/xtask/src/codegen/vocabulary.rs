//! The words behind the numbers of a verdict, for the browser's face.

use std::fmt::Write as _;

use anyhow::Result;
use passgate_core::VOCABULARIES;

/// As `pkg/src/report.js` calls them, in the order they stand in; documents use the others.
const NAMES: [&str; 8] =
    ["rules", "statuses", "violations", "classes", "fields", "counts", "kinds", "patterns"];

/// `pkg/src/vocabulary.js`.
pub fn script() -> Result<Vec<u8>> {
    let mut text =
        "// The words of crates/passgate-core/src/document/vocabulary.rs; written by `cargo xtask codegen`.\n"
            .to_owned();
    for (name, words) in NAMES.into_iter().zip(VOCABULARIES) {
        let words: Vec<&str> = words.split(',').collect();
        writeln!(text, "export const {name} = {};", serde_json::to_string(&words)?)?;
    }
    Ok(text.into_bytes())
}
