//! One call to a Durable Object. Each has a deadline: an object that died must not hold its caller.

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

/// An object did not answer in time, or not as it should.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreachable;

/// The object of that kind and name.
///
/// # Errors
/// When the namespace is not bound.
pub fn stub(object: Object, name: &str, env: &Env) -> Result<Service, Unreachable> {
    let namespace = Bindings(env).namespace(object).ok_or(Unreachable)?;
    namespace.get_by_name(name).map_err(|_| Unreachable)
}

/// What an object answered, read to its end.
pub struct Answer {
    response: web_sys::Response,
    body: Zeroizing<Vec<u8>>,
}

impl Answer {
    /// The status.
    pub fn status_code(&self) -> u16 {
        self.response.status()
    }

    /// A header.
    pub fn header(&self, name: &str) -> Option<String> {
        self.response.headers().get(name).ok().flatten()
    }

    /// The body as a text.
    ///
    /// # Errors
    /// When it is none.
    pub fn text(&mut self) -> Result<String, Unreachable> {
        String::from_utf8(std::mem::take(&mut *self.body)).map_err(|_| Unreachable)
    }
}

/// One call to an object, and its whole answer. The bytes handed to the runtime are overwritten
/// afterwards.
///
/// # Errors
/// When it fails or takes too long.
pub async fn post(object: &Service, path: &str, body: &[u8], budget_ms: u64) -> Result<Answer, Unreachable> {
    let bytes = Uint8Array::from(body);
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_body(&bytes);
    // One deadline for all of it: each is a timer of the runtime's.
    let answer = within(budget_ms, fetch(object, &format!("http://object{path}"), &init)).await;
    bytes.fill(0, 0, bytes.length());
    answer.ok_or(Unreachable)?.map_err(|_| Unreachable)
}

async fn fetch(object: &Service, url: &str, init: &RequestInit) -> Result<Answer, JsValue> {
    let response: web_sys::Response = JsFuture::from(object.fetch(url, init)?).await?.dyn_into()?;
    if response.status() == NO_CONTENT {
        return Ok(Answer { response, body: Zeroizing::default() });
    }
    // All at once, and not as a stream, which takes three promises and an exception.
    let bytes = Uint8Array::new(&JsFuture::from(response.array_buffer()?).await?);
    let body = Zeroizing::new(bytes.to_vec());
    bytes.fill(0, 0, bytes.length());
    Ok(Answer { response, body })
}

/// An object's answer, read from its JSON. It may hold a token, so its bytes are overwritten.
///
/// # Errors
/// When it is not what it should be.
pub fn read<T: DeserializeOwned>(answer: &Answer) -> Result<T, Unreachable> {
    serde_json::from_slice(&answer.body).map_err(|_| Unreachable)
}
