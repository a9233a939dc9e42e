//! The licences of the third-party code and data in the package (`pkg/THIRD-PARTY.txt`) and in a release. Each
//! requires that its text accompanies a copy.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::command;
use crate::files;
use crate::project::Project;

/// Crates that are not linked, but whose data is in the generated tables.
const DATA: [&str; 3] = ["encoding_rs", "pinyin", "unicode-normalization"];

/// The licences of the lists that the tables are made from, beside these lists.
const SOURCES: [&str; 2] =
    ["crates/passgate-core/data/sources", "crates/passgate-core/data/sources/readings"];

const HEAD: &str = "The module of this package contains code of the crates, and data of the lists, below. Each licence \
                    follows the names of what it applies to.\n\nThe Rust standard library is part of the module, too: MIT \
                    OR Apache-2.0, The Rust Project Contributors, https://www.rust-lang.org.\n";

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    license: Option<String>,
    repository: Option<String>,
    manifest_path: PathBuf,
    source: Option<String>,
}

const RELEASE_HEAD: &str = "The programs and modules of this release contain code of the crates and packages, and data \
                            of the lists, below. Each licence follows the names of what it applies to.\n\nThe Rust standard \
                            library is part of them, too: MIT OR Apache-2.0, The Rust Project Contributors, \
                            https://www.rust-lang.org. SQLite, which is part of the program, is in the public \
                            domain: https://www.sqlite.org.\n";

/// A root of the dependency graph: a package of the workspace, and its target.
type Root = (&'static str, &'static str);

const BROWSER: [Root; 1] = [("passgate-wasm", "wasm32-unknown-unknown")];

/// The program, the Worker and the browser's module.
const RELEASE: [Root; 3] = [
    ("passgate-cli", "x86_64-unknown-linux-gnu"),
    ("passgate-worker", "wasm32-unknown-unknown"),
    ("passgate-wasm", "wasm32-unknown-unknown"),
];

/// The whole file of the package.
pub fn text(project: &Project) -> Result<Vec<u8>> {
    written(project, HEAD, &BROWSER, BTreeMap::new())
}

/// The whole file of a release.
pub fn of_a_release(project: &Project) -> Result<Vec<u8>> {
    let jose = tidy(&files::read(&project.path("node_modules/jose/LICENSE.md"))?);
    // The npm package of workerd has no licence file; its manifest says Apache-2.0.
    let apache = tidy(&files::read(&project.path("LICENSE-APACHE"))?);
    let workerd = "the program workerd (https://github.com/cloudflare/workerd), which contains V8 and others";
    let texts = [(jose, "the npm package jose (MIT)"), (apache, workerd)];
    let texts = texts.into_iter().map(|(text, of)| (text, vec![of.to_owned()])).collect();
    written(project, RELEASE_HEAD, &RELEASE, texts)
}

/// The file. `texts` maps each licence text to the names of the things that it applies to.
fn written(
    project: &Project,
    head: &str,
    roots: &[Root],
    mut texts: BTreeMap<String, Vec<String>>,
) -> Result<Vec<u8>> {
    for folder in SOURCES {
        for file in files::directly_in(&project.path(folder))? {
            let name = file.file_name().context("a file has a name")?.to_string_lossy().into_owned();
            if let Some(of) = name.strip_suffix(".LICENSE") {
                texts.entry(tidy(&files::read(&file)?)).or_default().push(format!("the list {of}"));
            }
        }
    }
    for package in packages(project, roots)? {
        let licence = package.license.as_deref().unwrap_or_default();
        for text in licences(project, &package)? {
            let name = format!("the crate {} {} ({licence})", package.name, package.version);
            texts.entry(text).or_default().push(name);
        }
    }
    let mut sections: Vec<String> =
        texts.into_iter().map(|(text, of)| format!("For {}:\n\n{text}\n", of.join(",\n    "))).collect();
    sections.sort();
    sections.insert(0, head.to_owned());
    Ok(sections.join(&format!("\n{}\n\n", "-".repeat(72))).into_bytes())
}

/// The third-party crates whose code or data is in the roots.
fn packages(project: &Project, roots: &[Root]) -> Result<Vec<Package>> {
    let metadata = command::stdout(project.cargo_locked("metadata").args(["--format-version", "1"]))?;
    let metadata: Metadata = serde_json::from_str(&metadata).context("the answer of `cargo metadata`")?;
    let mut tree = String::new();
    for (package, target) in roots {
        let mut cargo = project.cargo_locked("tree");
        cargo.args(["--package", package, "--target", target]).args([
            "--edges",
            "normal,no-proc-macro",
            "--prefix",
            "none",
            "--format",
            "{p}",
        ]);
        tree.push_str(&command::stdout(&mut cargo)?);
    }
    let is_linked = |package: &Package| {
        let id = format!("{} v{}", package.name, package.version);
        tree.lines()
            .any(|line| line == id || line.strip_prefix(&id).is_some_and(|rest| rest.starts_with(' ')))
    };
    let mut packages = metadata.packages;
    packages.retain(|package| package.source.is_some());
    for name in DATA {
        if !packages.iter().any(|package| package.name == name) {
            bail!("{name} is no dependency any more: remove it from `DATA`");
        }
    }
    packages.retain(|package| DATA.contains(&package.name.as_str()) || is_linked(package));
    packages.sort_by(|a, b| (&a.name, &a.version).cmp(&(&b.name, &b.version)));
    Ok(packages)
}

/// The licence texts of a crate. If it offers a choice that includes MIT, only MIT's.
fn licences(project: &Project, package: &Package) -> Result<Vec<String>> {
    let folder = package.manifest_path.parent().context("a manifest lies in a folder")?;
    let name =
        |path: &Path| path.file_name().map(|name| name.to_string_lossy().to_uppercase()).unwrap_or_default();
    let mut found = files::directly_in(folder)?;
    found.retain(|path| name(path).starts_with("LICENSE") || name(path).starts_with("COPYING"));
    if found.iter().any(|path| name(path) == "LICENSE-MIT") {
        found.retain(|path| name(path) != "LICENSE-APACHE" && name(path) != "COPYING");
    }
    let may_choose = |name: &str| {
        let licence = package.license.as_deref().unwrap_or_default();
        licence.split(" OR ").flat_map(|part| part.split('/')).any(|part| part == name)
    };
    if found.is_empty() && may_choose("MIT") {
        // Only the copyright line of the MIT licence differs between projects.
        let ours = tidy(&files::read(&project.path("LICENSE-MIT"))?);
        let (_, permission) = ours.split_once("\n\nPermission").context("LICENSE-MIT has no permission")?;
        let repository = package.repository.as_deref().context("whose is it?")?;
        let holder = format!("the authors of {} ({repository})", package.name);
        return Ok(vec![format!("MIT License\n\nCopyright (c) {holder}\n\nPermission{permission}")]);
    }
    if found.is_empty() {
        bail!("{} {} has no licence file", package.name, package.version);
    }
    found.iter().map(|path| Ok(tidy(&files::read(path)?))).collect()
}

fn tidy(text: &str) -> String {
    text.replace("\r\n", "\n")
        .lines()
        .map(str::trim_end)
        .collect::<Vec<_>>()
        .join("\n")
        .trim_matches('\n')
        .to_owned()
}
