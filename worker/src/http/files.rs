//! The files of the forms: which paths are served, and with which media types and headers.

use super::page_path::{self, Meant};

/// What a path of the forms resolves to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Served {
    /// A file of the assets.
    File {
        /// The path of the file among the assets.
        path: String,
        /// The media type of the file.
        content_type: &'static str,
    },
    /// A folder: redirect to the same path with a slash, so that relative links resolve.
    Folder(String),
}

/// The Content Security Policy of the forms' pages: scripts, connections, styles and images only from
/// this origin, no frames. WebAssembly may be compiled; `eval` and `innerHTML` are blocked.
pub const PAGE_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; \
    style-src 'self'; img-src 'self'; object-src 'none'; form-action 'none'; base-uri 'none'; \
    worker-src 'none'; manifest-src 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

/// The Content Security Policy of data: a browser that shows it as a page may do nothing with it.
pub const DATA_POLICY: &str =
    "default-src 'none'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

/// The headers of every response.
pub const SECURITY_HEADERS: [(&str, &str); 7] = [
    ("Strict-Transport-Security", "max-age=63072000; includeSubDomains"),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Embedder-Policy", "require-corp"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    (
        "Permissions-Policy",
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), \
         magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=()",
    ),
];

/// The common headers of every answer that is data: it must not be cached, and a browser must not use
/// it as a page.
pub const DATA_HEADERS: [(&str, &str); 9] = {
    let [a, b, c, d, e, f, g] = SECURITY_HEADERS;
    [("Cache-Control", "no-store"), ("Content-Security-Policy", DATA_POLICY), a, b, c, d, e, f, g]
};

/// The media types by file extension. A file with another extension is not served, even if it is in the
/// folder.
const CONTENT_TYPES: [(&str, &str); 11] = [
    ("html", "text/html; charset=utf-8"),
    ("css", "text/css; charset=utf-8"),
    ("js", "text/javascript; charset=utf-8"),
    ("mjs", "text/javascript; charset=utf-8"),
    ("wasm", "application/wasm"),
    ("bin", "application/octet-stream"),
    ("json", "application/json; charset=utf-8"),
    ("svg", "image/svg+xml"),
    ("png", "image/png"),
    ("ico", "image/x-icon"),
    ("txt", "text/plain; charset=utf-8"),
];

/// How long a file may be cached: a page never, because a link may be open in it; a file whose path changes
/// with its content for ever; other files briefly.
pub fn cache_control(path: &str, content_type: &str) -> &'static str {
    if content_type.starts_with("text/html") {
        "no-store"
    } else if is_content_addressed(path) {
        "public, max-age=31536000, immutable"
    } else {
        "public, max-age=300, must-revalidate"
    }
}

/// Whether the path is in the folder whose name has a hash of its content. Each file there has a copy in
/// Brotli beside it (`crates/xtask/node/pages.mjs`).
pub fn is_content_addressed(path: &str) -> bool {
    path.starts_with("/assets-")
}

/// Whether the weight is zero: `0`, or `0.` with zeros (RFC 9110, section 12.4.2).
fn is_zero(weight: &str) -> bool {
    weight.bytes().all(|byte| byte == b'0' || byte == b'.')
}

/// Whether a client with this `Accept-Encoding` accepts Brotli (RFC 9110, section 12.5.3).
pub fn accepts_brotli(accept_encoding: &str) -> bool {
    accept_encoding.split(',').any(|member| {
        let (coding, weight) = member.split_once(';').unwrap_or((member, ""));
        let is_refused = weight.trim().strip_prefix("q=").is_some_and(is_zero);
        coding.trim().eq_ignore_ascii_case("br") && !is_refused
    })
}

/// The form that a changed link means: its page, or a redirect to the right path.
fn form(path: &str) -> Option<Served> {
    let Meant { product, has_ticket } = page_path::meant(path)?;
    let folder = product.map_or_else(|| "/".to_owned(), |product| format!("/{}/", product.name()));
    if has_ticket || path == folder { served_as_written(&folder) } else { Some(Served::Folder(folder)) }
}

/// What the path resolves to, if it is served.
pub fn served(path: &str) -> Option<Served> {
    form(path).or_else(|| served_as_written(path))
}

