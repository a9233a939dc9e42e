//! Binaryen over a finished module.

use std::path::Path;

use anyhow::Result;

use crate::command;
use crate::project::Project;

/// What every browser we run in has. Never `--all-features`: it may emit what an engine lacks.
const FEATURES: [&str; 4] = [
    "--enable-mutable-globals",
    "--enable-sign-ext",
    "--enable-nontrapping-float-to-int",
    "--enable-bulk-memory",
];

/// What `workerd` has, too: the crate `worker` catches traps with exceptions.
pub const EDGE: [&str; 3] =
    ["--enable-multivalue", "--enable-reference-types", "--enable-exception-handling"];

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
