//! Writes JSON bodies once, into memory that is overwritten when it is dropped.

use passgate_core::Secret;
use serde::Serialize;

/// Writes a small value as compact JSON. `room` is an upper bound of its size in bytes, so that the
/// buffer never grows and leaves no copy of a password in memory.
pub(crate) fn secret(value: &impl Serialize, room: usize) -> Secret {
    let mut bytes = Vec::with_capacity(room);
    // Strings and structs of strings always serialize into memory.
    let written = serde_json::to_writer(&mut bytes, value).is_ok();
    Secret::new(if written { String::from_utf8(bytes).unwrap_or_default() } else { String::new() })
}

/// The maximum size of a text inside JSON quotes, in bytes: each byte may become `\u00xx`.
pub(crate) fn room_for(text: &str) -> usize {
    text.len().saturating_mul(6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_room_suffices_for_every_escaped_text() {
        for text in ["", "P@ssw0rd123", "\"\\/", "\u{1}\u{1f}\u{7f}\n", "密码", "😀"] {
            let written = secret(&text, room_for(text) + 2);
            assert!(written.expose().len() <= room_for(text) + 2, "{text:?}");
            assert_eq!(serde_json::from_str::<String>(written.expose()).unwrap(), text);
        }
    }
}
