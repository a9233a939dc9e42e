//! The shape of generated secrets: a prefix for the kind, and 256 random bits in base64url. Such a
//! secret cannot be guessed, so one fast hash is enough to store it.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use passgate_core::Secret;
use zeroize::Zeroizing;

const BYTES: usize = 32;
/// Fewer than this many different values among 24 random bytes occur less than once in 10^10, and among
/// 32 less than once in 10^18. A secret with fewer is a placeholder.
const LEAST_DIFFERENT: usize = 14;

/// Whether the secret has exactly this shape, without any other character, not even a line break at the
/// end.
pub fn has_the_shape(secret: &Secret, prefix: &str) -> bool {
    bytes(secret, prefix).is_some()
}

/// Whether the secret has this shape and is not a placeholder.
pub fn looks_random(secret: &Secret, prefix: &str) -> bool {
    bytes(secret, prefix).is_some_and(|bytes| is_varied(&bytes))
}

/// Whether the bytes of a secret are not a placeholder.
pub(super) fn is_varied(bytes: &[u8]) -> bool {
    let is_first = |(index, byte): &(usize, &u8)| !bytes.iter().take(*index).any(|other| other == *byte);
    bytes.iter().enumerate().filter(is_first).count() >= LEAST_DIFFERENT
}

fn bytes(secret: &Secret, prefix: &str) -> Option<Zeroizing<Vec<u8>>> {
    let random = secret.expose().strip_prefix(prefix)?;
    URL_SAFE_NO_PAD.decode(random).map(Zeroizing::new).ok().filter(|bytes| bytes.len() == BYTES)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is(text: &str) -> (bool, bool) {
        let secret = Secret::new(text);
        (has_the_shape(&secret, "sk1."), looks_random(&secret, "sk1."))
    }

    #[test]
    fn only_the_exact_shape_is_accepted() {
        let shorter = "sk1.kH3PzX0vW6yQm1cT9aLrBn2dGfJs7uE4oIiKpVtYxQ";
        let good = "sk1.kH3PzX0vW6yQm1cT9aLrBn2dGfJs7uE4oIiKpVtYxQw";
        assert_eq!(is(good), (true, true));
        for wrong in [
            "",
            "sk1.",
            &good.replace("sk1.", ""),
            &good.replace("sk1", "cs1"),
            shorter,
            &format!("{good}A"),
            &format!("{good}="),
            &format!("{good}\n"),
            &format!(" {good}"),
            &good.replace('0', "+"),
            // The two unused bits after the last byte are not zero.
            &format!("{shorter}x"),
            "correct horse battery staple, thirty-two bytes and more",
            &"0123456789abcdef".repeat(4),
        ] {
            assert_eq!(is(wrong), (false, false), "{wrong}");
        }
    }

    #[test]
    fn a_placeholder_is_not_random() {
        for placeholder in ["A".repeat(43), "abcd".repeat(10) + "abA", "k".repeat(42) + "A"] {
            assert_eq!(is(&format!("sk1.{placeholder}")), (true, false), "{placeholder}");
        }
    }
}
