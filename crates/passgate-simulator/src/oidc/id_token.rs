use std::sync::Arc;

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::keys::{SigningKey, signing_input};
use crate::clock::Moment;
use crate::directory::Profile;
use crate::oidc::KeyRing;

/// A request to the control API for a token; a valid token by default.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct IdTokenRequest {
    /// A user name or an EIAM id.
    pub(crate) user: String,
    audience: String,
    /// The lifetime in seconds; a token with a negative number has already expired.
    #[serde(default = "one_hour")]
    expires_in: i64,
    /// Merged over the claims; `null` removes one.
    #[serde(default)]
    claims: Map<String, Value>,
    /// Merged over the header.
    #[serde(default)]
    header: Map<String, Value>,
    #[serde(default)]
    algorithm: Algorithm,
    #[serde(default)]
    pub(crate) key: KeyChoice,
}

#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq)]
pub(crate) enum Algorithm {
    #[default]
    #[serde(rename = "RS256")]
    Rs256,
    /// Signed with the public key's JWK text as the shared secret.
    #[serde(rename = "HS256")]
    Hs256,
    /// Not signed.
    #[serde(rename = "none")]
    None,
}

#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum KeyChoice {
    #[default]
    Current,
    /// The key before the last rotation.
    Previous,
    /// A key that was never published.
    Unpublished,
}

#[derive(Serialize)]
pub(crate) struct IdToken {
    id_token: String,
    claims: Value,
}

/// The token, or `None` when the requested key does not exist.
pub(crate) fn issue(
    request: &IdTokenRequest,
    profile: &Profile,
    issuer: &str,
    keys: &KeyRing,
    now: Moment,
) -> Option<IdToken> {
    let key = match request.key {
        KeyChoice::Current => keys.current(),
        KeyChoice::Previous => keys.previous()?,
        KeyChoice::Unpublished => Arc::new(SigningKey::generate()),
    };
    let algorithm = match request.algorithm {
        Algorithm::Rs256 => "RS256",
        Algorithm::Hs256 => "HS256",
        Algorithm::None => "none",
    };
    let header = merged(json!({"alg": algorithm, "kid": key.kid, "typ": "JWT"}), &request.header);
    let claims = merged(claims(request, profile, issuer, now), &request.claims);
    let id_token = match request.algorithm {
        Algorithm::Rs256 => key.sign(&header, &claims),
        Algorithm::Hs256 => {
            let signed = signing_input(&header, &claims);
            let secret = hmac::Key::new(hmac::HMAC_SHA256, key.public_text().as_bytes());
            let tag = hmac::sign(&secret, signed.as_bytes());
            format!("{signed}.{}", URL_SAFE_NO_PAD.encode(tag))
        }
        Algorithm::None => format!("{}.", signing_input(&header, &claims)),
    };
    Some(IdToken { id_token, claims })
}

fn claims(request: &IdTokenRequest, profile: &Profile, issuer: &str, now: Moment) -> Value {
    let issued_at = now.div_euclid(1_000);
    let subject = profile.eiam.as_ref().map(|eiam| eiam.user_id.as_str());
    json!({
        "iss": issuer,
        "sub": subject,
        "aud": request.audience,
        "iat": issued_at,
        "exp": issued_at.saturating_add(request.expires_in),
        "auth_time": issued_at,
        "name": profile.name,
        "preferred_username": profile.username,
        "email": profile.email,
        "phone_number": profile.phone,
    })
}

fn merged(base: Value, over: &Map<String, Value>) -> Value {
    let mut members = match base {
        Value::Object(members) => members,
        _ => Map::new(),
    };
    members.retain(|_, value| !value.is_null());
    for (name, value) in over {
        if value.is_null() {
            members.remove(name);
        } else {
            members.insert(name.clone(), value.clone());
        }
    }
    Value::Object(members)
}

fn one_hour() -> i64 {
    3_600
}
