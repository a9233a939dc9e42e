//! The command line.

use std::str::FromStr;

use anyhow::{Context, Result, bail};
use lexopt::prelude::{Long, Short, Value, ValueExt as _};

use crate::bench::{BenchOptions, Part};
use crate::dev::DevOptions;
use crate::edge_bench::EdgeBenchOptions;
use crate::soak::SoakOptions;
use crate::test::Kind;

/// The requested task.
#[derive(Debug, PartialEq, Eq)]
pub enum Task {
    /// Print this text only.
    Help(&'static str),
    /// Run the whole stack until Ctrl-C.
    Dev(DevOptions),
    /// Run every check and test, or those of one kind.
    Test(Option<Kind>),
    /// Build the package and the Worker.
    Build,
    /// Build the playground.
    Examples,
    /// Build a release.
    Dist,
    /// Measure the build output, or compare it with the snapshot.
    Size {
        /// Compare instead of write.
        check: bool,
    },
    /// Measure speed and size compared with the peers, or of the native core.
    Bench(BenchOptions),
    /// Measure the edge compared with a plain pass-through.
    EdgeBench(EdgeBenchOptions),
    /// Run a mixed load with faults and kills, and reconcile the results.
    Soak(SoakOptions),
    /// Write the generated files, or compare them.
    Codegen {
        /// Compare instead of write.
        check: bool,
    },
}

const HELP: &str = "\
passgate's development commands

usage: cargo xtask <command> [options]

  dev       build everything, run it on this machine and print links; Ctrl-C stops it
  test      run every check and test, and print a table
  build     build the npm package (pkg/dist), the Worker (dist/worker, and dist/worker-test with
            test routes) and its files (dist/www)
  examples  build the playground (dist/examples), a folder that needs no server
  dist      build a release: an archive for Linux and the npm package's, in dist
  size      measure the size of the package and the Worker, and write sizes.json
  edge-bench  measure the edge against a plain pass-through: throughput, added latency
  bench     measure the package against its peers, in Node and in Chromium
  soak      run mixed load with faults and kills, then reconcile the results
  codegen   write the generated files

`cargo xtask <command> --help` shows the options. Each command installs what it needs (npm packages,
the wasm32 target, browsers, Python packages) with npm, rustup, apt and pip.";

const DEV_HELP: &str = "\
usage: cargo xtask dev [options]

Builds everything, starts the simulated vendors and the Worker on loopback, and prints links. The Worker
serves the playground at /examples/ as well. Pages of the usual development servers on this machine
(localhost and 127.0.0.1, ports 1234, 3000, 4173, 4200, 5173, 5174, 8000 and 8080) may call it.

  --json       print exactly one line of JSON on stdout when ready
  --links N    number of links per product, each for another account (default 1)
  --port P     the Worker's port (default 8787, or a free one when it is taken; 0: a free one)
  --allow-origin ORIGIN  another origin whose pages may call it; repeatable
  --test-routes  run the test build, which can fail on request, instead of the shipped build";

const TEST_HELP: &str = "\
usage: cargo xtask test [--only KIND]

Runs every check and test and prints a table; the last line is `N passed, N failed`.

  --only KIND  one of: format lint native build codegen size node consumers edge openapi
                    browser sdk-node sdk-python consumers-heavy
               The last one runs only on request: it installs Next.js, Nuxt, SvelteKit, Angular and Umi";

const BUILD_HELP: &str = "\
usage: cargo xtask build

Builds pkg/dist, dist/worker, dist/worker-test, dist/www and dist/examples. Skips parts that did not change.";

const EXAMPLES_HELP: &str = "\
usage: cargo xtask examples

Builds the package and the playground: dist/examples, a folder that any web server can serve and that a
browser opens without one (dist/examples/index.html).";

const DIST_HELP: &str = "\
usage: cargo xtask dist

Builds everything and writes dist/passgate-VERSION-linux-ARCH.tar.gz (the program, workerd, the Worker, the
forms, samples, documentation and licences), dist/passgate-VERSION.tgz (the npm package) and dist/SHA256SUMS.
Prints the hashes of both, and of the two WebAssembly modules: every build of a commit gives the same.";

const SIZE_HELP: &str = "\
usage: cargo xtask size [--check]

Measures the package and the Worker: raw, gzip -9, brotli 11. Writes sizes.json.

