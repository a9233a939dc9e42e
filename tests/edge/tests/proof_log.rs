//! The reason why a credential is invalid is in the log, and never in the answer.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::arithmetic_side_effects,
    clippy::panic,
    reason = "test code; clippy.toml exempts only functions marked as tests"
)]

use std::fs;

use passgate_edge_tests::{Ask, Edge, IdToken, Told};
use serde_json::{Value, json};

/// The log's entry for the request with this answer: the cause, and why the credential is invalid.
fn cause(edge: &Edge, told: &Told) -> (String, Option<String>) {
    let id = told.header("X-Request-Id");
    let log = fs::read_to_string(edge.stack().worker_log()).unwrap();
    let line = log.lines().find(|line| line.contains(id)).unwrap_or_else(|| panic!("no line of {id}"));
    let line: Value = serde_json::from_str(&line[line.find('{').unwrap()..]).unwrap();
    let text = |member: &str| line[member].as_str().map(str::to_owned);
    (text("cause").unwrap(), text("why"))
}

/// The answer without the parts that differ in every request.
fn bare(told: &Told) -> String {
    told.text.replace(told.header("X-Request-Id"), "")
}

#[test]
fn the_reason_is_in_the_log_and_every_answer_is_the_same() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming").eiam;
    let token = || IdToken::of(&edge, "wangxiaoming");
    let good = token().issue(&edge);
    let whole = format!("eyJ.{}.x", "a".repeat(13 * 1024));
    let rows = [
        ("too-long", whole),
        ("kind", "x".to_owned()),
        ("client-token", "ct1.x.y".to_owned()),
        ("ticket", "rt1.x.y".to_owned()),
        ("malformed", "eyJ.e30.x".to_owned()),
        ("expired", token().with("claims", json!({ "exp": 1_000_000_000 })).issue(&edge)),
        ("clock", token().with("claims", json!({ "iat": 4_000_000_000_u64 })).issue(&edge)),
        ("clock", token().with("claims", json!({ "nbf": 4_000_000_000_u64 })).issue(&edge)),
        ("audience", token().with("audience", json!("another")).issue(&edge)),
        ("audience", token().with("claims", json!({ "azp": "another" })).issue(&edge)),
        ("issuer", token().with("claims", json!({ "iss": "https://another.example" })).issue(&edge)),
        ("key", token().with("key", json!("unpublished")).issue(&edge)),
        ("key", format!("{}AAAA", &good[..good.len() - 4])),
        ("claims", token().with("claims", json!({ "sub": null })).issue(&edge)),
    ];
    let mut answers = Vec::new();
    for (why, credential) in rows {
        let change = edge.ask(&Edge::change(&credential, &wang, "Tide*Lamp72"));
        let told = ("not-proven".to_owned(), Some(why.to_owned()));
        assert_eq!(cause(&edge, &change), told, "{credential}: {}", change.text);
        let drift = edge.ask(&Ask::get("/v1/drift").bearer(&credential));
        assert_eq!(cause(&edge, &drift), told, "{credential}");
        answers.push((bare(&change), bare(&drift)));
    }
    answers.dedup();
    assert_eq!(answers.len(), 1, "{answers:?}");
    // Access control: the caller is authenticated, but not authorized.
    let told = edge.ask(&Ask::get("/v1/drift").bearer(&good));
    let not_entitled = ("not-entitled".to_owned(), None);
    assert_eq!((told.status, cause(&edge, &told)), (403, not_entitled.clone()));
    let told = edge.ask(&Edge::rest(&good, &wang, "SMS"));
    assert_eq!(cause(&edge, &told), not_entitled);
    assert_eq!(edge.password_calls(), 0);
}

#[test]
fn a_request_without_a_credential_gets_its_own_message() {
    let edge = Edge::start();
    for path in ["/v1/tickets/self", "/v1/drift", "/v1/metrics", "/v1/audit?product=eiam"] {
        let told = edge.ask(&Ask::get(path));
        assert_eq!((told.status, told.code().as_str()), (401, "no-credential"), "{path}");
        assert!(told.text.contains("Authorization"), "{}", told.text);
        assert_eq!(cause(&edge, &told).0, "no-credential");
    }
    assert_eq!(edge.ask(&Ask::post("/v1/tickets/self/claim")).code(), "no-credential");
    let told = edge.ask(&Ask::post("/v1/tickets").json(&Edge::change_ticket("u")));
    assert_eq!(told.code(), "no-credential");
    let told = edge.ask(&Ask::put("/api/v2/tenant/users/u/change-password").json(&json!({})));
    assert_eq!((told.code().as_str(), cause(&edge, &told).0.as_str()), ("invalid_token", "no-credential"));
    assert!(told.text.contains("carries no bearer credential"), "{}", told.text);
    let told = edge.ask(&Ask::post("/open-apis/admin/v1/password/reset").json(&json!({})));
    assert_eq!(told.code(), "99991661");
}
