//! Client tokens: what a configured client gets for its id and secret at the two token routes.
//!
//! `ct1.<claims>.<signature>`, both base64url: the claims in JSON and HMAC-SHA-256 over them
//! with a key of its own. No database is asked to check one; it is short-lived, and what the
//! configuration takes away from a client is taken from its tokens too (see `authorise`).

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use passgate_core::{Product, Secret};
use serde::{Deserialize, Serialize};

use crate::base::keys::{Digest32, Keys, same_digest};
use crate::base::moment;
use passgate_wire::{Action, Spec};

/// What every client token begins with.
pub const PREFIX: &str = "ct1.";

/// What a client token says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claims {
    /// The client it was issued to.
    pub client: String,
    /// The name of the secret it was issued for (see `client_secret`).
    pub secret: String,
    /// The product whose token route issued it; it is good for no other.
    pub product: Product,
    /// What its holder may do.
    pub actions: Vec<Action>,
    /// Whether its holder may mint tickets.
    pub mints_tickets: bool,
    /// When it ends, in seconds since 1970.
    pub expires_at: u64,
}

/// How long a token lives, in seconds: what each vendor's own token route says. The Python SDK
/// renews 600 s before the end, so a much shorter life would cost a call per reset.
pub const fn lifetime_seconds(product: Product) -> u32 {
    Spec::of(product).token.lifetime_seconds
}

/// Signs the claims.
///
/// # Errors
/// When the claims cannot be written as JSON, which their types rule out.
pub fn sign(claims: &Claims, keys: &Keys) -> Result<Secret, serde_json::Error> {
    let body = URL_SAFE_NO_PAD.encode(serde_json::to_vec(claims)?);
    let signature = URL_SAFE_NO_PAD.encode(keys.client_token.mac(&[body.as_bytes()]));
    Ok(Secret::new(format!("{PREFIX}{body}.{signature}")))
}

/// The claims of a token that this edge signed, that has not ended and ends within a life from now;
/// `None` for any other.
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
    fn a_token_is_good_until_it_ends() {
        let keys = keys("a");
        let token = sign(&claims(), &keys).unwrap();
        assert_eq!(verify(token.expose(), &keys, 999), Some(claims()));
        assert_eq!(verify(token.expose(), &keys, 1000), None);
    }

    #[test]
    fn a_token_ends_within_its_life_from_now_or_is_none() {
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
    fn a_changed_token_is_none() {
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
