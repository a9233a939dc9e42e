//! `Server-Timing`: clients and operators read how long the parts of a reset took, and nobody else does.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests, which may")]

use passgate_edge_tests::{Ask, Edge, IdToken, Told};
use serde_json::json;

const GOOD: &str = "Tide*Lamp72";

/// The durations in the header, by name.
fn durations(told: &Told) -> Vec<(String, u64)> {
    let header = told.header("Server-Timing");
    let parts = header.split(", ").filter(|part| !part.is_empty());
    let read = |part: &str| {
        let (name, duration) = part.split_once(";dur=").unwrap();
        (name.to_owned(), duration.parse().unwrap())
    };
    parts.map(read).collect()
}

#[test]
fn a_client_and_an_operator_are_told_how_long_each_part_took() {
    let edge = Edge::unshaped();
    let wang = edge.person("wangxiaoming");
    edge.fault("eiam.change-password", &json!({ "kind": "delay", "ms": 400, "when": "before" }));
    let client = edge.eiam_token(&edge.stack().clients().eiam);
    let told = edge.ask(&Edge::change(&client, &wang.eiam, GOOD));
    assert_eq!(told.status, 200, "{}", told.text);
    let [total, turn, queue, vendor] = &durations(&told)[..] else {
        panic!("{}", told.header("Server-Timing"))
    };
    let names = [total, turn, queue, vendor].map(|(name, _)| name.as_str());
    assert_eq!(names, ["total", "turn", "queue", "vendor"]);
    assert!(vendor.1 >= 390 && total.1 >= vendor.1 + queue.1 + turn.1, "{}", told.header("Server-Timing"));
    let operator = IdToken::of(&edge, "lvmeili").operator().issue(&edge);
    let told = edge.ask(&Edge::rest(&operator, &wang.eiam, "SMS"));
    assert_eq!((told.status, durations(&told).len()), (200, 4), "{}", told.text);
    // A refusal without an attempt has only the total.
    let told = edge.ask(&Edge::change(&client, &wang.eiam, "short"));
    assert_eq!((told.status, durations(&told).len()), (400, 1), "{}", told.text);
}

#[test]
fn nobody_else_is_told() {
    let edge = Edge::unshaped();
    let wang = edge.person("wangxiaoming");
    let holder = edge.ticket(&Edge::change_ticket(&wang.eiam));
    let owner = IdToken::of(&edge, "wangxiaoming").issue(&edge);
    let asks = [
        (Edge::change(&holder, &wang.eiam, "short"), false),
        (Edge::change(&holder, &wang.eiam, GOOD), true),
        (Edge::change(&holder, &wang.eiam, GOOD), false),
        (Edge::change(&owner, &wang.eiam, "Tide*Lamp73"), true),
        (Edge::change("", &wang.eiam, GOOD), false),
        (Edge::change("rt1.unknown", &wang.eiam, GOOD), false),
        (Ask::get("/healthz"), true),
        (Ask::get("/v1/policies/eiam"), true),
        (Ask::post("/v1/tickets").bearer(&holder).json(&json!({})), false),
    ];
    for (ask, is_done) in asks {
        let told = edge.ask(&ask);
        assert_eq!((told.status == 200, told.header("Server-Timing")), (is_done, ""), "{}", told.text);
    }
}
