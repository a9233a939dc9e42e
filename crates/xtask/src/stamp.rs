//! Skips steps that are up to date: a stamp contains the hash of everything that a step read.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use crate::files;

/// The dependencies of a step.
#[derive(Default)]
pub struct Inputs {
    hasher: Sha256,
}

impl Inputs {
    /// No dependencies yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a text on which the result depends: a flag, a version.
    #[must_use]
    pub fn word(mut self, word: &str) -> Self {
        self.field(b"word", word.as_bytes());
        self
    }

    /// Adds a file, or every file below a directory, by name and content.
    pub fn path(mut self, path: &Path) -> Result<Self> {
        let base = path.parent().unwrap_or(path);
        for file in files::below(path)? {
            let name = file.strip_prefix(base).unwrap_or(&file);
            self.field(b"name", name.to_string_lossy().as_bytes());
            let content = fs::read(&file).with_context(|| format!("could not read {}", file.display()))?;
            self.field(b"file", &content);
        }
        Ok(self)
    }

    /// The hash of all dependencies, in hexadecimal.
    pub fn hash(self) -> String {
        files::hex(&self.hasher.finalize())
    }

    /// Length-prefixed, so that no two lists of dependencies have the same bytes.
    fn field(&mut self, kind: &[u8], bytes: &[u8]) {
        self.hasher.update(kind);
        self.hasher.update(u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_le_bytes());
        self.hasher.update(bytes);
    }
}

/// The record of a finished step.
pub struct Stamp {
    path: PathBuf,
    hash: String,
}

impl Stamp {
    /// The stamp at `path` for these dependencies.
    pub fn new(path: PathBuf, inputs: Inputs) -> Self {
        Self { path, hash: inputs.hash() }
    }

    /// Whether the step was finished with these dependencies and its outputs still exist.
    pub fn is_current(&self, outputs: &[PathBuf]) -> bool {
        outputs.iter().all(|output| output.exists())
            && fs::read_to_string(&self.path).is_ok_and(|kept| kept.trim() == self.hash)
    }

    /// Records that the step is finished.
    pub fn keep(&self) -> Result<()> {
        if let Some(folder) = self.path.parent() {
            fs::create_dir_all(folder).with_context(|| format!("could not make {}", folder.display()))?;
        }
        fs::write(&self.path, format!("{}\n", self.hash))
            .with_context(|| format!("could not write {}", self.path.display()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_is_current_until_an_input_or_an_output_changes() {
        let folder = tempfile::tempdir().unwrap();
        let input = folder.path().join("input");
        let output = folder.path().join("output");
        let stamp = |flag: &str| {
            let inputs = Inputs::new().word(flag).path(&input).unwrap();
            Stamp::new(folder.path().join("stamps/step"), inputs)
        };
        fs::write(&input, "one").unwrap();
        fs::write(&output, "result").unwrap();
        let outputs = [output.clone()];

        assert!(!stamp("-Oz").is_current(&outputs));
        stamp("-Oz").keep().unwrap();
        assert!(stamp("-Oz").is_current(&outputs));
        assert!(!stamp("-O3").is_current(&outputs));
        fs::write(&input, "two").unwrap();
        assert!(!stamp("-Oz").is_current(&outputs));
        stamp("-Oz").keep().unwrap();
        fs::remove_file(&output).unwrap();
        assert!(!stamp("-Oz").is_current(&outputs));
    }

    #[test]
    fn a_directory_counts_by_names_and_contents() {
        let folder = tempfile::tempdir().unwrap();
        let www = folder.path().join("www");
        fs::create_dir_all(www.join("feishu")).unwrap();
        fs::write(www.join("feishu/a.css"), "x").unwrap();
        let hash = || Inputs::new().path(&www).unwrap().hash();
        let before = hash();
        assert_eq!(before, hash());
        fs::rename(www.join("feishu/a.css"), www.join("feishu/b.css")).unwrap();
        assert_ne!(before, hash());
    }

    #[test]
    fn boundaries_between_words_change_the_hash() {
        let together = Inputs::new().word("ab").word("c").hash();
        assert_ne!(together, Inputs::new().word("a").word("bc").hash());
    }
}
