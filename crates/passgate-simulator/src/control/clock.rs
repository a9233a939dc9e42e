use serde::Deserialize;
use serde_json::json;

use super::error::ControlError;
use super::{Outcome, input, ok};
use crate::clock::{parse, rfc3339};
use crate::net::Request;
use crate::world::World;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    advance_seconds: Option<i64>,
    advance_ms: Option<i64>,
    /// RFC 3339.
    set: Option<String>,
    frozen: Option<bool>,
}

pub(super) fn show(world: &World) -> Outcome {
    let clock = &world.clock;
    let now = clock.now();
    ok(json!({
        "now": rfc3339(now),
        "now_ms": now,
        "offset_seconds": clock.offset_ms().div_euclid(1_000),
        "frozen": clock.is_frozen(),
    }))
}

/// Freezes or continues first, then sets, then advances the clock.
pub(super) fn change(world: &mut World, request: &Request) -> Outcome {
    let change: Change = input::read(request)?;
    let moment = change
        .set
        .map(|text| parse(&text).ok_or_else(|| ControlError::invalid("set", "is not an RFC 3339 time")))
        .transpose()?;
    let clock = &mut world.clock;
    if let Some(frozen) = change.frozen {
        clock.freeze(frozen);
    }
    if let Some(moment) = moment {
        clock.set(moment);
    }
    let seconds = change.advance_seconds.unwrap_or_default();
    clock.advance(seconds.saturating_mul(1_000));
    clock.advance(change.advance_ms.unwrap_or_default());
    show(world)
}
