//! The package's wasm: `pkg/wasm/`.

use std::path::PathBuf;

use anyhow::Result;

use crate::build::wasm::{self, Module};
use crate::build::{bindgen, wasm_opt};
use crate::files;
use crate::progress;
use crate::project::Project;
use crate::stamp::{Inputs, Stamp};

/// What the package carries, in `pkg/wasm/`.
const FILES: [&str; 3] = ["passgate.js", "passgate.d.ts", "passgate_bg.wasm"];

/// Builds the package's module; what did not change is not built again.
pub fn build(project: &Project) -> Result<()> {
    let wasm = wasm::compile(
        project,
        &Module { package: "passgate-wasm", profile: "browser", features: &[], env: &[] },
    )?;
    let out = project.path("pkg/wasm");
    let outputs: Vec<PathBuf> = FILES.iter().map(|file| out.join(file)).collect();
    let stamp = Stamp::new(
        project.path("dist/.stamps/pkg"),
        Inputs::new().word(&wasm_opt::flags(&[])).path(&wasm)?.path(&project.path("package-lock.json"))?,
    );
    if stamp.is_current(&outputs) {
        return Ok(());
    }
    progress::timed("shrinking", "the package", || {
        let staging = project.target().join("xtask/pkg");
        files::empty_folder(&staging)?;
        bindgen::for_browsers(&wasm, "passgate", &staging)?;
        wasm_opt::shrink(project, &staging.join("passgate_bg.wasm"), &[])?;
        files::empty_folder(&out)?;
        for file in FILES {
            files::copy(&staging.join(file), &out.join(file))?;
        }
        Ok::<_, anyhow::Error>(())
    })?;
    stamp.keep()
}
