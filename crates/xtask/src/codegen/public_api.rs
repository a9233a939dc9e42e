//! `public-api.txt`: the public items of a crate, so that each change of its API is a line of a diff.

use anyhow::{Context, Result};

use crate::command;
use crate::project::Project;

/// The items of `passgate-core`, as it is with its default features.
pub fn core(project: &Project) -> Result<Vec<u8>> {
    of(project, "passgate-core")
}

/// The items of `passgate-wire`.
pub fn wire(project: &Project) -> Result<Vec<u8>> {
    of(project, "passgate-wire")
}

fn of(project: &Project, package: &str) -> Result<Vec<u8>> {
    // Its own folder: some crates are built again when the variable below changes.
    let target = project.target().join("public-api");
    let mut rustdoc = project.cargo_locked("rustdoc");
    rustdoc.args(["--quiet", "--lib", "--package", package, "--target-dir"]).arg(&target);
    // rustdoc's JSON is unstable. With this variable the pinned toolchain writes it, in the one format that
    // it has, and nobody needs another toolchain.
    rustdoc.args(["--", "-Z", "unstable-options", "--output-format", "json"]).env("RUSTC_BOOTSTRAP", "1");
    command::quietly(&mut rustdoc)?;
    let json = target.join("doc").join(format!("{}.json", package.replace('-', "_")));
    // What every type has, and what is derived, would be four lines in five.
    let api = public_api::Builder::from_rustdoc_json(&json)
        .omit_blanket_impls(true)
        .omit_auto_trait_impls(true)
        .omit_auto_derived_impls(true)
        .build()
        .with_context(|| format!("could not read {}", project.shown(&json)))?;
    Ok(api.items().map(|item| format!("{item}\n")).collect::<String>().into_bytes())
}
