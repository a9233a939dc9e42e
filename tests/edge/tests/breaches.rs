//! Breached passwords: if configured, the edge searches for them before a reset, with five digits of a
//! hash.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "test helpers may panic")]

use std::net::TcpListener;

use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use passgate_audit::{Event, Kind};
use passgate_edge_tests::{Ask, Edge, Told};
use serde_json::{Value, json};

const CHANGE: &str = "eiam.change-password";
const RANGE: &str = "breaches.range";
/// A password that meets every rule.
const PASSWORD: &str = "Tide*Lamp72";

/// A stack in which the simulator is also the range host, behind the binding of one of its vendors.
fn searching(breaches: &Value) -> Edge {
    let mut config = json!({ "service": "FEISHU" });
    config.as_object_mut().unwrap().extend(breaches.as_object().unwrap().clone());
    Edge::configured(&json!({
        "breaches": config,
        "products": { "eiam": { "breaker": "off" }, "feishu": { "breaker": "off" } },
    }))
}

fn breach(edge: &Edge, password: &str, seen: u64) {
    edge.control("POST", "/_sim/breaches", &json!({ "password": password, "seen": seen }));
}

/// The searches that the range host has logged.
fn searches(edge: &Edge) -> Vec<Value> {
    let calls = edge.control("GET", &format!("/_sim/calls?call={RANGE}"), &Value::Null);
    calls["entries"].as_array().unwrap().clone()
}

fn hash(password: &str) -> String {
    let digest = digest(&SHA1_FOR_LEGACY_USE_ONLY, password.as_bytes());
    digest.as_ref().iter().map(|byte| format!("{byte:02X}")).collect()
}

fn of_kind(events: &[Event], kind: Kind) -> Vec<&Event> {
    events.iter().filter(|event| event.kind == kind).collect()
}

fn attempts_left(edge: &Edge, ticket: &str) -> u64 {
    edge.shown(ticket).json()["attempts_left"].as_u64().unwrap()
}

#[test]
fn a_breached_password_is_refused_before_the_vendor_and_its_link_stays_valid() {
    let edge = searching(&json!({}));
    let wang = edge.person("wangxiaoming");
    breach(&edge, PASSWORD, 3);
    let ticket = edge.ticket(&Edge::change_ticket(&wang.eiam));
    let before = attempts_left(&edge, &ticket);
    let told = edge.ask(&Edge::change(&ticket, &wang.eiam, PASSWORD));
    assert_eq!((told.status, told.code().as_str()), (400, "PWD.0006"));
    let violations = json!([{ "code": "too-common", "pattern": "breached" }]);
    assert_eq!(told.json()["violations"], violations);
    assert_eq!((edge.arrived(CHANGE), attempts_left(&edge, &ticket)), (0, before));
    // Feishu has one code for every violation.
    let client = edge.feishu_token(&edge.stack().clients().feishu);
    let told = edge.ask(&Edge::reset(&client, &wang.feishu, PASSWORD));
    assert_eq!((told.status, told.code().as_str()), (400, "1050022"));
    assert_eq!((&told.json()["violations"], edge.arrived("feishu.reset")), (&violations, 0));
    // The edge started no attempt, but the audit log has a row.
    let events = edge.audited_of("eiam", &wang.eiam);
    let [event] = of_kind(&events, Kind::BreachSearch)[..] else { panic!("{events:?}") };
    assert_eq!(
        (event.outcome.as_deref(), event.detail.as_deref()),
        (Some("refused-password"), Some("breached"))
    );
    assert!(event.actor.starts_with("ticket:") && event.action.as_deref() == Some("change-password"));
    assert!(of_kind(&events, Kind::Intent).is_empty());
    // The same link accepts another password.
    assert_eq!(edge.ask(&Edge::change(&ticket, &wang.eiam, "Tide*Lamp73")).status, 200);
    let events = edge.audited_once("eiam", &wang.eiam, |events| !of_kind(events, Kind::Intent).is_empty());
    assert_eq!(of_kind(&events, Kind::Intent)[0].detail.as_deref(), Some("not-breached"));
}

#[test]
fn five_digits_leave_and_the_reply_is_padded() {
    let edge = searching(&json!({}));
    let wang = edge.person("wangxiaoming");
    let token = edge.eiam_token(&edge.stack().clients().eiam);
    assert_eq!(edge.ask(&Edge::change(&token, &wang.eiam, PASSWORD)).status, 200);
    let searches = searches(&edge);
    assert_eq!(searches.len(), 1, "{searches:?}");
    assert_eq!(searches[0]["range"].as_str(), hash(PASSWORD).get(..5));
    assert_eq!((&searches[0]["padding"], &searches[0]["status"]), (&json!(true), &json!(200)));
}

