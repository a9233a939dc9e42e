//! The tenant access token of a self-built app.

use passgate_core::Secret;
use serde::Serialize;

use super::reply::{self, Body};
use crate::codes::VendorCall;
use crate::decode;
use crate::http::{JSON, Method, Reply, Request};
use crate::json;
use crate::submitted::Submitted;
use crate::token::TokenAnswer;

/// The path of the call.
pub(crate) const PATH: &str = "/open-apis/auth/v3/tenant_access_token/internal";

/// `POST /open-apis/auth/v3/tenant_access_token/internal`.
///
/// ```
/// use passgate_core::Secret;
///
/// let request = passgate_wire::feishu::token_request("cli_slkdjalasdkjasd", &Secret::new("dskLLdkasdjlasdKK"));
/// assert_eq!(request.path, "/open-apis/auth/v3/tenant_access_token/internal");
/// assert!(request.body.unwrap().expose().contains("cli_slkdjalasdkjasd"));
/// ```
pub fn token_request(app_id: &str, app_secret: &Secret) -> Request {
    let room = json::room_for(app_id).saturating_add(json::room_for(app_secret.expose())).saturating_add(64);
    Request {
        method: Method::Post,
        path: PATH.to_owned(),
        headers: vec![("Content-Type", Secret::new(JSON))],
        body: Some(json::secret(&RequestBody { app_id, app_secret: app_secret.expose() }, room)),
    }
}

/// Reads the reply. The token is at the top level, and HTTP 200 may carry a refusal.
///
/// ```
/// use passgate_wire::{Reply, TokenAnswer};
///
/// let body = br#"{"code":0,"msg":"ok","tenant_access_token":"t-caecc734c2e3328a62489fe0648c4b98779515d3","expire":7200}"#;
/// let reply = Reply { status: 200, headers: Vec::new(), body: body.to_vec() };
/// let TokenAnswer::Granted(token) = passgate_wire::feishu::token_answer(&reply) else { panic!("not granted") };
/// assert_eq!(token.lifetime_seconds, 7200);
/// ```
pub fn token_answer(reply: &Reply) -> TokenAnswer {
    reply::decoder(VendorCall::Token, Submitted::default(), reply)
        .read(|body: Body| body.said(|body| decode::token(body.tenant_access_token, body.expire.as_ref())))
        .into()
}

#[derive(Serialize)]
struct RequestBody<'a> {
    app_id: &'a str,
    app_secret: &'a str,
}
