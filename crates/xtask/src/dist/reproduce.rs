//! Builds the Worker and the package a second time, from nothing, in another folder, and compares their files.

use std::collections::BTreeSet;
use std::os::unix::fs::symlink;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use super::{MODULES, sha256};
use crate::build::{self, Workers};
use crate::command;
use crate::files;
use crate::progress;
use crate::project::Project;

/// The folders of the build's output that are compared.
const OUTPUTS: [&str; 3] = ["dist/worker", "dist/www", "pkg/dist"];

/// Fails unless a build from a copy of the sources gives the same files.
pub fn check(project: &Project) -> Result<()> {
    let copy = progress::timed("copying", "the sources to another folder", || copied(project))?;
    build::all(&copy, Workers::Shipping)?;
    let mut differing = BTreeSet::new();
    for output in OUTPUTS {
        let (first, second) = (listed(project, output)?, listed(&copy, output)?);
        if first.is_empty() {
            bail!("{output} has no files");
        }
        differing.extend(first.symmetric_difference(&second).map(|(name, _)| name.clone()));
    }
    if !differing.is_empty() {
        bail!(
            "a second build, in {}, gives other bytes: {}",
            copy.root().display(),
            Vec::from_iter(differing).join(", ")
        );
    }
    println!(
        "a second build, in another folder, gives the same bytes: {}, {}",
        MODULES.join(", "),
        OUTPUTS.join(", ")
    );
    files::remove_folder(copy.root())
}

/// A copy of every file that git knows, and the npm packages of this checkout.
fn copied(project: &Project) -> Result<Project> {
    let root = project.target().join("xtask/a-second-build");
    files::empty_folder(&root)?;
    let mut git = Command::new("git");
    git.current_dir(project.root()).args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
    let names = command::stdout(&mut git).context("the list of the sources")?;
    for name in names.split('\0').map(str::trim).filter(|name| !name.is_empty()) {
        let from = project.path(name);
        // Deleted, and not yet committed.
        if from.is_file() {
            files::copy(&from, &root.join(name))?;
        }
    }
    let modules = root.join("node_modules");
    symlink(project.path("node_modules"), &modules)
        .with_context(|| format!("could not make {}", modules.display()))?;
    Ok(Project::elsewhere(root))
}

/// The files of an output, by name and hash.
fn listed(project: &Project, output: &str) -> Result<BTreeSet<(String, String)>> {
    let root: PathBuf = project.path(output);
    let named = |path: PathBuf| {
        let name = path.strip_prefix(project.root()).unwrap_or(&path).display().to_string();
        Ok((name, sha256(&path)?))
    };
    files::below(&root)?.into_iter().map(named).collect()
}
