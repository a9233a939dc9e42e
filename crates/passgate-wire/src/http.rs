//! A request to send and a reply to read, as values.

use std::fmt;

use passgate_core::Secret;
use zeroize::Zeroize;

/// The methods the vendors' calls use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// `GET`.
    Get,
    /// `POST`.
    Post,
    /// `PUT`.
    Put,
}

impl Method {
    /// The method as the request line contains it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
        }
    }
}

/// A request, complete except for the host.
///
/// Header values and the body are secrets, because they carry credentials and passwords: `Debug`
/// prints none of them.
#[derive(Debug)]
pub struct Request {
    /// The method.
    pub method: Method,
    /// Path and query, ready for the request line: ASCII, percent-encoded.
    pub path: String,
    /// The headers: names as the vendors' pages spell them, with their values.
    pub headers: Vec<(&'static str, Secret)>,
    /// The body in UTF-8; `None` if the page defines none.
    pub body: Option<Secret>,
}

/// A vendor's reply, read to its end.
///
/// It may carry a token or echo a password: `Debug` prints sizes only, and the body is
/// overwritten when it is dropped.
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// The headers: names in lower case, with their values.
    pub headers: Vec<(String, String)>,
    /// The body as received. The code that reads the network limits its size.
    pub body: Vec<u8>,
}

impl Reply {
    /// The value of the first header with this name, ignoring letter case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

impl Drop for Reply {
    fn drop(&mut self) {
        self.body.zeroize();
    }
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply")
            .field("status", &self.status)
            .field("headers", &self.headers.len())
            .field("body_bytes", &self.body.len())
            .finish()
    }
}

/// `Bearer <token>`, built without leaving a copy of the token in memory.
pub(crate) fn bearer(token: &Secret) -> Secret {
    let mut value = String::with_capacity(token.expose().len().saturating_add(7));
    value.push_str("Bearer ");
    value.push_str(token.expose());
    Secret::new(value)
}

/// The content type that both vendors' pages require for JSON.
pub(crate) const JSON: &str = "application/json; charset=utf-8";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_prints_no_credential_and_no_password() {
        let request = Request {
            method: Method::Post,
            path: "/".to_owned(),
            headers: vec![("Authorization", bearer(&Secret::new("t-canary")))],
            body: Some(Secret::new(r#"{"password":"canary"}"#)),
        };
        let reply = Reply {
            status: 200,
            headers: vec![("x-token".to_owned(), "canary".to_owned())],
            body: b"canary".to_vec(),
        };
        let printed = format!("{request:?} {reply:?}");
        assert!(!printed.contains("canary"), "{printed}");
        assert!(printed.contains("path: \"/\"") && printed.contains("status: 200"), "{printed}");
        assert_eq!(request.headers[0].1.expose(), "Bearer t-canary");
    }
}
