//! `cargo xtask bench`: speed and size of the package, compared with its peers, and of the native core.

mod native;

use anyhow::Result;

use crate::build;
use crate::command;
use crate::prepare;
use crate::progress;
use crate::project::Project;

/// The options of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BenchOptions {
    /// Whether to write the committed report, `docs/bench.*`.
    pub write: bool,
    /// Whether to run only a few rounds, to see that it works.
    pub quick: bool,
    /// Whether to measure the native core: times and instructions.
    pub native: bool,
}

/// Measures, prints, and writes the report if requested.
pub fn run(project: &Project, options: BenchOptions) -> Result<()> {
    if options.native {
        return native::run(project, options);
    }
    build::package(project)?;
    let chromium = prepare::chromium()?;
    let figures = project.path("dist/bench.json");
    let (rounds, milliseconds) = if options.quick { ("2", "2") } else { ("25", "20") };
    progress::timed("measuring", "passgate and its peers, in Node and in Chromium", || {
        command::run(
            project
                .node()
                .arg("tests/bench/run.mjs")
                .arg(&figures)
                .args(["--rounds", rounds, "--milliseconds", milliseconds])
                .env("PASSGATE_CHROMIUM", chromium),
        )
    })?;
    let mut report = project.node();
    report.arg("tests/bench/report.mjs").arg(&figures);
    if options.write {
        report.arg("--write");
    }
    println!("{}", command::stdout(&mut report)?.trim());
    Ok(())
}
