//! Client tokens: a configured client gets one for its id and secret at its product's token route.
//!
//! `ct1.<claims>.<signature>`, both base64url: the claims in JSON and an HMAC-SHA-256 over them with a
//! key of its own. Verification needs no database. A token is short-lived, and a right that the
//! configuration takes from a client ends for its tokens too (see `authorise`).

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use passgate_core::{Product, Secret};
use serde::{Deserialize, Serialize};

use crate::base::keys::{Digest32, Keys, same_digest};
use crate::base::moment;
use passgate_wire::{Action, Spec};

/// The prefix of every client token.
pub const PREFIX: &str = "ct1.";

/// The claims of a client token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claims {
    /// The client it was issued to.
    pub client: String,
    /// The name of the secret it was issued for (see `client_secret`).
    pub secret: String,
    /// The product whose token route issued it. The token is valid for this product only.
    pub product: Product,
    /// The actions that the token grants.
    pub actions: Vec<Action>,
    /// Whether the token grants the minting of tickets.
    pub mints_tickets: bool,
    /// When the token expires, in seconds since 1970.
    pub expires_at: u64,
}

/// The lifetime of a token, in seconds: the value that the vendor's own token route states. The Python
/// SDK renews a token 600 s before its end, so a much shorter lifetime would cost one token call per
/// reset.
pub const fn lifetime_seconds(product: Product) -> u32 {
    Spec::of(product).token.lifetime_seconds
}

/// Signs the claims.
///
/// # Errors
/// When the claims cannot be serialized as JSON, which their types rule out.
pub fn sign(claims: &Claims, keys: &Keys) -> Result<Secret, serde_json::Error> {
    let body = URL_SAFE_NO_PAD.encode(serde_json::to_vec(claims)?);
    let signature = URL_SAFE_NO_PAD.encode(keys.client_token.mac(&[body.as_bytes()]));
    Ok(Secret::new(format!("{PREFIX}{body}.{signature}")))
}

/// The claims of a token that this edge signed and that has not expired. `None` for any other, and for
/// a token that ends later than one lifetime from now.
pub fn verify(token: &str, keys: &Keys, now: u64) -> Option<Claims> {
    let (body, signature) = token.strip_prefix(PREFIX)?.split_once('.')?;
    let signature: Digest32 = URL_SAFE_NO_PAD.decode(signature).ok()?.try_into().ok()?;
    if !same_digest(&signature, &keys.client_token.mac(&[body.as_bytes()])) {
        return None;
    }
    let claims: Claims = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(body).ok()?).ok()?;
    let lifetime_ms = u64::from(lifetime_seconds(claims.product)).saturating_mul(1000);
    let (ends_at_ms, now_ms) = (claims.expires_at.saturating_mul(1000), now.saturating_mul(1000));
    moment::is_good(ends_at_ms, now_ms, lifetime_ms).then_some(claims)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claims() -> Claims {
        Claims {
            client: "hr".to_owned(),
            secret: "AAAAAAAAAAA".to_owned(),
            product: Product::Eiam,
            actions: vec![Action::ChangePassword],
            mints_tickets: true,
            expires_at: 1000,
        }
    }

    fn keys(seed: &str) -> Keys {
        Keys::derive(&Secret::new(seed))
    }

    #[test]
    fn a_token_is_valid_until_it_expires() {
        let keys = keys("a");
        let token = sign(&claims(), &keys).unwrap();
        assert_eq!(verify(token.expose(), &keys, 999), Some(claims()));
        assert_eq!(verify(token.expose(), &keys, 1000), None);
    }

    #[test]
    fn a_token_that_ends_later_than_its_lifetime_allows_is_invalid() {
        let keys = keys("a");
        for (product, life) in [(Product::Eiam, 1_800), (Product::Feishu, 7_200)] {
            let now = 1_800_000_000;
            let signed = |expires_at| sign(&Claims { product, expires_at, ..claims() }, &keys).unwrap();
            for (expires_at, is_good) in [
                (now + life, true),
                (now + life + 60, true),
                (now + life + 61, false),
                (now + 365 * 86_400, false),
                (u64::MAX, false),
            ] {
                let found = verify(signed(expires_at).expose(), &keys, now);
                assert_eq!(found.is_some(), is_good, "{expires_at}");
            }
        }
    }

    #[test]
    fn a_changed_token_is_invalid() {
        let token = sign(&claims(), &keys("a")).unwrap();
        assert_eq!(verify(token.expose(), &keys("b"), 999), None);
        let text = token.expose();
        for position in 0..text.len() {
            let mut bytes = text.as_bytes().to_vec();
            bytes[position] = if bytes[position] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(bytes).unwrap();
            assert_eq!(verify(&changed, &keys("a"), 999), None, "at {position}");
        }
        for garbage in ["", "ct1.", "ct1..", "ct1.e30.", "rt1.a.b", "eyJhbGciOiJub25lIn0.e30."] {
            assert_eq!(verify(garbage, &keys("a"), 0), None);
        }
    }
}
