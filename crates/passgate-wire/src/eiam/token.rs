//! The tenant token.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use passgate_core::Secret;
use serde_json::Value;
use zeroize::Zeroizing;

use super::codes::CODES;
use super::reply::{self, Body};
use crate::codes::{CodeRow, VendorCall};
use crate::decode;
use crate::http::{Method, Reply, Request};
use crate::submitted::Submitted;
use crate::token::{Token, TokenAnswer};

/// The path of the call.
pub(crate) const PATH: &str = "/api/v2/tenant/token";

/// The content type of its body.
pub(crate) const FORM: &str = "application/x-www-form-urlencoded";

/// `POST /api/v2/tenant/token`, with the credentials in the `Authorization` header as on the page. They
/// are never in the query string, which access logs would record.
///
/// As in RFC 7617 the id cannot contain a colon; the configuration rejects one.
///
/// ```
/// use passgate_core::Secret;
///
/// let request = passgate_wire::eiam::token_request("client_id", &Secret::new("client_secret"));
/// assert_eq!(request.path, "/api/v2/tenant/token");
/// assert_eq!(request.headers[0].1.expose(), "Basic Y2xpZW50X2lkOmNsaWVudF9zZWNyZXQ=");
/// ```
pub fn token_request(client_id: &str, client_secret: &Secret) -> Request {
    let length = client_id.len().saturating_add(client_secret.expose().len()).saturating_add(1);
    let mut pair = Zeroizing::new(String::with_capacity(length));
    pair.push_str(client_id);
    pair.push(':');
    pair.push_str(client_secret.expose());
    let mut value = String::with_capacity(length.saturating_mul(2).saturating_add(16));
    value.push_str("Basic ");
    STANDARD.encode_string(pair.as_bytes(), &mut value);
    Request {
        method: Method::Post,
        path: PATH.to_owned(),
        headers: vec![("Authorization", Secret::new(value)), ("Content-Type", Secret::new(FORM))],
        body: Some(Secret::new("grant_type=client_credentials")),
    }
}

/// Reads the reply. `expires_in` is the remaining lifetime.
///
/// ```
/// use passgate_wire::{Reply, TokenAnswer};
///
/// let body = br#"{"access_token":"a-tenant-token","token_type":"bearer","expires_in":1799}"#.to_vec();
/// let reply = Reply { status: 200, headers: Vec::new(), body };
/// let TokenAnswer::Granted(token) = passgate_wire::eiam::token_answer(&reply) else { panic!("not granted") };
/// assert_eq!(token.lifetime_seconds, 1799);
/// ```
pub fn token_answer(reply: &Reply) -> TokenAnswer {
    read_token(CODES, reply)
}

/// Reads the reply, with the codes of the called product.
pub(crate) fn read_token(codes: &'static [CodeRow], reply: &Reply) -> TokenAnswer {
    reply::decoder(codes, VendorCall::Token, Submitted::default(), reply)
        .read(|body: Body| {
            body.said(|body| is_bearer(body.token_type.as_ref()).then(|| granted(body)).flatten())
        })
        .into()
}

/// EIAM writes `bearer`, OneAccess writes `Bearer`.
fn is_bearer(token_type: Option<&Value>) -> bool {
    token_type.is_none_or(|value| value.as_str().is_some_and(|name| name.eq_ignore_ascii_case("bearer")))
}

fn granted(body: Body) -> Option<Token> {
    decode::token(body.access_token, body.expires_in.as_ref())
}
