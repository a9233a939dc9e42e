//! The sizes of files, plain and compressed. Node's zlib measures them, because it is native code and
//! installed anyway.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

use crate::command;
use crate::project::Project;

/// Sizes in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sizes {
    /// As it is on disk.
    pub raw: usize,
    /// gzip at level 9.
    pub gzip: usize,
    /// Brotli at quality 11.
    pub brotli: usize,
}

impl Sizes {
    /// The sum for two files, each of which is compressed separately, as in a download.
    pub const fn plus(self, other: Self) -> Self {
        Self {
            raw: self.raw.saturating_add(other.raw),
            gzip: self.gzip.saturating_add(other.gzip),
            brotli: self.brotli.saturating_add(other.brotli),
        }
    }
}

/// The sizes of the files, in order.
pub fn of_files(project: &Project, files: &[PathBuf]) -> Result<Vec<Sizes>> {
    if let Some(missing) = files.iter().find(|file| !file.exists()) {
        bail!("{} is not there: run `cargo xtask build`", project.shown(missing));
    }
    let text = command::stdout(project.node().arg("crates/xtask/node/sizes.mjs").args(files))?;
    let sizes: Vec<Sizes> =
        text.lines().map(serde_json::from_str).collect::<Result<_, _>>().context("the sizes from Node")?;
    if sizes.len() != files.len() {
        bail!("Node measured {} of {} files", sizes.len(), files.len());
    }
    Ok(sizes)
}
