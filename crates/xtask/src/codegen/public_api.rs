//! `public-api.txt`: the public items of a crate, so that each change of its API is a line of a diff.

use anyhow::{Context, Result};

use crate::command;
use crate::project::Project;

/// The items of `passgate-core` with its default features.
pub fn core(project: &Project) -> Result<Vec<u8>> {
    of(project, "passgate-core")
}

/// The items of `passgate-wire`.
pub fn wire(project: &Project) -> Result<Vec<u8>> {
    of(project, "passgate-wire")
}

fn of(project: &Project, package: &str) -> Result<Vec<u8>> {
    // A separate target directory, because the variable below causes rebuilds.
    let target = project.target().join("public-api");
    let mut rustdoc = project.cargo_locked("rustdoc");
    rustdoc.args(["--quiet", "--lib", "--package", package, "--target-dir"]).arg(&target);
    // rustdoc's JSON is unstable. With this variable the pinned toolchain writes it, so that no other
    // toolchain is needed.
    rustdoc.args(["--", "-Z", "unstable-options", "--output-format", "json"]).env("RUSTC_BOOTSTRAP", "1");
    command::quietly(&mut rustdoc)?;
    let json = target.join("doc").join(format!("{}.json", package.replace('-', "_")));
    // Blanket, auto trait and derived implementations would be four lines in five.
    let api = public_api::Builder::from_rustdoc_json(&json)
        .omit_blanket_impls(true)
        .omit_auto_trait_impls(true)
        .omit_auto_derived_impls(true)
        .build()
        .with_context(|| format!("could not read {}", project.shown(&json)))?;
    Ok(api.items().map(|item| format!("{item}\n")).collect::<String>().into_bytes())
}
