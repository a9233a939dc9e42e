//! A request and its answer.

use passgate_wire::Outcome;
use serde_json::Value;
use ureq::http::Request;

use crate::needles::Needles;

const BROWSER_HEADER: &str = "Passgate-Browser";
/// The key of the browser that claims the tests' tickets.
const BROWSER: &str = "dGhlIGJyb3dzZXIgdGhhdCB0aGUgdGVzdHMgdXNlISE";

/// A request.
pub struct Ask {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Ask {
    /// A request with any method.
    pub fn new(method: &str, path: &str) -> Self {
        Self { method: method.to_owned(), path: path.to_owned(), headers: Vec::new(), body: Vec::new() }
    }

    /// A `GET` request.
    pub fn get(path: &str) -> Self {
        Self::new("GET", path)
    }

    /// A `POST` request.
    pub fn post(path: &str) -> Self {
        Self::new("POST", path)
    }

    /// A `PUT` request.
    pub fn put(path: &str) -> Self {
        Self::new("PUT", path)
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Adds a bearer credential, and for a ticket the key of the tests' browser.
    #[must_use]
    pub fn bearer(self, credential: &str) -> Self {
        let ask = self.header("Authorization", &format!("Bearer {credential}"));
        if credential.starts_with("rt1.") { ask.browser(BROWSER) } else { ask }
    }

    /// Sets the key of the browser; an empty key removes it.
    #[must_use]
    pub fn browser(mut self, key: &str) -> Self {
        self.headers.retain(|(name, _)| name != BROWSER_HEADER);
        if key.is_empty() { self } else { self.header(BROWSER_HEADER, key) }
    }

    /// Adds a JSON body with its content type.
    #[must_use]
    pub fn json(self, body: &Value) -> Self {
        self.header("Content-Type", "application/json").raw(body.to_string())
    }

    /// Adds any body, without a content type.
    #[must_use]
    pub fn raw(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    /// Whether the request contains one of these texts.
    pub fn sends(&self, texts: &Needles) -> bool {
        let headers = self.headers.iter().map(|(_, value)| value.as_bytes());
        headers.chain([self.path.as_bytes(), &self.body]).any(|part| texts.are_in(part))
    }

    pub(crate) fn request(&self, base: &str) -> Request<Vec<u8>> {
        let mut request = Request::builder().method(self.method.as_str()).uri(format!("{base}{}", self.path));
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        request.body(self.body.clone()).expect("a test's request is well formed")
    }
}

/// The answer to a request.
#[derive(Clone, Debug)]
pub struct Told {
    /// The HTTP status.
    pub status: u16,
    /// Header names in lower case, with their values.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub text: String,
}

impl Told {
    /// The value of a header, or an empty text.
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map_or("", |(_, value)| value)
    }

    /// Fails the test if the answer lacks one of the headers that every answer must have.
    pub(crate) fn require_security_headers(&self) {
        for (name, value) in [
            ("Strict-Transport-Security", "max-age=63072000; includeSubDomains"),
            ("X-Content-Type-Options", "nosniff"),
            ("Referrer-Policy", "no-referrer"),
            ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Cross-Origin-Embedder-Policy", "require-corp"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
        ] {
            assert_eq!(self.header(name), value, "{name} of {self:?}");
        }
        assert!(self.header("Permissions-Policy").contains("camera=()"), "{self:?}");
        let policy = self.header("Content-Security-Policy");
        assert!(policy.starts_with("default-src 'none'"), "{self:?}");
        for directive in ["object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"] {
            assert!(policy.contains(directive), "no {directive} in {self:?}");
        }
        assert!(!self.header("Cache-Control").is_empty(), "{self:?}");
    }

    /// Fails the test if the outcome contradicts the vendor, which knows whether the new password is in
    /// force.
    pub fn require_true(&self, is_in_force: bool) {
        let outcome = Outcome::from_name(&self.outcome()).unwrap_or_else(|| panic!("{}", self.text));
        assert!(is_in_force || outcome != Outcome::Done, "reported as done: {}", self.text);
        assert!(!is_in_force || outcome.may_have_changed(), "reported as unchanged: {}", self.text);
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text)
            .unwrap_or_else(|_| panic!("{} is not JSON: {}", self.status, self.text))
    }

    /// The members of an answer that belong to the vendor's format, without the edge's own.
    pub fn vendors_members(&self) -> Value {
        let mut json = self.json();
        for ours in ["outcome", "violations", "request_id"] {
            let member = json.as_object_mut().and_then(|members| members.remove(ours));
            assert!(member.is_some(), "{ours} is missing: {}", self.text);
        }
        json
    }

    /// The vendor's code in either of EIAM's envelopes or in Feishu's, as text.
    pub fn code(&self) -> String {
        let json = self.json();
        let code =
            ["code", "error_code", "error"].iter().map(|name| &json[*name]).find(|code| !code.is_null());
        match code {
            Some(Value::String(code)) => code.clone(),
            Some(code) => code.to_string(),
            None => String::new(),
        }
    }

    /// The vendor's code, or an empty text if the body is not a JSON object with a code.
    pub fn code_if_any(&self) -> String {
        match serde_json::from_str::<Value>(&self.text) {
            Ok(Value::Object(_)) => self.code(),
            _ => String::new(),
        }
    }

    /// The outcome, or an empty text if the body is not a JSON object with an outcome.
    pub fn outcome(&self) -> String {
        let json: Value = serde_json::from_str(&self.text).unwrap_or_default();
        json["outcome"].as_str().unwrap_or_default().to_owned()
    }

    /// The codes of the violations.
    pub fn violations(&self) -> Vec<String> {
        let json = self.json();
        let violations = json["violations"].as_array().cloned().unwrap_or_default();
        violations.iter().map(|violation| violation["code"].as_str().unwrap_or("?").to_owned()).collect()
    }
}
