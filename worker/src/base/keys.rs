//! The keys of the edge: one for each purpose, all derived from the configured signing key.

use hmac::{Hmac, KeyInit, Mac};
use passgate_core::Secret;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// The length of every key and digest here, in bytes.
pub const DIGEST_BYTES: usize = 32;

/// A SHA-256 digest or an HMAC-SHA-256 tag.
pub type Digest32 = [u8; DIGEST_BYTES];

/// A key for one purpose. It has no `Debug` or `Display`, so it cannot be printed.
pub struct Key(Zeroizing<Digest32>);

impl Key {
    /// HMAC-SHA-256 over the parts. The length of each part precedes it, so that two different lists of
    /// parts never have the same bytes.
    pub fn mac(&self, parts: &[&[u8]]) -> Digest32 {
        let mut mac = keyed(&*self.0);
        for part in parts {
            // The conversion cannot fail on any target of Rust. It saturates so that nothing panics.
            mac.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }
}

/// All keys of this edge.
pub struct Keys {
    /// Signs client tokens.
    pub client_token: Key,
    /// Authenticates tickets: a forged ticket fails before it reaches a Durable Object.
    pub ticket_seal: Key,
    /// Derives the key that encrypts a ticket's facts, together with the ticket's secret.
    pub ticket_facts: Key,
    /// Derives the key that encrypts a link until a webhook has delivered it.
    pub ticket_delivery: Key,
    /// Computes the fingerprint that recognizes a repeated request.
    pub idempotency: Key,
    /// Derives the name of an account's Durable Object.
    pub subject: Key,
}

impl Keys {
    /// Derives the keys. Changing a purpose's label invalidates everything made with it.
    pub fn derive(signing_key: &Secret) -> Self {
        let derive = |purpose: &[u8]| {
            let mut mac = keyed(signing_key.expose().as_bytes());
            mac.update(purpose);
            Key(Zeroizing::new(mac.finalize().into_bytes().into()))
        };
        Self {
            client_token: derive(b"passgate client token 1"),
            ticket_seal: derive(b"passgate ticket seal 1"),
            ticket_facts: derive(b"passgate ticket facts 1"),
            ticket_delivery: derive(b"passgate ticket delivery 1"),
            idempotency: derive(b"passgate idempotency 1"),
            subject: derive(b"passgate subject tag 1"),
        }
    }
}

/// SHA-256 of the bytes.
pub fn sha256(bytes: &[u8]) -> Digest32 {
    Sha256::digest(bytes).into()
}

/// Whether two digests are equal. The time does not depend on where they differ.
pub fn same_digest(left: &Digest32, right: &Digest32) -> bool {
    left.ct_eq(right).into()
}

/// Whether two secrets are equal. Both are hashed first, so that the time does not reveal their
/// lengths.
pub fn same_secret(left: &Secret, right: &Secret) -> bool {
    same_digest(&sha256(left.expose().as_bytes()), &sha256(right.expose().as_bytes()))
}

/// An HMAC-SHA-256 with this key.
pub(super) fn keyed(key: &[u8]) -> Hmac<Sha256> {
    // HMAC takes a key of any length (RFC 2104, section 2). The fallback is unreachable: only the type
    // of the constructor allows an error.
    Hmac::new_from_slice(key).unwrap_or_else(|_| Hmac::new(&Default::default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mac_is_rfc_4231_once_the_length_is_counted() {
        // RFC 4231, test case 2, with our length prefix checked apart.
        let mut mac = keyed(b"Jefe");
        mac.update(b"what do ya want for nothing?");
        let bytes: Digest32 = mac.finalize().into_bytes().into();
        assert_eq!(bytes[..4], [0x5b, 0xdc, 0xc1, 0x46]);
    }

    #[test]
    fn parts_do_not_run_together() {
        let keys = Keys::derive(&Secret::new("k".repeat(32)));
        assert_ne!(keys.subject.mac(&[b"ab", b"c"]), keys.subject.mac(&[b"a", b"bc"]));
        assert_ne!(keys.subject.mac(&[b"x"]), keys.client_token.mac(&[b"x"]));
    }

    #[test]
    fn secrets_compare() {
        assert!(same_secret(&Secret::new("a"), &Secret::new("a")));
        assert!(!same_secret(&Secret::new("a"), &Secret::new("ab")));
    }
}