#[test]
fn padding_rows_do_not_count_and_the_threshold_applies() {
    let edge = searching(&json!({ "threshold": 10 }));
    let wang = edge.person("wangxiaoming");
    let token = edge.eiam_token(&edge.stack().clients().eiam);
    let ask = |password: &str| edge.ask(&Edge::change(&token, &wang.eiam, password)).code_if_any();
    for (password, seen, lower_case, code) in [
        ("Tide*Lamp72", 0, false, ""),
        ("Tide*Lamp73", 9, false, ""),
        ("Tide*Lamp74", 10, false, "PWD.0006"),
        ("Tide*Lamp75", 11, true, "PWD.0006"),
        ("Tide*Lamp76", u64::MAX, false, "PWD.0006"),
    ] {
        breach(&edge, password, seen);
        edge.vendor_policy("breaches", &json!({ "lower_case": lower_case }));
        assert_eq!(ask(password), code, "{password} seen {seen} times");
    }
}

/// All faults of a host; the deadline is half a second.
fn failures() -> Vec<Value> {
    vec![
        json!({ "kind": "delay", "ms": 1500 }),
        json!({ "kind": "slow-body", "chunk": 64, "ms": 50 }),
        json!({ "kind": "status", "status": 500 }),
        json!({ "kind": "status", "status": 503 }),
        json!({ "kind": "status", "status": 200, "body": "", "content_type": "text/plain" }),
        json!({ "kind": "status", "status": 302 }),
        json!({ "kind": "throttle" }),
        json!({ "kind": "not-found" }),
        json!({ "kind": "not-json", "status": 200 }),
        json!({ "kind": "wrong-shape" }),
        json!({ "kind": "huge-body", "bytes": 1_000_000 }),
        json!({ "kind": "cut-body" }),
        json!({ "kind": "close" }),
        json!({ "kind": "reset-before" }),
        json!({ "kind": "reset-after" }),
    ]
}

#[test]
fn closed_a_host_that_fails_stops_the_reset_and_costs_no_attempt() {
    let edge = searching(&json!({ "deadline_ms": 500 }));
    let wang = edge.person("wangxiaoming");
    let ticket = edge.ticket(&Edge::change_ticket(&wang.eiam));
    let client = edge.feishu_token(&edge.stack().clients().feishu);
    let before = attempts_left(&edge, &ticket);
    let failures = failures();
    for failure in &failures {
        edge.fault(RANGE, failure);
        require_not_sent(&edge.ask(&Edge::change(&ticket, &wang.eiam, PASSWORD)), "EDGE.0503", failure);
    }
    edge.fault(RANGE, &failures[2]);
    require_not_sent(&edge.ask(&Edge::reset(&client, &wang.feishu, PASSWORD)), "999000503", &failures[2]);
    assert_eq!((edge.password_calls(), attempts_left(&edge, &ticket)), (0, before));
    let events = edge.audited_of("eiam", &wang.eiam);
    let told = of_kind(&events, Kind::BreachSearch);
    assert_eq!((told.len(), of_kind(&events, Kind::Intent).len()), (failures.len(), 0));
    for event in told {
        assert_eq!(event.outcome.as_deref(), Some("not-sent"));
        assert_eq!(event.detail.as_deref(), Some("breaches-unanswered"));
    }
    // The answer permits a repeat of the request.
    assert_eq!(edge.ask(&Edge::change(&ticket, &wang.eiam, PASSWORD)).status, 200);
}

fn require_not_sent(told: &Told, code: &str, failure: &Value) {
    assert_eq!((told.status, told.code().as_str()), (503, code), "{failure}: {}", told.text);
}

