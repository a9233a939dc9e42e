//! `cargo xtask dist`: builds a release, for machines without Rust, Node and npm.

mod archive;
mod layout;
mod links;
mod reproduce;

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail};
use sha2::{Digest as _, Sha256};

use crate::build::{self, Workers};
use crate::command;
use crate::files;
use crate::progress;
use crate::project::Project;

/// The modules whose bytes depend only on the sources and the pinned tools.
const MODULES: [&str; 2] = ["dist/worker/index_bg.wasm", "pkg/dist/passgate_bg.wasm"];

/// Builds the release and writes its archives and their hashes to `dist`. With `check_reproducible`, builds the
/// modules a second time, and fails unless their bytes are the same.
pub fn run(project: &Project, check_reproducible: bool) -> Result<()> {
    build::all(project, Workers::Shipping)?;
    progress::timed("compiling", "the program", || {
        let program = ["--profile", "program", "--package", "passgate-cli"];
        command::run(project.cargo_locked("build").arg("--quiet").args(program))
    })?;
    let name = format!("passgate-{}-linux-{}", env!("CARGO_PKG_VERSION"), std::env::consts::ARCH);
    let staged = project.target().join("xtask/dist").join(&name);
    files::empty_folder(&staged)?;
    let program = project.target().join("program/passgate");
    layout::assemble(project, &program, &staged)?;
    let dist = project.path("dist");
    let archive = dist.join(format!("{name}.tar.gz"));
    progress::timed("packing", &name, || archive::write(&staged, &name, &archive))?;
    let package = pack(project, &dist)?;
    let mut sums = String::new();
    for path in [archive, dist.join(package)] {
        let name = path.file_name().context("an archive has a name")?.to_string_lossy();
        sums.push_str(&format!("{}  {name}\n", sha256(&path)?));
    }
    files::write(&dist.join("SHA256SUMS"), &sums)?;
    print!("{sums}");
    for module in MODULES {
        println!("{}  {module}", sha256(&project.path(module))?);
    }
    if check_reproducible { reproduce::check(project) } else { Ok(()) }
}

/// Packs the npm package. Returns the name of its archive.
fn pack(project: &Project, dist: &Path) -> Result<String> {
    let mut npm = Command::new("npm");
    npm.args(["pack", "./pkg", "--ignore-scripts", "--silent", "--pack-destination"]);
    let printed = command::stdout(npm.arg(dist).current_dir(project.root()))?;
    match printed.lines().last() {
        Some(name) => Ok(name.trim().to_owned()),
        None => bail!("`npm pack` named no archive"),
    }
}

fn sha256(path: &Path) -> Result<String> {
    Ok(files::hex(&Sha256::digest(files::read_bytes(path)?)))
}
