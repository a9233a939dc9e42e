//! Runs Binaryen on a finished module.

use std::path::Path;

use anyhow::Result;

use crate::command;
use crate::project::Project;

/// Features that every supported browser has. Never `--all-features`, which may emit code that an
/// engine lacks.
const FEATURES: [&str; 4] = [
    "--enable-mutable-globals",
    "--enable-sign-ext",
    "--enable-nontrapping-float-to-int",
    "--enable-bulk-memory",
];

/// Additional features of `workerd`: the crate `worker` catches traps with exceptions.
pub const EDGE: [&str; 3] =
    ["--enable-multivalue", "--enable-reference-types", "--enable-exception-handling"];

/// All flags in one text, for the stamp.
pub fn flags(extra: &[&str]) -> String {
    extra.iter().chain(&SHRINK).chain(&FEATURES).copied().collect::<Vec<_>>().join(" ")
}

const SHRINK: [&str; 2] = ["-Oz", "--strip-debug"];

/// Repeats until nothing changes, for a small module. The lowest kilobyte is unused, because the stack
/// would end there.
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
