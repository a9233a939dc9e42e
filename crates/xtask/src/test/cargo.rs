//! The checks and tests that cargo runs.

use std::process::Command;
use std::thread;

use anyhow::{Result, bail};

use crate::build::EDGE_TESTS;
use crate::command::{self, Stream};
use crate::prepare;
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
    command::run(clippy().args(["--workspace", "--all-targets", "--", "--deny", "warnings"]))?;
    // The crates that are compiled to wasm32; the Worker in both its builds.
    let wasm = || {
        let mut clippy = clippy();
        clippy.args(["--target", "wasm32-unknown-unknown", "--package", "passgate-worker"]);
        clippy
    };
    command::run(wasm().args(["--package", "passgate-wasm", "--", "--deny", "warnings"]))?;
    command::run(wasm().args(["--features", "test-routes", "--", "--deny", "warnings"]))?;
    dependencies(project)
}

/// Checks that every crate comes from the registry and has an allowed licence. Known vulnerabilities
/// are checked only where the advisory database is reachable: CONTRIBUTING.md.
fn dependencies(project: &Project) -> Result<()> {
    let program = prepare::cargo_deny(project)?;
    // Clippy has installed what `targets` of deny.toml needs.
    let mut deny = Command::new(program);
    deny.current_dir(project.root()).args(["--offline", "--locked", "check", "bans", "licenses", "sources"]);
    command::quietly(&mut deny)
}

/// Runs every test that needs only one process.
pub fn native(project: &Project) -> Result<Count> {
    tests(project.cargo_locked("test").args([
        "--quiet",
        "--workspace",
        "--exclude",
        EDGE_TESTS,
        "--no-fail-fast",
    ]))
}

/// The edge tests that take two minutes and mostly wait. Their manifest excludes them from a plain
/// `cargo test`.
const BESIDE: [&str; 2] = ["--test", "beside"];

/// Runs the tests of the Worker as deployed, on its real runtime.
pub fn edge(project: &Project) -> Result<Count> {
    let test = || {
        let mut cargo = project.cargo_locked("test");
        cargo.args(["--quiet", "--package", EDGE_TESTS]);
        cargo
    };
    // Builds first, because of two concurrent builds one waits for the other.
    command::run(test().arg("--no-run"))?;
    command::run(test().arg("--no-run").args(BESIDE))?;
    thread::scope(|scope| {
        let beside = scope.spawn(|| tests(test().args(BESIDE)));
        let others = tests(test().arg("--no-fail-fast"));
        let beside = beside.join().unwrap_or_else(|_| bail!("a test's thread panicked"));
        Ok(others?.plus(beside?))
    })
}

/// With these variables a test writes the file that it otherwise compares with. A run of all tests only
/// compares.
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
