//! A hundred concurrent requests for one ticket, one idempotency key, one account: one is accepted, all
//! are answered, and the audit log is complete.

#![allow(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    reason = "test code; clippy.toml exempts only functions marked as tests"
)]

use std::collections::BTreeMap;
use std::thread;
use std::time::{Duration, Instant};

use passgate_audit::{Event, Kind};
use passgate_edge_tests::{Ask, Edge, Told, verified};
use serde_json::json;

const GOOD: &str = "Tide*Lamp72";
const MANY: usize = 100;

/// How often each answer was given.
fn counted(told: &[Told]) -> BTreeMap<(u16, String), usize> {
    let mut counts = BTreeMap::new();
    for told in told {
        *counts.entry((told.status, told.code())).or_insert(0_usize) += 1;
    }
    counts
}

/// The attempts of an account, once all of them are logged with their outcomes.
fn attempts(edge: &Edge, user_id: &str, many: usize) -> Vec<Event> {
    let started = Instant::now();
    loop {
        let mut events = edge.audited_of("eiam", user_id);
        events.retain(|event| matches!(event.kind, Kind::Intent | Kind::Outcome));
        if events.len() == 2 * many {
            let report = verified(&edge.audit_log("eiam"));
            assert_eq!((report.findings, report.under_way), (Vec::new(), 0));
            return events;
        }
        assert!(started.elapsed() < Duration::from_secs(10), "{} events for {many} attempts", events.len());
        thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn one_ticket_in_two_browsers() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let ticket =
        edge.ticket(&json!({ "product": "eiam", "action": "change-password", "user_id": wang.eiam }));
    let browsers = ["A".repeat(43), format!("{}E", "B".repeat(42))];
    let asks: Vec<Ask> = (0..MANY)
        .map(|number| {
            let browser = browsers.get(number % 2).map_or("", String::as_str);
            let password = format!("Tide*Lamp{}k{}", number / 10, number % 10);
            let ask = Edge::change(&ticket, &wang.eiam, &password).browser(browser);
            // Half of them have an idempotency key, as the form sends one.
            if number % 4 < 2 { ask.header("Idempotency-Key", &format!("k-{number}")) } else { ask }
        })
        .collect();
    let counts = counted(&edge.ask_at_once(&asks));
    assert_eq!(counts.get(&(200, String::new())), Some(&1), "{counts:?}");
    assert_eq!(counts.get(&(400, "invalid_token".to_owned())), Some(&(MANY - 1)), "{counts:?}");
    assert_eq!(edge.seen("eiam.change-password"), (1, 1));
    let events = attempts(&edge, &wang.eiam, 1);
    assert_eq!(events[1].outcome.as_deref(), Some("done"));
}

#[test]
fn one_idempotency_key() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let client = edge.eiam_token(&edge.stack().clients().eiam);
    // Slow enough that most of them arrive while the first one is in progress.
    edge.fault("eiam.change-password", &json!({ "kind": "delay", "ms": 300, "when": "after" }));
    let asks: Vec<Ask> =
        (0..MANY).map(|_| Edge::change(&client, &wang.eiam, GOOD).header("Idempotency-Key", "k-1")).collect();
    let told = edge.ask_at_once(&asks);
    let counts = counted(&told);
    let done = counts.get(&(200, String::new())).copied().unwrap_or(0);
    let under_way = counts.get(&(409, "EDGE.0409".to_owned())).copied().unwrap_or(0);
    assert!(done >= 1 && done + under_way == MANY, "{counts:?}");
    let first =
        told.iter().filter(|told| told.status == 200 && told.header("Idempotency-Replayed").is_empty());
    assert_eq!(first.count(), 1, "one answer is not a replay");
    assert_eq!(edge.seen("eiam.change-password"), (1, 1));
    // A repeat of the early requests gets the first answer.
    let again = edge.ask_at_once(&asks);
    assert!(again.iter().all(|told| (told.status, told.header("Idempotency-Replayed")) == (200, "true")));
    assert_eq!(edge.seen("eiam.change-password"), (1, 1));
    attempts(&edge, &wang.eiam, 1);
}

#[test]
fn one_account() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let client = edge.eiam_token(&edge.stack().clients().eiam);
    // The same password: for the vendor, every one after the first is a reused one.
    let asks: Vec<Ask> = (0..MANY).map(|_| Edge::change(&client, &wang.eiam, GOOD)).collect();
    let counts = counted(&edge.ask_at_once(&asks));
    let count = |status: u16, code: &str| counts.get(&(status, code.to_owned())).copied().unwrap_or(0);
    let (done, refused, later) = (count(200, ""), count(400, "PWD.0007"), count(429, "EDGE.0429"));
    assert_eq!((done, done + refused + later), (1, MANY), "{counts:?}");
    // The vendor saw one call at a time: each arrived after the answer to the one before.
    let arrived = usize::try_from(edge.arrived("eiam.change-password")).unwrap_or(0);
    assert_eq!(arrived, done + refused);
    assert_eq!(edge.seen("eiam.change-password").1, 1);
    assert!(edge.is_password("eiam", &wang.eiam, GOOD));
    let events = attempts(&edge, &wang.eiam, arrived);
    for pair in events.chunks(2) {
        assert_eq!((pair[0].kind, pair[1].kind), (Kind::Intent, Kind::Outcome), "two concurrent attempts");
        assert_eq!(pair[0].request_id, pair[1].request_id, "two concurrent attempts");
    }
}
