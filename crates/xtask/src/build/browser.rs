//! The package's module in two halves, and its face: `pkg/dist/`.

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::build::split::{self, Rest};
use crate::build::wasm::{self, Module};
use crate::build::wasm_opt;
use crate::command;
use crate::files;
use crate::progress;
use crate::project::Project;
use crate::stamp::{Inputs, Stamp};

const MODULE: &str = "passgate_bg.wasm";
const REST: &str = "rest.wasm";
/// For browsers and bundlers, and for Node.
const FACES: [&str; 2] = ["index.js", "node.js"];

/// What the first verdict can do without, and who calls it asks first whether it is there
/// (`passgate_core::rest`, and `insistWhole` in pkg/src/index.js).
const REST_CODE: [&str; 16] = [
    "passgate_core::automaton",
    "passgate_core::fold",
    "passgate_core::folded_words",
    "passgate_core::generate",
    "passgate_core::graphemes",
    "passgate_core::identity::pinyin",
    "passgate_core::identity::readings",
    "passgate_core::identity::terms",
    "passgate_core::paged",
    "passgate_core::rules::common::PreparedCommon::new",
    "passgate_core::rules::common::PreparedCommon::pattern",
    "passgate_core::rules::identity::PreparedIdentity",
    "passgate_core::weak::list::WeakList::shipped",
    "arrived",
    "codes",
    "generate",
];

/// Its tables, made by `cargo xtask codegen`.
const REST_DATA: [&str; 4] = ["characters.bin", "graphemes.bin", "names.bin", "weak.bin"];

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
        .word(include_str!("split.rs"))
        .word(include_str!("wasm_opt.rs"))
        .word(&REST_CODE.join(" "))
        .word(&REST_DATA.join(" "))
        .path(&wasm)?
        .path(&sources)?
        .path(&project.path("package-lock.json"))?;
    let stamp = Stamp::new(project.path("dist/.stamps/pkg"), inputs);
    let outputs: Vec<PathBuf> = [MODULE, REST].iter().chain(&FACES).map(|file| out.join(file)).collect();
    if stamp.is_current(&outputs) {
        return Ok(());
    }
    progress::timed("shrinking", "the package", || {
        let staging = project.target().join("xtask/pkg");
        files::empty_folder(&staging)?;
        let whole = staging.join(MODULE);
        files::write(&whole, &files::read_bytes(&wasm)?)?;
        wasm_opt::tidy(project, &whole)?;
        let data = REST_DATA
            .iter()
            .map(|name| files::read_bytes(&project.path("crates/passgate-core/data").join(name)));
        let rest = Rest { code: &REST_CODE, data: &data.collect::<Result<Vec<_>>>()? };
        let halves = split::split(&files::read_bytes(&whole)?, &rest)?;
        files::empty_folder(&out)?;
        for (name, half) in [(MODULE, halves.first), (REST, halves.second)] {
            files::write(&out.join(name), &half)?;
            wasm_opt::shrink(project, &out.join(name), &wasm_opt::HARD)?;
        }
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
