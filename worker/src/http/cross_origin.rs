//! CORS: which pages of other origins may call, and the headers for their browsers.
//!
//! A browser adds no credential to a request by itself (there are no cookies), so the script of another
//! page has nothing to abuse. The edge rejects such a page nevertheless, unless the configuration lists
//! its exact origin. Only the routes that a form needs allow another origin at all.

use crate::callers::ticket::BROWSER_HEADER;
use crate::config::Config;
use crate::http::policy_tag;

/// How long a browser may cache the answer to a preflight, in seconds.
const PREFLIGHT_SECONDS: u32 = 600;
/// The response headers that a page may read.
const EXPOSED: &str = "ETag, Idempotency-Replayed, Passgate-Policy, Retry-After, X-Request-Id";

/// The origin of the page that sends a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sender<'c> {
    /// No page (not a browser, or a person who follows a link), or a page of this edge.
    Own,
    /// A page of an origin that the configuration lists.
    Allowed(&'c str),
    /// A page of any other origin.
    Foreign,
}

/// Classifies the sender of a request by its `Origin` and `Sec-Fetch-Site`.
pub fn sender<'c>(origin: Option<&str>, site: Option<&str>, config: &'c Config) -> Sender<'c> {
    match (origin, site) {
        (Some(origin), _) if origin == config.public_origin => Sender::Own,
        (Some(origin), _) => config
            .allowed_origins
            .iter()
            .find(|allowed| *allowed == origin)
            .map_or(Sender::Foreign, |allowed| Sender::Allowed(allowed)),
        // The browser sends no origin and reports another site: an image or a frame.
        (None, Some("same-site" | "cross-site")) => Sender::Foreign,
        (None, _) => Sender::Own,
    }
}

/// The headers of an answer on a route that other origins may use.
pub fn answer_headers(sender: Sender<'_>) -> Vec<(&'static str, String)> {
    // Sent in every answer: a cache must not serve an answer for one origin to another.
    let mut headers = vec![("Vary", "Origin".to_owned())];
    if let Sender::Allowed(origin) = sender {
        headers.push(("Access-Control-Allow-Origin", origin.to_owned()));
        headers.push(("Access-Control-Expose-Headers", EXPOSED.to_owned()));
    }
    headers
}

/// The headers of the answer to a preflight for a route with these methods; `None` when the origin of
/// the page is not allowed. `Access-Control-Allow-Credentials` is never sent: browsers add no
/// credential here.
pub fn preflight_headers(sender: Sender<'_>, methods: &str) -> Option<Vec<(&'static str, String)>> {
    let Sender::Allowed(origin) = sender else {
        return None;
    };
    let vary = "Origin, Access-Control-Request-Method, Access-Control-Request-Headers";
    let request_headers =
        format!("Authorization, Content-Type, Idempotency-Key, {BROWSER_HEADER}, {}", policy_tag::HEADER);
    Some(vec![
        ("Vary", vary.to_owned()),
        ("Access-Control-Allow-Origin", origin.to_owned()),
        ("Access-Control-Allow-Methods", methods.to_owned()),
        ("Access-Control-Allow-Headers", request_headers),
        ("Access-Control-Max-Age", PREFLIGHT_SECONDS.to_string()),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::sample;
    use crate::reset::idempotency;

    #[test]
    fn an_origin_is_ours_listed_or_foreign() {
        let mut config = sample();
        config.public_origin = "https://reset.example".to_owned();
        config.allowed_origins = vec!["https://forms.example".to_owned()];
        for (origin, site, expected) in [
            (None, None, Sender::Own),
            (None, Some("same-origin"), Sender::Own),
            (None, Some("none"), Sender::Own),
            (None, Some("same-site"), Sender::Foreign),
            (None, Some("cross-site"), Sender::Foreign),
            (Some("https://reset.example"), Some("same-origin"), Sender::Own),
            (Some("https://forms.example"), Some("cross-site"), Sender::Allowed("https://forms.example")),
            (Some("https://forms.example"), None, Sender::Allowed("https://forms.example")),
            (Some("https://forms.example:8443"), None, Sender::Foreign),
            (Some("http://forms.example"), None, Sender::Foreign),
            (Some("https://FORMS.example"), None, Sender::Foreign),
            (Some("https://a.forms.example"), None, Sender::Foreign),
            (Some("https://forms.example.evil"), None, Sender::Foreign),
            (Some("null"), None, Sender::Foreign),
            (Some(""), None, Sender::Foreign),
        ] {
            assert_eq!(sender(origin, site, &config), expected, "{origin:?} {site:?}");
        }
    }

    #[test]
    fn only_a_listed_origin_is_named() {
        assert_eq!(answer_headers(Sender::Own), [("Vary", "Origin".to_owned())]);
        assert_eq!(answer_headers(Sender::Foreign), [("Vary", "Origin".to_owned())]);
        let headers = answer_headers(Sender::Allowed("https://f.example"));
        assert!(headers.contains(&("Access-Control-Allow-Origin", "https://f.example".to_owned())));
        assert!([policy_tag::HEADER, idempotency::REPLAYED].iter().all(|name| EXPOSED.contains(name)));
        assert!(preflight_headers(Sender::Own, "GET").is_none());
        assert!(preflight_headers(Sender::Foreign, "GET").is_none());
        let headers = preflight_headers(Sender::Allowed("https://f.example"), "PUT").unwrap();
        assert!(headers.contains(&("Access-Control-Allow-Methods", "PUT".to_owned())));
        assert!(!headers.iter().any(|(name, _)| name.contains("Credentials")));
    }
}
