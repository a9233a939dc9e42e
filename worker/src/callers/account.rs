//! An account of a product, and the name of its Durable Object.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use passgate_core::Product;
use serde::{Deserialize, Serialize};

use crate::base::keys::Keys;
use crate::gate::limits::Supporter;

/// The length of a subject tag in characters: 16 bytes in base64url.
pub const TAG_CHARACTERS: usize = 22;
const TAG_BYTES: usize = 16;

/// The account whose password is reset or changed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// The product of the account.
    pub product: Product,
    /// The kind of id, where the product has several (Feishu's `user_id_type`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id_type: Option<String>,
    /// The vendor's id of the account.
    pub user_id: String,
}

/// An account with its keyed names, each computed once.
pub struct TaggedAccount {
    /// The account.
    pub account: Account,
    /// See [`Account::tag`].
    pub tag: String,
    /// See [`Account::supporter`].
    pub supporter: Supporter,
}

impl Account {
    /// Computes the keyed names of the account.
    pub fn tagged(self, keys: &Keys) -> TaggedAccount {
        TaggedAccount { tag: self.tag(keys), supporter: self.supporter(keys), account: self }
    }

    /// The keyed, one-way name of this account. A ticket, a Durable Object and a log carry it in place
    /// of the id. It can be recomputed only with both the id and the key.
    pub fn tag(&self, keys: &Keys) -> String {
        let digest = keys.subject.mac(&[
            self.product.name().as_bytes(),
            self.user_id_type.as_deref().unwrap_or_default().as_bytes(),
            self.user_id.as_bytes(),
        ]);
        URL_SAFE_NO_PAD.encode(digest.get(..TAG_BYTES).unwrap_or_default())
    }

    /// The name under which the refusals of this account are counted for learned limits. Different
    /// spellings of one id give one name.
    pub fn supporter(&self, keys: &Keys) -> Supporter {
        let user_id = self.user_id.trim().to_lowercase();
        let kind = self.user_id_type.clone().unwrap_or_default();
        Supporter { tag: Self { user_id, ..self.clone() }.tag(keys), kind }
    }
}

#[cfg(test)]
mod tests {
    use passgate_core::Secret;

    use super::*;

    #[test]
    fn the_tag_distinguishes_accounts_and_reveals_nothing() {
        let keys = Keys::derive(&Secret::new("0123456789abcdef0123456789abcdef"));
        let account = |id_type: Option<&str>, id: &str| Account {
            product: Product::Feishu,
            user_id_type: id_type.map(str::to_owned),
            user_id: id.to_owned(),
        };
        let tag = account(Some("open_id"), "ou_1").tag(&keys);
        assert_eq!(tag.len(), TAG_CHARACTERS);
        assert!(!tag.contains("ou_1"));
        assert_eq!(tag, account(Some("open_id"), "ou_1").tag(&keys));
        assert_ne!(tag, account(Some("union_id"), "ou_1").tag(&keys));
        assert_ne!(tag, account(Some("open_id"), "ou_2").tag(&keys));
        assert_ne!(tag, account(None, "open_idou_1").tag(&keys));
    }

    #[test]
    fn spellings_of_one_id_count_as_one_account() {
        let keys = Keys::derive(&Secret::new("0123456789abcdef0123456789abcdef"));
        let eiam = |id: &str| {
            let account = Account { product: Product::Eiam, user_id_type: None, user_id: id.to_owned() };
            account.supporter(&keys)
        };
        assert!(eiam("U-1") == eiam("u-1") && eiam(" u-1 ") == eiam("u-1") && eiam("u-2") != eiam("u-1"));
        assert!(!eiam("u-1").tag.contains("u-1"));
    }
}
