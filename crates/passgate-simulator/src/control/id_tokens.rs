use serde::Deserialize;
use serde_json::json;

use super::error::ControlError;
use super::{Outcome, input, ok};
use crate::net::Request;
use crate::oidc::{self, IdTokenRequest, SigningKey};
use crate::world::World;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rotate {
    /// Whether the published set keeps the old key.
    #[serde(default = "yes")]
    keep_old: bool,
}

pub(super) fn issue(world: &mut World, request: &Request) -> Outcome {
    let asked: IdTokenRequest = input::read(request)?;
    let now = world.clock.now();
    let account = world
        .users
        .by_any_id_mut(&asked.user)
        .ok_or_else(|| ControlError::not_found("user", "there is no such user name or id"))?;
    oidc::issue(&asked, &account.profile, &world.issuer, &world.keys, now)
        .map(|token| (200, json!(token)))
        .ok_or_else(|| ControlError::conflict("key", "no key was rotated yet"))
}

pub(super) fn rotate(world: &mut World, request: &Request) -> Outcome {
    let Rotate { keep_old } = input::read(request)?;
    let kid = world.keys.rotate(SigningKey::generate(), keep_old);
    ok(json!({"kid": kid}))
}

fn yes() -> bool {
    true
}