#[test]
fn open_a_host_that_fails_lets_the_reset_pass_and_the_log_records_it() {
    let edge = searching(&json!({ "deadline_ms": 500, "on_failure": "open" }));
    let wang = edge.person("wangxiaoming");
    let token = edge.eiam_token(&edge.stack().clients().eiam);
    let failures = failures();
    for (number, failure) in failures.iter().enumerate() {
        edge.fault(RANGE, failure);
        let password = format!("Tide*Lamp{number}x");
        let told = edge.ask(&Edge::change(&token, &wang.eiam, &password));
        assert_eq!(told.status, 200, "{failure}: {}", told.text);
        assert!(edge.is_password("eiam", &wang.eiam, &password), "{failure}");
    }
    let all = |events: &[Event]| of_kind(events, Kind::Intent).len() == failures.len();
    let events = edge.audited_once("eiam", &wang.eiam, all);
    let intents = of_kind(&events, Kind::Intent);
    assert_eq!(intents.len(), failures.len());
    assert!(intents.iter().all(|event| event.detail.as_deref() == Some("breaches-unanswered")));
    // The result of a host that answers is used in both modes.
    breach(&edge, PASSWORD, 1);
    assert_eq!(edge.ask(&Edge::change(&token, &wang.eiam, PASSWORD)).code(), "PWD.0006");
}

#[test]
fn a_missing_host_stops_the_reset_or_not_as_configured() {
    // A port on which nothing listens, because the listener is dropped.
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    for (on_failure, status, calls) in [("closed", 503, 0), ("open", 200, 1)] {
        let patch = json!({ "breaches": { "service": "BREACHES", "on_failure": on_failure } });
        let edge = Edge::with_services(&patch, &[("BREACHES", &nobody)]);
        let wang = edge.person("wangxiaoming");
        let token = edge.eiam_token(&edge.stack().clients().eiam);
        let told = edge.ask(&Edge::change(&token, &wang.eiam, PASSWORD));
        assert_eq!((told.status, edge.arrived(CHANGE)), (status, calls), "{on_failure}: {}", told.text);
    }
}

#[test]
fn no_search_is_made_for_refused_or_absent_passwords_or_when_it_is_off() {
    let edge = searching(&json!({}));
    let wang = edge.person("wangxiaoming");
    let token = edge.eiam_token(&edge.stack().clients().eiam);
    assert_eq!(edge.ask(&Edge::change(&token, &wang.eiam, "short")).code(), "PWD.0002");
    assert_eq!(edge.ask(&Edge::change(&token, &wang.eiam, "1qaz@WSX")).code(), "PWD.0006");
    assert_eq!(edge.ask(&Edge::change("nobody", &wang.eiam, PASSWORD)).status, 400);
    assert_eq!(edge.ask(&Edge::rest(&token, &wang.eiam, "SMS")).status, 200);
    for path in ["/v1/policies/eiam", "/eiam/", "/healthz"] {
        assert_eq!(edge.ask(&Ask::get(path)).status, 200);
    }
    assert_eq!(edge.arrived(RANGE), 0);

    let edge = Edge::start();
    let token = edge.eiam_token(&edge.stack().clients().eiam);
    breach(&edge, PASSWORD, 1_000_000);
    assert_eq!(edge.ask(&Edge::change(&token, &wang.eiam, PASSWORD)).status, 200);
    assert_eq!(edge.arrived(RANGE), 0);
}

#[test]
fn a_repeat_of_a_done_reset_is_done_whatever_the_host_says_later() {
    let edge = searching(&json!({}));
    let wang = edge.person("wangxiaoming");
    let token = edge.eiam_token(&edge.stack().clients().eiam);
    let ask = || Edge::change(&token, &wang.eiam, PASSWORD).header("Idempotency-Key", "breaches-0001");
    assert_eq!(edge.ask(&ask()).status, 200);
    edge.fault(RANGE, &json!({ "kind": "status", "status": 503 }));
    for _ in 0..2 {
        let told = edge.ask(&ask());
        assert_eq!((told.status, told.header("Idempotency-Replayed")), (200, "true"), "{}", told.text);
        breach(&edge, PASSWORD, 7);
    }
    assert_eq!(edge.arrived(CHANGE), 1);
}

#[test]
fn a_persons_searches_are_limited() {
    let rates = json!({ "account": { "burst": 3, "per_minute": 1 } });
    let edge = Edge::configured(&json!({ "breaches": { "service": "FEISHU" }, "rates": rates }));
    let wang = edge.person("wangxiaoming");
    breach(&edge, PASSWORD, 1);
    let ticket = edge.ticket(&Edge::change_ticket(&wang.eiam));
    let statuses: Vec<u16> =
        (0..5).map(|_| edge.ask(&Edge::change(&ticket, &wang.eiam, PASSWORD)).status).collect();
    assert_eq!((statuses.as_slice(), edge.arrived(RANGE)), (&[400, 400, 400, 429, 429][..], 3));
}
