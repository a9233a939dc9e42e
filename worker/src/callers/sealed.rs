//! What a ticket says of a person, as it is kept: sealed with a key that only the ticket and the
//! edge's own key make together.
//!
//! The edge keeps no more of a ticket than a hash. So whoever has the disk, its journal or a backup
//! learns nothing from it, neither before the ticket is over nor after it was taken away.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chacha20poly1305::aead::{AeadInOut as _, KeyInit as _};
use chacha20poly1305::{ChaCha20Poly1305, Key, Nonce};
use passgate_core::Identity;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::base::keys::Digest32;
use crate::callers::account::Account;
use passgate_wire::Action;

/// What a ticket is for, as the account's Durable Object keeps it sealed.
#[derive(Clone, Serialize, Deserialize)]
pub struct TicketFacts {
    /// Whose password.
    pub account: Account,
    /// What may be done with it.
    pub action: Action,
    /// What the check must know of the person.
    pub identity: Identity,
    /// When it ends, in milliseconds since 1970.
    pub expires_at_ms: u64,
    /// How often it may still reach the vendor.
    pub attempts_left: u32,
}

/// The key of one ticket's facts. It never prints.
pub struct FactsKey(Zeroizing<Digest32>);

impl FactsKey {
    /// The key of these bytes.
    pub fn new(key: Digest32) -> Self {
        Self(Zeroizing::new(key))
    }

    /// Seals what a ticket says; `None` where it cannot be written.
    pub fn seal(&self, facts: &TicketFacts) -> Option<String> {
        let mut bytes = Zeroizing::new(serde_json::to_vec(facts).ok()?);
        // One text is ever sealed with a key, so its nonce can be nought.
        self.cipher().encrypt_in_place(&Nonce::default(), &[], &mut *bytes).ok()?;
        Some(URL_SAFE_NO_PAD.encode(&*bytes))
    }

    /// Opens what was sealed with this key; `None` when it was not.
    pub fn open(&self, sealed: &str) -> Option<TicketFacts> {
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
    fn only_its_key_opens_it_and_it_says_nothing() {
        let key = FactsKey::new([7; 32]);
        let sealed = key.seal(&facts()).unwrap();
        let opened = key.open(&sealed).unwrap();
        assert_eq!(serde_json::to_value(&opened).unwrap(), serde_json::to_value(facts()).unwrap());
        assert!(FactsKey::new([8; 32]).open(&sealed).is_none());
        let bytes = URL_SAFE_NO_PAD.decode(&sealed).unwrap();
        assert!(!bytes.windows(4).any(|window| window == b"wang" || window == b"2022"));
    }

    #[test]
    fn what_was_changed_opens_nothing() {
        let key = FactsKey::new([7; 32]);
        let sealed = key.seal(&facts()).unwrap();
        let bytes = URL_SAFE_NO_PAD.decode(&sealed).unwrap();
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            assert!(key.open(&URL_SAFE_NO_PAD.encode(&changed)).is_none(), "at {at}");
        }
        for wrong in ["", "x", "{}", &serde_json::to_string(&facts()).unwrap()] {
            assert!(key.open(wrong).is_none(), "{wrong}");
        }
    }
}
