//! One file's size, plain and compressed.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use anyhow::{Context, Result};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};

/// Bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sizes {
    /// As it is on disk.
    pub raw: usize,
    /// gzip at level 9.
    pub gzip: usize,
    /// Brotli at quality 11.
    pub brotli: usize,
}

impl Sizes {
    /// Two files one after the other; each is compressed by itself, as it travels.
    pub const fn plus(self, other: Self) -> Self {
        Self {
            raw: self.raw.saturating_add(other.raw),
            gzip: self.gzip.saturating_add(other.gzip),
            brotli: self.brotli.saturating_add(other.brotli),
        }
    }
}

/// The sizes of a file.
pub fn of_file(path: &Path) -> Result<Sizes> {
    let bytes = fs::read(path)
        .with_context(|| format!("could not read {}: run `cargo xtask build`", path.display()))?;
    of(&bytes)
}

fn of(bytes: &[u8]) -> Result<Sizes> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(bytes)?;
    let mut brotli = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    brotli::BrotliCompress(&mut &*bytes, &mut brotli, &parameters)?;
    Ok(Sizes { raw: bytes.len(), gzip: gzip.finish()?.len(), brotli: brotli.len() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_repeats_compresses_and_what_is_short_does_not() {
        let sizes = of(&b"passgate ".repeat(1000)).unwrap();
        assert_eq!(sizes.raw, 9000);
        assert!(sizes.gzip < 200 && sizes.brotli < sizes.gzip, "{sizes:?}");
        assert_eq!(of(b"").unwrap().raw, 0);
    }
}
