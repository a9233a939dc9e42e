//! Checks that every file of edge tests is compiled.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "test code; clippy.toml exempts only functions marked as tests"
)]

use std::fs;
use std::path::Path;

/// Without a `mod` for it, a file of edge tests would silently not run.
#[test]
fn every_file_of_edge_tests_is_compiled() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join("tests/edge/tests");
    let mut folders = vec![(root.clone(), root.join("main.rs"))];
    while let Some((folder, module)) = folders.pop() {
        let named = fs::read_to_string(&module).unwrap();
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_stem().unwrap().to_str().unwrap();
            let is_module = path == module || named.lines().any(|line| line == format!("mod {name};"));
            assert!(is_module, "{} does not name {name}", module.display());
            if path.is_dir() {
                folders.push((path.clone(), path.join("mod.rs")));
            }
        }
    }
}
