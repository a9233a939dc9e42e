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
    // The crates that are wasm32 in earnest; the Worker in both its builds.
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

/// Every crate comes from the registry, has a licence that is listed, and is used where a manifest names it.
/// Whether one has a known weakness is asked where the database of advisories can be had: CONTRIBUTING.md.
fn dependencies(project: &Project) -> Result<()> {
    let Supply { deny, shear } = prepare::supply(project)?;
    // What `targets` of deny.toml needs is there since clippy ran.
    let mut deny = Command::new(deny);
    deny.current_dir(project.root()).args(["--offline", "--locked", "check", "bans", "licenses", "sources"]);
    command::quietly(&mut deny)?;
    let mut shear = Command::new(shear);
    shear.current_dir(project.root()).args(["--frozen", "--deny-warnings"]);
    command::quietly(&mut shear)
}

/// The documentation of every crate, without a link that leads nowhere. Private items too: most of these
/// crates are read by those who change them.
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

/// The tests of the Worker on `workerd`. Their manifest keeps them out of what `cargo test` runs by itself.
const EDGE_TESTS: [&str; 2] = ["--test", "edge"];

/// How many tests of the edge run in parallel. Each has a Worker and a simulator of its own, and mostly
/// waits: for an alarm, a deadline, the vendor's rate.
const IN_PARALLEL: &str = "--test-threads=4";

/// The tests of the edge that compare times, which other tests would disturb.
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

/// With these variables a test writes the file that it otherwise compares with. A run of all tests only
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
