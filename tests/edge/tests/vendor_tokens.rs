//! The vendor's token: one fetch serves concurrent requests, it is renewed before a call has to wait
//! for it, and renewed once when it turns out to be stale.

#![allow(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    reason = "test code; clippy.toml exempts only functions marked as tests"
)]

use std::thread;
use std::time::{Duration, Instant};

use passgate_edge_tests::{Edge, Told};
use serde_json::{Value, json};

const GOOD: &str = "Tide*Lamp72";
/// The lifetime of the vendor's tokens here, in seconds. They are renewed when a third is left, and not
/// used in the last minute.
const LIFE: u64 = 900;

/// A stack whose vendor issues such tokens, a client token for it, and five accounts.
fn with_short_lived_tokens() -> (Edge, String, Vec<String>) {
    let edge = Edge::start();
    edge.vendor_policy("feishu", &json!({ "token_seconds": LIFE, "rate": null, "daily_limit": null }));
    let token = edge.feishu_token(&edge.stack().clients().feishu);
    let people = people(&edge);
    (edge, token, people)
}

fn people(edge: &Edge) -> Vec<String> {
    let names = ["wangxiaoming", "ouyangfeng", "lvmeili", "zengguofan", "shanyafei"];
    names.iter().map(|name| edge.person(name).feishu).collect()
}

/// Sets the clocks of the Worker and the vendor to the same time: that many seconds since the start.
fn at(edge: &Edge, seconds: u64, before: u64) {
    edge.move_clock(Duration::from_secs(seconds));
    edge.control("POST", "/_sim/clock", &json!({ "advance_seconds": seconds - before }));
}

/// Sends the requests of all persons at the same time.
fn all(edge: &Edge, token: &str, people: &[String], password: &str) -> Vec<Told> {
    edge.ask_at_once(&people.iter().map(|person| Edge::reset(token, person, password)).collect::<Vec<_>>())
}

/// Waits until the vendor has answered that many token calls.
fn come_back(edge: &Edge, many: u64) {
    let start = Instant::now();
    while edge.seen("feishu.token").1 < many {
        assert!(start.elapsed() < Duration::from_secs(10), "{:?}", edge.seen("feishu.token"));
        thread::sleep(Duration::from_millis(20));
    }
    // The Worker may not have read the answer yet.
    thread::sleep(Duration::from_millis(200));
}

#[test]
fn a_token_is_renewed_in_the_background_by_one_call() {
    let (edge, token, people) = with_short_lived_tokens();
    assert_eq!(edge.ask(&Edge::reset(&token, &people[0], GOOD)).status, 200);
    at(&edge, 590, 0);
    assert_eq!(edge.ask(&Edge::reset(&token, &people[0], "Tide*Lamp73")).status, 200);
    assert_eq!(edge.arrived("feishu.token"), 1, "the token is not due for renewal");

    // It is time to renew, and the vendor is slow.
    at(&edge, 650, 590);
    edge.fault("feishu.token", &json!({ "kind": "delay", "ms": 3_000, "when": "before" }));
    let told = all(&edge, &token, &people, "Tide*Lamp74");
    assert!(told.iter().all(|told| told.status == 200), "{told:?}");
    assert_eq!(edge.seen("feishu.token"), (2, 1), "one call, and all resets were answered before it");
    come_back(&edge, 2);

    // The first token has expired, the second has not, so no call gets a stale-token answer.
    at(&edge, LIFE + 30, 650);
    let before = edge.arrived("feishu.reset");
    let told = all(&edge, &token, &people, "Tide*Lamp75");
    assert!(told.iter().all(|told| told.status == 200), "{told:?}");
    assert_eq!(edge.arrived("feishu.reset") - before, 5, "each once");
    assert_eq!(edge.arrived("feishu.token"), 2);
}

