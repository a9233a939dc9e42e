//! What cargo checks and tests.

use std::process::Command;
use std::thread;

use anyhow::{Result, bail};

use crate::build::EDGE_TESTS;
use crate::command::{self, Stream};
use crate::prepare;
use crate::project::Project;
use crate::test::count::Count;

/// Every crate is formatted.
pub fn format(project: &Project) -> Result<()> {
    prepare::components(project)?;
    command::run(project.cargo().args(["fmt", "--all", "--", "--check", "--color", "never"]))
}

/// No crate has a warning, here or in wasm.
pub fn lint(project: &Project) -> Result<()> {
    prepare::components(project)?;
    prepare::wasm_target(project)?;
    let clippy = || {
        let mut cargo = project.cargo_locked("clippy");
        cargo.arg("--quiet");
        cargo
    };
    command::run(clippy().args(["--workspace", "--all-targets", "--", "--deny", "warnings"]))?;
    // The crates that are wasm32 in earnest; the Worker in both its builds.
    let wasm = || {
        let mut clippy = clippy();
        clippy.args(["--target", "wasm32-unknown-unknown", "--package", "passgate-worker"]);
        clippy
    };
    command::run(wasm().args(["--package", "passgate-wasm", "--", "--deny", "warnings"]))?;
    command::run(wasm().args(["--features", "test-routes", "--", "--deny", "warnings"]))?;
    dependencies(project)
}

/// Every crate comes from the registry and has a licence that is listed. Whether one has a known
/// weakness is asked where the database of advisories can be had: CONTRIBUTING.md.
fn dependencies(project: &Project) -> Result<()> {
    let program = prepare::cargo_deny(project)?;
    // What `targets` of deny.toml needs is there since clippy ran.
    let mut deny = Command::new(program);
    deny.current_dir(project.root()).args(["--offline", "--locked", "check", "bans", "licenses", "sources"]);
    command::quietly(&mut deny)
}

/// Every test that runs in one process on this machine.
pub fn native(project: &Project) -> Result<Count> {
    tests(project.cargo_locked("test").args([
        "--quiet",
        "--workspace",
        "--exclude",
        EDGE_TESTS,
        "--no-fail-fast",
    ]))
}

/// The tests of the edge that take two minutes and mostly wait. Their manifest keeps them out of what
/// `cargo test` runs by itself.
const BESIDE: [&str; 2] = ["--test", "beside"];

/// The Worker as it is deployed, on the runtime it runs on.
pub fn edge(project: &Project) -> Result<Count> {
    let test = || {
        let mut cargo = project.cargo_locked("test");
        cargo.args(["--quiet", "--package", EDGE_TESTS]);
        cargo
    };
    // Built before, for of two that build one waits for the other.
    command::run(test().arg("--no-run"))?;
    command::run(test().arg("--no-run").args(BESIDE))?;
    thread::scope(|scope| {
        let beside = scope.spawn(|| tests(test().args(BESIDE)));
        let others = tests(test().arg("--no-fail-fast"));
        let beside = beside.join().unwrap_or_else(|_| bail!("a test's thread panicked"));
        Ok(others?.plus(beside?))
    })
}

/// With these a test writes what it otherwise compares with. A run of all tests only compares.
const WRITE_MODES: [&str; 4] = ["PASSGATE_ACCESS", "PASSGATE_FAULTS", "PASSGATE_FIGURES", "PASSGATE_VECTORS"];

fn tests(cargo: &mut Command) -> Result<Count> {
    for mode in WRITE_MODES {
        cargo.env_remove(mode);
    }
    let (succeeded, output) = command::tee(cargo, Stream::Stdout)?;
    let count = Count::of_cargo(&output);
    if !succeeded && count.failed == 0 {
        bail!("the tests could not be built or did not finish");
    }
    if count.passed == 0 && count.failed == 0 {
        bail!("there are no tests");
    }
    Ok(count)
}
