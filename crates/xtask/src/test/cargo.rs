//! The checks and tests that cargo runs.

use std::process::Command;

use anyhow::{Result, bail};

use crate::command::{self, Echo, Stream};
use crate::prepare::{self, Supply};
use crate::project::Project;
use crate::test::count::Count;

/// Checks that every crate is formatted.
pub fn format(project: &Project) -> Result<()> {
    prepare::components(project)?;
    command::run(project.cargo().args(["fmt", "--all", "--", "--check", "--color", "never"]))
}

/// Checks that no crate has a warning, natively and for wasm.
pub fn lint(project: &Project) -> Result<()> {
    prepare::components(project)?;
    prepare::wasm_target(project)?;
    let clippy = || {
        let mut cargo = project.cargo_locked("clippy");
        cargo.arg("--quiet");
        cargo
    };
    for targets in [&["--all-targets"][..], &EDGE_TESTS] {
        command::run(clippy().arg("--workspace").args(targets).args(["--", "--deny", "warnings"]))?;
    }
    // The crates that ship as wasm32, the Worker in both builds.
    let wasm = || {
        let mut clippy = clippy();
        clippy.args(["--target", "wasm32-unknown-unknown", "--package", "passgate-worker"]);
        clippy
    };
    command::run(wasm().args(["--package", "passgate-wasm", "--", "--deny", "warnings"]))?;
    command::run(wasm().args(["--features", "test-routes", "--", "--deny", "warnings"]))?;
    docs(project)?;
    dependencies(project)
}

/// Checks that every crate comes from the registry, has an allowed licence, and is used by the crate
/// that depends on it. Known vulnerabilities are not checked here, because that needs a download of the
/// advisory database: see CONTRIBUTING.md.
fn dependencies(project: &Project) -> Result<()> {
    let Supply { deny, shear } = prepare::supply(project)?;
    // Offline: clippy has already fetched everything that the `targets` of deny.toml need.
    let mut deny = Command::new(deny);
    deny.current_dir(project.root()).args(["--offline", "--locked", "check", "bans", "licenses", "sources"]);
    command::quietly(&mut deny)?;
    let mut shear = Command::new(shear);
    shear.current_dir(project.root()).args(["--frozen", "--deny-warnings"]);
    command::quietly(&mut shear)
}

/// Builds the documentation of every crate, and fails on broken links. Includes private items, because
/// most readers of these crates change them.
fn docs(project: &Project) -> Result<()> {
    let mut doc = project.cargo_locked("doc");
    doc.args(["--quiet", "--workspace", "--no-deps", "--document-private-items"]);
    command::run(doc.env("RUSTDOCFLAGS", "--deny warnings"))
}

/// Every test that needs no build of the Worker.
pub fn native(project: &Project) -> Result<Count> {
    prepare::systemd_analyze()?;
    tests(project.cargo_locked("test").args(["--quiet", "--workspace", "--no-fail-fast"]))
}

/// The test target of the edge. Its manifest excludes it from a plain `cargo test`.
const EDGE_TESTS: [&str; 2] = ["--test", "edge"];

/// The number of edge tests that run in parallel. Each has its own Worker and simulator, and mostly
/// waits: for an alarm, a deadline, the vendor's rate limit.
const IN_PARALLEL: &str = "--test-threads=4";

/// The edge tests that compare response times, which parallel tests would disturb.
const TIMING: &str = "access::timing::";

/// Runs the tests of the Worker as deployed, on its real runtime.
pub fn edge(project: &Project) -> Result<Count> {
    let test = |arguments: &[&str]| {
        let mut cargo = project.cargo_locked("test");
        // The packages of the native tests, so that each crate has the same features and is compiled once.
        cargo.args(["--quiet", "--workspace"]).args(EDGE_TESTS).arg("--").args(arguments);
        tests(&mut cargo)
    };
    let most = test(&[IN_PARALLEL, "--skip", TIMING])?;
    Ok(most.plus(test(&["--test-threads=1", TIMING])?))
}

/// With one of these variables a test writes the file that it otherwise compares. A complete run only
/// compares.
const WRITE_MODES: [&str; 5] =
    ["PASSGATE_ACCESS", "PASSGATE_FAULTS", "PASSGATE_FIGURES", "PASSGATE_POLICY", "PASSGATE_VECTORS"];

fn tests(cargo: &mut Command) -> Result<Count> {
    for mode in WRITE_MODES {
        cargo.env_remove(mode);
    }
    let (succeeded, output) = command::tee(cargo, Stream::Stdout, Echo::Live)?;
    let count = Count::of_cargo(&output);
    if !succeeded && count.failed == 0 {
        bail!("the tests could not be built or did not finish");
    }
    if count.passed == 0 && count.failed == 0 {
        bail!("there are no tests");
    }
    Ok(count)
}
