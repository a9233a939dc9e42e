//! `dist/examples/`: the playground, a folder that needs no server. Only `cargo xtask dev` serves it; a deployment
//! serves nothing that its people do not need.

use anyhow::Result;

use crate::command;
use crate::files;
use crate::project::Project;

/// The folder below the checkout.
pub const FOLDER: &str = "dist/examples";

/// Makes everything again: it is small, and removed files must not remain.
pub fn assemble(project: &Project) -> Result<()> {
    let out = project.path(FOLDER);
    files::empty_folder(&out)?;
    let script = project.path("crates/xtask/node/examples.mjs");
    command::quietly(project.node().arg(script).args([project.path("www/examples"), out]))
}
