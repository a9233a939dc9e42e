//! A number for every code point, as `passgate_core`'s `paged.rs` reads it and describes it.

use anyhow::{Context, Result};

const PAGE: usize = 0x100;
const TAGS: std::ops::Range<u32> = 0xE_0000..0xE_1000;

/// So many pages from U+0000 on and those of [`TAGS`]. Beyond them all is 0, which the core's tests
/// ask about every code point.
pub fn bytes(pages: u32, number: fn(char) -> u8) -> Result<Vec<u8>> {
    let (mut counts, mut lengths, mut numbers) = (Vec::new(), Vec::new(), Vec::new());
    for range in [0..pages.saturating_mul(PAGE as u32), TAGS] {
        let every: Vec<u8> = range.map(|code| char::from_u32(code).map_or(0, number)).collect();
        for page in every.chunks(PAGE) {
            let mut runs: Vec<&[u8]> = page.chunk_by(|one, other| one == other).collect();
            runs.pop_if(|run| run.starts_with(&[0]));
            counts.push(u8::try_from(runs.len()).context("a page has too many runs")?);
            for run in runs {
                // 0 is a whole page.
                lengths.push(run.len() as u8);
                numbers.extend(run.first());
            }
        }
    }
    Ok([counts, lengths, numbers].concat())
}
