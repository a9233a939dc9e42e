//! The Worker: `dist/worker/index.js` and `index_bg.wasm`, which is all a host needs.

use std::iter;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::build::wasm::{self, Module};
use crate::build::{bindgen, wasm_opt};
use crate::command;
use crate::files;
use crate::progress;
use crate::project::Project;
use crate::stamp::{Inputs, Stamp};

const PACKAGE: &str = "passgate-worker";

/// Builds the Worker; what did not change is not built again.
pub fn build(project: &Project) -> Result<()> {
    let wasm = wasm::compile(
        project,
        &Module {
            package: PACKAGE,
            profile: "edge",
            features: &[],
            without: &[],
            // The crate's macros then bind through js-sys, as its own build tool has it.
            env: &[("WASM_BINDGEN_USE_JS_SYS", "1")],
        },
    )?;
    let out = project.path("dist/worker");
    let stamp = Stamp::new(project.path("dist/.stamps/worker"), inputs(project, &wasm)?);
    if stamp.is_current(&[out.join("index.js"), out.join("index_bg.wasm")]) {
        return Ok(());
    }
    progress::timed("shrinking", "the Worker", || {
        let staging = project.target().join("xtask/worker");
        files::empty_folder(&staging)?;
        bindgen::for_the_edge(&wasm, "index", &staging)?;
        wasm_opt::shrink(project, &staging.join("index_bg.wasm"), &wasm_opt::EDGE)?;
        bundle(project, &staging, &out)
    })?;
    stamp.keep()
}

fn inputs(project: &Project, wasm: &Path) -> Result<Inputs> {
    let mut inputs = Inputs::new()
        .word(&wasm_opt::flags(&wasm_opt::EDGE))
        .path(wasm)?
        .path(&project.path("package-lock.json"))?;
    for module in entry_modules(project)? {
        inputs = inputs.path(&module)?;
    }
    Ok(inputs)
}

/// The JavaScript at the top of the crate: the entry module and what it imports.
fn entry_modules(project: &Project) -> Result<Vec<PathBuf>> {
    let mut modules = files::directly_in(&project.path("worker"))?;
    modules.retain(|path| path.extension().is_some_and(|extension| extension == "mjs" || extension == "js"));
    Ok(modules)
}

/// One module from the entry, which imports the glue beside it, and the npm packages it uses.
fn bundle(project: &Project, staging: &Path, out: &Path) -> Result<()> {
    // A module that Rust binds lies among the snippets; what it imports must lie beside it.
    let folders = iter::once(staging.to_owned()).chain(files::folders_in(&staging.join("snippets"))?);
    for folder in folders {
        for module in entry_modules(project)? {
            let name = module.file_name().context("a module has a name")?;
            files::copy(&module, &folder.join(name))?;
        }
    }
    let bundled = staging.join("bundled.js");
    command::quietly(
        project
            .node()
            .arg(project.npm_program("esbuild"))
            .arg(staging.join("entry.mjs"))
            .args(["--bundle", "--format=esm", "--charset=utf8"])
            .args(["--minify-whitespace", "--minify-syntax", "--log-level=warning"])
            .args(["--external:./index_bg.wasm", "--external:cloudflare:*"])
            .arg(format!("--outfile={}", bundled.display()))
            // The target directory may lie outside the checkout.
            .env("NODE_PATH", project.path("node_modules")),
    )?;
    // Hosts know a wasm import by its name; the source-phase syntax is ahead of them.
    let text = files::read(&bundled)?.replace("import source ", "import ");
    files::empty_folder(out)?;
    files::write(&out.join("index.js"), &text)?;
    files::copy(&staging.join("index_bg.wasm"), &out.join("index_bg.wasm"))
}
