//! Searches bytes for many texts at once.

use std::collections::HashMap;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

/// Texts that are searched for together, indexed by their first bytes.
pub struct Needles(HashMap<[u8; Self::BEGINNING], Vec<Vec<u8>>>);

impl Needles {
    const BEGINNING: usize = 8;

    /// The texts, each at least as long as the prefix that is searched for.
    pub fn of(texts: impl IntoIterator<Item = String>) -> Self {
        let mut by_beginning: HashMap<_, Vec<Vec<u8>>> = HashMap::new();
        for text in texts.into_iter().map(String::into_bytes) {
            by_beginning.entry(*text.first_chunk().unwrap()).or_default().push(text);
        }
        Self(by_beginning)
    }

    /// Whether one of the texts is in these bytes.
    pub fn are_in(&self, bytes: &[u8]) -> bool {
        bytes.windows(Self::BEGINNING).enumerate().any(|(at, beginning)| {
            let texts = self.0.get(beginning).into_iter().flatten();
            texts.into_iter().any(|text| bytes.get(at..).is_some_and(|rest| rest.starts_with(text)))
        })
    }

    /// Whether one of the texts is in a file below this folder.
    pub fn are_below(&self, folder: &Path) -> bool {
        fs::read_dir(folder).unwrap().any(|entry| {
            let path = entry.unwrap().path();
            if path.is_dir() {
                return self.are_below(&path);
            }
            match fs::read(path) {
                Ok(bytes) => self.are_in(&bytes),
                // A journal disappears when its object is evicted.
                Err(gone) if gone.kind() == ErrorKind::NotFound => false,
                Err(error) => panic!("{error}"),
            }
        })
    }
}
