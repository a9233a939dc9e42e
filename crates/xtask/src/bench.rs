//! `cargo xtask bench`.

use anyhow::Result;

use crate::build;
use crate::command;
use crate::progress;
use crate::project::Project;

/// Runs the Node benchmark over the package as it ships.
pub fn run(project: &Project) -> Result<()> {
    build::all(project)?;
    progress::say("measuring", "the check in Node");
    let text = command::stdout(project.node().arg("crates/xtask/node/bench.mjs"))?;
    println!("{}", text.trim_end());
    Ok(())
}
