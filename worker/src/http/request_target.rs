//! The target of a request: its path and query, independent of its `Host`.
//!
//! The runtime builds a request's URL from the scheme, `Host` and the target, and validates no part.
//! Only when `Host` is a valid host is the rest of the URL the target.

/// The path and the query of a request's target.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RequestTarget {
    /// The path, still percent-encoded.
    pub path: String,
    /// The query without its `?`.
    pub query: String,
}

impl RequestTarget {
    /// Reads the URL that the runtime built; `None` when the host of the URL differs from `Host`, or
    /// `Host` is not a host with an optional port (RFC 9112, section 3.2).
    pub fn read(url: &str, host: &str) -> Option<Self> {
        let (scheme, rest) = url.split_once("://")?;
        let (authority, target) = rest.split_at_checked(rest.find('/')?)?;
        if !is_host(host) || !is_same(authority, host, scheme) {
            return None;
        }
        let target = target.split_once('#').map_or(target, |(before, _)| before);
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        Some(Self { path: path.to_owned(), query: query.to_owned() })
    }
}

/// The runtime may omit the scheme's default port from the URL.
fn is_same(authority: &str, host: &str, scheme: &str) -> bool {
    let usual_port = if scheme == "https" { ":443" } else { ":80" };
    authority.eq_ignore_ascii_case(host)
        || host.strip_suffix(usual_port).is_some_and(|host| authority.eq_ignore_ascii_case(host))
}

/// Whether the text is a name, an IPv4 address, or an IPv6 address in brackets, with an optional port.
fn is_host(text: &str) -> bool {
    let (host, port) = match text.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((address, after)) => {
            if address.parse::<std::net::Ipv6Addr>().is_err() {
                return false;
            }
            match after.strip_prefix(':') {
                Some(port) => ("v6", Some(port)),
                None if after.is_empty() => ("v6", None),
                None => return false,
            }
        }
        None => text.split_once(':').map_or((text, None), |(host, port)| (host, Some(port))),
    };
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
    let is_number =
        |port: &str| port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok();
    !host.is_empty() && host.bytes().all(is_name) && port.is_none_or(is_number)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The URL as the runtime builds it.
    fn of(host: &str, target: &str) -> Option<(String, String)> {
        let read = RequestTarget::read(&format!("http://{host}{target}"), host)?;
        Some((read.path, read.query))
    }

    #[test]
    fn the_target_is_what_follows_the_host() {
        for host in
            ["x", "edge.example", "EDGE.example:8443", "127.0.0.1:1", "[::1]", "[2001:db8::1]:80", "a_b-c."]
        {
            for (target, path, query) in [
                ("/healthz", "/healthz", ""),
                ("/v1/audit?product=eiam#x", "/v1/audit", "product=eiam"),
                ("/a?b?c", "/a", "b?c"),
                ("//h/healthz", "//h/healthz", ""),
                ("/..//%2e\\;?", "/..//%2e\\;", ""),
            ] {
                assert_eq!(of(host, target), Some((path.to_owned(), query.to_owned())), "{host} {target}");
            }
        }
    }

    #[test]
    fn an_invalid_host_gives_no_target() {
        for host in [
            "",
            "x/v1/audit?product=eiam#",
            "x/open-apis/admin/v1/password/reset?user_id_type=open_id#",
            "x#",
            "x?",
            "x/",
            "x\\",
            "x\\v1\\audit",
            "u@x",
            "u:p@x",
            "x y",
            " x",
            "x\t",
            "x, y",
            "x:",
            "x:y",
            "x:80:80",
            "x:65536",
            "x:+1",
            ":80",
            "[::1",
            "[::1]x",
            "[::1]:",
            "[x]",
            "[]",
            "::1",
            "x%2fv1",
            "x;",
            "王.example",
        ] {
            for target in ["/healthz", "/v1/audit"] {
                assert_eq!(of(host, target), None, "{host:?} {target}");
            }
        }
    }

    #[test]
    fn a_target_that_is_not_a_path_is_rejected() {
        for target in ["", "*", "healthz", "x/healthz", "http://y/healthz", ":80/healthz", "@y/healthz"] {
            assert_eq!(of("x", target), None, "{target:?}");
        }
    }

    #[test]
    fn a_default_port_may_be_omitted_from_the_url() {
        let read = |url: &str, host: &str| RequestTarget::read(url, host).map(|read| read.path);
        assert_eq!(read("https://x/a", "X:443").as_deref(), Some("/a"));
        assert_eq!(read("http://x/a", "x:80").as_deref(), Some("/a"));
        assert_eq!(read("https://x/a", "x:80"), None);
        assert_eq!(read("https://x:8443/a", "x"), None);
        assert_eq!(read("https://y/a", "x"), None);
    }
}
