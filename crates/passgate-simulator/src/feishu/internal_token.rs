//! `POST /open-apis/auth/v3/tenant_access_token/internal`. For invalid credentials it answers HTTP 200
//! with a code. It requires no scope and no content type.

use serde::{Deserialize, Serialize};

use super::JSON;
use super::app::AppState;
use super::refusal::Refusal;
use super::tokens::Endpoint;
use crate::calls::Facts;
use crate::net::{Reply, Request};
use crate::world::World;

#[derive(Deserialize)]
struct Credentials {
    app_id: String,
    app_secret: String,
}

#[derive(Serialize)]
struct Granted {
    code: i64,
    msg: &'static str,
    tenant_access_token: String,
    expire: i64,
}

pub(super) fn answer(world: &mut World, request: &Request, facts: &mut Facts) -> Result<Reply, Refusal> {
    let now = world.clock.now();
    let feishu = &mut world.feishu;
    let Ok(credentials) = serde_json::from_slice::<Credentials>(&request.body) else {
        return Err(Refusal::invalid_param());
    };
    let Some(app) = feishu.apps.get(&credentials.app_id) else {
        return Err(Refusal::invalid_param());
    };
    if app.secret.expose() != credentials.app_secret {
        let code = feishu.policy.wrong_secret_code;
        return Err(Refusal::new(200, code, "app secret invalid"));
    }
    if matches!(app.state, AppState::Disabled | AppState::Unavailable) {
        return Err(Refusal::new(200, 10_014, "app is unauthorized"));
    }
    let lifetime = feishu.policy.token_seconds;
    let (token, expire) = feishu.tokens.grant(&credentials.app_id, Endpoint::Internal, lifetime, now);
    facts.client = Some(credentials.app_id);
    let granted = Granted { code: 0, msg: "ok", tenant_access_token: token, expire };
    Ok(Reply::json(200, JSON, &granted))
}
