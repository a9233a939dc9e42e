//! `dist/www/`: the files that the Worker may serve: the forms, the package beside them, the OpenAPI
//! document.

use std::path::Path;

use anyhow::{Context, Result, bail};
use passgate_core::Product;
use serde_json::Value;

use crate::command;
use crate::files;
use crate::project::Project;

/// The files of the package that a browser loads.
const PACKAGE: [&str; 2] = ["index.js", "passgate_bg.wasm"];

/// The script of the forms' pages, and the line of a page that loads it.
const SCRIPT: &str = "page.js";
const ASKED_FOR: &str = "    <script type=\"module\" src=\"/page.js\"></script>\n";
/// The template of each product's page.
const TEMPLATE: &str = "form.html";

/// Copies everything again: it is small, and removed files must not remain.
pub fn assemble(project: &Project) -> Result<()> {
    let out = project.path("dist/www");
    files::empty_folder(&out)?;
    let www = project.path("www");
    for file in files::below(&www)? {
        let name = file.strip_prefix(&www)?;
        if name == Path::new(TEMPLATE) {
            continue;
        }
        files::copy(&file, &out.join(name))?;
    }
    for file in PACKAGE {
        files::copy(&project.path("pkg/dist").join(file), &out.join("passgate").join(file))?;
    }
    let script = project.path("crates/xtask/node/pages.mjs");
    command::quietly(project.node().arg(script).arg(&www).arg(&out))?;
    let modules = modules(project, &www)?;
    for product in Product::ALL {
        let page = out.join(product.name()).join("index.html");
        let html = with_preloads(&files::read(&page)?, &modules)
            .with_context(|| format!("{} has no line for {SCRIPT}", project.shown(&page)))?;
        files::write(&page, html.as_bytes())?;
    }
    files::copy(&project.path("docs/openapi.json"), &out.join("openapi.json"))
}

/// The modules that the script imports, directly or indirectly, by their names in `www`.
fn modules(project: &Project, www: &Path) -> Result<Vec<String>> {
    let staging = project.target().join("xtask/www");
    files::empty_folder(&staging)?;
    let graph = staging.join("graph.json");
    command::quietly(
        project
            .node()
            .current_dir(www)
            .arg(project.npm_program("esbuild"))
            .arg(SCRIPT)
            .args(["--bundle", "--format=esm", "--external:/passgate/*", "--log-level=warning"])
            .arg(format!("--metafile={}", graph.display()))
            .arg(format!("--outfile={}", staging.join(SCRIPT).display())),
    )?;
    let graph: Value = serde_json::from_str(&files::read(&graph)?).context("esbuild's metafile")?;
    let inputs =
        graph.get("inputs").and_then(Value::as_object).context("esbuild's metafile has no inputs")?;
    let modules: Vec<String> = inputs.keys().filter(|name| *name != SCRIPT).cloned().collect();
    match modules.iter().find(|name| !www.join(name).is_file()) {
        Some(name) => bail!("{SCRIPT} imports {name}, which is not in www"),
        None => Ok(modules),
    }
}

/// Adds a preload line for each module to the page. Imports are several levels deep: without these
/// lines a browser learns of each level only after it has read the previous one.
fn with_preloads(html: &str, modules: &[String]) -> Option<String> {
    let (before, after) = html.split_once(ASKED_FOR)?;
    let links: String =
        modules.iter().map(|name| format!("    <link rel=\"modulepreload\" href=\"/{name}\">\n")).collect();
    Some(format!("{before}{links}{ASKED_FOR}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_names_its_modules_before_its_script() {
        let page = format!("<head>\n{ASKED_FOR}</head>\n");
        let modules = ["dom.js".to_owned(), "visit.js".to_owned()];
        let named = with_preloads(&page, &modules).unwrap();
        let lines: Vec<&str> = named.lines().map(str::trim).collect();
        assert_eq!(
            lines,
            [
                "<head>",
                r#"<link rel="modulepreload" href="/dom.js">"#,
                r#"<link rel="modulepreload" href="/visit.js">"#,
                r#"<script type="module" src="/page.js"></script>"#,
                "</head>",
            ]
        );
        assert_eq!(with_preloads("<head></head>", &modules), None);
    }
}
