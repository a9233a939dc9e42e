//! `characters.bin`: the class of every character, computed by the core's own definition. The core's
//! `matching/characters.rs` documents the layout.

use anyhow::{Context, Result};
use passgate_core::characters::sort_by_definition;

/// Planes 3 to 13 contain only 0, and the core handles plane 14 in code.
const END: u32 = 0x4_0000;

pub fn bytes() -> Result<Vec<u8>> {
    let number = |code| char::from_u32(code).map_or(0, |character| sort_by_definition(character).number());
    let every: Vec<u8> = (0..END).map(number).collect();
    let mut runs: Vec<&[u8]> = every.chunk_by(|one, other| one == other).collect();
    runs.pop_if(|run| run.starts_with(&[0]));
    let mut bytes = u16::try_from(runs.len()).context("too many runs")?.to_le_bytes().to_vec();
    bytes.extend(runs.iter().filter_map(|run| run.first()));
    for run in runs {
        let mut length = run.len();
        while length >= 0x80 {
            bytes.push(0x80 | (length & 0x7F) as u8);
            length >>= 7;
        }
        bytes.push(length as u8);
    }
    Ok(bytes)
}
