//! `characters.bin`: what every character is to the rule `charset`, asked of the core's definition.

use anyhow::Result;
use passgate_core::characters::sort_by_definition;

use super::paged;

const PAGES: u32 = 0x335;

pub fn bytes() -> Result<Vec<u8>> {
    paged::bytes(PAGES, |character| match character {
        // The core says of these without a table that they are letters.
        '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' => 0,
        _ => sort_by_definition(character) as u8,
    })
}
