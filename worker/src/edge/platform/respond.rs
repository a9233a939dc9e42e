//! The answer to a request, and its conversion to a response of the runtime.

use js_sys::Reflect;
use passgate_wire::{Envelope, Outcome, Reader};
use wasm_bindgen::JsValue;
use web_sys::{Headers, ReadableStream, ResponseInit};

use crate::callers::unproven::Why;
use crate::http::files::DATA_HEADERS;
use crate::http::problem::{self, Problem};
use crate::reset::disposition::{Cause, Disposition};

/// An answer to be sent.
pub struct Outgoing {
    /// The HTTP status.
    pub status: u16,
    /// The headers, apart from those of every answer.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Body,
    /// The disposition of the request, if the route has one.
    pub disposition: Option<Disposition>,
}

/// The body of an answer.
pub enum Body {
    /// An empty body.
    Empty,
    /// Text that the module made.
    Text(String),
    /// A file that is passed through.
    Stream {
        /// Its bytes.
        stream: Option<ReadableStream>,
        /// Whether the bytes have the coding that the header `Content-Encoding` names. Otherwise the runtime
        /// would apply it.
        is_encoded: bool,
    },
}

impl Outgoing {
    /// An answer in a vendor's format to a request that did not become an attempt.
    pub fn envelope(envelope: Envelope, cause: Cause) -> Self {
        Self {
            status: envelope.status,
            headers: owned(envelope.headers),
            body: Body::Text(envelope.body),
            disposition: Some(Disposition::early(envelope.outcome, cause)),
        }
    }

    /// A problem document.
    pub fn problem(problem: &Problem, reader: Reader<'_>) -> Self {
        let mut headers = owned(problem.headers());
        headers.push(("Content-Type".to_owned(), problem::CONTENT_TYPE.to_owned()));
        Self {
            status: problem.status(),
            headers,
            body: Body::Text(problem.to_json(reader)),
            disposition: Some(problem.disposition()),
        }
    }

    /// An answer with JSON of the edge's own API.
    pub fn json(status: u16, text: String) -> Self {
        Self {
            status,
            headers: vec![("Content-Type".to_owned(), "application/json".to_owned())],
            body: Body::Text(text),
            disposition: None,
        }
    }

    /// An answer with a status and no body.
    pub const fn empty(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Body::Empty, disposition: None }
    }

    /// Records in the log that this action was done.
    #[must_use]
    pub fn having(mut self, done: Cause) -> Self {
        self.disposition = Some(Disposition::early(Outcome::Done, done));
        self
    }

    /// Records in the log why the credential is invalid.
    #[must_use]
    pub fn because(mut self, why: Why) -> Self {
        self.disposition = self.disposition.map(|disposition| disposition.because(why));
        self
    }

    /// Adds headers.
    pub fn add(&mut self, headers: Vec<(&'static str, String)>) {
        self.headers.extend(owned(headers));
    }

    /// Adds a header.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The runtime's response, with the headers of every answer. Unless the answer says otherwise, it
    /// must not be cached and may do nothing as a page.
    ///
    /// # Errors
    /// When the runtime rejects a header or the status, which would be a mistake here.
    pub fn into_response(self, head: bool) -> Result<web_sys::Response, JsValue> {
        let headers = Headers::new()?;
        for (name, value) in DATA_HEADERS {
            headers.set(name, value)?;
        }
        for (name, value) in &self.headers {
            headers.set(name, value)?;
        }
        let init = ResponseInit::new();
        init.set_status(self.status);
        init.set_headers(&headers);
        match self.body {
            Body::Text(text) if !head => web_sys::Response::new_with_opt_str_and_init(Some(&text), &init),
            Body::Stream { stream, is_encoded } if !head => {
                if is_encoded {
                    Reflect::set(&init, &"encodeBody".into(), &"manual".into())?;
                }
                web_sys::Response::new_with_opt_readable_stream_and_init(stream.as_ref(), &init)
            }
            _ => web_sys::Response::new_with_opt_str_and_init(None, &init),
        }
    }
}

/// The value of a response header, by name.
pub fn header(headers: &Headers, name: &str) -> Option<String> {
    headers.get(name).ok().flatten()
}

/// The body of a request or response object of the runtime.
pub fn stream_of(object: &JsValue) -> Option<ReadableStream> {
    use wasm_bindgen::JsCast;
    Reflect::get(object, &JsValue::from_str("body")).ok()?.dyn_into().ok()
}

fn owned(headers: Vec<(&'static str, String)>) -> Vec<(String, String)> {
    headers.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}
