//! Tickets: `rt1.<subject tag>.<secret>`, the single-use links of people who reset a password.
//!
//! The tag leads to the account's Durable Object, which holds SHA-256 of the secret and nothing
//! else of it. The secret has 256 random bits, so a plain hash is enough and nobody guesses it.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use zeroize::{Zeroize, Zeroizing};

use crate::account::TAG_CHARACTERS;
use crate::keys::{Digest32, sha256};

/// How long a ticket lives when nothing is said, and at most, in seconds.
pub const MAX_LIFETIME_SECONDS: u64 = 600;
/// How often a ticket may reach the vendor.
pub const MAX_ATTEMPTS: u32 = 10;
/// What every ticket begins with.
pub const PREFIX: &str = "rt1.";

const SECRET_BYTES: usize = 32;
const SECRET_CHARACTERS: usize = 43;

/// A ticket somebody presented, taken apart. It is well formed, nothing more.
pub struct Presented {
    /// The name of the Durable Object that knows it.
    pub tag: String,
    /// SHA-256 of its secret.
    pub secret_hash: Digest32,
}

impl Presented {
    /// Takes a ticket apart; `None` when it is not one.
    pub fn parse(text: &str) -> Option<Self> {
        let (tag, secret) = text.strip_prefix(PREFIX)?.split_once('.')?;
        let well_formed = tag.len() == TAG_CHARACTERS
            && secret.len() == SECRET_CHARACTERS
            && tag.bytes().chain(secret.bytes()).all(is_base64url);
        well_formed.then(|| Self { tag: tag.to_owned(), secret_hash: sha256(secret.as_bytes()) })
    }
}

/// A new ticket's text and the hash to keep of it.
pub struct Minted {
    /// What the holder gets.
    pub text: Zeroizing<String>,
    /// What the edge keeps.
    pub secret_hash: Digest32,
}

impl Minted {
    /// A ticket for the account of that tag.
    ///
    /// # Errors
    /// When the platform gives no randomness.
    pub fn new(tag: &str) -> Result<Self, getrandom::Error> {
        let mut bytes = [0_u8; SECRET_BYTES];
        getrandom::fill(&mut bytes)?;
        let secret = Zeroizing::new(URL_SAFE_NO_PAD.encode(bytes));
        bytes.zeroize();
        Ok(Self {
            secret_hash: sha256(secret.as_bytes()),
            text: Zeroizing::new(format!("{PREFIX}{tag}.{}", secret.as_str())),
        })
    }
}

fn is_base64url(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_'
}

#[cfg(test)]
mod tests {
    use super::*;

    const TAG: &str = "AAAAAAAAAAAAAAAAAAAAAA";

    #[test]
    fn what_is_minted_parses_and_hashes_alike() {
        let minted = Minted::new(TAG).unwrap();
        let presented = Presented::parse(&minted.text).unwrap();
        assert_eq!(presented.tag, TAG);
        assert_eq!(presented.secret_hash, minted.secret_hash);
        assert_ne!(*minted.text, *Minted::new(TAG).unwrap().text);
    }

    #[test]
    fn what_is_no_ticket_does_not() {
        let secret = "B".repeat(43);
        for text in [
            String::new(),
            "rt1.".to_owned(),
            format!("rt1.{TAG}"),
            format!("rt2.{TAG}.{secret}"),
            format!("rt1.{TAG}.{secret}B"),
            format!("rt1.{TAG}.{}=", "B".repeat(42)),
            format!("rt1.{TAG}.{secret}.x"),
            format!("rt1.{TAG}A.{secret}"),
            format!("rt1.{}.{secret}", "é".repeat(11)),
        ] {
            assert!(Presented::parse(&text).is_none(), "{text}");
        }
    }
}
