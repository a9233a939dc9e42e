//! Reads the requests to the control API, with errors that name the field.

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::error::ControlError;
use crate::net::Request;

/// The body as `T`; an empty body is `{}`.
pub(super) fn read<T: DeserializeOwned>(request: &Request) -> Result<T, ControlError> {
    let text: &[u8] = if request.body.is_empty() { b"{}" } else { &request.body };
    let mut reader = serde_json::Deserializer::from_slice(text);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| named(&error))?;
    reader.end().map_err(|error| ControlError::invalid("body", error.to_string()))?;
    Ok(value)
}

/// A JSON value as `T`.
pub(super) fn from_value<T: DeserializeOwned>(value: Value) -> Result<T, ControlError> {
    serde_path_to_error::deserialize(value).map_err(|error| named(&error))
}

/// Merges `over` into `base`, object by object; `null` replaces a value like any other value.
pub(super) fn merge(base: &mut Value, over: Value) {
    match (base, over) {
        (Value::Object(base), Value::Object(over)) => {
            for (name, value) in over {
                merge(base.entry(name).or_insert(Value::Null), value);
            }
        }
        (base, over) => *base = over,
    }
}

fn named(error: &serde_path_to_error::Error<serde_json::Error>) -> ControlError {
    let message = error.inner().to_string();
    let path = error.path().to_string();
    let parent = (path != ".").then_some(path);
    // The error of a missing or an unknown field names it only in the message.
    let about_a_member = ["missing field `", "unknown field `"]
        .iter()
        .find_map(|start| message.strip_prefix(start))
        .and_then(|rest| rest.split('`').next());
    let field = match (parent, about_a_member) {
        (Some(parent), Some(member)) if !parent.ends_with(member) => format!("{parent}.{member}"),
        (Some(parent), _) => parent,
        (None, Some(member)) => member.to_owned(),
        (None, None) => "body".to_owned(),
    };
    ControlError::invalid(field, message)
}