fn served_as_written(path: &str) -> Option<Served> {
    // A link with an extra slash before its `#`: the redirect removes it, and the browser keeps the fragment.
    let trimmed = path.trim_end_matches('/');
    if path.ends_with("//") && !trimmed.is_empty() {
        let folder = format!("{trimmed}/");
        return served_as_written(&folder).map(|_| Served::Folder(folder));
    }
    let segments: Vec<&str> = path.strip_prefix('/')?.split('/').collect();
    let (name, folders) = segments.split_last()?;
    if !folders.iter().all(|folder| is_plain(folder)) {
        return None;
    }
    if name.is_empty() {
        return Some(Served::File {
            path: format!("{path}index.html"),
            content_type: "text/html; charset=utf-8",
        });
    }
    if !is_plain(name) {
        return None;
    }
    let Some((_, extension)) = name.rsplit_once('.') else {
        return Some(Served::Folder(format!("{path}/")));
    };
    let (_, content_type) = CONTENT_TYPES.iter().find(|(known, _)| *known == extension)?;
    Some(Served::File { path: path.to_owned(), content_type })
}

/// Letters, digits, `-`, `_` and inner dots: no hidden file, no `..`, no percent-encoding.
fn is_plain(segment: &str) -> bool {
    !segment.is_empty()
        && !segment.starts_with('.')
        && !segment.contains("..")
        && segment.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_that_are_served() {
        let file = |path: &str, content_type| Some(Served::File { path: path.to_owned(), content_type });
        assert_eq!(served("/"), file("/index.html", "text/html; charset=utf-8"));
        assert_eq!(served("/eiam/"), file("/eiam/index.html", "text/html; charset=utf-8"));
        for path in ["/eiam", "/eiam//", "/eiam///"] {
            assert_eq!(served(path), Some(Served::Folder("/eiam/".to_owned())), "{path}");
        }
        assert_eq!(
            served("/passgate/passgate_bg.wasm"),
            file("/passgate/passgate_bg.wasm", "application/wasm")
        );
        for with_ticket in ["/eiam/%23rt1.a.b", "/EIAM%2523rt1.a.b", "/eiam/rt1.a.b"] {
            let page = file("/eiam/index.html", "text/html; charset=utf-8");
            assert_eq!(served(with_ticket), page, "{with_ticket}");
        }
        assert_eq!(served("/%23rt1.a.b"), file("/index.html", "text/html; charset=utf-8"));
        for changed in ["/EIAM/", "/eiam/)", "/eiam/%20"] {
            assert_eq!(served(changed), Some(Served::Folder("/eiam/".to_owned())), "{changed}");
        }
        for path in [
            "/%2e%2e/%23rt1.a.b",
            "/%2e%2e%23rt1.a.b",
            "/eiam/%24rt1.a.b",
            "",
            "//",
            "//example.com//",
            "/eiam//x//",
            "/../x.js",
            "/a/../x.js",
            "/.git/config.json",
            "/%2e%2e/x.js",
            "/a..b.js",
            "/x.capnp",
            "/x.sqlite",
            "/a b.js",
            "/ä.js",
        ] {
            assert_eq!(served(path), None, "{path}");
        }
    }

    #[test]
    fn pages_are_not_cached_and_files_with_a_hash_are_kept() {
        let immutable = "public, max-age=31536000, immutable";
        let brief = "public, max-age=300, must-revalidate";
        for (path, content_type, expected) in [
            ("/eiam/index.html", "text/html; charset=utf-8", "no-store"),
            ("/assets-0123456789abcdef/index.html", "text/html; charset=utf-8", "no-store"),
            ("/assets-0123456789abcdef/passgate/passgate_bg.wasm", "application/wasm", immutable),
            ("/icon.svg", "image/svg+xml", brief),
            ("/x/assets-0123456789abcdef/page.js", "text/javascript; charset=utf-8", brief),
        ] {
            assert_eq!(cache_control(path, content_type), expected, "{path}");
        }
    }

    #[test]
    fn brotli_is_only_for_clients_that_accept_it() {
        for (header, expected) in [
            ("br", true),
            ("gzip, deflate, br, zstd", true),
            ("gzip;q=1.0, BR;q=0.5", true),
            ("br;q=0", false),
            ("br;q=0.000", false),
            ("br; q=0", false),
            ("br;q=0.001", true),
            ("gzip, deflate", false),
            ("brotli", false),
            ("*", false),
            ("", false),
        ] {
            assert_eq!(accepts_brotli(header), expected, "{header}");
        }
    }
}
