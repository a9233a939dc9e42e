//! The facts of a ticket, encrypted for storage. The key is derived from the ticket's secret and a key
//! of the edge, and both are needed.
//!
//! The edge stores only a hash of the ticket. So a copy of the disk, its journal or a backup reveals
//! nothing of the person, neither while the ticket is valid nor after it was removed.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chacha20poly1305::aead::{AeadInOut as _, KeyInit as _};
use chacha20poly1305::{ChaCha20Poly1305, Key, Nonce};
use passgate_core::Identity;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::base::keys::Digest32;
use crate::callers::account::Account;
use passgate_wire::Action;

/// What a ticket permits, as the account's Durable Object stores it in encrypted form.
#[derive(Clone, Serialize, Deserialize)]
pub struct TicketFacts {
    /// The account that the ticket is for.
    pub account: Account,
    /// The action that the ticket permits.
    pub action: Action,
    /// What the check must know of the person.
    pub identity: Identity,
    /// When the ticket expires, in milliseconds since 1970.
    pub expires_at_ms: u64,
    /// How many vendor calls the ticket still allows.
    pub attempts_left: u32,
}

/// A key that encrypts one value only, such as the facts of one ticket. It has no `Debug` or `Display`, so it
/// cannot be printed.
pub struct SealingKey(Zeroizing<Digest32>);

impl SealingKey {
    /// Wraps the bytes of a key.
    pub fn new(key: Digest32) -> Self {
        Self(Zeroizing::new(key))
    }

    /// Encrypts the value; `None` when it cannot be serialized.
    pub fn seal(&self, value: &impl Serialize) -> Option<String> {
        let mut bytes = Zeroizing::new(serde_json::to_vec(value).ok()?);
        // A key encrypts one value only, so the nonce can be zero.
        self.cipher().encrypt_in_place(&Nonce::default(), &[], &mut *bytes).ok()?;
        Some(URL_SAFE_NO_PAD.encode(&*bytes))
    }

    /// Decrypts the value; `None` when it was not encrypted with this key.
    pub fn open<T: DeserializeOwned>(&self, sealed: &str) -> Option<T> {
        let mut bytes = Zeroizing::new(URL_SAFE_NO_PAD.decode(sealed).ok()?);
        self.cipher().decrypt_in_place(&Nonce::default(), &[], &mut *bytes).ok()?;
        serde_json::from_slice(&bytes).ok()
    }

    fn cipher(&self) -> ChaCha20Poly1305 {
        ChaCha20Poly1305::new(&Key::from(*self.0))
    }
}

#[cfg(test)]
mod tests {
    use passgate_core::Product;

    use super::*;

    fn facts() -> TicketFacts {
        TicketFacts {
            account: Account { product: Product::Eiam, user_id: "20220801".to_owned(), user_id_type: None },
            action: Action::ChangePassword,
            identity: Identity { username: Some("wangxiaoming".to_owned()), ..Identity::default() },
            expires_at_ms: 1_777_651_200_000,
            attempts_left: 10,
        }
    }

    #[test]
    fn only_its_key_decrypts_it_and_the_ciphertext_reveals_nothing() {
        let key = SealingKey::new([7; 32]);
        let sealed = key.seal(&facts()).unwrap();
        let opened: TicketFacts = key.open(&sealed).unwrap();
        assert_eq!(serde_json::to_value(&opened).unwrap(), serde_json::to_value(facts()).unwrap());
        assert!(SealingKey::new([8; 32]).open::<TicketFacts>(&sealed).is_none());
        let bytes = URL_SAFE_NO_PAD.decode(&sealed).unwrap();
        assert!(!bytes.windows(4).any(|window| window == b"wang" || window == b"2022"));
    }

    #[test]
    fn a_changed_ciphertext_is_rejected() {
        let key = SealingKey::new([7; 32]);
        let sealed = key.seal(&facts()).unwrap();
        let bytes = URL_SAFE_NO_PAD.decode(&sealed).unwrap();
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            assert!(key.open::<TicketFacts>(&URL_SAFE_NO_PAD.encode(&changed)).is_none(), "at {at}");
        }
        for wrong in ["", "x", "{}", &serde_json::to_string(&facts()).unwrap()] {
            assert!(key.open::<TicketFacts>(wrong).is_none(), "{wrong}");
        }
    }
}
