//! JSON out: bodies built once, in memory that is overwritten.

use passgate_core::Secret;
use serde::Serialize;

/// Writes a small value as compact JSON. `room` is an upper bound of its size in bytes, so that
/// the buffer never grows and leaves no copy of a password behind.
pub(crate) fn secret(value: &impl Serialize, room: usize) -> Secret {
    let mut bytes = Vec::with_capacity(room);
    // Strings and structs of strings always serialize into memory.
    let written = serde_json::to_writer(&mut bytes, value).is_ok();
    Secret::new(if written { String::from_utf8(bytes).unwrap_or_default() } else { String::new() })
}

/// The most bytes a text can take inside JSON quotes: each byte may become `\u00xx`.
pub(crate) fn room_for(text: &str) -> usize {
    text.len().saturating_mul(6)
}
