//! `dist/www/`: the files that the Worker may serve: the forms, the package beside them, the OpenAPI
//! document.

use anyhow::Result;

use crate::command;
use crate::files;
use crate::project::Project;

/// Rebuilds everything: it is small, and removed files must not remain.
pub fn assemble(project: &Project) -> Result<()> {
    let out = project.path("dist/www");
    files::empty_folder(&out)?;
    let script = project.path("crates/xtask/node/pages.mjs");
    let folders = [project.path("www"), project.path("pkg/dist"), out.clone()];
    command::quietly(project.node().arg(script).args(folders))?;
    files::copy(&project.path("docs/openapi.json"), &out.join("openapi.json"))
}
