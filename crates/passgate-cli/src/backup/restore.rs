//! `passgate restore`: verifies a backup, and makes a state from it.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::{MetadataExt as _, chown};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};

use super::manifest::{Digest, Manifest};
use super::{OBJECTS, files_of, name_of, verify};
use crate::args::RestoreRequest;
use crate::config::File;
use crate::database;
use crate::state::{State, make_private, names_in};

/// How many findings are printed.
const SHOWN: usize = 20;

/// Copies the backup, verifies the copy, and makes it the state.
pub fn restore(request: &RestoreRequest) -> Result<ExitCode> {
    let manifest = Manifest::read(&request.folder)?;
    let file = File::read_for_state(&request.config)?;
    require_its_key(&manifest, &file, request)?;
    let folder = &file.machine.state;
    let state = State::take(folder)?;
    if state.has_objects()? {
        bail!(
            "{} is not empty: stop the edge, move its folder `objects` away, and restore again",
            folder.display()
        );
    }
    let staged = state.staging()?;
    let restored = stage(&staged, &request.folder, &manifest, request.despite_findings);
    if restored.is_err() {
        let _ = fs::remove_dir_all(&staged);
    }
    let settled = restored?;
    give_to_owner(&staged, folder)?;
    database::sync(&staged)?;
    state.adopt(&staged)?;
    println!("{}: restored {} files of {}", folder.display(), manifest.files.len(), manifest.made_at);
    for log in &manifest.logs {
        println!("{log}");
    }
    if settled > 0 {
        println!("{settled} attempts were in progress: their outcome is recorded as unknown");
    }
    Ok(ExitCode::SUCCESS)
}

/// Refuses a backup that names another signing key than the configuration's, or whose key cannot be compared.
fn require_its_key(manifest: &Manifest, file: &File, request: &RestoreRequest) -> Result<()> {
    if manifest.key_check.is_none() {
        return Ok(());
    }
    let Some(config) = &file.config else {
        let mistakes: Vec<String> = file.mistakes.iter().map(ToString::to_string).collect();
        bail!(
            "the signing key of {} cannot be compared with the backup's; correct the configuration first: {}",
            request.config.display(),
            mistakes.join("; ")
        );
    };
    if !manifest.was_made_with(&config.keys) {
        bail!(
            "{} was made with another signing key than that of {}: the edge would find no account in it",
            request.folder.display(),
            request.config.display()
        );
    }
    Ok(())
}

/// Copies the backup into the folder, and verifies the copy. Returns the number of settled attempts.
fn stage(staged: &Path, backup: &Path, manifest: &Manifest, despite_findings: bool) -> Result<usize> {
    let damaged = copy(staged, &backup.join(OBJECTS), manifest)?;
    if !damaged.is_empty() {
        print(&damaged);
        bail!("{} is damaged: use another backup", backup.display());
    }
    let verified = verify::verify(staged, &manifest.logs)?;
    if !verified.findings.is_empty() {
        print(&verified.findings);
        if !despite_findings {
            bail!(
                "the audit log or the ledger of {} does not verify; --despite-findings restores it anyway",
                backup.display()
            );
        }
    }
    verified.settle()
}

/// Copies every file, and compares the copies with the manifest.
fn copy(staged: &Path, copies: &Path, manifest: &Manifest) -> Result<Vec<String>> {
    let present: BTreeSet<String> = files_of(copies)?.iter().map(|path| name_of(copies, path)).collect();
    let mut damaged: Vec<String> = present
        .iter()
        .filter(|name| !manifest.files.contains_key(*name))
        .map(|name| format!("{name} is not in the manifest"))
        .collect();
    for (name, digest) in &manifest.files {
        if !present.contains(name) {
            damaged.push(format!("{name} is missing"));
            continue;
        }
        let to = staged.join(name);
        if let Some(kind) = to.parent() {
            make_private(kind)?;
        }
        fs::copy(copies.join(name), &to)
            .with_context(|| format!("could not copy {name} to {}", to.display()))?;
        if Digest::of(&to)? != *digest {
            damaged.push(format!("{name} differs from the manifest"));
        }
    }
    Ok(damaged)
}

fn print(findings: &[String]) {
    for finding in findings.iter().take(SHOWN) {
        eprintln!("passgate: {finding}");
    }
    if findings.len() > SHOWN {
        eprintln!("passgate: and {} more", findings.len().saturating_sub(SHOWN));
    }
}

/// Gives the files to the owner of the state: the service may be another user than the administrator who restores.
fn give_to_owner(staged: &Path, state: &Path) -> Result<()> {
    let owner = fs::metadata(state).with_context(|| format!("could not read {}", state.display()))?;
    let mut paths: Vec<PathBuf> = files_of(staged)?;
    paths.extend(names_in(staged)?.into_iter().map(|kind| staged.join(kind)));
    paths.push(staged.to_owned());
    for path in paths {
        chown(&path, Some(owner.uid()), Some(owner.gid())).with_context(|| {
            format!("could not give {} to the owner of {}", path.display(), state.display())
        })?;
    }
    Ok(())
}
