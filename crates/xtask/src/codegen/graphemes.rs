//! `graphemes.bin`: what every code point is for grapheme clusters, asked of the crate
//! `unicode-segmentation`. `passgate_core`'s `graphemes.rs` reads it and describes it.

use anyhow::Result;
use unicode_segmentation::UnicodeSegmentation;

use super::paged;

const PAGES: u32 = 0x200;
/// Hangul syllables, which the core computes.
const SYLLABLES: std::ops::RangeInclusive<char> = '\u{AC00}'..='\u{D7A3}';

pub fn bytes() -> Result<Vec<u8>> {
    paged::bytes(PAGES, class)
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
