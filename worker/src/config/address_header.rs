//! The header with the caller's address.

use crate::base::fields::Fields;

/// Headers with credentials: a secret must not become the key of a rate limit.
const CREDENTIALS: [&str; 10] = [
    "authorization",
    "proxy-authorization",
    "authentication-info",
    "proxy-authentication-info",
    "www-authenticate",
    "proxy-authenticate",
    "cookie",
    "set-cookie",
    "x-api-key",
    "x-csrf-token",
];

/// Connection-specific headers (RFC 9110, section 7.6.1; RFC 9112): a proxy does not forward them.
const CONNECTION_SPECIFIC: [&str; 11] = [
    "connection",
    "keep-alive",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "http2-settings",
    "content-length",
    "expect",
    "max-forwards",
];

/// Headers that a caller writes, or that contain more than an address.
const WITHOUT_AN_ADDRESS: [&str; 21] = [
    "accept",
    "accept-charset",
    "accept-encoding",
    "accept-language",
    "cache-control",
    "content-encoding",
    "content-language",
    "content-type",
    "date",
    "forwarded",
    "host",
    "idempotency-key",
    "if-match",
    "if-none-match",
    "origin",
    "range",
    "referer",
    "user-agent",
    "via",
    "x-forwarded-host",
    "x-forwarded-proto",
];

/// The longest name, in characters.
pub const NAME_MAX: usize = 64;

/// The refused headers, in lower case, for the schema. Names that begin with `sec-` are refused too.
#[cfg(not(target_arch = "wasm32"))]
pub(super) fn refused() -> impl Iterator<Item = &'static str> {
    CREDENTIALS.into_iter().chain(CONNECTION_SPECIFIC).chain(WITHOUT_AN_ADDRESS)
}

/// Reads `address_header`.
pub(super) fn read(fields: &mut Fields<'_>) -> Option<String> {
    let name = fields.optional_text("address_header")?;
    if let Some(problem) = problem(&name) {
        fields.blame("address_header", problem);
    }
    Some(name)
}

fn problem(name: &str) -> Option<&'static str> {
    let lower = name.to_ascii_lowercase();
    let is_one_of = |names: &[&str]| names.contains(&lower.as_str());
    if name.len() > NAME_MAX || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
        Some("must be the name of a header: letters, digits and hyphens, at most 64")
    } else if is_one_of(&CREDENTIALS) {
        Some("must not be a header with credentials; name the header in which your proxy writes the address")
    } else if is_one_of(&CONNECTION_SPECIFIC) {
        Some("is a connection-specific header; name the header in which your proxy writes the address")
    } else if is_one_of(&WITHOUT_AN_ADDRESS) || lower.starts_with("sec-") {
        Some("does not contain only an address; name the header in which your proxy writes it")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_header_that_can_contain_an_address_is_accepted() {
        for name in ["X-Real-IP", "CF-Connecting-IP", "X-Forwarded-For", "True-Client-IP", "X-Address"] {
            assert_eq!(problem(name), None, "{name}");
        }
        for (names, word) in [
            (&CREDENTIALS[..], "credentials"),
            (&CONNECTION_SPECIFIC[..], "connection-specific"),
            (&WITHOUT_AN_ADDRESS[..], "does not contain only an address"),
            (&["Sec-Fetch-Site"][..], "does not contain only an address"),
            (&["X Real", "X_Real", "X-Real:", "é"][..], "must be the name of a header"),
        ] {
            for name in names {
                for name in [(*name).to_owned(), name.to_ascii_uppercase()] {
                    assert!(problem(&name).is_some_and(|problem| problem.contains(word)), "{name}");
                }
            }
        }
        assert!(problem(&"X".repeat(NAME_MAX)).is_none() && problem(&"X".repeat(NAME_MAX + 1)).is_some());
    }
}
