//! The secrets of clients: `cs1.` and 256 random bits in base64url, made by `passgate secret`.
//!
//! The configuration holds the SHA-256 of a secret and never the secret. A plain, fast hash is enough
//! for a random secret, because it cannot be guessed. It would not be enough for a secret that a person
//! chose, so the edge accepts only secrets of this shape.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use passgate_core::Secret;

use crate::base::keys::{DIGEST_BYTES, Digest32, same_digest, sha256};
use crate::base::random_secret;

/// The prefix of every client secret.
pub const PREFIX: &str = "cs1.";
const HASH_PREFIX: &str = "sha256:";
/// The length of the part of a hash that a token carries as its name: 66 bits.
const NAME_CHARACTERS: usize = 11;

/// The hash of a client's secret, as configured.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretHash(Digest32);

impl SecretHash {
    /// Reads `sha256:` and 43 characters of base64url.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text.strip_prefix(HASH_PREFIX)?).ok()?;
        bytes.try_into().ok().map(Self)
    }

    /// The name of the hash. A token carries it to say which of the client's secrets it was issued for.
    pub fn name(&self) -> String {
        let mut name = URL_SAFE_NO_PAD.encode(self.0);
        name.truncate(NAME_CHARACTERS);
        name
    }
}

/// Returns the hash that matches the secret. It compares every hash, and makes one comparison where
/// there are none, so that an unknown client takes as long as a wrong secret.
pub fn recognise<'h>(secret: &Secret, hashes: &'h [SecretHash]) -> Option<&'h SecretHash> {
    let digest = sha256(secret.expose().as_bytes());
    let is_made_here = random_secret::has_the_shape(secret, PREFIX);
    if hashes.is_empty() {
        let _ = same_digest(&digest, &[0; DIGEST_BYTES]);
    }
    let found = hashes.iter().fold(None, |found, hash| {
        // Every hash is compared, even after a match: constant time.
        let same = same_digest(&digest, &hash.0);
        if same { Some(hash) } else { found }
    });
    found.filter(|_| is_made_here)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hash_of(secret: &str) -> SecretHash {
        let text = format!("{HASH_PREFIX}{}", URL_SAFE_NO_PAD.encode(sha256(secret.as_bytes())));
        SecretHash::parse(&text).unwrap()
    }

    fn secret(letter: &str) -> String {
        format!("{PREFIX}{}A", letter.repeat(42))
    }

    #[test]
    fn either_of_two_secrets_is_recognised_and_named() {
        let hashes = [hash_of(&secret("a")), hash_of(&secret("b"))];
        for (letter, expected) in [("a", Some(0)), ("b", Some(1)), ("c", None)] {
            let found = recognise(&Secret::new(secret(letter)), &hashes).map(SecretHash::name);
            assert_eq!(found, expected.map(|index: usize| hashes[index].name()), "{letter}");
        }
        assert_ne!(hashes[0].name(), hashes[1].name());
        assert!(recognise(&Secret::new(secret("a")), &[]).is_none());
    }

    #[test]
    fn a_secret_of_another_shape_is_rejected_even_with_its_hash() {
        for chosen in ["hunter2", "cs1.hunter2", "", &"a".repeat(47), &secret("a").replace("cs1", "cs2")] {
            assert!(recognise(&Secret::new(chosen), &[hash_of(chosen)]).is_none(), "{chosen}");
        }
    }

    #[test]
    fn only_a_well_formed_hash_is_read() {
        let good = format!("{HASH_PREFIX}{}A", "a".repeat(42));
        assert!(SecretHash::parse(&good).is_some());
        for wrong in [
            "",
            HASH_PREFIX,
            &secret("a"),
            &good.replace("sha256", "sha512"),
            &format!("{good}A"),
            &good.to_uppercase(),
        ] {
            assert!(SecretHash::parse(wrong).is_none(), "{wrong}");
        }
    }
}
