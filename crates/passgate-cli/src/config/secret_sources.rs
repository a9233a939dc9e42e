//! Where the secrets of a configuration are: a file, a systemd credential, or the environment.
//!
//! The configuration names a secret as `{"env": "NAME"}`. `secrets.NAME` says where it is; a secret that
//! is not listed there is read from the environment.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use passgate_core::Secret;
use passgate_worker::base::fields::Fields;
use serde_json::Value;

/// The largest secret, in bytes. A larger file is the wrong file.
const MAX_BYTES: u64 = 16 * 1024;

/// The sources of the secrets that do not come from the environment.
#[derive(Default)]
pub struct SecretSources {
    sources: BTreeMap<String, Source>,
}

enum Source {
    File(PathBuf),
    /// `LoadCredential=` of systemd: a file in `$CREDENTIALS_DIRECTORY`.
    Credential(String),
    Environment(String),
}

impl SecretSources {
    /// Reads `secrets`, if it is there.
    pub fn from_fields(fields: &mut Fields<'_>, folder: &Path) -> Self {
        let mut sources = BTreeMap::new();
        let Some(value) = fields.optional("secrets") else {
            return Self { sources };
        };
        let path = fields.path_of("secrets");
        let Some(mut by_name) = Fields::of(value, &path, fields.wrong()) else {
            return Self { sources };
        };
        for name in by_name.names() {
            let value = by_name.optional(&name).unwrap_or(Value::Null);
            let at = by_name.path_of(&name);
            let Some(mut entry) = Fields::of(value, &at, by_name.wrong()) else {
                continue;
            };
            let file = entry.optional_text("file").map(|text| Source::File(folder.join(text)));
            let credential = entry.optional_text("credential").map(Source::Credential);
            let variable = entry.optional_text("env").map(Source::Environment);
            let mut given = [file, credential, variable].into_iter().flatten();
            match (given.next(), given.next()) {
                (Some(source), None) => {
                    sources.insert(name, source);
                }
                // Another member is in its place, which is reported as unknown.
                (None, _) if !entry.names().is_empty() => {}
                _ => entry.blame("file", "or credential or env must be given, and only one of them"),
            }
            entry.finish();
        }
        by_name.finish();
        Self { sources }
    }

    /// The secret with this name, without a final newline; `None` if it is unset or empty.
    ///
    /// # Errors
    /// When its file cannot be read, or others may read it.
    pub fn read(&self, name: &str) -> Result<Option<Secret>> {
        let text = match self.sources.get(name) {
            None => env::var(name).ok(),
            Some(Source::Environment(variable)) => env::var(variable).ok(),
            Some(Source::File(path)) => Some(read_file(path)?),
            Some(Source::Credential(credential)) => {
                let folder = env::var_os("CREDENTIALS_DIRECTORY")
                    .context("$CREDENTIALS_DIRECTORY is not set. systemd sets it for the service; in a shell, set it to the folder of the secrets")?;
                Some(read_file(&Path::new(&folder).join(credential))?)
            }
        };
        Ok(text.filter(|text| !text.is_empty()).map(Secret::new))
    }

    /// The names of the secrets that have a source.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.sources.keys().map(String::as_str)
    }

    /// Why the secrets that have a source cannot be read.
    pub fn problems(&self) -> Vec<(String, String)> {
        let read = |name: &String| Some((name.clone(), format!("{:#}", self.read(name).err()?)));
        self.sources.keys().filter_map(read).collect()
    }
}

/// Refuses a file that every user of this machine can read or write.
///
/// # Errors
/// As said, and when the file does not exist.
pub fn check_mode(path: &Path) -> Result<()> {
    let shown = path.display();
    let metadata = fs::metadata(path).with_context(|| format!("could not read {shown}"))?;
    if metadata.permissions().mode() & 0o007 != 0 {
        bail!("every user of this machine can reach {shown}: chmod o= {shown}");
    }
    Ok(())
}

fn read_file(path: &Path) -> Result<String> {
    let shown = path.display();
    let metadata = fs::metadata(path).with_context(|| format!("could not read {shown}"))?;
    if metadata.len() > MAX_BYTES {
        bail!("{shown} has {} bytes: it is no secret", metadata.len());
    }
    check_mode(path)?;
    let text = fs::read_to_string(path).with_context(|| format!("could not read {shown}"))?;
    if text.trim().is_empty() {
        bail!("{shown} is empty");
    }
    if text.starts_with('\u{feff}') || text.contains('\0') {
        bail!("{shown} has a byte order mark or a zero byte, which is no part of a secret");
    }
    Ok(text.strip_suffix('\n').map_or(text.clone(), |line| line.trim_end_matches('\r').to_owned()))
}
