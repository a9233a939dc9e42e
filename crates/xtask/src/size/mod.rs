//! `cargo xtask size`: the sizes that a visitor downloads and a host loads.

mod measure;
mod snapshot;

use anyhow::{Context, Result, bail};

use crate::files;
use crate::progress;
use crate::project::Project;

use measure::Sizes;

const SNAPSHOT: &str = "sizes.json";

/// What is measured: the snapshot's group, and its files.
const GROUPS: [(&str, &[&str]); 2] = [
    ("package", &["pkg/dist/passgate_bg.wasm", "pkg/dist/index.js"]),
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

fn measure(project: &Project) -> Result<Vec<(String, Sizes)>> {
    let paths = GROUPS.iter().flat_map(|(_, files)| *files).map(|file| project.path(file));
    let mut sizes = measure::of_files(project, &paths.collect::<Vec<_>>())?.into_iter();
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
