//! The answer to a request, before and after it is the runtime's.

use js_sys::Reflect;
use passgate_wire::{Envelope, Outcome, Reader};
use wasm_bindgen::JsValue;
use web_sys::{Headers, ReadableStream, ResponseInit};

use crate::callers::unproven::Why;
use crate::http::files::DATA_HEADERS;
use crate::http::problem::{self, Problem};
use crate::reset::disposition::{Cause, Disposition};

/// An answer on its way out.
pub struct Outgoing {
    /// The HTTP status.
    pub status: u16,
    /// Headers beside those every answer has.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Body,
    /// What the edge has made of the request, where it has judged one.
    pub disposition: Option<Disposition>,
}

/// The body of an answer.
pub enum Body {
    /// None.
    Empty,
    /// Text that was made here.
    Text(String),
    /// A file on its way through.
    Stream(Option<ReadableStream>),
}

impl Outgoing {
    /// An answer in a vendor's shape to what came to no attempt.
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

    /// JSON of our own.
    pub fn json(status: u16, text: String) -> Self {
        Self {
            status,
            headers: vec![("Content-Type".to_owned(), "application/json".to_owned())],
            body: Body::Text(text),
            disposition: None,
        }
    }

    /// Nothing but a status.
    pub const fn empty(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Body::Empty, disposition: None }
    }

    /// Has the log say that this was done.
    #[must_use]
    pub fn having(mut self, done: Cause) -> Self {
        self.disposition = Some(Disposition::early(Outcome::Done, done));
        self
    }

    /// Has the log say why the credential does not hold.
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

    /// The runtime's response, with the headers every answer has: an answer is not kept and may
    /// do nothing, unless it says otherwise.
    ///
    /// # Errors
    /// When the runtime takes a header or the status not, which would be a mistake here.
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
            Body::Stream(stream) if !head => {
                web_sys::Response::new_with_opt_readable_stream_and_init(stream.as_ref(), &init)
            }
            _ => web_sys::Response::new_with_opt_str_and_init(None, &init),
        }
    }
}

/// The headers of a response we read, by name.
pub fn header(headers: &Headers, name: &str) -> Option<String> {
    headers.get(name).ok().flatten()
}

/// The body of a request or response that was made by somebody else.
pub fn stream_of(object: &JsValue) -> Option<ReadableStream> {
    use wasm_bindgen::JsCast;
    Reflect::get(object, &JsValue::from_str("body")).ok()?.dyn_into().ok()
}

fn owned(headers: Vec<(&'static str, String)>) -> Vec<(String, String)> {
    headers.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}
