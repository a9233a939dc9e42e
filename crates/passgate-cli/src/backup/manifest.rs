//! The contents of a backup. The manifest is written last: a backup without it is not complete.

use std::collections::BTreeMap;
use std::fmt::{self, Display, Formatter};
use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use passgate_worker::base::keys::Keys;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// The name of the file.
pub const FILE: &str = "manifest.json";
/// The format that this program writes and reads.
const FORMAT: u32 = 1;

/// The content of a backup.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    format: u32,
    /// The version of the program that made it.
    pub passgate: String,
    /// The time at which it was complete.
    pub made_at: String,
    /// A value that recognizes the signing key; `None` if the key could not be read.
    pub key_check: Option<String>,
    /// The files, by their paths below the backup.
    pub files: BTreeMap<String, Digest>,
    /// The end of each audit log.
    pub logs: Vec<LogEnd>,
}

/// The content of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Digest {
    /// Its length.
    pub bytes: u64,
    /// The SHA-256 of its content, in hexadecimal.
    pub sha256: String,
}

/// The end of an audit log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogEnd {
    /// The product of the log.
    pub product: String,
    /// The number of rows.
    pub rows: u64,
    /// The hash of the last row.
    pub head: passgate_audit::Hash,
}

impl Display for LogEnd {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self { product, rows, head } = self;
        write!(f, "audit log {product}: {rows} rows, head {rows}:{head}")
    }
}

impl Manifest {
    /// The manifest of a backup that is complete now.
    pub fn new(files: BTreeMap<String, Digest>, logs: Vec<LogEnd>, keys: Option<&Keys>) -> Self {
        Self {
            format: FORMAT,
            passgate: env!("CARGO_PKG_VERSION").to_owned(),
            made_at: jiff::Timestamp::now().to_string(),
            key_check: keys.map(key_check),
            files,
            logs,
        }
    }

    /// Reads the manifest of a backup.
    ///
    /// # Errors
    /// When the folder is not a complete backup of a known format.
    pub fn read(backup: &Path) -> Result<Self> {
        let path = backup.join(FILE);
        let Ok(text) = fs::read_to_string(&path) else {
            bail!("{} is not a complete backup: {FILE} cannot be read", backup.display());
        };
        #[derive(Deserialize)]
        struct Format {
            format: u32,
        }
        let shown = path.display();
        let damaged = || format!("{shown} is damaged: use another backup");
        let Format { format } = serde_json::from_str(&text).with_context(damaged)?;
        if format != FORMAT {
            bail!(
                "{shown} has format {format}; this passgate reads format {FORMAT}: use the one that made it"
            );
        }
        serde_json::from_str(&text).with_context(damaged)
    }

    /// Writes the manifest. The backup is complete afterwards.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(&self, backup: &Path) -> Result<()> {
        let path = backup.join(FILE);
        let text = serde_json::to_string_pretty(self)?;
        let written = File::options()
            .create_new(true)
            .write(true)
            .mode(0o600)
            .open(&path)
            .and_then(|mut file| writeln!(file, "{text}").and_then(|()| file.sync_all()));
        written.with_context(|| format!("could not write {}", path.display()))
    }

    /// Whether the backup was made with these keys. `true` if it does not name its key.
    pub fn was_made_with(&self, keys: &Keys) -> bool {
        self.key_check.as_ref().is_none_or(|check| *check == key_check(keys))
    }
}

/// Recognizes the key and reveals nothing about it: the key has 256 random bits.
fn key_check(keys: &Keys) -> String {
    URL_SAFE_NO_PAD.encode(keys.subject.mac(&[b"passgate backup 1"]))
}

impl Digest {
    /// The digest of a file.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn of(path: &Path) -> Result<Self> {
        let mut file = File::open(path).with_context(|| format!("could not read {}", path.display()))?;
        let (mut hasher, mut bytes, mut buffer) = (Sha256::new(), 0_u64, vec![0; 64 * 1024]);
        loop {
            let read =
                file.read(&mut buffer).with_context(|| format!("could not read {}", path.display()))?;
            if read == 0 {
                break;
            }
            hasher.update(buffer.get(..read).unwrap_or_default());
            bytes = bytes.saturating_add(u64::try_from(read).unwrap_or(u64::MAX));
        }
        let sha256 = hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Self { bytes, sha256 })
    }
}
