//! The Worker: `index.js` and `index_bg.wasm`, which is all that a host needs. The production build
//! goes to `dist/worker`, the build for tests to `dist/worker-test`.

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

/// One of the two builds of the Worker.
struct Edition {
    /// The folder below `dist`.
    folder: &'static str,
    profile: &'static str,
    features: &'static [&'static str],
    /// The flags for Binaryen; `None` if the size does not matter.
    shrink: Option<&'static [&'static str]>,
}

const SHIPPING: Edition =
    Edition { folder: "worker", profile: "edge", features: &[], shrink: Some(&wasm_opt::EDGE) };
const FOR_TESTS: Edition =
    Edition { folder: "worker-test", profile: "edge-test", features: &["test-routes"], shrink: None };

/// Builds the Worker for production. Unchanged parts are not built again.
pub fn build(project: &Project) -> Result<()> {
    SHIPPING.build(project)
}

/// Builds the Worker for tests.
pub fn build_for_tests(project: &Project) -> Result<()> {
    FOR_TESTS.build(project)
}

impl Edition {
    fn build(&self, project: &Project) -> Result<()> {
        let wasm = wasm::compile(
            project,
            &Module {
                package: PACKAGE,
                profile: self.profile,
                features: self.features,
                without: &[],
                // The crate's macros then bind through js-sys, as with its own build tool.
                env: &[("WASM_BINDGEN_USE_JS_SYS", "1")],
            },
        )?;
        let out = project.path("dist").join(self.folder);
        let stamp = Stamp::new(project.path("dist/.stamps").join(self.folder), self.inputs(project, &wasm)?);
        if stamp.is_current(&[out.join("index.js"), out.join("index_bg.wasm")]) {
            return Ok(());
        }
        progress::timed("bundling", self.folder, || {
            let staging = project.target().join("xtask").join(self.folder);
            files::empty_folder(&staging)?;
            bindgen::for_the_edge(&wasm, "index", &staging)?;
            if let Some(flags) = self.shrink {
                wasm_opt::shrink(project, &staging.join("index_bg.wasm"), flags)?;
            }
            bundle(project, &staging, &out)
        })?;
        stamp.keep()
    }

    fn inputs(&self, project: &Project, wasm: &Path) -> Result<Inputs> {
        let flags = self.shrink.map(wasm_opt::flags).unwrap_or_default();
        let mut inputs = Inputs::new().word(&flags).path(wasm)?.path(&project.path("package-lock.json"))?;
        for module in entry_modules(project)? {
            inputs = inputs.path(&module)?;
        }
        Ok(inputs)
    }
}

/// The JavaScript modules of the crate: the entry module and its imports.
fn entry_modules(project: &Project) -> Result<Vec<PathBuf>> {
    let mut modules = files::directly_in(&project.path("worker"))?;
    modules.retain(|path| path.extension().is_some_and(|extension| extension == "mjs" || extension == "js"));
    Ok(modules)
}

/// Bundles the entry module, the glue beside it, and the npm packages that it uses.
fn bundle(project: &Project, staging: &Path, out: &Path) -> Result<()> {
    // wasm-bindgen copies a module that Rust binds into the snippets. Its imports must be in the same
    // folder.
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
            // The target directory may be outside of the checkout.
            .env("NODE_PATH", project.path("node_modules")),
    )?;
    // Hosts import wasm by its name; they do not support the source-phase syntax yet.
    let text = files::read(&bundled)?.replace("import source ", "import ");
    files::empty_folder(out)?;
    files::write(&out.join("index.js"), &text)?;
    files::copy(&staging.join("index_bg.wasm"), &out.join("index_bg.wasm"))
}
