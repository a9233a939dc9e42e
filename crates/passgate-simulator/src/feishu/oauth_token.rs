//! `POST /oauth/v3/token`, the newer endpoint: a form, one way to authenticate, and RFC 6749's errors
//! with an additional code.

use serde::Serialize;

use super::app::AppState;
use super::tokens::Endpoint;
use super::{Feishu, JSON, LOG_ID, log_id};
use crate::calls::Facts;
use crate::clock::Moment;
use crate::net::{Reply, Request};
use crate::rate::RateLimit;
use crate::world::World;

const PER_SECOND: RateLimit = RateLimit::of(50, 1_000);
const PER_MINUTE: RateLimit = RateLimit::of(1_000, 60_000);

#[derive(Serialize)]
struct Granted {
    code: i64,
    access_token: String,
    token_type: &'static str,
    expires_in: i64,
}

#[derive(Serialize)]
struct OauthError {
    error: &'static str,
    error_description: &'static str,
    code: i64,
}

pub(super) fn answer(world: &mut World, request: &Request, facts: &mut Facts) -> Reply {
    let now = world.clock.now();
    let feishu = &mut world.feishu;
    let reply = match admit(feishu, now) {
        Err(reply) => {
            facts.code = Some("99991400".to_owned());
            reply
        }
        Ok(()) => match grant(feishu, request, now) {
            Ok((app_id, granted)) => {
                facts.code = Some("0".to_owned());
                facts.executed = true;
                facts.client = Some(app_id);
                Reply::json(200, JSON, &granted)
            }
            Err(error) => {
                facts.code = Some(error.code.to_string());
                Reply::json(400, JSON, &error)
            }
        },
    };
    reply.with_header(LOG_ID, log_id(now))
}

fn admit(feishu: &mut Feishu, now: Moment) -> Result<(), Reply> {
    let admitted =
        feishu.oauth_second.admit(now, &PER_SECOND).map_err(|wait| (PER_SECOND.limit, wait)).and_then(|()| {
            let minute = feishu.oauth_minute.admit(now, &PER_MINUTE);
            minute.map_err(|wait| (PER_MINUTE.limit, wait))
        });
    admitted.map_err(|(limit, wait)| {
        let seconds = wait.saturating_add(999).div_euclid(1_000).to_string();
        let body = OauthError {
            error: "too_many_requests",
            error_description: "request trigger frequency limit",
            code: 99_991_400,
        };
        Reply::json(429, JSON, &body)
            .with_header("x-ogw-ratelimit-limit", limit.to_string())
            .with_header("x-ogw-ratelimit-reset", seconds.clone())
            .with_header("retry-after", seconds)
    })
}

fn grant(feishu: &mut Feishu, request: &Request, now: Moment) -> Result<(String, Granted), OauthError> {
    if !request.head.has_content_type("application/x-www-form-urlencoded") {
        return Err(error("invalid_request", "The request is not a form.", 20_063));
    }
    let (id, secret) = credentials(request)?;
    let app = feishu
        .apps
        .get(&id)
        .filter(|app| app.state != AppState::Unavailable)
        .ok_or_else(|| error("invalid_client", "The app does not exist.", 20_048))?;
    if app.secret.expose() != secret {
        return Err(error("invalid_client", "The client secret is invalid.", 20_002));
    }
    match request.form_field("grant_type").as_deref() {
        Some("client_credentials") => (),
        None => return Err(error("invalid_request", "grant_type is missing.", 20_063)),
        Some(_) => {
            return Err(error("unsupported_grant_type", "The grant type is not supported.", 20_036));
        }
    }
    let policy = &feishu.policy;
    let endpoint = Endpoint::Oauth { bytes: policy.oauth_token_bytes };
    let (access_token, expires_in) = feishu.tokens.grant(&id, endpoint, policy.token_seconds, now);
    let granted = Granted { code: 0, access_token, token_type: "Bearer", expires_in };
    Ok((id, granted))
}

/// `client_secret_basic` or `client_secret_post`, never both.
fn credentials(request: &Request) -> Result<(String, String), OauthError> {
    let basic = request.head.basic();
    let id = request.form_field("client_id");
    let secret = request.form_field("client_secret");
    match (basic, id, secret) {
        (Some(_), _, Some(_)) => {
            Err(error("invalid_request", "More than one client authentication method is used.", 20_070))
        }
        (Some(pair), _, None) => Ok(pair),
        (None, Some(id), Some(secret)) => Ok((id, secret)),
        _ => Err(error("invalid_request", "The client credentials are missing.", 20_063)),
    }
}

fn error(error: &'static str, error_description: &'static str, code: i64) -> OauthError {
    OauthError { error, error_description, code }
}
