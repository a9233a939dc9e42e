//! The package's module, its face and its parts: `pkg/dist/`.

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::build::wasm::{self, Module};
use crate::build::{bindgen, wasm_opt};
use crate::command;
use crate::files;
use crate::progress;
use crate::project::Project;
use crate::stamp::{Inputs, Stamp};

const MODULE: &str = "passgate_bg.wasm";
const FACE: &str = "index.js";
/// The parts the face fetches, made by `cargo xtask codegen`.
const PARTS: [&str; 2] = ["names.bin", "weak.bin"];

/// Builds what the package carries; what did not change is not built again.
pub fn build(project: &Project) -> Result<()> {
    let wasm = wasm::compile(
        project,
        &Module { package: "passgate-wasm", profile: "browser", features: &[], env: &[] },
    )?;
    let out = project.path("pkg/dist");
    let sources = project.path("pkg/src");
    let parts = PARTS.map(|part| project.path("crates/passgate-core/data").join(part));
    let mut inputs = Inputs::new().word(&wasm_opt::flags(&[])).word(&BUNDLE.join(" ")).path(&wasm)?;
    for input in parts.iter().chain([&sources, &project.path("package-lock.json")]) {
        inputs = inputs.path(input)?;
    }
    let stamp = Stamp::new(project.path("dist/.stamps/pkg"), inputs);
    let outputs: Vec<PathBuf> = [MODULE, FACE].iter().chain(&PARTS).map(|file| out.join(file)).collect();
    if stamp.is_current(&outputs) {
        return Ok(());
    }
    progress::timed("shrinking", "the package", || {
        let staging = project.target().join("xtask/pkg");
        files::empty_folder(&staging)?;
        bindgen::for_browsers(&wasm, "passgate", &staging)?;
        wasm_opt::shrink(project, &staging.join(MODULE), &[])?;
        files::empty_folder(&out)?;
        files::copy(&staging.join(MODULE), &out.join(MODULE))?;
        for part in PARTS {
            files::copy(&project.path("crates/passgate-core/data").join(part), &out.join(part))?;
        }
        bundle(project, &sources.join(FACE), &staging.join("passgate.js"), &out.join(FACE))
    })?;
    stamp.keep()
}

const BUNDLE: [&str; 5] = ["--bundle", "--format=esm", "--minify", "--target=es2022", "--log-level=warning"];

/// One module of the face and the glue: fewer files to fetch, and only what is called.
fn bundle(project: &Project, face: &Path, glue: &Path, out: &Path) -> Result<()> {
    command::quietly(
        project
            .node()
            .arg(project.npm_program("esbuild"))
            .arg(face)
            .args(BUNDLE)
            .arg(format!("--alias:passgate-wasm={}", glue.display()))
            .arg(format!("--outfile={}", out.display())),
    )
}
