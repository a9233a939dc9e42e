//! The committed sizes, and when they count as changed.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anyhow::{Context, Result, ensure};

use crate::size::measure::Sizes;

/// The tolerance as a text for messages.
pub const TOLERANCE: &str = "1 % or 128 bytes of gzip or brotli, whichever is more";

const PERCENT: usize = 1;
const BYTES: usize = 128;

/// Writes the sizes by file, in the order of measuring; the sum of a group follows its files.
pub fn to_json(measured: &[(String, Sizes)]) -> Result<String> {
    let mut lines = Vec::new();
    for (name, sizes) in measured {
        lines.push(format!("  {}: {}", serde_json::to_string(name)?, serde_json::to_string(sizes)?));
    }
    Ok(format!("{{\n{}\n}}\n", lines.join(",\n")))
}

/// Reads the output of [`to_json`]: one entry per line, each name once.
pub fn from_json(text: &str) -> Result<BTreeMap<String, Sizes>> {
    let sizes: BTreeMap<String, Sizes> = serde_json::from_str(text).context("the snapshot of the sizes")?;
    let entries = text.lines().filter(|line| line.starts_with("  ")).count();
    ensure!(entries == sizes.len(), "{entries} entries in the snapshot of the sizes, {} names", sizes.len());
    Ok(sizes)
}

/// One line per file whose compressed size left the tolerance, or that was added or removed.
pub fn differences(kept: &BTreeMap<String, Sizes>, measured: &[(String, Sizes)]) -> Vec<String> {
    let mut lines = Vec::new();
    for (name, now) in measured {
        let Some(before) = kept.get(name) else {
            lines.push(format!("  {name}: not in the snapshot"));
            continue;
        };
        for (unit, before, now) in [("gzip", before.gzip, now.gzip), ("brotli", before.brotli, now.brotli)] {
            if now.abs_diff(before) > allowed(before) {
                lines.push(format!("  {name}: {unit} {before} -> {now} bytes"));
            }
        }
    }
    let gone = kept.keys().filter(|name| measured.iter().all(|(measured, _)| measured != *name));
    lines.extend(gone.map(|name| format!("  {name}: no longer measured")));
    lines
}

/// The sizes as a table for people.
pub fn table(measured: &[(String, Sizes)]) -> String {
    let mut text = format!("{:<28}{:>10}{:>10}{:>10}", "bytes", "raw", "gzip 9", "brotli 11");
    for (name, sizes) in measured {
        // Writing to a string cannot fail.
        let _ = write!(text, "\n{name:<28}{:>10}{:>10}{:>10}", sizes.raw, sizes.gzip, sizes.brotli);
    }
    text
}

fn allowed(before: usize) -> usize {
    before.saturating_mul(PERCENT).checked_div(100).unwrap_or(0).max(BYTES)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured(gzip: usize, brotli: usize) -> Vec<(String, Sizes)> {
        vec![("a.wasm".to_owned(), Sizes { raw: 100_000, gzip, brotli })]
    }

    fn kept() -> BTreeMap<String, Sizes> {
        from_json(&to_json(&measured(50_000, 40_000)).unwrap()).unwrap()
    }

    #[test]
    fn the_committed_snapshot_has_each_name_once() {
        let committed = include_str!("../../../../sizes.json");
        assert!(from_json(committed).unwrap().len() > 4);
        let line = committed.lines().nth(1).unwrap();
        let twice = committed.replacen(line, &format!("{line}\n{line}"), 1);
        let error = from_json(&twice).unwrap_err().to_string();
        assert!(error.contains("entries in the snapshot"), "{error}");
    }

    #[test]
    fn a_difference_within_the_tolerance_is_ignored() {
        assert!(differences(&kept(), &measured(50_500, 39_600)).is_empty());
    }

    #[test]
    fn a_difference_beyond_it_names_file_unit_and_bytes() {
        assert_eq!(
            differences(&kept(), &measured(50_501, 39_599)),
            ["  a.wasm: gzip 50000 -> 50501 bytes", "  a.wasm: brotli 40000 -> 39599 bytes"],
        );
    }

    #[test]
    fn small_files_may_differ_by_bytes() {
        assert_eq!(allowed(300), BYTES);
        assert_eq!(allowed(100_000), 1000);
    }

    #[test]
    fn an_added_or_removed_file_is_a_difference() {
        let other = vec![("b.wasm".to_owned(), Sizes::default())];
        assert_eq!(
            differences(&kept(), &other),
            ["  b.wasm: not in the snapshot", "  a.wasm: no longer measured"],
        );
    }
}
