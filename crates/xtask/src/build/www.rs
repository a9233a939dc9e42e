//! `dist/www/`: what the Worker may serve, the forms, the package beside them, the
//! API's document.

use anyhow::Result;

use crate::files;
use crate::project::Project;

/// The package's files that a browser loads.
const PACKAGE: [&str; 2] = ["index.js", "passgate_bg.wasm"];

/// Copies everything anew: it is small, and what was removed must not stay behind.
pub fn assemble(project: &Project) -> Result<()> {
    let out = project.path("dist/www");
    files::empty_folder(&out)?;
    let www = project.path("www");
    for file in files::below(&www)? {
        let name = file.strip_prefix(&www)?;
        files::copy(&file, &out.join(name))?;
    }
    for file in PACKAGE {
        files::copy(&project.path("pkg/dist").join(file), &out.join("passgate").join(file))?;
    }
    files::copy(&project.path("docs/openapi.json"), &out.join("openapi.json"))
}
