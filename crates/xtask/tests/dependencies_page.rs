//! Compares `docs/dependencies.md` with the manifests: every direct dependency has a row with its
//! reason, and every row is about a dependency.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "test code; clippy.toml exempts only functions marked as tests"
)]

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

const MANIFESTS: [&str; 2] = ["Cargo.toml", "fuzz/Cargo.toml"];
const REQUIREMENTS: [&str; 3] =
    ["tests/openapi/requirements.txt", "tests/sdk/requirements.txt", "tests/supply/requirements.txt"];
/// The files that install Debian's packages.
const DEBIAN: [&str; 2] = ["crates/xtask/src/prepare/browser.rs", "crates/xtask/src/prepare/engines.rs"];

fn read(path: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    std::fs::read_to_string(root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The third-party crates in the manifests of a workspace's members.
fn crates(manifest: &str) -> BTreeSet<String> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let output = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--no-deps", "--manifest-path"])
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(manifest))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let dependencies = packages.iter().flat_map(|package| package["dependencies"].as_array().unwrap());
    let of_others = dependencies.filter(|dependency| dependency.get("path").is_none_or(Value::is_null));
    of_others.map(|dependency| dependency["name"].as_str().unwrap().to_owned()).collect()
}

/// The npm packages, by their names in the manifest.
fn npm() -> BTreeSet<String> {
    let manifest: Value = serde_json::from_str(&read("package.json")).unwrap();
    let dependencies = manifest["devDependencies"].as_object().unwrap().iter();
    let of_others = dependencies.filter(|(_, version)| !version.as_str().unwrap().starts_with("file:"));
    of_others.map(|(name, _)| name.clone()).collect()
}

/// The names in the first cells of the page's rows.
fn rows() -> BTreeSet<String> {
    let page = read("docs/dependencies.md");
    let cells = page.lines().filter_map(|line| line.strip_prefix("| ")?.split(" | ").next());
    cells.flat_map(|cell| cell.split('`').skip(1).step_by(2)).map(str::to_owned).collect()
}

#[test]
fn every_direct_dependency_has_a_row_and_every_row_a_dependency() {
    let manifests: BTreeSet<String> = MANIFESTS.iter().flat_map(|path| crates(path)).chain(npm()).collect();
    let rows = rows();
    let missing: Vec<&String> = manifests.difference(&rows).collect();
    assert!(missing.is_empty(), "docs/dependencies.md does not say why: {missing:?}");

    let python: String = REQUIREMENTS.iter().map(|path| read(path)).collect();
    let debian: String = DEBIAN.iter().map(|path| read(path)).collect();
    let aliased = read("package.json");
    let is_used = |name: &str| {
        let pinned = |line: &str| line.split_once("==").is_some_and(|(pinned, _)| pinned.ends_with(name));
        python.lines().any(pinned)
            || debian.contains(&format!("\"{name}\""))
            || aliased.contains(&format!("\"npm:{name}@"))
    };
    let surplus: Vec<&String> = rows.difference(&manifests).filter(|name| !is_used(name)).collect();
    assert!(surplus.is_empty(), "nothing depends on {surplus:?}");
}
