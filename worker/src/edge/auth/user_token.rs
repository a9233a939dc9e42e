//! User tokens, verified by `jose` with the runtime's cryptography.

use js_sys::Promise;
use js_sys::futures::JsFuture;
use passgate_core::Product;
use serde_json::Value;
use wasm_bindgen::prelude::*;
use worker::Env;

use crate::callers::caller::User;
use crate::callers::unproven::{Unproven, Why};
use crate::callers::user_claims::{unverified_issuer, user_of};
use crate::config::{Config, Issuer};
use crate::edge::platform::bindings::{self, Bindings, Service};
use crate::edge::platform::clock;
use crate::edge::platform::deadline::within;
use crate::reset::budget::VERIFY_MS;

#[wasm_bindgen(module = "/user_token.mjs")]
extern "C" {
    /// Resolves to the claims in JSON, or to the name of a [`Why`] when the token is invalid. Rejects
    /// when the issuer's keys are not available.
    #[wasm_bindgen(catch, js_name = verifyUserToken)]
    fn verify_user_token(
        token: &str,
        issuer: &str,
        jwks_uri: Option<String>,
        audience: &str,
        algorithm: &str,
        service: &Service,
    ) -> Result<Promise, JsValue>;

    /// Resolves to whether the issuer's keys are available.
    #[wasm_bindgen(catch, js_name = areKeysAtHand)]
    fn are_keys_at_hand_js(
        issuer: &str,
        jwks_uri: Option<String>,
        algorithm: &str,
        service: &Service,
    ) -> Result<Promise, JsValue>;
}

/// The user of a token from a configured issuer of the product.
///
/// # Errors
/// Why the request has no authenticated caller.
pub async fn verify(token: &str, product: Product, env: &Env, config: &Config) -> Result<User, Unproven> {
    // Only selects the issuer whose keys verify the token. The verification compares the claim with
    // that issuer.
    let claimed = unverified_issuer(token).ok_or(Unproven::Refused(Why::Malformed))?;
    let mut entries = config.entries_of(&claimed).filter(|entry| entry.product == product);
    verify_by(token, entries.next().ok_or(Unproven::Refused(Why::Issuer))?, env).await
}

/// The users of a token on a route that belongs to no product: one for each product that its issuer is
/// configured for, at least one.
///
/// # Errors
/// Why the request has no authenticated caller.
pub async fn verify_each(token: &str, env: &Env, config: &Config) -> Result<Vec<User>, Unproven> {
    let claimed = unverified_issuer(token).ok_or(Unproven::Refused(Why::Malformed))?;
    let (mut users, mut why) = (Vec::new(), Unproven::Refused(Why::Issuer));
    for entry in config.entries_of(&claimed) {
        match verify_by(token, entry, env).await {
            Ok(user) => users.push(user),
            // An unavailable verification takes precedence over an invalid token.
            Err(unproven) if why != Unproven::Unavailable => why = unproven,
            Err(_) => {}
        }
    }
    if users.is_empty() { Err(why) } else { Ok(users) }
}

/// Whether the keys of an issuer are available. They are fetched when they are missing or old.
pub async fn are_keys_at_hand(issuer: &Issuer, env: &Env) -> bool {
    let service = service_of(issuer, env);
    let asked = are_keys_at_hand_js(&issuer.issuer, issuer.jwks_uri.clone(), issuer.algorithm, &service);
    let Ok(promise) = asked else {
        return false;
    };
    let said = within(VERIFY_MS, JsFuture::from(promise)).await;
    said.is_some_and(|said| said.is_ok_and(|said| said.as_bool() == Some(true)))
}

fn service_of(issuer: &Issuer, env: &Env) -> Service {
    let service = issuer.service.as_deref().and_then(|name| Bindings(env).service(name));
    service.unwrap_or_else(bindings::global)
}

async fn verify_by(token: &str, issuer: &Issuer, env: &Env) -> Result<User, Unproven> {
    let claims = within(VERIFY_MS, claims(token, issuer, env)).await.ok_or(Unproven::Unavailable)??;
    user_of(&claims, issuer, clock::now_seconds()).map_err(Unproven::Refused)
}

async fn claims(token: &str, issuer: &Issuer, env: &Env) -> Result<Value, Unproven> {
    let service = service_of(issuer, env);
    let promise = verify_user_token(
        token,
        &issuer.issuer,
        issuer.jwks_uri.clone(),
        &issuer.audience,
        issuer.algorithm,
        &service,
    )
    .map_err(|_| Unproven::Unavailable)?;
    let said = JsFuture::from(promise).await.map_err(|_| Unproven::Unavailable)?;
    let text = said.as_string().ok_or(Unproven::Refused(Why::Malformed))?;
    match Why::from_name(&text) {
        Some(why) => Err(Unproven::Refused(why)),
        None => serde_json::from_slice(text.as_bytes()).map_err(|_| Unproven::Refused(Why::Claims)),
    }
}
