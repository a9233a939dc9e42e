//! Calls to a Durable Object. Each has a deadline, so that a dead object does not block its caller.
//!
//! A call is one method of the object (JavaScript RPC) with two arguments: the name of the call, and its
//! message in bytes. The answer is JSON. A `fetch` would cost both sides a request, a response, their
//! headers, and two more turns of the event loop to read the bodies.

use js_sys::Uint8Array;
use js_sys::futures::JsFuture;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsCast as _;
use worker::Env;
use zeroize::Zeroizing;

use crate::base::object::Object;
use crate::edge::platform::bindings::{Bindings, Stub};
use crate::edge::platform::deadline::within;

/// An object did not answer in time, or its answer was invalid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreachable;

/// The object of this kind with this name.
///
/// # Errors
/// When the namespace is not bound.
pub fn stub(object: Object, name: &str, env: &Env) -> Result<Stub, Unreachable> {
    let namespace = Bindings(env).namespace(object).ok_or(Unreachable)?;
    namespace.get_by_name(name).map_err(|_| Unreachable)
}

/// Calls an object with a message in JSON.
///
/// # Errors
/// As [`ask_raw`].
pub async fn ask<T: DeserializeOwned>(
    object: &Stub,
    what: &str,
    message: &impl Serialize,
    budget_ms: u64,
) -> Result<T, Unreachable> {
    let message = serde_json::to_vec(message).map_err(|_| Unreachable)?;
    ask_raw(object, what, &message, budget_ms).await
}

/// Calls an object. The bytes passed to the runtime and received from it are overwritten afterwards: a
/// message may hold a password, and an answer a token.
///
/// # Errors
/// When the call fails or takes too long, or its answer does not have the expected type.
pub async fn ask_raw<T: DeserializeOwned>(
    object: &Stub,
    what: &str,
    message: &[u8],
    budget_ms: u64,
) -> Result<T, Unreachable> {
    let bytes = Uint8Array::from(message);
    let answer = match object.ask(what, &bytes) {
        Ok(promise) => within(budget_ms, JsFuture::from(promise)).await,
        Err(_) => None,
    };
    bytes.fill(0, 0, bytes.length());
    // An object that failed answers with `undefined`.
    let answer: Uint8Array =
        answer.and_then(Result::ok).and_then(|answer| answer.dyn_into().ok()).ok_or(Unreachable)?;
    serde_json::from_slice(&taken(&answer)).map_err(|_| Unreachable)
}

/// Moves the bytes out of an array of the runtime. Both copies are overwritten.
pub fn taken(array: &Uint8Array) -> Zeroizing<Vec<u8>> {
    let bytes = Zeroizing::new(array.to_vec());
    array.fill(0, 0, array.length());
    bytes
}
