//! The package's module and its JavaScript entry points: `pkg/dist/`.

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::build::wasm::{self, Module};
use crate::build::{bindgen, integrity, wasm_opt};
use crate::command;
use crate::files;
use crate::progress;
use crate::project::Project;
use crate::stamp::{Inputs, Stamp};

const MODULE: &str = "passgate_bg.wasm";

/// A file of the package: its source, its name, and how it is bundled.
struct Face {
    source: &'static str,
    name: &'static str,
    flags: &'static [&'static str],
}

const ESM: &str = "--format=esm";
const CJS: &str = "--format=cjs";
/// Embeds the module in the file.
const CARRIED: &str = "--loader:.wasm=binary";
/// Polyfills for the globals that the glue uses.
const TEXT: &str = "--inject:./text.js";
/// Replaces `import.meta.url`, which CommonJS does not have.
const ADDRESS: [&str; 2] = [
    "--define:import.meta.url=ADDRESS",
    "--banner:js=const ADDRESS = require(\"node:url\").pathToFileURL(__filename).href;",
];

/// Imports the style sheet as text.
const STYLE_AS_TEXT: &str = "--loader:.css=text";
/// Most of the elements' sentences are Chinese, and an escape is twice as long.
const UTF8: &str = "--charset=utf8";
/// The package's files, beside each other, for a page without a bundler.
const BESIDE: [&str; 2] = ["--alias:passgate=./index.js", "--external:./index.js"];

const FACES: [Face; 20] = [
    face("index.js", "index.js", &[ESM]),
    face("node.js", "node.js", &[ESM]),
    face("node.js", "node.cjs", &[CJS, TEXT, ADDRESS[0], ADDRESS[1]]),
    face("inline.js", "inline.js", &[ESM, CARRIED, TEXT]),
    face("inline.js", "inline.cjs", &[CJS, CARRIED, TEXT]),
    face("inline.js", "workerd.js", &[ESM, "--external:*.wasm"]),
    face("edge-light.js", "edge-light.js", &[ESM, "--external:*.wasm?module"]),
    face("schema.js", "schema.js", &[ESM]),
    face("schema.js", "schema.cjs", &[CJS]),
    face("rules.js", "rules.js", &[ESM]),
    face("rules.js", "rules.cjs", &[CJS]),
    face("react.js", "react.js", &[ESM]),
    face("react.js", "react.cjs", &[CJS]),
    face("vue.js", "vue.js", &[ESM]),
    face("vue.js", "vue.cjs", &[CJS]),
    face("element/index.js", "element.js", &[ESM]),
    face("element/index.js", "element.cjs", &[CJS]),
    face("element/classes.js", "element-define.js", &[ESM, STYLE_AS_TEXT, UTF8]),
    face("element/classes.js", "element-define.cjs", &[CJS, STYLE_AS_TEXT, UTF8]),
    face("element/page.js", "element-page.js", &[ESM, STYLE_AS_TEXT, UTF8, BESIDE[0], BESIDE[1]]),
];

/// The style sheet of the elements, in one piece: a file of the package, which their JavaScript contains too.
const SHEET: Face = face("element/style.css", "element.css", &[]);

/// The declarations, which CommonJS reads as well.
const DECLARATIONS: [&str; 7] = ["index", "schema", "rules", "react", "vue", "element", "element-define"];

const fn face(source: &'static str, name: &'static str, flags: &'static [&'static str]) -> Face {
    Face { source, name, flags }
}

/// Next.js imports a module in its edge runtime with a suffix.
fn edge_light(inline: &str) -> String {
    inline.replace(&format!("./{MODULE}"), &format!("./{MODULE}?module"))
}

/// The JavaScript that calls the module and is called by it. It only works with the module of the same
/// build.
const GLUE: &str = "passgate_bg.js";

/// Features that are off: Chromium supports reference types only since version 96, and the package does
/// not need them.
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
    let inputs = FACES.iter().fold(inputs, |inputs, face| inputs.word(&face.flags.join(" ")));
    let inputs =
        DECLARATIONS.iter().try_fold(inputs, |inputs, name| inputs.path(&declaration(project, name)))?;
    let stamp = Stamp::new(project.path("dist/.stamps/pkg"), inputs);
    let outputs: Vec<PathBuf> = [MODULE, SHEET.name, integrity::NAME]
        .into_iter()
        .chain(FACES.iter().map(|face| face.name))
        .map(|file| out.join(file))
        .collect();
    if stamp.is_current(&outputs) {
        return Ok(());
    }
    progress::timed("shrinking", "the package", || {
        let staging = project.target().join("xtask/pkg");
        files::empty_folder(&staging)?;
        for source in files::below(&sources)? {
            files::copy(&source, &staging.join(source.strip_prefix(&sources)?))?;
        }
        let name = format!("passgate_{}", build_of(&wasm, &sources)?);
        bindgen::for_the_package(&wasm, &name, &staging)?;
        files::copy(&staging.join(format!("{name}_bg.js")), &staging.join(GLUE))?;
        files::empty_folder(&out)?;
        files::copy(&staging.join(format!("{name}_bg.wasm")), &out.join(MODULE))?;
        wasm_opt::shrink(project, &out.join(MODULE), &wasm_opt::HARD)?;
        files::copy(&out.join(MODULE), &staging.join(MODULE))?;
        files::write(
            &staging.join("edge-light.js"),
            edge_light(&files::read(&staging.join("inline.js"))?).as_bytes(),
        )?;
        for name in DECLARATIONS {
            files::copy(&declaration(project, name), &out.join(format!("{name}.d.cts")))?;
        }
        bundle(project, &name, &staging, &SHEET, &out)?;
        files::copy(&out.join(SHEET.name), &staging.join(SHEET.source))?;
        FACES.iter().try_for_each(|face| bundle(project, &name, &staging, face, &out))?;
        integrity::write(&out)
    })?;
    stamp.keep()
}

/// Eight digits that identify the build.
fn build_of(wasm: &Path, sources: &Path) -> Result<String> {
    Ok(Inputs::new().path(wasm)?.path(sources)?.hash().chars().take(8).collect())
}

fn declaration(project: &Project, name: &str) -> PathBuf {
    project.path("pkg").join(format!("{name}.d.ts"))
}

const BUNDLE: [&str; 8] = [
    "--bundle",
    "--minify",
    "--target=chrome92,firefox115,safari16,node20",
    "--log-level=warning",
    "--external:node:*",
    // The consumer installs the package and the framework of an adapter.
    "--external:passgate",
    "--external:react",
    "--external:vue",
];

/// Bundles one file of the package with its imports, so that a page fetches fewer files and only code
/// that is used.
fn bundle(project: &Project, name: &str, staging: &Path, face: &Face, out: &Path) -> Result<()> {
    command::quietly(
        project
            .node()
            .current_dir(staging)
            .arg(project.npm_program("esbuild"))
            .arg(face.source)
            .args(BUNDLE)
            .args(face.flags)
            .arg(format!("--define:GLUE=\"./{name}_bg.js\""))
            .arg(format!("--outfile={}", out.join(face.name).display())),
    )
}
