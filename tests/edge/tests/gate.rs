//! The gate in front of a vendor: its rate, its line, its breaker, by the vendor's own count.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::panic,
    reason = "all of it is test code; clippy.toml knows only the functions marked so"
)]

use std::thread;
use std::time::{Duration, Instant};

use passgate_edge_tests::{Edge, Told};
use serde_json::{Value, json};

const GOOD: &str = "Tide*Lamp72";

/// So many accounts of the simulated Feishu, by their `user_id`.
fn accounts(edge: &Edge, count: usize) -> Vec<String> {
    let made = edge.control("POST", "/_sim/users/numbered", &json!({ "count": count, "prefix": "crowd" }));
    let users = made["users"].as_array().unwrap();
    users.iter().map(|user| user["feishu"]["user_id"].as_str().unwrap().to_owned()).collect()
}

/// Resets, and does what each answer asks for, as a well-behaved caller does: comes back when told
/// to, and tries the new password first when nobody knows. How often it came.
fn reset_patiently(edge: &Edge, token: &str, user_id: &str) -> usize {
    for coming in 1..=50 {
        let told = edge.ask(&Edge::reset(token, user_id, GOOD));
        match told.status {
            200 => return coming,
            429 => thread::sleep(Duration::from_secs(retry_after(&told))),
            503 => thread::sleep(Duration::from_secs(told.header("Retry-After").parse().unwrap_or(2))),
            504 if edge.is_password("feishu", user_id, GOOD) => return coming,
            504 => {}
            _ => panic!("{}: {}", told.status, told.text),
        }
    }
    panic!("{user_id} was sent away fifty times");
}

fn retry_after(told: &Told) -> u64 {
    told.header("Retry-After").parse().unwrap_or_else(|_| panic!("no Retry-After: {told:?}"))
}

/// How often each account had to come until all were served.
fn all_at_once(edge: &Edge, token: &str, accounts: &[String]) -> Vec<usize> {
    thread::scope(|scope| {
        let asked: Vec<_> = accounts
            .iter()
            .map(|account| scope.spawn(move || reset_patiently(edge, token, account)))
            .collect();
        asked.into_iter().map(|asked| asked.join().unwrap()).collect()
    })
}

/// The vendor's own count: when it admitted each call. It has turned none away.
fn admitted(edge: &Edge) -> Vec<i64> {
    let calls = edge.control("GET", "/_sim/calls?call=feishu.reset", &Value::Null);
    let entries = calls["entries"].as_array().unwrap();
    let turned_away = entries.iter().filter(|entry| entry["code"] == "99991400").count();
    assert_eq!(turned_away, 0, "of {} calls", entries.len());
    let mut moments: Vec<i64> =
        entries.iter().map(|entry| entry["admitted_at_ms"].as_i64().unwrap()).collect();
    moments.sort_unstable();
    moments
}

fn most_in_a_second(moments: &[i64]) -> usize {
    let within =
        |start: &i64| moments.iter().filter(|moment| (*start..start + 1000).contains(*moment)).count();
    moments.iter().map(within).max().unwrap_or_default()
}

/// The vendor's page says 10 a second, which takes two minutes for a thousand. Here everything is
/// ten times as fast: the vendor takes 100 a second and the gate is told so. What is not scaled
/// is the thousand, the line of two seconds, and `Retry-After` in whole seconds. The accounts are in
/// memory, for a thousand new files on a busy disk take longer than the thousand calls.
#[test]
fn a_thousand_accounts_at_once_are_all_served_within_the_vendors_rate() {
    let rate = json!({ "vendor_per_second": 100, "per_second": 80, "burst": 5 });
    let edge = Edge::in_memory(&json!({ "products": { "feishu": { "rate": rate } } }));
    edge.vendor_policy("feishu", &json!({ "rate": { "limit": 100, "window_ms": 1000, "status": 429 } }));
    let token = edge.feishu_token(&edge.stack().clients().feishu);
    let accounts = accounts(&edge, 1000);
    let start = Instant::now();
    let comings = all_at_once(&edge, &token, &accounts);
    let (took, total) = (start.elapsed(), comings.iter().sum::<usize>());
    let moments = admitted(&edge);
    let most = most_in_a_second(&moments);
    println!("1000 in {took:?}, {total} comings, at most {most} in a second");
    assert!(most <= 100, "{most} in one second");
    assert!(total <= 20_000, "{total} comings");
    assert!(accounts.iter().all(|account| edge.is_password("feishu", account, GOOD)), "nobody is lost");
    // Only who was told that nobody knows, and found the old password, may have come to the
    // vendor twice.
    assert_eq!(moments.len(), 1000, "each once");
}

