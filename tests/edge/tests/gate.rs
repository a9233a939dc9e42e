//! The gate of a vendor: rate limit, queue and circuit breaker, checked against the calls that the
//! vendor counted.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::panic,
    reason = "test code; clippy.toml exempts only functions marked as tests"
)]

use std::thread;
use std::time::{Duration, Instant};

use passgate_edge_tests::Edge;
use passgate_edge_tests::burst::{accounts, all_at_once, calls, reset_patiently, retry_after};
use serde_json::{Value, json};

const GOOD: &str = "Tide*Lamp72";

#[test]
fn the_vendors_rate_limit_is_kept_over_restarts() {
    let mut edge = Edge::start();
    let token = edge.feishu_token(&edge.stack().clients().feishu);
    let accounts = accounts(&edge, 36);
    let start = Instant::now();
    for crowd in accounts.chunks(12) {
        let fared = all_at_once(&edge, &token, crowd, GOOD);
        assert_eq!(fared.iter().map(|fared| fared.unknown).sum::<usize>(), 0, "nothing failed");
        edge.stack_mut().restart_worker().unwrap();
    }
    let took = start.elapsed();
    let calls = calls(&edge);
    assert_eq!((calls.admitted.len(), calls.turned_away), (36, 0));
    assert!(calls.most_in_a_second() <= 10, "{} in one second", calls.most_in_a_second());
    assert!(took > Duration::from_millis(4_000), "36 at 8 a second take longer than {took:?}");
}

#[test]
fn a_throttling_vendor_is_not_called_until_its_retry_time() {
    let mut edge = Edge::start();
    let token = edge.feishu_token(&edge.stack().clients().feishu);
    let accounts = accounts(&edge, 3);
    // Longer than the wait before a second try.
    edge.fault("feishu.reset", &json!({ "kind": "throttle", "status": 400, "retry_after": 9 }));
    let told = edge.ask(&Edge::reset(&token, &accounts[0], GOOD));
    let start = Instant::now();
    assert_eq!((told.status, told.code().as_str()), (429, "99991400"));
    assert_eq!(edge.arrived("feishu.reset"), 1);
    let told = edge.ask(&Edge::reset(&token, &accounts[1], GOOD));
    assert_eq!((told.status, retry_after(&told)), (429, 9));
    // The vendor's retry time survives a restart.
    edge.stack_mut().restart_worker().unwrap();
    let told = edge.ask(&Edge::reset(&token, &accounts[1], GOOD));
    assert_eq!(told.status, 429);
    assert_eq!(edge.arrived("feishu.reset"), 1);
    assert_eq!(reset_patiently(&edge, &token, &accounts[1], GOOD).comings, 2);
    assert_eq!(reset_patiently(&edge, &token, &accounts[0], GOOD).comings, 1);
    assert!(start.elapsed() >= Duration::from_millis(8_900));
}

#[test]
fn a_vendor_that_does_not_answer_is_paused_and_probed_with_its_token_call() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let token = edge.eiam_token(&edge.stack().clients().eiam);
    let down =
        json!({ "call": "eiam.change-password", "fault": { "kind": "reset-before" }, "times": "always" });
    edge.control("POST", "/_sim/faults", &down);
    for _ in 0..5 {
        assert_eq!(edge.ask(&Edge::change(&token, &wang.eiam, GOOD)).status, 504);
    }
    let start = Instant::now();
    let told = edge.ask(&Edge::change(&token, &wang.eiam, GOOD));
    assert_eq!((told.status, told.code().as_str()), (503, "EDGE.0503"));
    assert!((1..=5).contains(&retry_after(&told)), "{}", retry_after(&told));
    assert!(start.elapsed() < Duration::from_millis(1_000), "not at once: after {:?}", start.elapsed());
    assert_eq!((edge.arrived("eiam.change-password"), edge.arrived("eiam.token")), (5, 1));

    // The vendor is still down after the pause. The probe finds that out without sending a password.
    let token_down = json!({ "call": "eiam.token", "fault": { "kind": "reset-before" }, "times": 1 });
    edge.control("POST", "/_sim/faults", &token_down);
    thread::sleep(Duration::from_millis(5_100));
    let told = edge.ask(&Edge::change(&token, &wang.eiam, GOOD));
    assert_eq!((told.status, edge.arrived("eiam.token")), (503, 2));
    let pause = retry_after(&told);
    assert!((9..=10).contains(&pause), "not twice as long: {pause}");

    edge.control("DELETE", "/_sim/faults", &Value::Null);
    thread::sleep(Duration::from_secs(pause));
    assert_eq!(edge.ask(&Edge::change(&token, &wang.eiam, GOOD)).status, 200);
    assert_eq!((edge.arrived("eiam.change-password"), edge.arrived("eiam.token")), (6, 3));
}
