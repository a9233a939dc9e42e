//! Chromium, for the tests of the forms.

use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::command;
use crate::prepare::apt;

/// The names of Chromium's program on different systems.
const PROGRAMS: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

/// Without a Han font, screenshots show boxes instead of characters.
const FONTS: &str = "fonts-noto-cjk";

/// Chromium, and a font for Chinese.
pub fn chromium() -> Result<PathBuf> {
    let mut missing = Vec::new();
    if found().is_none() {
        missing.push("chromium");
    }
    if apt::is_installed(FONTS) == Some(false) {
        missing.push(FONTS);
    }
    if !missing.is_empty() {
        apt::install(&missing, "the browser test")?;
    }
    found().context("Chromium was installed and is still not on the path")
}

fn found() -> Option<PathBuf> {
    PROGRAMS.iter().find_map(|program| command::on_path(program))
}
