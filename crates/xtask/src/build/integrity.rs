//! The hashes of the package's files for Subresource Integrity.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha384};

use crate::files;

/// The file with the hashes.
pub const NAME: &str = "integrity.json";

/// Writes the hash of every file of a folder beside the files.
pub fn write(folder: &Path) -> Result<()> {
    let mut hashes = BTreeMap::new();
    for file in files::directly_in(folder)? {
        let name = file.file_name().context("a file has a name")?.to_string_lossy().into_owned();
        let hash = STANDARD.encode(Sha384::digest(files::read_bytes(&file)?));
        hashes.insert(name, format!("sha384-{hash}"));
    }
    files::write(&folder.join(NAME), format!("{}\n", serde_json::to_string_pretty(&hashes)?))
}
