//! `cargo xtask bench`: speed and size of the package, compared with its peers, and of the native core.

mod native;

use anyhow::Result;

use crate::build;
use crate::command;
use crate::prepare;
use crate::progress;
use crate::project::Project;

/// What is measured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Part {
    /// The package and its peers.
    #[default]
    Peers,
    /// The native core: times and instructions.
    Native,
    /// From a key to the painted frame.
    Paint,
}

/// The options of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BenchOptions {
    /// What is measured.
    pub part: Part,
    /// Whether to write the committed report, `docs/bench.*`.
    pub write: bool,
    /// Whether to run only a few rounds, to see that it works.
    pub quick: bool,
}

/// A script that measures, and one that reports.
struct Scripts {
    what: &'static str,
    measure: &'static str,
    report: &'static str,
    figures: &'static str,
    usual: &'static [&'static str],
    quick: &'static [&'static str],
}

const PEERS: Scripts = Scripts {
    what: "passgate and its peers, in Node and in Chromium",
    measure: "tests/bench/run.mjs",
    report: "tests/bench/report.mjs",
    figures: "dist/bench.json",
    usual: &["--rounds", "25", "--milliseconds", "20"],
    quick: &["--rounds", "2", "--milliseconds", "2"],
};
const PAINT: Scripts = Scripts {
    what: "from a key to the painted frame, in Chromium",
    measure: "tests/bench/paint.mjs",
    report: "tests/bench/paint-report.mjs",
    figures: "dist/bench-paint.json",
    usual: &["--rounds", "8", "--keys", "16"],
    quick: &["--rounds", "1", "--keys", "4"],
};

/// Measures, prints, and writes the report if requested.
pub fn run(project: &Project, options: BenchOptions) -> Result<()> {
    let scripts = match options.part {
        Part::Native => return native::run(project, options),
        Part::Peers => PEERS,
        Part::Paint => PAINT,
    };
    build::package(project)?;
    let chromium = prepare::chromium()?;
    let figures = project.path(scripts.figures);
    progress::timed("measuring", scripts.what, || {
        command::run(
            project
                .node()
                .arg(scripts.measure)
                .arg(&figures)
                .args(if options.quick { scripts.quick } else { scripts.usual })
                .env("PASSGATE_CHROMIUM", chromium),
        )
    })?;
    let mut report = project.node();
    report.arg(scripts.report).arg(&figures);
    if options.write {
        report.arg("--write");
    }
    println!("{}", command::stdout(&mut report)?.trim());
    Ok(())
}
