//! The folder of a release: `bin/passgate`, `libexec/workerd`, `share/passgate/` and the documentation.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::codegen::notices;
use crate::command;
use crate::files;
use crate::project::Project;

/// The samples that a deployment starts from.
const SAMPLES: [&str; 6] = [
    "deploy/passgate.toml",
    "deploy/passgate.service",
    "deploy/passgate@.service",
    "deploy/Containerfile",
    "deploy/compose.yaml",
    "docs/nginx.conf",
];

/// Pages of a release that are not in `docs`.
const PAGES: [&str; 5] = ["README.md", "README.zh-CN.md", "CHANGELOG.md", "SECURITY.md", "DESIGN.md"];

/// Copies the release into an empty folder.
pub fn assemble(project: &Project, program: &Path, to: &Path) -> Result<()> {
    let share = to.join("share/passgate");
    files::copy(program, &to.join("bin/passgate"))?;
    files::copy(&workerd(project)?, &to.join("libexec/workerd"))?;
    for module in ["index.js", "index_bg.wasm"] {
        files::copy(&project.path("dist/worker").join(module), &share.join("worker").join(module))?;
    }
    copy_all(&project.path("dist/www"), &share.join("www"))?;
    for sample in SAMPLES {
        copy_into(project, sample, &share)?;
    }
    let pages = to.join("share/doc/passgate");
    copy_all(&project.path("docs"), &pages.join("docs"))?;
    for page in PAGES {
        copy_into(project, page, &pages)?;
    }
    for licence in ["LICENSE-MIT", "LICENSE-APACHE"] {
        copy_into(project, licence, to)?;
    }
    files::write(&to.join("THIRD-PARTY.txt"), notices::of_a_release(project)?)?;
    for (arguments, file) in [
        (&["man"][..], "share/man/man1/passgate.1"),
        (&["completions", "bash"], "share/bash-completion/completions/passgate"),
        (&["completions", "zsh"], "share/zsh/site-functions/_passgate"),
        (&["completions", "fish"], "share/fish/vendor_completions.d/passgate.fish"),
    ] {
        files::write(&to.join(file), command::stdout(Command::new(program).args(arguments))?)?;
    }
    Ok(())
}

/// The runtime for this processor, as npm installed it.
fn workerd(project: &Project) -> Result<PathBuf> {
    let package = match std::env::consts::ARCH {
        "x86_64" => "workerd-linux-64",
        "aarch64" => "workerd-linux-arm64",
        other => bail!("workerd has no release for {other}"),
    };
    Ok(project.path("node_modules/@cloudflare").join(package).join("bin/workerd"))
}

fn copy_into(project: &Project, file: &str, folder: &Path) -> Result<()> {
    let from = project.path(file);
    let name = from.file_name().with_context(|| format!("{file} has no name"))?;
    files::copy(&from, &folder.join(name))
}

fn copy_all(from: &Path, to: &Path) -> Result<()> {
    for file in files::below(from)? {
        files::copy(&file, &to.join(file.strip_prefix(from)?))?;
    }
    Ok(())
}
