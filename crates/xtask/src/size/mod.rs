//! `cargo xtask size`: the sizes that a visitor downloads and a host loads.

mod measure;
mod snapshot;

use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::files;
use crate::progress;
use crate::project::Project;

use measure::Sizes;

const SNAPSHOT: &str = "sizes.json";

/// The folder of the assets. In the build its name also contains a hash.
const ASSETS: &str = "dist/www/assets/";

/// The measured files, by the snapshot's groups. A form's page loads the group `form` and then the
/// package.
const GROUPS: [(&str, &[&str]); 3] = [
    ("package", &["pkg/dist/passgate_bg.wasm", "pkg/dist/index.js"]),
    ("form", &["dist/www/eiam/index.html", "dist/www/assets/form.css", "dist/www/assets/page.js"]),
    ("worker", &["dist/worker/index_bg.wasm", "dist/worker/index.js"]),
];

/// Measures, prints, and writes the snapshot.
pub fn write(project: &Project) -> Result<()> {
    let measured = measure(project)?;
    println!("{}", snapshot::table(&measured));
    files::write(&project.path(SNAPSHOT), &snapshot::to_json(&measured)?)?;
    progress::say("wrote", SNAPSHOT);
    Ok(())
}

/// Measures, prints, and compares with the snapshot.
pub fn check(project: &Project) -> Result<()> {
    let measured = measure(project)?;
    eprintln!("{}", snapshot::table(&measured));
    let kept = files::read(&project.path(SNAPSHOT)).context("`cargo xtask size` writes it")?;
    let differences = snapshot::differences(&snapshot::from_json(&kept)?, &measured);
    if differences.is_empty() {
        return Ok(());
    }
    bail!(
        "the sizes are not those of {SNAPSHOT} (tolerance: {}):\n{}\nif that is meant, run `cargo xtask size` and commit {SNAPSHOT}",
        snapshot::TOLERANCE,
        differences.join("\n"),
    )
}

/// The path of a file in the build.
fn path_of(project: &Project, file: &str) -> Result<PathBuf> {
    let Some(name) = file.strip_prefix(ASSETS) else {
        return Ok(project.path(file));
    };
    let www = project.path("dist/www");
    let is_assets =
        |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("assets-"));
    let folder = files::folders_in(&www)?.into_iter().find(is_assets);
    Ok(folder.with_context(|| format!("{} has no folder of assets", www.display()))?.join(name))
}

fn measure(project: &Project) -> Result<Vec<(String, Sizes)>> {
    let files = GROUPS.iter().flat_map(|(_, files)| *files);
    let paths: Vec<PathBuf> = files.map(|file| path_of(project, file)).collect::<Result<_>>()?;
    let mut sizes = measure::of_files(project, &paths)?.into_iter();
    let mut measured = Vec::new();
    for (group, files) in GROUPS {
        let mut sum = Sizes::default();
        for (file, sizes) in files.iter().zip(&mut sizes) {
            sum = sum.plus(sizes);
            measured.push(((*file).to_owned(), sizes));
        }
        measured.push((group.to_owned(), sum));
    }
    Ok(measured)
}
