//! The header with the caller's address.

use std::net::IpAddr;

use ipnet::IpNet;

use crate::base::fields::Fields;
use crate::rates::address::ip;

/// Where a request says which address it comes from.
pub struct AddressHeader {
    /// The name of the header.
    pub name: String,
    /// If the header is a list, the networks of the proxies that may be at its end.
    trusted: Option<Vec<IpNet>>,
}

impl AddressHeader {
    /// The caller's address in the value of the header. In a list, each proxy has added the address that
    /// called it, so only its end can be trusted: the caller is the last address that is no trusted proxy. If
    /// all are, it is the first one. An unreadable address ends the search: what is before it can be
    /// forged.
    pub fn caller<'v>(&self, value: Option<&'v str>) -> Option<&'v str> {
        let Some(trusted) = &self.trusted else { return value };
        let is_trusted = |address: &IpAddr| trusted.iter().any(|network| network.contains(address));
        let mut last = None;
        for hop in value?.rsplit(',') {
            last = Some(hop);
            if !ip(hop).is_some_and(|address| is_trusted(&address)) {
                break;
            }
        }
        last
    }
}

/// Lists by convention: a caller may send the beginning of one, and each proxy adds to its end.
const LISTS: [&str; 1] = ["x-forwarded-for"];

/// The maximum number of networks.
pub const MAX_PROXIES: usize = 64;

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

/// Reads `address_header` and `trusted_proxies`.
pub(super) fn read(fields: &mut Fields<'_>) -> Option<AddressHeader> {
    let name = fields.optional_text("address_header");
    let trusted = read_proxies(fields);
    let Some(name) = name else {
        if trusted.is_some() {
            fields.blame("trusted_proxies", "has no effect without address_header, the header with the list");
        }
        return None;
    };
    if let Some(problem) = problem(&name) {
        fields.blame("address_header", problem);
    } else if trusted.is_none() && LISTS.contains(&name.to_ascii_lowercase().as_str()) {
        fields.blame(
            "address_header",
            "is a list whose beginning the caller can write: set trusted_proxies (`[]` with one proxy in front \
             of the edge), or name a header with one address, such as X-Real-IP",
        );
    }
    Some(AddressHeader { name, trusted })
}

fn read_proxies(fields: &mut Fields<'_>) -> Option<Vec<IpNet>> {
    let texts = fields.optional_texts("trusted_proxies")?;
    if texts.len() > MAX_PROXIES {
        fields.blame("trusted_proxies", &format!("must have at most {MAX_PROXIES} entries"));
        return Some(Vec::new());
    }
    let mut networks = Vec::new();
    for (index, text) in texts.iter().enumerate() {
        match text.parse::<IpNet>().ok().or_else(|| text.parse::<IpAddr>().ok().map(IpNet::from)) {
            Some(network) if network.prefix_len() == 0 => fields.blame(
                &format!("trusted_proxies[{index}]"),
                "is every address: a caller could then write its own",
            ),
            Some(network) => networks.push(network),
            None => fields.blame(
                &format!("trusted_proxies[{index}]"),
                "must be an address such as 10.0.0.7, or a network such as 10.0.0.0/8",
            ),
        }
    }
    Some(networks)
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
        for name in ["X-Real-IP", "CF-Connecting-IP", "True-Client-IP", "X-Address"] {
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

    fn caller<'v>(trusted: &[&str], value: &'v str) -> Option<&'v str> {
        let trusted = trusted.iter().map(|text| text.parse().unwrap()).collect();
        let header = AddressHeader { name: "X-Forwarded-For".to_owned(), trusted: Some(trusted) };
        header.caller(Some(value)).map(str::trim)
    }

    #[test]
    fn the_caller_is_the_last_address_that_is_no_trusted_proxy() {
        let proxies = ["10.0.0.0/8", "2001:db8:9::/48", "192.0.2.7/32"];
        for (value, expected) in [
            ("203.0.113.7", "203.0.113.7"),
            ("203.0.113.7, 10.1.2.3", "203.0.113.7"),
            ("203.0.113.7, 192.0.2.7, 2001:db8:9::1, 10.1.2.3:4711", "203.0.113.7"),
            // What the caller itself wrote is before its address.
            ("198.51.100.1, 10.9.9.9, 203.0.113.7,10.1.2.3", "203.0.113.7"),
            ("10.1.1.1, 10.2.2.2", "10.1.1.1"),
            ("203.0.113.7, ::ffff:10.1.2.3", "203.0.113.7"),
            ("203.0.113.7, unknown, 10.1.2.3", "unknown"),
            ("203.0.113.7, ", ""),
        ] {
            assert_eq!(caller(&proxies, value), Some(expected), "{value}");
        }
        assert_eq!(caller(&[], "198.51.100.1, 203.0.113.7"), Some("203.0.113.7"));
        let one = AddressHeader { name: "X-Real-IP".to_owned(), trusted: None };
        assert_eq!(one.caller(Some("a, b")), Some("a, b"));
        assert_eq!(one.caller(None), None);
    }
}
