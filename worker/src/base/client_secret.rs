//! The secrets of clients: `cs1.` and 256 random bits in base64url, made by
//! `cargo xtask client-secret`.
//!
//! The configuration holds SHA-256 of a secret and never the secret. A plain, fast hash is enough
//! for what nobody can guess; for what somebody chose it would not be, so only a secret of this
//! shape is ever asked about.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use passgate_core::Secret;

use crate::base::keys::{DIGEST_BYTES, Digest32, same_digest, sha256};
use crate::base::random_secret;

/// What every client's secret begins with.
pub const PREFIX: &str = "cs1.";
const HASH_PREFIX: &str = "sha256:";
/// So much of a hash names it in a token: 66 bits.
const NAME_CHARACTERS: usize = 11;

/// What the configuration knows of a client's secret.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretHash(Digest32);

impl SecretHash {
    /// Reads `sha256:` and 43 characters of base64url.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text.strip_prefix(HASH_PREFIX)?).ok()?;
        bytes.try_into().ok().map(Self)
    }

    /// A name for it, by which a token says which of the client's secrets it was given for.
    pub fn name(&self) -> String {
        let mut name = URL_SAFE_NO_PAD.encode(self.0);
        name.truncate(NAME_CHARACTERS);
        name
    }
}

/// Which of the hashes is the secret's. As many comparisons are made as there are hashes, and one
/// where there are none, so that an unknown client costs what a wrong secret does.
pub fn recognise<'h>(secret: &Secret, hashes: &'h [SecretHash]) -> Option<&'h SecretHash> {
    let digest = sha256(secret.expose().as_bytes());
    let is_made_here = random_secret::has_the_shape(secret, PREFIX);
    if hashes.is_empty() {
        let _ = same_digest(&digest, &[0; DIGEST_BYTES]);
    }
    let found = hashes.iter().fold(None, |found, hash| {
        // Every one is compared, whatever was found before.
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
    fn a_secret_that_somebody_chose_is_none_even_with_its_hash() {
        for chosen in ["hunter2", "cs1.hunter2", "", &"a".repeat(47), &secret("a").replace("cs1", "cs2")] {
            assert!(recognise(&Secret::new(chosen), &[hash_of(chosen)]).is_none(), "{chosen}");
        }
    }

    #[test]
    fn what_is_no_hash_is_not_read() {
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
