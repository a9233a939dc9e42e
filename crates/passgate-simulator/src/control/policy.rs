use hyper::Method;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::error::ControlError;
use super::{Outcome, input, ok};
use crate::net::Request;
use crate::world::World;
use crate::{breaches, eiam, feishu};

pub(super) fn feishu(world: &mut World, request: &Request) -> Outcome {
    let policy = &mut world.feishu.policy;
    show_or_change(policy, request, feishu::Policy::check)
}

pub(super) fn eiam(world: &mut World, request: &Request) -> Outcome {
    let policy = &mut world.eiam.policy;
    show_or_change(policy, request, eiam::Policy::check)
}

pub(super) fn breaches(world: &mut World, request: &Request) -> Outcome {
    let policy = &mut world.breaches.policy;
    show_or_change(policy, request, breaches::Policy::check)
}

type Check<P> = fn(&P) -> Result<(), (&'static str, &'static str)>;

/// `PATCH` changes the policy in force, `PUT` the default policy.
fn show_or_change<P: Default + Serialize + DeserializeOwned>(
    policy: &mut P,
    request: &Request,
    check: Check<P>,
) -> Outcome {
    let base = match request.head.method {
        Method::GET => return ok(json!(policy)),
        Method::PATCH => json!(policy),
        Method::PUT => json!(P::default()),
        _ => return Err(ControlError::not_found("path", "use GET, PATCH or PUT")),
    };
    let changed: P = changed(base, input::read(request)?)?;
    check(&changed).map_err(|(field, message)| ControlError::invalid(field, message))?;
    *policy = changed;
    ok(json!(policy))
}

fn changed<P: DeserializeOwned>(mut base: Value, over: Value) -> Result<P, ControlError> {
    if !over.is_object() {
        return Err(ControlError::invalid("body", "must be a JSON object"));
    }
    input::merge(&mut base, over);
    input::from_value(base)
}
