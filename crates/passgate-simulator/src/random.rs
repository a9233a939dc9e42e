//! Random texts for tokens, ids and passwords.

use aws_lc_rs::rand;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// `count` random bytes.
pub(crate) fn bytes(count: usize) -> Vec<u8> {
    let mut filled = vec![0; count];
    // The generator fails only when the operating system provides no randomness. Continuing with zeros
    // would be worse than stopping.
    if rand::fill(&mut filled).is_err() {
        std::process::abort();
    }
    filled
}

/// Lower-case hexadecimal text of `count` random bytes.
pub(crate) fn hex(count: usize) -> String {
    bytes(count).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Base64url text without padding of `count` random bytes.
pub(crate) fn base64url(count: usize) -> String {
    URL_SAFE_NO_PAD.encode(bytes(count))
}

/// A version 4 UUID, the form of an EIAM access token.
pub(crate) fn uuid() -> String {
    let digits = hex(15);
    let part = |from: usize, to: usize| digits.get(from..to).unwrap_or_default();
    format!("{}-{}-4{}-a{}-{}", part(0, 8), part(8, 12), part(12, 15), part(15, 18), part(18, 30))
}

/// `count` decimal digits.
pub(crate) fn digits(count: usize) -> String {
    bytes(count).iter().map(|byte| char::from(b'0'.saturating_add(byte % 10))).collect()
}

/// A password of 16 characters with a letter of each case, a digit and a symbol, and without two equal
/// neighbours.
pub(crate) fn password() -> String {
    const GROUPS: [&[u8]; 4] =
        [b"abcdefghjkmnpqrstuvwxyz", b"ABCDEFGHJKLMNPQRSTUVWXYZ", b"23456789", b"~!#$%&+-*=@_"];
    GROUPS
        .iter()
        .cycle()
        .zip(bytes(16))
        .filter_map(|(group, byte)| {
            let place = usize::from(byte).checked_rem(group.len())?;
            group.get(place).copied().map(char::from)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uuid_has_its_shape() {
        let uuid = uuid();
        let lengths: Vec<usize> = uuid.split('-').map(str::len).collect();
        assert_eq!(lengths, [8, 4, 4, 4, 12]);
        assert_ne!(uuid, super::uuid());
    }

    #[test]
    fn a_password_has_four_classes() {
        let password = password();
        assert_eq!(password.chars().count(), 16);
        for class in [
            char::is_ascii_lowercase as fn(&char) -> bool,
            char::is_ascii_uppercase,
            char::is_ascii_digit,
            char::is_ascii_punctuation,
        ] {
            assert!(password.chars().any(|character| class(&character)));
        }
    }
}
