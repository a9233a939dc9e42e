//! The folder of a release: `bin/passgate`, `libexec/workerd`, `share/passgate/` and the documentation.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use super::links;
use crate::codegen::notices;
use crate::command;
use crate::files;
use crate::project::Project;

/// The samples that a deployment starts from.
const SAMPLES: [&str; 5] = [
    "deploy/passgate.toml",
    "deploy/passgate.service",
    "deploy/passgate@.service",
    "deploy/Containerfile",
    "deploy/compose.yaml",
];

/// A sample that is also a page of `docs`.
const NGINX: &str = "docs/nginx.conf";

/// Pages of a release that are not in `docs`.
const PAGES: [&str; 5] = ["README.md", "README.zh-CN.md", "CHANGELOG.md", "SECURITY.md", "DESIGN.md"];

/// The licences, beside the folders of a release.
const LICENCES: [&str; 2] = ["LICENSE-MIT", "LICENSE-APACHE"];

/// The folder of the samples in a release.
const SHARE: &str = "share/passgate";
/// The folder of the pages in a release.
const DOC: &str = "share/doc/passgate";

/// The samples, pages and licences: each path in the checkout, with its path in the release.
fn places(project: &Project) -> Result<BTreeMap<PathBuf, PathBuf>> {
    let mut places = BTreeMap::new();
    for page in files::below(&project.path("docs"))? {
        let file = page.strip_prefix(project.root())?;
        places.insert(file.to_owned(), Path::new(DOC).join(file));
    }
    let of = |file: &'static str, folder: &'static str| (Path::new(file), Path::new(folder));
    let others = SAMPLES.map(|file| of(file, SHARE)).into_iter().chain(PAGES.map(|file| of(file, DOC)));
    for (file, folder) in others.chain(LICENCES.map(|file| of(file, ""))) {
        let name = file.file_name().with_context(|| format!("{} has no name", file.display()))?;
        places.insert(file.to_owned(), folder.join(name));
    }
    Ok(places)
}

/// Copies a file to its place in the release. The links of a page then lead to the places of the other files.
fn copy_page(
    project: &Project,
    file: &Path,
    place: &Path,
    places: &BTreeMap<PathBuf, PathBuf>,
    to: &Path,
) -> Result<()> {
    let (from, to) = (project.path(file), to.join(place));
    if file.extension().is_some_and(|kind| kind == "md") {
        let place_of = |file: &Path| places.get(file).cloned();
        return files::write(&to, links::rewritten(&files::read(&from)?, file, &place_of));
    }
    files::copy(&from, &to)
}

/// Copies the release into an empty folder.
pub fn assemble(project: &Project, program: &Path, to: &Path) -> Result<()> {
    let share = to.join(SHARE);
    files::copy(program, &to.join("bin/passgate"))?;
    files::copy(&workerd(project)?, &to.join("libexec/workerd"))?;
    for module in ["index.js", "index_bg.wasm"] {
        files::copy(&project.path("dist/worker").join(module), &share.join("worker").join(module))?;
    }
    copy_all(&project.path("dist/www"), &share.join("www"))?;
    files::copy(&project.path(NGINX), &share.join("nginx.conf"))?;
    let places = places(project)?;
    for (file, place) in &places {
        copy_page(project, file, place, &places, to)?;
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

fn copy_all(from: &Path, to: &Path) -> Result<()> {
    for file in files::below(from)? {
        files::copy(&file, &to.join(file.strip_prefix(from)?))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_relative_link_of_a_release_is_dead() {
        let project = Project::locate().unwrap();
        let places = places(&project).unwrap();
        let release = tempfile::tempdir().unwrap();
        for (file, place) in &places {
            copy_page(&project, file, place, &places, release.path()).unwrap();
        }
        let (mut followed, mut dead) = (0, Vec::new());
        for place in places.values().filter(|place| place.extension().is_some_and(|kind| kind == "md")) {
            let page = release.path().join(place);
            let text = files::read(&page).unwrap();
            let outside_of_blocks = text.split("\n```").step_by(2);
            let targets = outside_of_blocks.flat_map(|text| text.split("](").skip(1));
            for target in targets.filter_map(|after| after.split([')', '#']).next()) {
                if target.is_empty() || target.contains(':') {
                    continue;
                }
                followed += 1;
                if !page.parent().unwrap().join(target).exists() {
                    dead.push(format!("{}: {target}", place.display()));
                }
            }
        }
        assert_eq!(dead, Vec::<String>::new());
        assert!(followed > 300, "{followed}");
        let install = files::read(&release.path().join(DOC).join("docs/install.md")).unwrap();
        assert!(install.contains("(../../../passgate/passgate.service)"));
    }
}