  --check      compare with sizes.json instead of writing it; fails beyond the tolerance";

const BENCH_HELP: &str = "\
usage: cargo xtask bench [--native | --paint] [--quick] [--write]

Measures the package and its peers in Node and in Chromium, in one run of alternating rounds.

  --native     measure only the core: times by Criterion, instructions by Valgrind
  --paint      measure only the time from a key to the painted frame in Chromium, on a CPU slowed down
  --quick      few rounds: checks that the benchmark works, does not measure
  --write      write the report: docs/bench.md, bench.svg, bench.json, bench-paint.json";

const EDGE_BENCH_HELP: &str = "\
usage: cargo xtask edge-bench [options]

Measures throughput and added latency of the edge, compared with a pass-through of plain JavaScript
on the same workerd and with the simulated vendor, in alternating rounds.

  --rounds N     number of rounds of each (default 5)
  --report PATH  file for the report (default: stdout)";

const SOAK_HELP: &str = "\
usage: cargo xtask soak [options]

All kinds of callers reset passwords while the simulated vendors fail and the Worker is killed. Then
every attempt is compared with the vendors' own logs. Fails if an attempt was lost or executed twice.

  --minutes N    duration (default 1)
  --callers N    number of concurrent callers (default 4)
  --accounts N   number of accounts (default 120)
  --steady       no kills, to watch the memory of one Worker process
  --heap-mib N   limit of V8's heap (default 128, as on the platform; 0: no limit)
  --report PATH  file for the report (default: stdout)";

const CODEGEN_HELP: &str = "\
usage: cargo xtask codegen [--check]

Writes the generated files and the generated blocks of Markdown files.

  --check      compare instead of writing; fails if a file is out of date";

/// Parses the arguments after the program's name.
pub fn parse(arguments: impl IntoIterator<Item = std::ffi::OsString>) -> Result<Task> {
    let mut parser = lexopt::Parser::from_args(arguments);
    let command = match parser.next()? {
        None | Some(Short('h') | Long("help")) => return Ok(Task::Help(HELP)),
        Some(Value(command)) => command.string()?,
        Some(other) => return Err(other.unexpected().into()),
    };
    match command.as_str() {
        "dev" => dev(&mut parser),
        "test" => test(&mut parser),
        "build" => plain(&mut parser, Task::Build, BUILD_HELP),
        "examples" => plain(&mut parser, Task::Examples, EXAMPLES_HELP),
        "dist" => plain(&mut parser, Task::Dist, DIST_HELP),
        "bench" => bench(&mut parser),
        "size" => checking(&mut parser, |check| Task::Size { check }, SIZE_HELP),
        "codegen" => checking(&mut parser, |check| Task::Codegen { check }, CODEGEN_HELP),
        "edge-bench" => edge_bench(&mut parser),
        "soak" => soak(&mut parser),
        "help" => Ok(Task::Help(HELP)),
        other => bail!("there is no command `{other}`; see `cargo xtask --help`"),
    }
}

fn dev(parser: &mut lexopt::Parser) -> Result<Task> {
    let mut options = DevOptions::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("json") => options.json = true,
            Long("links") => options.links = number(parser, "--links")?,
            Long("port") => options.port = Some(number(parser, "--port")?),
            Long("test-routes") => options.test_routes = true,
            Long("allow-origin") => options.allow_origins.push(parser.value()?.string()?),
            Short('h') | Long("help") => return Ok(Task::Help(DEV_HELP)),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Task::Dev(options))
}

fn edge_bench(parser: &mut lexopt::Parser) -> Result<Task> {
    let mut options = EdgeBenchOptions::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("rounds") => options.rounds = number::<usize>(parser, "--rounds")?.max(1),
            Long("report") => options.report = Some(parser.value()?.into()),
            Short('h') | Long("help") => return Ok(Task::Help(EDGE_BENCH_HELP)),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Task::EdgeBench(options))
}

fn soak(parser: &mut lexopt::Parser) -> Result<Task> {
    let mut options = SoakOptions::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("minutes") => options.seconds = number::<u64>(parser, "--minutes")?.saturating_mul(60),
            Long("callers") => options.callers = number::<usize>(parser, "--callers")?.max(1),
            Long("heap-mib") => options.heap_mib = number(parser, "--heap-mib")?,
            Long("steady") => options.steady = true,
            Long("accounts") => options.accounts = number::<usize>(parser, "--accounts")?.max(1),
            Long("report") => options.report = Some(parser.value()?.into()),
            Short('h') | Long("help") => return Ok(Task::Help(SOAK_HELP)),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Task::Soak(options))
}

