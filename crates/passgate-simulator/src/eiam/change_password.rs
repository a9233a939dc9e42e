//! `PUT /api/v2/tenant/users/{user_id}/change-password`.

use serde_json::Value;

use super::policy::{MustModifyAccepts, Policy};
use super::refusal::Refusal;
use super::{authorize, done, require_content_type, rules};
use crate::calls::Facts;
use crate::net::{Reply, Request};
use crate::world::World;

/// The page: "Defaults to "true"".
const DEFAULT_MUST_MODIFY: &str = "true";

struct Asked {
    password: String,
    must_modify: String,
}

pub(super) fn answer(world: &mut World, request: &Request, facts: &mut Facts) -> Result<Reply, Refusal> {
    authorize(world, request, facts)?;
    if !request.head.has_content_type("application/json") {
        return Err(Refusal::UnsupportedMediaType {
            path: request.head.path.clone(),
            now: world.clock.now(),
        });
    }
    require_content_type(world, request)?;
    let policy = &world.eiam.policy;
    let asked = asked(policy, request)?;
    let user_id = facts.user_id.as_deref().unwrap_or_default();
    let account = world.users.by_eiam_id_mut(user_id).ok_or(Refusal::UserNotFound)?;
    rules::check(policy, account, &asked.password)?;
    account.eiam.passwords.change(&asked.password);
    account.eiam.must_modify = Some(asked.must_modify);
    Ok(done(policy, user_id, &account.profile.username))
}

fn asked(policy: &Policy, request: &Request) -> Result<Asked, Refusal> {
    let body: Value = serde_json::from_slice(&request.body).map_err(|_| Refusal::Parameter("body"))?;
    let body = body.as_object().ok_or(Refusal::Parameter("body"))?;
    let password = match body.get("password") {
        None | Some(Value::Null) => return Err(Refusal::PasswordEmpty),
        Some(Value::String(password)) => password.clone(),
        Some(_) => return Err(Refusal::Parameter("password")),
    };
    let takes_boolean = policy.must_modify_accepts != MustModifyAccepts::String;
    let takes_string = policy.must_modify_accepts != MustModifyAccepts::Boolean;
    let must_modify = match body.get("pwd_must_modify") {
        None | Some(Value::Null) => DEFAULT_MUST_MODIFY.to_owned(),
        Some(Value::String(text)) if takes_string && matches!(text.as_str(), "true" | "false") => {
            text.clone()
        }
        Some(Value::Bool(flag)) if takes_boolean => flag.to_string(),
        Some(_) => return Err(Refusal::Parameter("pwd_must_modify")),
    };
    Ok(Asked { password, must_modify })
}
