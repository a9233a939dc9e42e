//! Compiles Rust to a raw wasm module.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use crate::command;
use crate::files;
use crate::progress;
use crate::project::Project;

/// A cdylib of the workspace and how it is built.
pub struct Module<'a> {
    /// The package.
    pub package: &'a str,
    /// The cargo profile, which is also the folder below the target.
    pub profile: &'a str,
    /// Cargo features.
    pub features: &'a [&'a str],
    /// Features of wasm that the compiler enables by default and some supported engine lacks.
    pub without: &'a [&'a str],
    /// Environment variables that macros read.
    pub env: &'a [(&'a str, &'a str)],
}

/// Builds the module with cargo, which does nothing when nothing has changed.
pub fn compile(project: &Project, module: &Module) -> Result<PathBuf> {
    progress::timed("compiling", module.package, || {
        let mut cargo = project.cargo_locked("build");
        cargo
            .args(["--quiet", "--lib", "--target", "wasm32-unknown-unknown"])
            .args(["--package", module.package, "--profile", module.profile])
            .envs(module.env.iter().copied())
            .env_remove("RUSTFLAGS")
            .env("CARGO_ENCODED_RUSTFLAGS", flags(project.root(), module.without)?);
        if !module.features.is_empty() {
            cargo.arg("--features").arg(module.features.join(","));
        }
        command::run(&mut cargo)
    })?;
    Ok(project.wasm(module.profile, &module.package.replace('-', "_")))
}

/// Panic messages contain the paths of the sources. Remaps them, so that they are the same on every
/// machine and contain no home directory.
fn flags(root: &Path, without: &[&str]) -> Result<String> {
    let cargo_home = std::env::var("CARGO_HOME")
        .or_else(|_| std::env::var("HOME").map(|home| format!("{home}/.cargo")))
        .unwrap_or_default();
    let mut flags = vec![remapped(root, "passgate")];
    flags.extend(without.iter().map(|feature| format!("-Ctarget-feature=-{feature}")));
    // If the sources of the standard library are installed, messages name their installed path.
    let sysroot = command::stdout(Command::new("rustc").args(["--print", "sysroot"]).current_dir(root))?;
    flags.push(remapped(&Path::new(sysroot.trim()).join("lib/rustlib/src/rust"), "rust"));
    let sources = Path::new(&cargo_home).join("registry/src");
    if sources.exists() {
        // Each registry has one folder, whose name contains a hash that differs between machines.
        for registry in files::folders_in(&sources)? {
            flags.push(remapped(&registry, "crates"));
        }
    }
    Ok(flags.join("\u{1f}"))
}

fn remapped(from: &Path, to: &str) -> String {
    format!("--remap-path-prefix={}={to}", from.display())
}
