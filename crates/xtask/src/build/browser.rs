//! The package's module and its face: `pkg/dist/`.

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
/// For browsers and bundlers, for development, and for Node.
const FACES: [&str; 3] = ["index.js", "development.js", "node.js"];

/// What the module is asked for by its JavaScript, and the other way round: the two of another build
/// do not go together.
const GLUE: &str = "passgate_bg.js";

/// Chromium had its references late, at 96, and needs none of it to run the package.
const WITHOUT: [&str; 2] = ["reference-types", "multivalue"];

/// Builds what the package carries; what did not change is not built again.
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

/// Eight digits that no other build has.
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

/// One module of a face and what it imports: fewer files to fetch, and only what is called.
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
