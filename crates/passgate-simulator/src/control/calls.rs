use serde_json::json;

use super::error::ControlError;
use super::faults::call_parameter;
use super::{Outcome, ok};
use crate::net::Request;
use crate::world::World;

pub(super) fn list(world: &World, request: &Request) -> Outcome {
    let call = call_parameter(request)?;
    let after = match request.head.parameter("after") {
        None => 0,
        Some(text) => text.parse().map_err(|_| ControlError::invalid("after", "is not a sequence number"))?,
    };
    ok(json!({
        "counts": world.calls.counts(),
        "entries": world.calls.entries(call, after),
    }))
}

pub(super) fn clear(world: &mut World) -> Outcome {
    world.calls.clear();
    ok(json!({"counts": {}, "entries": []}))
}

pub(super) fn deliveries(world: &World) -> Outcome {
    ok(json!({"deliveries": world.eiam.deliveries}))
}

pub(super) fn clear_deliveries(world: &mut World) -> Outcome {
    world.eiam.deliveries.clear();
    deliveries(world)
}