fn number<N: FromStr>(parser: &mut lexopt::Parser, option: &str) -> Result<N> {
    let text = parser.value()?.string()?;
    text.parse().ok().with_context(|| format!("`{option} {text}`: not a valid number"))
}

fn test(parser: &mut lexopt::Parser) -> Result<Task> {
    let mut only = None;
    while let Some(argument) = parser.next()? {
        match argument {
            Long("only") => {
                let name = parser.value()?.string()?;
                let kind = Kind::from_name(&name);
                only = Some(kind.with_context(|| format!("there is no kind `{name}`\n\n{TEST_HELP}"))?);
            }
            Short('h') | Long("help") => return Ok(Task::Help(TEST_HELP)),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Task::Test(only))
}

fn bench(parser: &mut lexopt::Parser) -> Result<Task> {
    let mut options = BenchOptions::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("native") => options.part = Part::Native,
            Long("paint") => options.part = Part::Paint,
            Long("quick") => options.quick = true,
            Long("write") => options.write = true,
            Short('h') | Long("help") => return Ok(Task::Help(BENCH_HELP)),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Task::Bench(options))
}

fn plain(parser: &mut lexopt::Parser, task: Task, help: &'static str) -> Result<Task> {
    match parser.next()? {
        None => Ok(task),
        Some(Short('h') | Long("help")) => Ok(Task::Help(help)),
        Some(other) => Err(other.unexpected().into()),
    }
}

fn checking(parser: &mut lexopt::Parser, task: impl Fn(bool) -> Task, help: &'static str) -> Result<Task> {
    let mut check = false;
    while let Some(argument) = parser.next()? {
        match argument {
            Long("check") => check = true,
            Short('h') | Long("help") => return Ok(Task::Help(help)),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(task(check))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Task> {
        parse(line.split_whitespace().map(Into::into))
    }

    #[test]
    fn every_command_has_its_options_and_its_help() {
        let allow_origins = vec!["https://a.example".to_owned(), "http://127.0.0.1:9000".to_owned()];
        let dev = DevOptions { json: true, links: 3, port: Some(9000), test_routes: true, allow_origins };
        let line = "dev --json --links 3 --port=9000 --test-routes --allow-origin https://a.example --allow-origin=http://127.0.0.1:9000";
        assert_eq!(parsed(line).unwrap(), Task::Dev(dev));
        assert_eq!(parsed("dev").unwrap(), Task::Dev(DevOptions::default()));
        assert_eq!(parsed("size --check").unwrap(), Task::Size { check: true });
        for (line, part) in [
            ("bench --write", Part::Peers),
            ("bench --native --write", Part::Native),
            ("bench --paint --write", Part::Paint),
        ] {
            let bench = BenchOptions { part, quick: false, write: true };
            assert_eq!(parsed(line).unwrap(), Task::Bench(bench));
        }
        assert_eq!(parsed("codegen").unwrap(), Task::Codegen { check: false });
        let soak = SoakOptions { seconds: 1800, callers: 3, ..SoakOptions::default() };
        assert_eq!(parsed("soak --minutes 30 --callers 3").unwrap(), Task::Soak(soak));
        assert_eq!(parsed("test --only edge").unwrap(), Task::Test(Some(Kind::Edge)));
        let commands =
            ["dev", "test", "build", "examples", "dist", "size", "bench", "edge-bench", "soak", "codegen"];
        for command in commands {
            let Task::Help(text) = parsed(&format!("{command} --help")).unwrap() else {
                panic!("no help for {command}");
            };
            assert!(text.contains(&format!("usage: cargo xtask {command}")));
            assert!(HELP.contains(&format!("\n  {command} ")));
        }
    }

    #[test]
    fn every_kind_is_in_the_help_and_can_be_selected() {
        for kind in Kind::ALL {
            assert!(TEST_HELP.split_whitespace().any(|word| word == kind.name()), "{kind:?}");
            assert_eq!(Kind::from_name(kind.name()), Some(kind));
        }
    }

    #[test]
    fn an_unknown_argument_is_an_error() {
        for line in
            ["deploy", "dev --fast", "build now", "test --only nothing", "dev --links many", "--check"]
        {
            assert!(parsed(line).is_err(), "{line}");
        }
    }
}
