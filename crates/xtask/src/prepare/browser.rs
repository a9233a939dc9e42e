//! The browser of the form's tests.

use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::prepare::apt;

/// The programs that are Chromium, by system.
const PROGRAMS: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

/// Without a Han font the screenshots show boxes.
const FONTS: &str = "fonts-noto-cjk";

/// Chromium, and a font for Chinese.
pub fn chromium() -> Result<PathBuf> {
    let mut missing = Vec::new();
    if on_path().is_none() {
        missing.push("chromium");
    }
    if apt::is_installed(FONTS) == Some(false) {
        missing.push(FONTS);
    }
    if !missing.is_empty() {
        apt::install(&missing, "the browser test")?;
    }
    on_path().context("Chromium was installed and is still not on the path")
}

fn on_path() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    PROGRAMS
        .iter()
        .flat_map(|program| std::env::split_paths(&path).map(move |folder| folder.join(program)))
        .find(|candidate| candidate.is_file())
}
