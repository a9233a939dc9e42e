//! The path comes from the request's target only: an invalid `Host` is refused and cannot change the
//! path.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::arithmetic_side_effects,
    clippy::panic,
    reason = "test code; clippy.toml exempts only functions marked as tests"
)]

use passgate_edge_tests::Edge;

/// The status line of the answer to a request with exactly these bytes.
fn status(edge: &Edge, method: &str, target: &str, host: &str) -> (String, String) {
    let request = format!(
        "{method} {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
    );
    let answer = edge.speak(&request);
    let status = answer.split(' ').nth(1).unwrap_or_default().to_owned();
    (status, answer)
}

#[test]
fn an_invalid_host_is_refused() {
    let edge = Edge::start();
    for host in [
        "x/v1/audit?product=eiam#",
        "x/v1/audit?product=eiam&x=",
        "x/v1/metrics#",
        "x/v1/metrics?",
        "x/open-apis/admin/v1/password/reset?user_id_type=open_id#",
        "x/api/v2/tenant/token#",
        "x/eiam/#",
        "x#",
        "x?",
        "x/",
        "x\\",
        "x\\v1\\audit",
        "u@x",
        "u:p@x",
        "x y",
        "x\ty",
        "x:",
        "x:y",
        "x:99999",
        "x, y",
        "[::1",
        "[x]",
        "",
    ] {
        for (method, target) in [("GET", "/healthz"), ("POST", "/healthz"), ("GET", "/v1/policies/eiam")] {
            let (status, answer) = status(&edge, method, target, host);
            assert_eq!(status, "400", "{method} {target} of {host:?}: {answer}");
            assert!(!answer.contains(r#""status":"ok""#), "{host:?}: {answer}");
        }
    }
    assert_eq!(edge.password_calls(), 0);
}

#[test]
fn every_valid_host_is_accepted() {
    let edge = Edge::start();
    for host in ["x", "EDGE.example", "edge.example:8443", "127.0.0.1", "127.0.0.1:80", "[::1]", "[::1]:8787"]
    {
        assert_eq!(status(&edge, "GET", "/healthz", host).0, "200", "{host}");
        assert_eq!(status(&edge, "GET", "/healthz?x#y", host).0, "200", "{host}");
    }
    // Other paths are not found, even if a browser would normalize them to a known one.
    for target in ["//x/healthz", "/%68ealthz", "/./healthz", "/x/../healthz", "/healthz/", "/healthz;"] {
        assert_ne!(status(&edge, "GET", target, "x").0, "200", "{target}");
    }
    // The absolute form names the host itself, and `Host` is ignored then (RFC 9112, section 3.2.2).
    assert_eq!(status(&edge, "GET", "http://x/healthz", "x").0, "200");
    assert_eq!(status(&edge, "GET", "http://y/healthz", "x").0, "200");
}

#[test]
fn a_request_without_a_host_is_refused() {
    let edge = Edge::start();
    for version in ["1.0", "1.1"] {
        let answer = edge.speak(&format!("GET /healthz HTTP/{version}\r\nConnection: close\r\n\r\n"));
        assert!(!answer.contains(" 200 "), "{answer}");
    }
    let twice = "GET /healthz HTTP/1.1\r\nHost: x\r\nHost: x/v1/audit#\r\nConnection: close\r\n\r\n";
    assert!(!edge.speak(twice).contains(" 200 "));
    assert_eq!(edge.ask(&passgate_edge_tests::Ask::get("/healthz")).status, 200);
}
