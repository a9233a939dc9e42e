//! `cargo xtask codegen`: files and blocks of files that are made from the code, so that they
//! cannot say anything else.
//!
//! A new one is a line in [`GENERATORS`] and a function that returns its text.

mod block;
mod codes;
mod policies;
mod rules;
mod shown_by;
mod weak_list;

use anyhow::{Context, Result, bail};

use crate::files;
use crate::progress;
use crate::project::Project;

/// One generated file, or one generated block of a file that is otherwise written by hand.
struct Generator {
    /// Where it goes, below the checkout.
    path: &'static str,
    /// The block between `<!-- generated: NAME -->` and `<!-- end -->`; the whole file if none.
    block: Option<&'static str>,
    /// What goes there.
    text: fn(&Project) -> Result<String>,
}

const GENERATORS: [Generator; 6] = [
    Generator { path: "pkg/policy.schema.json", block: None, text: policies::schema },
    Generator {
        path: "crates/passgate-core/data/weak-passwords.txt",
        block: None,
        text: weak_list::passwords,
    },
    Generator { path: "crates/passgate-core/data/weak-stems.txt", block: None, text: weak_list::stems },
    Generator { path: "docs/codes.md", block: Some("codes"), text: codes::table },
    Generator { path: "README.md", block: Some("rules feishu"), text: rules::feishu },
    Generator { path: "README.md", block: Some("rules eiam"), text: rules::eiam },
];

/// Writes what is out of date.
pub fn write(project: &Project) -> Result<()> {
    for (path, fresh) in outdated(project)? {
        files::write(&project.path(path), &fresh)?;
        progress::say("wrote", path);
    }
    Ok(())
}

/// Fails when something is out of date, and says what.
pub fn check(project: &Project) -> Result<()> {
    let paths: Vec<&str> = outdated(project)?.into_iter().map(|(path, _)| path).collect();
    if paths.is_empty() {
        return Ok(());
    }
    bail!("out of date: {}; run `cargo xtask codegen` and commit", paths.join(", "))
}

/// Every file whose text would change, with its new text.
fn outdated(project: &Project) -> Result<Vec<(&'static str, String)>> {
    let mut changed: Vec<(&'static str, String)> = Vec::new();
    for generator in &GENERATORS {
        let made = (generator.text)(project)?;
        let path = project.path(generator.path);
        // Several blocks of one file build on one another.
        let pending = changed.iter().position(|(path, _)| *path == generator.path);
        let before = match pending.and_then(|position| changed.get(position)) {
            Some((_, text)) => Some(text.clone()),
            None if path.exists() => Some(files::read(&path)?),
            None => None,
        };
        let after = match (generator.block, &before) {
            (None, _) => made,
            (Some(name), Some(text)) => {
                block::replaced(text, name, &made).with_context(|| generator.path.to_owned())?
            }
            (Some(_), None) => bail!("{} is not there", generator.path),
        };
        if before.as_ref() == Some(&after) {
            continue;
        }
        match pending.and_then(|position| changed.get_mut(position)) {
            Some((_, text)) => *text = after,
            None => changed.push((generator.path, after)),
        }
    }
    Ok(changed)
}
