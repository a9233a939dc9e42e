//! A request to the Worker: its parts, and its body with a limit in size and time.

use std::cell::Cell;

use passgate_core::Secret;
use passgate_wire::{MAX_BODY_BYTES, Reader, preferred};
use serde_json::Value;
use web_sys::ReadableStream;
use zeroize::Zeroizing;

use crate::base::fields::Wrong;
use crate::base::json;
use crate::edge::platform::body::{self, ReadError};
use crate::edge::platform::clock;
use crate::edge::platform::deadline::within;
use crate::edge::platform::random::request_id;
use crate::edge::platform::respond::{header, stream_of};
use crate::edge::platform::reuse;
use crate::http::problem::Problem;
use crate::http::request_target::RequestTarget;
use crate::reset::budget::for_body;

/// The id of a request when there is no randomness for one.
const NO_ID: &str = "00000000000000000000000000000000";

/// A request to the Worker.
pub struct Incoming {
    /// The method.
    pub method: String,
    /// The path, still percent-encoded.
    pub path: String,
    /// The query without its `?`.
    pub query: String,
    /// When the request arrived, in milliseconds since 1970.
    pub started_ms: u64,
    /// The maximum size of its body, in bytes.
    pub max_body_bytes: usize,
    /// Its id, generated here: an id from a caller could be anything.
    pub request_id: String,
    /// Whether the id is unique.
    pub has_id: bool,
    /// Whether a part of the request was read that is not in the key of [`reuse`].
    beyond_key: Cell<bool>,
    inner: web_sys::Request,
}

impl Incoming {
    /// Reads a request. The flag says whether the URL matches the request's own target; if not, the
    /// request has no path and no route.
    pub fn parse(request: web_sys::Request) -> (Self, bool) {
        let host = header(&request.headers(), "Host").unwrap_or_default();
        let target = RequestTarget::read(&request.url(), &host);
        let is_addressed = target.is_some();
        let RequestTarget { path, query } = target.unwrap_or_default();
        let id = request_id();
        let incoming = Self {
            method: request.method(),
            path,
            query,
            started_ms: clock::now_ms(),
            max_body_bytes: MAX_BODY_BYTES,
            request_id: id.clone().unwrap_or_else(|| NO_ID.to_owned()),
            has_id: id.is_some(),
            beyond_key: Cell::new(false),
            inner: request,
        };
        (incoming, is_addressed)
    }

    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<String> {
        if !reuse::KEY.contains(&name) {
            self.beyond_key.set(true);
        }
        header(&self.inner.headers(), name)
    }

    /// Whether a part of the request was read that is not in the key of [`reuse`].
    pub fn read_beyond_key(&self) -> bool {
        self.beyond_key.get()
    }

    /// The reader of the answer: the request id and the language.
    pub fn reader(&self) -> Reader<'_> {
        Reader {
            request_id: &self.request_id,
            language: self.header("Accept-Language").and_then(|header| preferred(&header)),
        }
    }

    /// The value of a header with a credential. The module's copy is overwritten when it is dropped.
    pub fn credential(&self, name: &str) -> Option<Secret> {
        self.header(name).map(Secret::new)
    }

    /// Whether the request has this method.
    pub fn is(&self, method: &str) -> bool {
        self.method == method
    }

    /// The body as JSON. Its media type must be JSON.
    ///
    /// # Errors
    /// Why the body is not available.
    pub async fn json(&self) -> Result<Value, Problem> {
        let content_type = self.header("Content-Type").unwrap_or_default();
        let media_type = content_type.split(';').next().unwrap_or_default().trim();
        if !media_type.eq_ignore_ascii_case("application/json") {
            return Err(Problem::WrongContentType);
        }
        let body = self.body().await.map_err(|error| match error {
            ReadError::TooLarge => Problem::BodyTooLarge(MAX_BODY_BYTES),
            ReadError::TooSlow => Problem::BodyTooSlow,
            ReadError::Broken => Problem::NotJson,
            ReadError::Encoded => Problem::WrongContentCoding,
        })?;
        json::read(&body).map_err(|fault| match fault {
            json::Fault::Syntax(_) => Problem::NotJson,
            json::Fault::Duplicate(path) => Problem::BadInput(vec![Wrong::repeated(path)]),
        })
    }

    /// The body, with a limit in size and time. A compressed body is not read: its size is known only when
    /// it is unpacked.
    ///
    /// # Errors
    /// When the body is compressed, too large or too slow, or breaks off.
    pub async fn body(&self) -> Result<Zeroizing<Vec<u8>>, ReadError> {
        let coding = self.header("Content-Encoding").unwrap_or_default();
        if !coding.is_empty() && !coding.eq_ignore_ascii_case("identity") {
            return Err(ReadError::Encoded);
        }
        self.beyond_key.set(true);
        // A declared length over the limit is refused before anything is read.
        let told = self.header("Content-Length").and_then(|length| length.parse::<usize>().ok());
        if told.is_some_and(|length| length > self.max_body_bytes) {
            return Err(ReadError::TooLarge);
        }
        let stream: Option<ReadableStream> = stream_of(self.inner.as_ref());
        let left_ms = for_body(self.started_ms, clock::now_ms());
        within(left_ms, body::read(stream, self.max_body_bytes)).await.unwrap_or(Err(ReadError::TooSlow))
    }
}
