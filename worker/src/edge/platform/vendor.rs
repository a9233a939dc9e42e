//! The only function that sends a request to a vendor or to another host of the configuration.

use js_sys::Uint8Array;
use js_sys::futures::JsFuture;
use passgate_core::Product;
use passgate_wire::{Reply, Request};
use wasm_bindgen::prelude::*;
use web_sys::{AbortController, AbortSignal, Headers, RequestInit, RequestRedirect};
use worker::Env;

use crate::config::{ProductConfig, service_binding};
use crate::edge::platform::bindings::{self, Bindings, Service};
use crate::edge::platform::body;
use crate::edge::platform::deadline::within;
use crate::reset::budget::CALL_MS;

/// The maximum size of a vendor's reply in bytes. Replies are a few hundred bytes long.
const MAX_REPLY_BYTES: usize = 64 * 1024;

/// Why there is no reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SendFailure {
    /// The request never left this process, so it cannot have been executed.
    NotSent,
    /// No complete reply arrived in time. The runtime reports `Network connection lost` both for a
    /// refused connection and for one that broke after the call, so no more is known.
    NoReply,
}

/// A host to send requests to.
pub struct Host {
    /// What sends the request: a service binding, or the runtime's global `fetch`.
    pub service: Service,
    /// Scheme, host and port.
    pub origin: String,
    /// The maximum size of a reply, in bytes.
    pub max_reply_bytes: usize,
}

/// Sends a request to the product's vendor with [`send_to`], for at most [`CALL_MS`].
///
/// # Errors
/// As [`send_to`].
pub async fn send(
    env: &Env,
    product: Product,
    config: &ProductConfig,
    request: &Request,
    budget_ms: u64,
) -> Result<Reply, SendFailure> {
    let service = Bindings(env).service(&service_binding(product)).unwrap_or_else(bindings::global);
    let host = Host { service, origin: config.origin(product), max_reply_bytes: MAX_REPLY_BYTES };
    send_to(&host, request, budget_ms.min(CALL_MS)).await
}

/// Sends a request and reads the reply to its end, within `budget_ms`.
///
/// Redirects are not followed: a password is sent only to the configured host. The bytes passed to the
/// runtime are overwritten afterwards; its own copies are out of reach.
///
/// # Errors
/// Why there is no reply. A request counts as not sent only when that is certain.
pub async fn send_to(host: &Host, request: &Request, budget_ms: u64) -> Result<Reply, SendFailure> {
    let body = request.body.as_ref().map(|body| Uint8Array::from(body.expose().as_bytes()));
    // `AbortSignal::timeout` is not used: its timer, and what it holds, would outlive the answer by
    // seconds.
    let Ok(abort) = AbortController::new() else {
        return Err(SendFailure::NotSent);
    };
    let signal = abort.signal();
    let reply = within(budget_ms, exchange(host, request, body.as_ref(), &signal)).await;
    if reply.is_none() {
        abort.abort();
    }
    if let Some(body) = &body {
        body.fill(0, 0, body.length());
    }
    reply.unwrap_or(Err(SendFailure::NoReply))
}

async fn exchange(
    host: &Host,
    request: &Request,
    body: Option<&Uint8Array>,
    signal: &AbortSignal,
) -> Result<Reply, SendFailure> {
    let init = init(request, body, signal).map_err(|_| SendFailure::NotSent)?;
    let url = format!("{}{}", host.origin, request.path);
    let promise = host.service.fetch(&url, &init).map_err(|_| SendFailure::NotSent)?;
    let response: web_sys::Response = JsFuture::from(promise)
        .await
        .map_err(|_| SendFailure::NoReply)?
        .dyn_into()
        .map_err(|_| SendFailure::NoReply)?;
    let mut bytes =
        body::read(response.body(), host.max_reply_bytes).await.map_err(|_| SendFailure::NoReply)?;
    Ok(Reply { status: response.status(), headers: headers_of(&response), body: std::mem::take(&mut *bytes) })
}

fn init(request: &Request, body: Option<&Uint8Array>, signal: &AbortSignal) -> Result<RequestInit, JsValue> {
    let headers = Headers::new()?;
    headers.set("Accept", "application/json")?;
    for (name, value) in &request.headers {
        headers.set(name, value.expose())?;
    }
    let init = RequestInit::new();
    init.set_method(request.method.name());
    init.set_headers(&headers);
    init.set_redirect(RequestRedirect::Manual);
    init.set_signal(Some(signal));
    if let Some(body) = body {
        init.set_body(body);
    }
    Ok(init)
}

/// The headers of the reply that any reader of replies needs.
fn headers_of(response: &web_sys::Response) -> Vec<(String, String)> {
    const ASKED_FOR: [&str; 6] =
        ["content-type", "retry-after", "x-ogw-ratelimit-reset", "x-tt-logid", "x-request-id", "request-id"];
    let headers = response.headers();
    ASKED_FOR.into_iter().filter_map(|name| Some((name.to_owned(), headers.get(name).ok()??))).collect()
}
