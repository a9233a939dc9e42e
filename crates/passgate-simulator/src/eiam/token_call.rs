//! `POST /api/v2/tenant/token`: HTTP Basic and a form.

use serde::Serialize;
use serde_json::json;

use super::JSON;
use super::oneaccess;
use super::policy::Product;
use super::refusal::Refusal;
use crate::calls::Facts;
use crate::net::{Reply, Request};
use crate::world::World;

#[derive(Serialize)]
struct Granted {
    access_token: String,
    token_type: &'static str,
    expires_in: i64,
    scope: String,
    /// The id token of the application, never of a person.
    id_token: String,
}

pub(super) fn answer(world: &mut World, request: &Request, facts: &mut Facts) -> Result<Reply, Refusal> {
    let now = world.clock.now();
    let (client_id, secret) = match world.eiam.policy.product {
        Product::Eiam => request.head.basic(),
        Product::OneAccess => request.form_field("client_id").zip(request.form_field("client_secret")),
    }
    .ok_or(Refusal::BadClient)?;
    let eiam = &mut world.eiam;
    let client = eiam
        .clients
        .get(&client_id)
        .filter(|client| client.secret.expose() == secret)
        .ok_or(Refusal::BadClient)?;
    facts.client = Some(client_id.clone());
    match request.form_field("grant_type") {
        None => return Err(Refusal::MissingGrantType),
        Some(grant) if grant == "client_credentials" => (),
        Some(grant) => return Err(Refusal::UnsupportedGrantType(grant)),
    }
    let lifetime = eiam.policy.token_seconds;
    let (access_token, expires_in) = eiam.tokens.grant(&client_id, lifetime, now);
    let issued_at = now.div_euclid(1_000);
    let claims = json!({
        "iss": world.issuer,
        "sub": client_id,
        "aud": client_id,
        "iat": issued_at,
        "exp": issued_at.saturating_add(expires_in),
    });
    let granted = Granted {
        access_token,
        token_type: match eiam.policy.product {
            Product::Eiam => "bearer",
            Product::OneAccess => oneaccess::TOKEN_TYPE,
        },
        expires_in,
        scope: client.scope(),
        id_token: world.keys.sign(&claims),
    };
    Ok(Reply::json(200, JSON, &granted))
}
