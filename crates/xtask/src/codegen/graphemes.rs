//! `graphemes.bin`: what every code point is for grapheme clusters, asked of the crate
//! `unicode-segmentation`. `passgate_core`'s `graphemes.rs` reads it and describes it.

use anyhow::{Context, Result};
use unicode_segmentation::UnicodeSegmentation;

const PAGE: usize = 0x100;
/// Beyond these all is class 0, which a test of the core asks about every code point.
const RANGES: [std::ops::Range<u32>; 2] = [0..0x2_0000, 0xE_0000..0xE_1000];
/// Hangul syllables, which the core computes.
const SYLLABLES: std::ops::RangeInclusive<char> = '\u{AC00}'..='\u{D7A3}';

pub fn bytes() -> Result<Vec<u8>> {
    let (mut pages, mut lengths, mut classes) = (Vec::new(), Vec::new(), Vec::new());
    for range in RANGES {
        let every: Vec<u8> = range.map(|code| char::from_u32(code).map_or(0, class)).collect();
        for page in every.chunks(PAGE) {
            let mut runs: Vec<&[u8]> = page.chunk_by(|one, other| one == other).collect();
            runs.pop_if(|run| run.starts_with(&[0]));
            pages.push(u8::try_from(runs.len()).context("a page has too many runs")?);
            for run in runs {
                // 0 is a whole page.
                lengths.push(run.len() as u8);
                classes.extend(run.first());
            }
        }
    }
    Ok([pages, lengths, classes].concat())
}

/// The core's number of what the character shows itself to be beside others.
fn class(character: char) -> u8 {
    let joins =
        |before: &str, after: &str| format!("{before}{character}{after}").graphemes(true).nth(1).is_none();
    if SYLLABLES.contains(&character) {
        0
    } else if !joins("", "\u{308}") {
        match character {
            '\r' => 14,
            '\n' => 15,
            _ => 6,
        }
    } else if joins("a", "") {
        match () {
            () if joins("👍", "👍") => 12,
            () if !joins("👍", "\u{200D}👍") => 2,
            () if joins("क", "क") => 5,
            () if joins("क\u{94D}", "क") => 1,
            () => 13,
        }
    } else if joins("", "a") {
        7
    } else if joins("", "가") {
        8
    } else if joins("가", "") {
        // A trailing consonant, unlike a vowel, may follow one.
        if joins("각", "") { 10 } else { 9 }
    } else if joins("", "🇦") {
        11
    } else if joins("", "\u{200D}👍") {
        4
    } else if joins("", "\u{94D}क") {
        3
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn within_its_budget() {
        let mut packed = Vec::new();
        let parameters = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
        brotli::BrotliCompress(&mut bytes().unwrap().as_slice(), &mut packed, &parameters).unwrap();
        assert!(packed.len() <= 1_300, "{} bytes", packed.len());
    }
}
