//! SHA-256 over unambiguously encoded fields, and its text form.

use std::fmt;
use std::fmt::Write as _;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use sha2::{Digest, Sha256};

const BYTES: usize = 32;

/// The length of a hash in text: two hexadecimal digits a byte.
pub const HASH_CHARACTERS: usize = 2 * BYTES;

/// The SHA-256 of a row and, through the chain, of all rows before it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Hash([u8; BYTES]);

impl Hash {
    /// Parses a hash from its lower-case hexadecimal text; `None` if it is malformed.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.as_bytes();
        if digits.len() != HASH_CHARACTERS {
            return None;
        }
        let mut bytes = [0_u8; BYTES];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            let [high, low] = pair else { return None };
            *byte = digit(*high)?.checked_mul(16)?.checked_add(digit(*low)?)?;
        }
        Some(Self(bytes))
    }

    pub(crate) const fn bytes(&self) -> &[u8] {
        &self.0
    }
}

fn digit(character: u8) -> Option<u8> {
    match character {
        b'0'..=b'9' => character.checked_sub(b'0'),
        b'a'..=b'f' => character.checked_sub(b'a')?.checked_add(10),
        _ => None,
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Hash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut text = String::with_capacity(HASH_CHARACTERS);
        // Writing to a string cannot fail.
        let _ = write!(text, "{self}");
        serializer.serialize_str(&text)
    }
}

impl<'de> Deserialize<'de> for Hash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| de::Error::custom("not a hash"))
    }
}

/// Hashes a list of fields. Each field is preceded by a marker for its presence and by its length, so
/// two different lists never have the same bytes.
pub(crate) struct Hasher(Sha256);

impl Hasher {
    /// Starts a hash. `purpose` separates the hashes of one kind of data from those of another.
    pub(crate) fn new(purpose: &str) -> Self {
        let mut hasher = Self(Sha256::new());
        hasher.text(purpose);
        hasher
    }

    pub(crate) fn bytes(&mut self, field: &[u8]) {
        // The conversion cannot fail on any target of Rust. It saturates so that nothing panics.
        let length = u64::try_from(field.len()).unwrap_or(u64::MAX);
        self.0.update([1]);
        self.0.update(length.to_be_bytes());
        self.0.update(field);
    }

    pub(crate) fn text(&mut self, field: &str) {
        self.bytes(field.as_bytes());
    }

    pub(crate) fn number(&mut self, field: u64) {
        self.bytes(&field.to_be_bytes());
    }

    pub(crate) fn optional(&mut self, field: Option<&str>) {
        match field {
            Some(field) => self.text(field),
            None => self.0.update([0]),
        }
    }

    pub(crate) fn finish(self) -> Hash {
        Hash(self.0.finalize().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_round_trips_and_malformed_text_is_rejected() {
        let hash = Hasher::new("test").finish();
        let text = hash.to_string();
        assert_eq!(text.len(), HASH_CHARACTERS);
        assert_eq!(format!("{hash:?}"), text, "`Debug` prints the hash");
        assert_eq!(Hash::parse(&text), Some(hash));
        assert_eq!(Hash::parse(&text.to_uppercase()), None);
        assert_eq!(Hash::parse(text.get(1..).unwrap()), None);
        assert_eq!(Hash::parse(&"g".repeat(HASH_CHARACTERS)), None);
    }

    #[test]
    fn boundaries_between_fields_change_the_hash() {
        let of = |fields: &[Option<&str>]| {
            let mut hasher = Hasher::new("test");
            fields.iter().for_each(|field| hasher.optional(*field));
            hasher.finish()
        };
        let lists: [&[Option<&str>]; 5] = [
            &[Some("ab"), Some("c")],
            &[Some("a"), Some("bc")],
            &[Some("abc"), None],
            &[None, Some("abc")],
            &[Some("abc"), Some("")],
        ];
        for (place, one) in lists.iter().enumerate() {
            for other in lists.iter().skip(place + 1) {
                assert_ne!(of(one), of(other), "{one:?} {other:?}");
            }
        }
    }
}
