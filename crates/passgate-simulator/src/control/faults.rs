use serde::Deserialize;
use serde_json::json;

use super::error::ControlError;
use super::{Outcome, input, ok};
use crate::calls::CallName;
use crate::faults::{Order, Times};
use crate::net::Request;
use crate::world::World;

#[derive(Deserialize)]
#[serde(transparent)]
struct Orders(Vec<Order>);

pub(super) fn list(world: &World) -> Outcome {
    ok(json!({"faults": world.faults.orders()}))
}

/// Adds one fault, or an array of faults.
pub(super) fn add(world: &mut World, request: &Request) -> Outcome {
    let is_array = request.body.trim_ascii_start().starts_with(b"[");
    let orders =
        if is_array { input::read::<Orders>(request)?.0 } else { vec![input::read::<Order>(request)?] };
    for order in &orders {
        if matches!(order.times, Times::Count(0)) {
            return Err(ControlError::invalid("times", "must be at least 1"));
        }
        order.fault.check(order.call).map_err(|(field, message)| ControlError::invalid(field, message))?;
    }
    let ids: Vec<u64> = orders.into_iter().map(|order| world.faults.push(order)).collect();
    Ok((201, json!({"ids": ids})))
}

pub(super) fn clear(world: &mut World, request: &Request) -> Outcome {
    world.faults.clear(call_parameter(request)?);
    list(world)
}

/// The call named by the query parameter `call`.
pub(super) fn call_parameter(request: &Request) -> Result<Option<CallName>, ControlError> {
    request
        .head
        .parameter("call")
        .map(|name| {
            serde_json::from_value(json!(name))
                .map_err(|error| ControlError::invalid("call", error.to_string()))
        })
        .transpose()
}
