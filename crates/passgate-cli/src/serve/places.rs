//! The places of the parts of a release.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::config::Machine;

/// The files that a release has beside this program.
pub struct Places {
    /// The runtime.
    pub workerd: PathBuf,
    /// The Worker's modules.
    pub worker: PathBuf,
    /// The forms.
    pub www: PathBuf,
}

impl Places {
    /// A release has `bin/passgate`, `libexec/workerd` and `share/passgate/`.
    pub fn find(machine: &Machine) -> Result<Self> {
        let program = env::current_exe().context("could not find the place of this program")?;
        let root = program.parent().and_then(Path::parent).unwrap_or(Path::new("/"));
        let share = machine.share.clone().unwrap_or_else(|| root.join("share/passgate"));
        let workerd = machine.workerd.clone().unwrap_or_else(|| root.join("libexec/workerd"));
        let places = Self { workerd, worker: share.join("worker"), www: share.join("www") };
        places.check()?;
        Ok(places)
    }

    fn check(&self) -> Result<()> {
        let needed = [
            (self.workerd.clone(), "workerd"),
            (self.worker.join("index.js"), "share"),
            (self.worker.join("index_bg.wasm"), "share"),
            (self.www.join("index.html"), "share"),
        ];
        for (path, member) in needed {
            if !path.is_file() {
                bail!("{} does not exist; `{member}` of the configuration sets its place", path.display());
            }
        }
        Ok(())
    }
}
