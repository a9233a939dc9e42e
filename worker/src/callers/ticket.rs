//! Tickets: `rt1.<subject tag>.<secret>`, the single-use links of people who reset a password.
//!
//! The tag leads to the account's Durable Object. The object stores the SHA-256 of the secret, and the
//! content of the ticket in sealed form ([`crate::callers::sealed`]). The secret is 192 random bits and the
//! edge's seal over them. It cannot be guessed, so a plain hash is enough. A forged ticket fails at the
//! seal: it wakes no object and leaves nothing on a disk.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use passgate_wire::Outcome;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use subtle::ConstantTimeEq;
use zeroize::{Zeroize, Zeroizing};

use crate::base::keys::{DIGEST_BYTES, Digest32, Keys, sha256};
use crate::base::moment;
use crate::callers::account::TAG_CHARACTERS;
use crate::callers::sealed::SealingKey;

/// The default and longest lifetime of a ticket, in seconds.
pub const MAX_LIFETIME_SECONDS: u64 = 600;
/// The longest lifetime in milliseconds.
pub const MAX_LIFETIME_MS: u64 = MAX_LIFETIME_SECONDS * 1000;
/// How many vendor calls a ticket allows.
pub const MAX_ATTEMPTS: u32 = 10;
/// The prefix of every ticket.
pub const PREFIX: &str = "rt1.";
/// The header in which a browser proves that it claimed the ticket. It carries a key that the form
/// makes once, keeps in the storage of its own origin and sends with every ticket. A cookie would not
/// work for a form on another origin.
pub const BROWSER_HEADER: &str = "Passgate-Browser";

const REFERENCE_BYTES: usize = 9;
const RANDOM_BYTES: usize = 24;
const SEAL_BYTES: usize = 8;
/// The length of a ticket's secret in characters, in base64url.
pub const SECRET_CHARACTERS: usize = ((RANDOM_BYTES + SEAL_BYTES) * 4).div_ceil(3);

/// A presented ticket, parsed. Its seal proves that this edge made it. Only the Durable Object of its
/// account knows whether it is still valid.
pub struct Presented {
    /// The name of the Durable Object that stores the ticket.
    pub tag: String,
    /// What proves the ticket to that object.
    pub proof: Proof,
    /// The key that decrypts the facts of the ticket there.
    pub facts_key: SealingKey,
}

/// The proof of a ticket for the Durable Object of its account, as hashes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// SHA-256 of the ticket's secret.
    pub secret_hash: Digest32,
    /// SHA-256 of the key of the browser that presents the ticket.
    pub browser_hash: Digest32,
}

/// The state of a submission with a ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Submission {
    /// The submission is in progress.
    InProgress,
    /// The submission has ended.
    Ended {
        /// Its outcome.
        outcome: Outcome,
        /// The body of its answer, in the vendor's format.
        answer: Option<Value>,
    },
}

impl Presented {
    /// Parses a ticket that came with this browser key; `None` when this edge did not make the ticket
    /// or the browser key is missing or malformed.
    pub fn parse(text: &str, browser: Option<&str>, keys: &Keys) -> Option<Self> {
        let browser_hash = browser_hash(browser?)?;
        let (tag, secret) = text.strip_prefix(PREFIX)?.split_once('.')?;
        let bytes = Zeroizing::new(URL_SAFE_NO_PAD.decode(secret).ok()?);
        let (random, seal) = bytes.split_at_checked(RANDOM_BYTES)?;
        let is_ours = tag.len() == TAG_CHARACTERS && bool::from(seal.ct_eq(&sealed(tag, random, keys)));
        let proof = Proof { secret_hash: sha256(secret.as_bytes()), browser_hash };
        is_ours.then(|| Self { tag: tag.to_owned(), proof, facts_key: facts_key(secret, keys) })
    }
}

/// The hash of a browser's key, which must be 256 bits in base64url.
fn browser_hash(key: &str) -> Option<Digest32> {
    let bytes = Zeroizing::new(URL_SAFE_NO_PAD.decode(key).ok()?);
    (bytes.len() == DIGEST_BYTES).then(|| sha256(key.as_bytes()))
}

/// A new ticket: its text for the holder and what the edge stores of it.
pub struct Minted {
    /// The text that the holder gets.
    pub text: Zeroizing<String>,
    /// The hash that the edge stores.
    pub secret_hash: Digest32,
    /// The key that encrypts the facts that the edge stores.
    pub facts_key: SealingKey,
}

impl Minted {
    /// Makes a ticket for the account with this tag.
    ///
    /// # Errors
    /// When the platform provides no randomness.
    pub fn new(tag: &str, keys: &Keys) -> Result<Self, getrandom::Error> {
        let mut random = [0_u8; RANDOM_BYTES];
        getrandom::fill(&mut random)?;
        // Allocated once: a buffer that grows would leave a copy in memory.
        let bytes = Zeroizing::new([random.as_slice(), &sealed(tag, &random, keys)].concat());
        random.zeroize();
        let secret = Zeroizing::new(URL_SAFE_NO_PAD.encode(&*bytes));
        Ok(Self {
            secret_hash: sha256(secret.as_bytes()),
            facts_key: facts_key(&secret, keys),
            text: Zeroizing::new(format!("{PREFIX}{tag}.{}", secret.as_str())),
        })
    }
}

