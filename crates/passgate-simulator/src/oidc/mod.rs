//! The EIAM as an OpenID provider: discovery, published keys, id tokens of persons.

mod id_token;
mod keys;

pub(crate) use id_token::{IdTokenRequest, issue};
pub(crate) use keys::{KeyRing, SigningKey};

use serde_json::json;

use crate::net::Reply;
use crate::world::World;

const JSON: &str = "application/json";

/// `GET /api/v1/oauth2/.well-known/openid-configuration`.
pub(crate) fn discovery(world: &World) -> Reply {
    let issuer = &world.issuer;
    let document = json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "userinfo_endpoint": format!("{issuer}/userinfo"),
        "introspection_endpoint": format!("{issuer}/introspect"),
        "jwks_uri": format!("{issuer}/keys"),
        "response_types_supported": ["code"],
        "grant_types_supported": ["authorization_code", "client_credentials"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "scopes_supported": ["openid", "get_user_info"],
        "claims_supported": ["sub", "iss", "aud", "exp", "iat", "auth_time", "name", "email"],
    });
    Reply::json(200, JSON, &document)
}

/// `GET /api/v1/oauth2/keys`.
pub(crate) fn published_keys(world: &World) -> Reply {
    Reply::json(200, JSON, &world.keys.published())
}
