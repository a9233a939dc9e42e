//! The package's module and its JavaScript entry points: `pkg/dist/`.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::build::wasm::{self, Module};
use crate::build::{bindgen, wasm_opt};
use crate::command;
use crate::files;
use crate::progress;
use crate::project::Project;
use crate::stamp::{Inputs, Stamp};

const MODULE: &str = "passgate_bg.wasm";
/// The entry points for browsers and bundlers, for development, and for Node.
const FACES: [&str; 3] = ["index.js", "development.js", "node.js"];

/// The JavaScript that calls the module and is called by it. It only works with the module of the same
/// build.
const GLUE: &str = "passgate_bg.js";

/// Chromium supports reference types only since version 96, and the package does not need them.
const WITHOUT: [&str; 2] = ["reference-types", "multivalue"];

/// Builds the files of the package. Unchanged parts are not built again.
pub fn build(project: &Project) -> Result<()> {
    let wasm = wasm::compile(
        project,
        &Module { package: "passgate-wasm", profile: "browser", features: &[], without: &WITHOUT, env: &[] },
    )?;
    let out = project.path("pkg/dist");
    let sources = project.path("pkg/src");
    let inputs = Inputs::new()
        .word(&wasm_opt::flags(&wasm_opt::HARD))
        .word(&BUNDLE.join(" "))
        .word(include_str!("bindgen.rs"))
        .path(&wasm)?
        .path(&sources)?
        .path(&project.path("package-lock.json"))?;
    let stamp = Stamp::new(project.path("dist/.stamps/pkg"), inputs);
    let outputs: Vec<PathBuf> = [MODULE].iter().chain(&FACES).map(|file| out.join(file)).collect();
    if stamp.is_current(&outputs) {
        return Ok(());
    }
    progress::timed("shrinking", "the package", || {
        let staging = project.target().join("xtask/pkg");
        files::empty_folder(&staging)?;
        for source in files::directly_in(&sources)? {
            files::copy(&source, &staging.join(source.file_name().context("a file has a name")?))?;
        }
        let name = format!("passgate_{}", build_of(&wasm, &sources)?);
        bindgen::for_the_package(&wasm, &name, &staging)?;
        files::copy(&staging.join(format!("{name}_bg.js")), &staging.join(GLUE))?;
        files::empty_folder(&out)?;
        files::copy(&staging.join(format!("{name}_bg.wasm")), &out.join(MODULE))?;
        wasm_opt::shrink(project, &out.join(MODULE), &wasm_opt::HARD)?;
        files::copy(&out.join(MODULE), &staging.join(MODULE))?;
        FACES.iter().try_for_each(|face| bundle(project, &name, &staging.join(face), &out.join(face)))
    })?;
    stamp.keep()
}

/// Eight digits that identify the build.
fn build_of(wasm: &Path, sources: &Path) -> Result<String> {
    Ok(Inputs::new().path(wasm)?.path(sources)?.hash().chars().take(8).collect())
}

const BUNDLE: [&str; 7] = [
    "--bundle",
    "--format=esm",
    "--minify",
    "--target=chrome92,firefox115,safari16,node20",
    "--log-level=warning",
    "--external:node:*",
    "--loader:.wasm=binary",
];

/// Bundles an entry point with its imports: fewer files to fetch, and only code that is used.
fn bundle(project: &Project, name: &str, face: &Path, out: &Path) -> Result<()> {
    command::quietly(
        project
            .node()
            .arg(project.npm_program("esbuild"))
            .arg(face)
            .args(BUNDLE)
            .arg(format!("--define:GLUE=\"./{name}_bg.js\""))
            .arg(format!("--outfile={}", out.display())),
    )
}