#[test]
fn a_failed_renewal_keeps_the_current_token_until_its_end() {
    let (edge, token, people) = with_short_lived_tokens();
    let reset = |password: &str| edge.ask(&Edge::reset(&token, &people[0], password));
    assert_eq!(reset(GOOD).status, 200);
    let down = json!({ "kind": "status", "status": 503, "executed": false });
    edge.control(
        "POST",
        "/_sim/faults",
        &json!({ "call": "feishu.token", "fault": down, "times": "always" }),
    );

    let arrived = |many: u64| {
        let start = Instant::now();
        while edge.arrived("feishu.token") < many {
            assert!(start.elapsed() < Duration::from_secs(5), "{many} token calls");
            thread::sleep(Duration::from_millis(20));
        }
    };
    at(&edge, 650, 0);
    assert_eq!(reset("Tide*Lamp73").status, 200);
    arrived(2);
    // A failed renewal is not retried at every reset.
    assert_eq!(reset("Tide*Lamp74").status, 200);
    assert_eq!(edge.arrived("feishu.token"), 2);
    // A minute later it is retried, and the current token is still used.
    at(&edge, 710, 650);
    assert_eq!(reset("Tide*Lamp75").status, 200);
    arrived(3);
    // In its last minute the token is not used for any call.
    at(&edge, LIFE - 55, 710);
    let before = edge.arrived("feishu.reset");
    let told = reset("Tide*Lamp76");
    assert_eq!((told.status, told.code().as_str()), (503, "999000503"), "{}", told.text);
    assert_eq!(edge.arrived("feishu.reset"), before);
    edge.control("DELETE", "/_sim/faults", &Value::Null);
    assert_eq!(reset("Tide*Lamp76").status, 200);
}

#[test]
fn each_stale_token_code_of_feishu_causes_one_renewal() {
    let (edge, token, people) = with_short_lived_tokens();
    for (code, renewed) in [99_991_663, 99_991_664, 99_991_665, 99_991_671].into_iter().zip(2..) {
        edge.fault("feishu.reset", &json!({ "kind": "stale-token", "code": code, "forget": true }));
        assert_eq!(edge.ask(&Edge::reset(&token, &people[0], GOOD)).status, 200, "{code}");
        assert_eq!(edge.arrived("feishu.token"), renewed, "{code}");
    }
}

#[test]
fn many_calls_with_one_stale_token_renew_it_once() {
    let edge = Edge::start();
    edge.vendor_policy("feishu", &json!({ "rate": null }));
    let token = edge.feishu_token(&edge.stack().clients().feishu);
    let people = people(&edge);
    assert_eq!(edge.ask(&Edge::reset(&token, &people[0], GOOD)).status, 200);
    assert_eq!(edge.arrived("feishu.token"), 1);
    edge.control("POST", "/_sim/tokens/expire", &json!({ "vendor": "feishu" }));
    edge.fault("feishu.token", &json!({ "kind": "delay", "ms": 300, "when": "before" }));
    let told = all(&edge, &token, &people, "Tide*Lamp73");
    assert!(told.iter().all(|told| told.status == 200), "{told:?}");
    assert_eq!(edge.arrived("feishu.token"), 2);
}

#[test]
fn a_token_that_stays_stale_is_renewed_once_and_no_more() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let token = edge.eiam_token(&edge.stack().clients().eiam);
    let stale = json!({ "call": "eiam.change-password", "fault": { "kind": "stale-token", "forget": true }, "times": "always" });
    edge.control("POST", "/_sim/faults", &stale);
    let told = edge.ask(&Edge::change(&token, &wang.eiam, GOOD));
    assert_eq!((told.status, told.code().as_str()), (500, "EDGE.0500"), "{}", told.text);
    assert_eq!((edge.arrived("eiam.change-password"), edge.arrived("eiam.token")), (2, 2));
}

#[test]
fn a_token_with_a_lifetime_of_a_minute_is_used_until_shortly_before_its_end() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let token = edge.feishu_token(&edge.stack().clients().feishu);
    edge.vendor_policy("feishu", &json!({ "token_seconds": 70 }));
    for (seconds, fetched) in [(0, 1), (5, 1), (15, 2)] {
        edge.move_clock(Duration::from_secs(seconds));
        assert_eq!(edge.ask(&Edge::reset(&token, &wang.feishu, GOOD)).status, 200);
        assert_eq!(edge.arrived("feishu.token"), fetched, "after {seconds} s");
    }
}
