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
/// would end.
pub const HARD: [&str; 2] = ["--converge", "--low-memory-unused"];

/// Shrinks the module in place.
pub fn shrink(project: &Project, wasm: &Path, extra: &[&str]) -> Result<()> {
    command::quietly(
        project
            .node()
            .arg(project.npm_program("wasm-opt"))
            .args(flags(extra).split(' '))
            .arg(wasm)
            .arg("-o")
            .arg(wasm),
    )
}
