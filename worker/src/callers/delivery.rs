//! A minted link that webhooks deliver, encrypted until they have.
//!
//! The link alone sets a password. The key is derived from a key of the edge and from the hash of the ticket,
//! so a copy of the disk, its journal or a backup does not contain the link. The ciphertext is removed when
//! the link has been delivered or has expired.

use passgate_core::{Product, Secret};
use passgate_wire::Action;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::base::keys::{Digest32, Keys};
use crate::callers::account::Account;
use crate::callers::sealed::SealingKey;
use crate::callers::ticket;

/// What the receiver needs to send the link to the person. These are members of the message.
#[derive(Serialize)]
pub struct Delivery<'a> {
    link: &'a str,
    product: Product,
    action: Action,
    user_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_id_type: Option<&'a str>,
    expires_at: String,
}

impl<'a> Delivery<'a> {
    /// The delivery of this link to this account. `expires_at` is a time as RFC 3339 writes it.
    pub fn new(link: &'a str, account: &'a Account, action: Action, expires_at: String) -> Self {
        Self {
            link,
            product: account.product,
            action,
            user_id: &account.user_id,
            user_id_type: account.user_id_type.as_deref(),
            expires_at,
        }
    }
}

/// A delivery, encrypted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedLink {
    secret_hash: Digest32,
    /// When the link expires, in milliseconds since 1970.
    pub expires_at_ms: u64,
    sealed: String,
}

impl SealedLink {
    /// Encrypts the delivery of the ticket with this hash; `None` when it cannot be serialized.
    pub fn seal(
        delivery: &Delivery<'_>,
        secret_hash: Digest32,
        expires_at_ms: u64,
        keys: &Keys,
    ) -> Option<Self> {
        let text = Zeroizing::new(serde_json::to_string(delivery).ok()?);
        let sealed = key(&secret_hash, expires_at_ms, keys).seal(&*text)?;
        Some(Self { secret_hash, expires_at_ms, sealed })
    }

    /// The delivery as a JSON object; `None` when another edge encrypted it, or it was changed.
    pub fn open(&self, keys: &Keys) -> Option<Secret> {
        let text: String = key(&self.secret_hash, self.expires_at_ms, keys).open(&self.sealed)?;
        Some(Secret::new(text))
    }

    /// The name of the ticket in the audit log.
    pub fn reference(&self) -> String {
        ticket::reference(&self.secret_hash)
    }
}

/// The key of one delivery: a ticket's hash is unique.
fn key(secret_hash: &Digest32, expires_at_ms: u64, keys: &Keys) -> SealingKey {
    SealingKey::new(keys.ticket_delivery.mac(&[secret_hash, &expires_at_ms.to_be_bytes()]))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    const LINK: &str = "https://reset.example.com/feishu/#rt1.AAAAAAAAAAAAAAAAAAAAAA.BBBBBBBBBBBBBBBB";

    fn keys(seed: &str) -> Keys {
        Keys::derive(&Secret::new(seed))
    }

    fn sealed(id_type: Option<&str>) -> SealedLink {
        let account = Account {
            product: Product::Feishu,
            user_id: "ou_1".to_owned(),
            user_id_type: id_type.map(str::to_owned),
        };
        let delivery = Delivery::new(LINK, &account, Action::Reset, "2026-05-01T16:00:00Z".to_owned());
        SealedLink::seal(&delivery, [7; 32], 1_777_651_200_000, &keys("a")).unwrap()
    }

    #[test]
    fn the_delivery_has_what_a_gateway_needs() {
        let opened = |link: &SealedLink| -> Value {
            serde_json::from_str(link.open(&keys("a")).unwrap().expose()).unwrap()
        };
        let mut expected = json!({
            "link": LINK, "product": "feishu", "action": "reset", "user_id": "ou_1",
            "user_id_type": "open_id", "expires_at": "2026-05-01T16:00:00Z",
        });
        assert_eq!(opened(&sealed(Some("open_id"))), expected);
        expected.as_object_mut().unwrap().remove("user_id_type");
        assert_eq!(opened(&sealed(None)), expected);
    }

    #[test]
    fn what_is_stored_does_not_contain_it_and_cannot_be_changed() {
        let link = sealed(None);
        let stored = serde_json::to_string(&link).unwrap();
        for secret in ["BBBBBBBB", "ou_1", "https"] {
            assert!(!stored.contains(secret) && !format!("{link:?}").contains(secret), "{secret}");
        }
        assert!(link.open(&keys("b")).is_none());
        let other = |hash: Digest32, expires_at_ms: u64| SealedLink {
            secret_hash: hash,
            expires_at_ms,
            sealed: link.sealed.clone(),
        };
        assert!(other([8; 32], link.expires_at_ms).open(&keys("a")).is_none());
        assert!(other([7; 32], link.expires_at_ms + 1).open(&keys("a")).is_none());
        assert_eq!(serde_json::from_str::<SealedLink>(&stored).unwrap(), link);
    }
}
