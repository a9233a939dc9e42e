//! Calls to a Durable Object. Each has a deadline, so that a dead object does not block its caller.

use js_sys::Uint8Array;
use js_sys::futures::JsFuture;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::RequestInit;
use worker::Env;
use zeroize::Zeroizing;

use crate::base::object::Object;
use crate::edge::platform::bindings::{Bindings, Service};
use crate::edge::platform::deadline::within;

const NO_CONTENT: u16 = 204;

/// An object did not answer in time, or its answer was invalid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreachable;

/// The object of this kind with this name.
///
/// # Errors
/// When the namespace is not bound.
pub fn stub(object: Object, name: &str, env: &Env) -> Result<Service, Unreachable> {
    let namespace = Bindings(env).namespace(object).ok_or(Unreachable)?;
    namespace.get_by_name(name).map_err(|_| Unreachable)
}

/// The answer of an object, with its whole body.
pub struct Answer {
    response: web_sys::Response,
    body: Zeroizing<Vec<u8>>,
}

impl Answer {
    /// The HTTP status.
    pub fn status_code(&self) -> u16 {
        self.response.status()
    }

    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<String> {
        self.response.headers().get(name).ok().flatten()
    }

    /// The body as a text.
    ///
    /// # Errors
    /// When the body is not UTF-8.
    pub fn text(&mut self) -> Result<String, Unreachable> {
        String::from_utf8(std::mem::take(&mut *self.body)).map_err(|_| Unreachable)
    }
}

/// Calls an object and reads its whole answer. The bytes passed to the runtime are overwritten
/// afterwards.
///
/// # Errors
/// When the call fails or takes too long.
pub async fn post(object: &Service, path: &str, body: &[u8], budget_ms: u64) -> Result<Answer, Unreachable> {
    let bytes = Uint8Array::from(body);
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_body(&bytes);
    // One deadline for the whole call, because each deadline costs a timer of the runtime.
    let answer = within(budget_ms, fetch(object, &format!("http://object{path}"), &init)).await;
    bytes.fill(0, 0, bytes.length());
    answer.ok_or(Unreachable)?.map_err(|_| Unreachable)
}

async fn fetch(object: &Service, url: &str, init: &RequestInit) -> Result<Answer, JsValue> {
    let response: web_sys::Response = JsFuture::from(object.fetch(url, init)?).await?.dyn_into()?;
    if response.status() == NO_CONTENT {
        return Ok(Answer { response, body: Zeroizing::default() });
    }
    // All at once and not as a stream, which would take three promises and an exception.
    let bytes = Uint8Array::new(&JsFuture::from(response.array_buffer()?).await?);
    let body = Zeroizing::new(bytes.to_vec());
    bytes.fill(0, 0, bytes.length());
    Ok(Answer { response, body })
}

/// The JSON of an object's answer. It may hold a token, so its bytes are overwritten.
///
/// # Errors
/// When the JSON does not have the expected type.
pub fn read<T: DeserializeOwned>(answer: &Answer) -> Result<T, Unreachable> {
    serde_json::from_slice(&answer.body).map_err(|_| Unreachable)
}
