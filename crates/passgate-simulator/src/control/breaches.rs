use serde::Deserialize;
use serde_json::json;

use super::error::ControlError;
use super::{Outcome, input, ok};
use crate::net::Request;
use crate::options::Hidden;
use crate::world::World;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Breached {
    password: String,
    #[serde(default = "once")]
    seen: u64,
}

/// The number of breached passwords. No answer lists them.
pub(super) fn list(world: &World) -> Outcome {
    ok(json!({"breached": world.breaches.len()}))
}

pub(super) fn add(world: &mut World, request: &Request) -> Outcome {
    let Breached { password, seen } = input::read(request)?;
    let password = Hidden::new(password);
    if password.expose().is_empty() {
        return Err(ControlError::invalid("password", "must not be empty"));
    }
    world.breaches.add(password.expose(), seen);
    Ok((201, json!({"breached": world.breaches.len()})))
}

pub(super) fn clear(world: &mut World) -> Outcome {
    world.breaches.clear();
    list(world)
}

fn once() -> u64 {
    1
}
