use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use hyper::header::{AUTHORIZATION, CONTENT_TYPE};
use hyper::{HeaderMap, Method};
use percent_encoding::percent_decode_str;
use serde::Serialize;

/// The request line and the headers of a request.
#[derive(Clone)]
pub(crate) struct Head {
    pub(crate) method: Method,
    /// The path as sent, with its percent-encoding.
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) headers: HeaderMap,
}

/// A complete request.
pub(crate) struct Request {
    pub(crate) head: Head,
    pub(crate) body: Bytes,
}

/// A complete answer.
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Bytes,
}

impl Head {
    /// The decoded segments of the path; a trailing slash makes no difference.
    pub(crate) fn segments(&self) -> Vec<String> {
        let path = self.path.strip_suffix('/').unwrap_or(&self.path);
        path.split('/').skip(1).map(decoded).collect()
    }

    /// The first value of a query parameter.
    pub(crate) fn parameter(&self, name: &str) -> Option<String> {
        form_urlencoded::parse(self.query.as_bytes())
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
    }

    pub(crate) fn header(&self, name: &hyper::header::HeaderName) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The token of `Authorization: Bearer …`.
    pub(crate) fn bearer(&self) -> Option<&str> {
        let (scheme, token) = self.header(&AUTHORIZATION)?.split_once(' ')?;
        let token = token.trim();
        (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then_some(token)
    }

    /// The id and the secret of `Authorization: Basic …`.
    pub(crate) fn basic(&self) -> Option<(String, String)> {
        let (scheme, encoded) = self.header(&AUTHORIZATION)?.split_once(' ')?;
        if !scheme.eq_ignore_ascii_case("basic") {
            return None;
        }
        let pair = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
        let (id, secret) = pair.split_once(':')?;
        Some((id.to_owned(), secret.to_owned()))
    }

    /// Whether the content type is `wanted`, ignoring its parameters.
    pub(crate) fn has_content_type(&self, wanted: &str) -> bool {
        self.header(&CONTENT_TYPE)
            .and_then(|value| value.split(';').next())
            .is_some_and(|essence| essence.trim().eq_ignore_ascii_case(wanted))
    }

    /// Whether the content type is exactly `wanted`.
    pub(crate) fn has_exact_content_type(&self, wanted: &str) -> bool {
        self.header(&CONTENT_TYPE) == Some(wanted)
    }
}

impl Request {
    /// The first value of a form field in the body.
    pub(crate) fn form_field(&self, name: &str) -> Option<String> {
        form_urlencoded::parse(&self.body).find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
    }
}

impl Reply {
    /// An answer with `body` as compact JSON.
    pub(crate) fn json(status: u16, content_type: &str, body: &impl Serialize) -> Self {
        Self {
            status,
            headers: vec![("content-type", content_type.to_owned())],
            // A struct of texts and numbers can always be serialized as JSON.
            body: serde_json::to_vec(body).unwrap_or_default().into(),
        }
    }

    pub(crate) fn text(status: u16, content_type: &str, body: impl Into<Bytes>) -> Self {
        Self { status, headers: vec![("content-type", content_type.to_owned())], body: body.into() }
    }

    pub(crate) fn with_header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

fn decoded(segment: &str) -> String {
    percent_decode_str(segment).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(path: &str, authorization: &str) -> Head {
        let mut headers = HeaderMap::new();
        headers.insert(AUTHORIZATION, authorization.parse().unwrap());
        Head { method: Method::GET, path: path.to_owned(), query: String::new(), headers }
    }

    #[test]
    fn an_encoded_slash_stays_in_its_segment() {
        assert_eq!(head("/a/b%2Fc/", "x").segments(), ["a", "b/c"]);
    }

    #[test]
    fn the_letter_case_of_a_scheme_is_ignored() {
        assert_eq!(head("/", "bearer abc").bearer(), Some("abc"));
        assert_eq!(head("/", "abc").bearer(), None);
        let basic = head("/", "Basic aWQ6c2VjOnJldA==").basic().unwrap();
        assert_eq!(basic, ("id".to_owned(), "sec:ret".to_owned()));
    }
}
