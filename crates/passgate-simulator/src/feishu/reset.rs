//! `POST /open-apis/admin/v1/password/reset?user_id_type=`. The order of the checks is: token, app,
//! rate, scopes, fields, user, mail address, format, daily limit. The pages document no order.

use serde::Serialize;
use serde_json::Value;

use super::app::{FIELD_SCOPE, RESET_SCOPE};
use super::person::{self, IdKind};
use super::policy::{DailyCount, MissingFieldScope};
use super::refusal::{FieldViolation, Refusal};
use super::{Empty, Feishu, JSON, rules};
use crate::calls::Facts;
use crate::clock::Moment;
use crate::net::{Reply, Request};
use crate::world::World;

/// 长度范围：`0` ～ `200` 字符.
const LONGEST_USER_ID: usize = 200;
/// 固定值.
const FIXED_TYPE: &str = "application/json; charset=utf-8";

struct Asked {
    user_id: String,
    password: String,
}

#[derive(Serialize)]
struct Done {
    code: i64,
    msg: &'static str,
    data: Empty,
}

pub(super) fn answer(world: &mut World, request: &Request, facts: &mut Facts) -> Result<Reply, Refusal> {
    let now = world.clock.now();
    let feishu = &mut world.feishu;
    let app_id = authenticate(feishu, request, now)?;
    facts.client = Some(app_id.clone());
    admit(feishu, &app_id, now)?;
    facts.admitted_at_ms = Some(now);
    check_scopes(feishu, &app_id, request)?;
    let kind = id_kind(feishu, request)?;
    let asked = asked(feishu, request)?;
    let home_app = world.options.app_id.as_str();
    let account = person::find(&mut world.users, kind, &asked.user_id, &app_id, home_app)?;
    let status = feishu.policy.error_status;
    if !account.profile.email_is_enterprise_email() {
        return Err(Refusal::new(
            status,
            1_050_024,
            "user cant reset password.may be user enterprise email not equal email",
        ));
    }
    if !rules::accepts(&feishu.policy, &asked.password) {
        return Err(Refusal::new(status, 1_050_022, "password format is not valid"));
    }
    let username = account.profile.username.clone();
    let counted = match feishu.policy.daily_count {
        DailyCount::Account => username.as_str(),
        DailyCount::Tenant => "",
    };
    let resets = feishu.days.resets(counted, feishu.policy.day_ends, now);
    if feishu.policy.daily_limit.is_some_and(|limit| resets >= limit) {
        return Err(Refusal::new(status, 1_050_023, "reach reset password num limit"));
    }
    feishu.days.count(counted, feishu.policy.day_ends, now);
    account.feishu.passwords.change(&asked.password);
    let done = Done { code: 0, msg: "success", data: Empty {} };
    Ok(Reply::json(200, JSON, &done))
}

/// Invalid tokens get HTTP 400, as a probe showed.
fn authenticate(feishu: &mut Feishu, request: &Request, now: Moment) -> Result<String, Refusal> {
    let Some(token) = request.head.bearer() else {
        return Err(Refusal::new(
            400,
            99_991_661,
            "Missing access token for authorization. Please make a request with token attached.",
        ));
    };
    feishu.tokens.uses(token);
    feishu.tokens.app_of(token, now).ok_or_else(|| {
        if token.starts_with("t-") {
            invalid_token(99_991_663)
        } else if token.starts_with("eyJ") {
            invalid_token(99_991_668)
        } else {
            Refusal::new(400, 99_991_671, "The access token is badly formed.")
        }
    })
}

fn invalid_token(code: i64) -> Refusal {
    Refusal::new(
        400,
        code,
        "Invalid access token for authorization. Please make a request with token attached.",
    )
}

/// Whether the app may make a call now.
fn admit(feishu: &mut Feishu, app_id: &str, now: Moment) -> Result<(), Refusal> {
    let app = feishu.apps.get(app_id).ok_or_else(|| invalid_token(99_991_663))?;
    app.check_state()?;
    if let Some(rate) = &feishu.policy.rate {
        let window = feishu.resets.entry(app_id.to_owned()).or_default();
        window.admit(now, rate).map_err(|wait| Refusal::throttled(rate, wait))?;
    }
    Ok(())
}

fn check_scopes(feishu: &Feishu, app_id: &str, request: &Request) -> Result<(), Refusal> {
    let app = feishu.apps.get(app_id).ok_or_else(|| invalid_token(99_991_663))?;
    let policy = &feishu.policy;
    let told = |refusal: Refusal| refusal.at(policy.missing_scope_status);
    app.check_scope(RESET_SCOPE, "action_scope_required").map_err(told)?;
    let is_field = request.head.parameter("user_id_type").as_deref() == Some("user_id");
    if is_field && policy.missing_field_scope == MissingFieldScope::Refuses {
        app.check_scope(FIELD_SCOPE, "field_scope_required").map_err(told)?;
    }
    Ok(())
}

fn id_kind(feishu: &Feishu, request: &Request) -> Result<IdKind, Refusal> {
    let sent = request.head.parameter("user_id_type");
    let named = sent.as_deref().filter(|name| !name.is_empty());
    let named = named.ok_or_else(|| missing("user_id_type"))?;
    IdKind::from_name(named).ok_or_else(|| {
        let description = "user_id_type is not one of [open_id,union_id,user_id]";
        invalid(feishu, "user_id_type", sent.clone(), description)
    })
}

fn asked(feishu: &Feishu, request: &Request) -> Result<Asked, Refusal> {
    let bad_request = || Refusal::new(400, 9_499, "Bad Request");
    let head = &request.head;
    let is_json = head.has_content_type("application/json");
    if !is_json || (feishu.policy.exact_content_type && !head.has_exact_content_type(FIXED_TYPE)) {
        return Err(bad_request());
    }
    let body: Value = serde_json::from_slice(&request.body).map_err(|_| bad_request())?;
    let body = body.as_object().ok_or_else(bad_request)?;
    let user_id = text(feishu, "user_id", body.get("user_id"))?;
    if feishu.policy.user_id_unit.count(&user_id) > LONGEST_USER_ID {
        let description = "the length of user_id must be between 0 and 200";
        return Err(invalid(feishu, "user_id", Some(user_id), description));
    }
    let password = match body.get("password") {
        None | Some(Value::Null) => return Err(missing("password")),
        Some(Value::Object(password)) => {
            text(feishu, "password.ent_email_password", password.get("ent_email_password"))?
        }
        Some(other) => {
            let sent = Some(shown(other));
            let description = "password is not an object";
            return Err(invalid(feishu, "password", sent, description));
        }
    };
    Ok(Asked { user_id, password })
}

fn text(feishu: &Feishu, field: &'static str, value: Option<&Value>) -> Result<String, Refusal> {
    match value {
        None | Some(Value::Null) => Err(missing(field)),
        Some(Value::String(text)) => Ok(text.clone()),
        Some(other) => Err(invalid(feishu, field, Some(shown(other)), "the type is not string")),
    }
}

fn shown(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn missing(field: &'static str) -> Refusal {
    Refusal::invalid_field(FieldViolation { field, value: None, description: format!("{field} is required") })
}

fn invalid(feishu: &Feishu, field: &'static str, value: Option<String>, description: &str) -> Refusal {
    Refusal::invalid_field(FieldViolation {
        field,
        value: value.filter(|_| feishu.policy.echo_field_values),
        description: description.to_owned(),
    })
}
