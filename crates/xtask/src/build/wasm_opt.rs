//! Binaryen over a finished module.

use std::path::Path;

use anyhow::Result;

use crate::command;
use crate::project::Project;

/// What every engine we run on has. Never `--all-features`: it may emit what an engine lacks.
const FEATURES: [&str; 6] = [
    "--enable-mutable-globals",
    "--enable-sign-ext",
    "--enable-nontrapping-float-to-int",
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-reference-types",
];

/// The crate `worker` catches traps with it.
pub const EXCEPTIONS: &str = "--enable-exception-handling";

/// Every flag in one word, for the stamp.
pub fn flags(extra: &[&str]) -> String {
    extra.iter().chain(&SHRINK).chain(&FEATURES).copied().collect::<Vec<_>>().join(" ")
}

const SHRINK: [&str; 2] = ["-Oz", "--strip-debug"];

/// Again until nothing changes, for a module that is small. The lowest kilobyte is where the stack
/// would end. What is called once becomes part of its caller but for the unpacking of the names: an
/// engine that sees thousands of rounds there makes fast code of the whole function.
pub const HARD: [&str; 3] = ["--no-inline=*unpack*", "--converge", "--low-memory-unused"];

/// Every function stays a function of its name, and the data stays in one piece.
const TIDY: [&str; 4] = ["--no-inline=*", "-Oz", "--skip-pass=memory-packing", "--debuginfo"];

/// Shrinks the module in place.
pub fn shrink(project: &Project, wasm: &Path, extra: &[&str]) -> Result<()> {
    run(project, wasm, &flags(extra))
}

/// Leaves out of a module that is still to be split what nobody calls, which cannot be told of its
/// halves: all they export to each other is as good as called.
pub fn tidy(project: &Project, wasm: &Path) -> Result<()> {
    run(project, wasm, &TIDY.iter().chain(&FEATURES).copied().collect::<Vec<_>>().join(" "))
}

fn run(project: &Project, wasm: &Path, flags: &str) -> Result<()> {
    command::quietly(
        project
            .node()
            .arg(project.npm_program("wasm-opt"))
            .args(flags.split(' '))
            .arg(wasm)
            .arg("-o")
            .arg(wasm),
    )
}
