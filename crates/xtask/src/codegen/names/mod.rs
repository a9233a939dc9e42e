//! The names table of the core: Han characters with their toneless pinyin, the most plausible reading
//! first. `crates/passgate-core/data/README.md` lists the sources.

mod coverage;
mod forms;
mod pack;
mod ranking;
mod sources;
mod standards;

use anyhow::Result;

use crate::project::Project;
use sources::Sources;

/// `names.bin`, as `passgate_core` reads it.
pub fn bytes() -> Result<Vec<u8>> {
    let project = Project::locate()?;
    let sources = Sources::read(&project.path("crates/passgate-core/data/sources/readings"))?;
    let table = coverage::covered(&sources)
        .into_iter()
        .map(|character| (character, ranking::readings(&sources, character)))
        .filter(|(_, readings)| !readings.is_empty())
        .collect();
    pack::packed(&table, &sources, &forms::forms(&sources))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_reproducible() {
        assert_eq!(bytes().unwrap(), bytes().unwrap());
    }

    #[test]
    fn the_table_is_within_its_budget() {
        let made = bytes().unwrap();
        let mut compressed = Vec::new();
        let parameters = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
        brotli::BrotliCompress(&mut made.as_slice(), &mut compressed, &parameters).unwrap();
        assert!(compressed.len() <= 20_500, "{} bytes", compressed.len());
    }
}
