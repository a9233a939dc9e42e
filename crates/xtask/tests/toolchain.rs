//! Checks that the minimum Rust version in the manifests is the version that runs the tests.

use std::fs;
use std::path::Path;

#[test]
fn the_minimum_rust_version_is_the_toolchain_of_the_tests() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let toolchain = fs::read_to_string(root.join("rust-toolchain.toml")).unwrap();
    let pinned =
        toolchain.lines().find_map(|line| line.strip_prefix("channel = ")).unwrap().trim_matches('"');
    // Cargo gives every crate the version of the workspace, and refuses to build with an older one.
    let minimum = env!("CARGO_PKG_RUST_VERSION");
    assert_eq!(pinned.strip_suffix(".0"), Some(minimum), "`rust-version` in Cargo.toml, rust-toolchain.toml");
}