#[test]
fn the_vendors_true_rate_holds_over_restarts() {
    let mut edge = Edge::start();
    let token = edge.feishu_token(&edge.stack().clients().feishu);
    let accounts = accounts(&edge, 36);
    let start = Instant::now();
    for crowd in accounts.chunks(12) {
        all_at_once(&edge, &token, crowd);
        edge.stack_mut().restart_worker().unwrap();
    }
    let took = start.elapsed();
    let moments = admitted(&edge);
    assert_eq!(moments.len(), 36);
    assert!(most_in_a_second(&moments) <= 10, "{} in one second", most_in_a_second(&moments));
    assert!(took > Duration::from_millis(4_000), "36 at 8 a second take longer than {took:?}");
}

#[test]
fn a_vendor_that_says_too_fast_is_left_alone_for_as_long_as_it_says() {
    let mut edge = Edge::start();
    let token = edge.feishu_token(&edge.stack().clients().feishu);
    let accounts = accounts(&edge, 3);
    // Longer than a second try could wait for.
    edge.fault("feishu.reset", &json!({ "kind": "throttle", "status": 400, "retry_after": 9 }));
    let told = edge.ask(&Edge::reset(&token, &accounts[0], GOOD));
    let start = Instant::now();
    assert_eq!((told.status, told.code().as_str()), (429, "99991400"));
    assert_eq!(edge.arrived("feishu.reset"), 1);
    let told = edge.ask(&Edge::reset(&token, &accounts[1], GOOD));
    assert_eq!((told.status, retry_after(&told)), (429, 9));
    // A restart does not forget what the vendor said.
    edge.stack_mut().restart_worker().unwrap();
    let told = edge.ask(&Edge::reset(&token, &accounts[1], GOOD));
    assert_eq!(told.status, 429);
    assert_eq!(edge.arrived("feishu.reset"), 1);
    assert_eq!(reset_patiently(&edge, &token, &accounts[1]), 2);
    assert_eq!(reset_patiently(&edge, &token, &accounts[0]), 1);
    assert!(start.elapsed() >= Duration::from_millis(8_900));
}

#[test]
fn a_vendor_that_does_not_answer_is_left_alone_and_asked_with_its_token_call() {
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
    assert!(start.elapsed() < Duration::from_millis(1_000), "at once, and not after {:?}", start.elapsed());
    assert_eq!((edge.arrived("eiam.change-password"), edge.arrived("eiam.token")), (5, 1));

    // Still down when the pause is over: the probe finds out, and nobody's password does.
    let token_down = json!({ "call": "eiam.token", "fault": { "kind": "reset-before" }, "times": 1 });
    edge.control("POST", "/_sim/faults", &token_down);
    thread::sleep(Duration::from_millis(5_100));
    let told = edge.ask(&Edge::change(&token, &wang.eiam, GOOD));
    assert_eq!((told.status, edge.arrived("eiam.token")), (503, 2));
    let pause = retry_after(&told);
    assert!((9..=10).contains(&pause), "twice as long, and not {pause}");

    edge.control("DELETE", "/_sim/faults", &Value::Null);
    thread::sleep(Duration::from_secs(pause));
    assert_eq!(edge.ask(&Edge::change(&token, &wang.eiam, GOOD)).status, 200);
    assert_eq!((edge.arrived("eiam.change-password"), edge.arrived("eiam.token")), (6, 3));
}