/// The name of a ticket in the audit log: a part of the hash of its secret, which cannot redeem the
/// ticket.
pub fn reference(secret_hash: &Digest32) -> String {
    URL_SAFE_NO_PAD.encode(secret_hash.get(..REFERENCE_BYTES).unwrap_or_default())
}

/// The actor in the audit log for the holder of a ticket.
pub fn actor(secret_hash: &Digest32) -> String {
    format!("ticket:{}", reference(secret_hash))
}

/// Whether a ticket with this expiry is valid: it has not expired, and expires within the longest lifetime
/// from now.
pub const fn is_good(expires_at_ms: u64, now_ms: u64) -> bool {
    moment::is_good(expires_at_ms, now_ms, MAX_LIFETIME_MS)
}

fn facts_key(secret: &str, keys: &Keys) -> SealingKey {
    SealingKey::new(keys.ticket_facts.mac(&[secret.as_bytes()]))
}

fn sealed(tag: &str, random: &[u8], keys: &Keys) -> [u8; SEAL_BYTES] {
    let mac = keys.ticket_seal.mac(&[tag.as_bytes(), random]);
    let mut seal = [0; SEAL_BYTES];
    for (to, from) in seal.iter_mut().zip(mac) {
        *to = from;
    }
    seal
}

#[cfg(test)]
mod tests {
    use passgate_core::Secret;

    use super::*;

    const TAG: &str = "AAAAAAAAAAAAAAAAAAAAAA";
    const BROWSER: Option<&str> = Some("BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBA");

    fn keys(seed: &str) -> Keys {
        Keys::derive(&Secret::new(seed))
    }

    #[test]
    fn a_ticket_is_valid_for_its_longest_lifetime_and_no_longer() {
        let now_ms = 1_800_000_000_000;
        for (ends_at_ms, good) in [
            (now_ms, false),
            (now_ms + 1, true),
            (now_ms + 600_000, true),
            (now_ms + 660_000, true),
            (now_ms + 660_001, false),
            (now_ms + 31_536_000_000, false),
            (0, false),
            (u64::MAX, false),
        ] {
            assert_eq!(is_good(ends_at_ms, now_ms), good, "{ends_at_ms}");
        }
    }

    #[test]
    fn a_minted_ticket_parses_and_has_the_same_hash() {
        let keys = keys("a");
        let minted = Minted::new(TAG, &keys).unwrap();
        let presented = Presented::parse(&minted.text, BROWSER, &keys).unwrap();
        assert_eq!(presented.tag, TAG);
        assert_eq!(presented.proof.secret_hash, minted.secret_hash);
        assert_eq!(minted.text.len(), PREFIX.len() + TAG_CHARACTERS + 1 + 43);
        assert_ne!(*minted.text, *Minted::new(TAG, &keys).unwrap().text);
    }

    #[test]
    fn a_reference_is_a_part_of_the_hash_and_distinguishes_tickets() {
        assert_eq!(reference(&[0; DIGEST_BYTES]), "AAAAAAAAAAAA");
        assert_eq!(reference(&[0xFF; DIGEST_BYTES]), "____________");
    }

    #[test]
    fn a_ticket_needs_the_key_of_its_browser() {
        let keys = keys("a");
        let minted = Minted::new(TAG, &keys).unwrap();
        let key = BROWSER.unwrap();
        for wrong in [None, Some(""), Some("x"), key.strip_prefix('B'), Some(&key.replace('B', "+"))] {
            assert!(Presented::parse(&minted.text, wrong, &keys).is_none(), "{wrong:?}");
        }
        let presented = |key: &str| Presented::parse(&minted.text, Some(key), &keys).unwrap().proof;
        assert_ne!(presented(key), presented(&key.replace('B', "C")));
    }

    #[test]
    fn a_ticket_that_this_edge_did_not_make_is_rejected() {
        let ours = keys("a");
        let minted = Minted::new(TAG, &ours).unwrap();
        assert!(Presented::parse(&minted.text, BROWSER, &keys("b")).is_none());
        for position in 0..minted.text.len() {
            let mut bytes = minted.text.as_bytes().to_vec();
            bytes[position] = if bytes[position] == b'B' { b'C' } else { b'B' };
            let changed = String::from_utf8(bytes).unwrap();
            assert!(Presented::parse(&changed, BROWSER, &ours).is_none(), "at {position}");
        }
        let secret = "B".repeat(43);
        for text in [
            String::new(),
            "rt1.".to_owned(),
            format!("rt1.{TAG}"),
            format!("rt2.{TAG}.{secret}"),
            format!("rt1.{TAG}.{secret}"),
            format!("{}=", *minted.text),
            format!("{}.x", *minted.text),
            format!("rt1.{}.{secret}", "é".repeat(11)),
        ] {
            assert!(Presented::parse(&text, BROWSER, &ours).is_none(), "{text}");
        }
    }
}
