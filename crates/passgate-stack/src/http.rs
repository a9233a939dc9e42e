//! JSON over HTTP to our own processes.

use std::time::Duration;

use serde_json::Value;
use ureq::http::Request;
use ureq::{Agent, Body};

use crate::error::StackError;

/// A client that returns every status as an answer.
pub(crate) fn agent(timeout: Duration) -> Agent {
    Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(timeout))
        .proxy(None)
        .build()
        .into()
}

/// Sends a request. The answer must be a 2xx with JSON.
pub(crate) fn json(
    agent: &Agent,
    method: &str,
    address: &str,
    body: Option<&Value>,
) -> Result<Value, StackError> {
    let failed = |what: String| StackError::Http { request: format!("{method} {address}"), what };
    let request = Request::builder()
        .method(method)
        .uri(address)
        .header("content-type", "application/json")
        .body(body.map(Value::to_string).unwrap_or_default())
        .map_err(|error| failed(error.to_string()))?;
    let mut reply = agent.run(request).map_err(|error| failed(error.to_string()))?;
    let text = read(reply.body_mut()).map_err(|error| failed(error.to_string()))?;
    if !reply.status().is_success() {
        return Err(failed(format!("{} {text}", reply.status())));
    }
    serde_json::from_str(&text).map_err(|error| failed(error.to_string()))
}

fn read(body: &mut Body) -> Result<String, ureq::Error> {
    body.read_to_string()
}
