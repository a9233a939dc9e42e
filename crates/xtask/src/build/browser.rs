//! The package's module and its face: `pkg/dist/`.

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::build::wasm::{self, Module};
use crate::build::wasm_opt;
use crate::command;
use crate::files;
use crate::progress;
use crate::project::Project;
use crate::stamp::{Inputs, Stamp};

const MODULE: &str = "passgate_bg.wasm";
/// For browsers and bundlers, and for Node.
const FACES: [&str; 2] = ["index.js", "node.js"];

/// Builds what the package carries; what did not change is not built again.
pub fn build(project: &Project) -> Result<()> {
    let wasm = wasm::compile(
        project,
        &Module { package: "passgate-wasm", profile: "browser", features: &[], env: &[] },
    )?;
    let out = project.path("pkg/dist");
    let sources = project.path("pkg/src");
    let inputs = Inputs::new()
        .word(&wasm_opt::flags(&wasm_opt::HARD))
        .word(&BUNDLE.join(" "))
        .path(&wasm)?
        .path(&sources)?
        .path(&project.path("package-lock.json"))?;
    let stamp = Stamp::new(project.path("dist/.stamps/pkg"), inputs);
    let outputs: Vec<PathBuf> = [MODULE].iter().chain(&FACES).map(|file| out.join(file)).collect();
    if stamp.is_current(&outputs) {
        return Ok(());
    }
    progress::timed("shrinking", "the package", || {
        files::empty_folder(&out)?;
        files::copy(&wasm, &out.join(MODULE))?;
        wasm_opt::shrink(project, &out.join(MODULE), &wasm_opt::HARD)?;
        FACES.iter().try_for_each(|face| bundle(project, &sources.join(face), &out.join(face)))
    })?;
    stamp.keep()
}

const BUNDLE: [&str; 6] =
    ["--bundle", "--format=esm", "--minify", "--target=es2022", "--log-level=warning", "--external:node:*"];

/// One module of a face and what it imports: fewer files to fetch, and only what is called.
fn bundle(project: &Project, face: &Path, out: &Path) -> Result<()> {
    command::quietly(
        project
            .node()
            .arg(project.npm_program("esbuild"))
            .arg(face)
            .args(BUNDLE)
            .arg(format!("--outfile={}", out.display())),
    )
}
