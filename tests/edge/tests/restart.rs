//! A killed Worker: the durable state survives, and calls in progress have an unknown outcome.

use std::thread;
use std::time::{Duration, Instant};

use passgate_edge_tests::{Ask, Edge};
use serde_json::json;

const GOOD: &str = "Tide*Lamp72";

#[test]
fn a_ticket_survives() {
    let mut edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let ticket = edge.ticket(&json!({ "product": "eiam", "action": "change-password", "user_id": wang.eiam, "identity": { "name": "王小明" } }));
    edge.vendor_policy("eiam", &json!({ "weak": [GOOD] }));
    assert_eq!(edge.ask(&Edge::change(&ticket, &wang.eiam, GOOD)).code(), "PWD.0006");
    let before = edge.shown(&ticket).json();
    edge.stack_mut().restart_worker().unwrap();
    assert_eq!(edge.shown(&ticket).json(), before);
    assert_eq!(before["attempts_left"], 9);
    assert_eq!(edge.ask(&Edge::change(&ticket, &wang.eiam, "Tide*Lamp73")).status, 200);
    edge.stack_mut().restart_worker().unwrap();
    assert_eq!(edge.shown(&ticket).status, 401);
}

#[test]
fn a_call_in_progress_is_not_repeated_and_its_ticket_is_used_up() {
    let mut edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let ticket =
        edge.ticket(&json!({ "product": "eiam", "action": "change-password", "user_id": wang.eiam }));
    edge.fault("eiam.change-password", &json!({ "kind": "delay", "ms": 1_500, "when": "before" }));
    let worker = edge.stack().worker_process_id().unwrap();
    let ask = Edge::change(&ticket, &wang.eiam, GOOD);
    thread::scope(|scope| {
        let asked = scope.spawn(|| edge.try_ask(&ask));
        let start = Instant::now();
        while edge.arrived("eiam.change-password") == 0 {
            assert!(start.elapsed() < Duration::from_secs(3), "the call did not arrive");
            thread::sleep(Duration::from_millis(10));
        }
        kill(worker);
        assert!(asked.join().unwrap().is_err(), "an answer from a killed Worker");
    });
    edge.stack_mut().restart_worker().unwrap();
    assert_eq!(edge.shown(&ticket).status, 401);
    assert_eq!(edge.ask(&Edge::change(&ticket, &wang.eiam, "Tide*Lamp73")).code(), "invalid_token");
    thread::sleep(Duration::from_millis(1_600));
    assert_eq!(edge.arrived("eiam.change-password"), 1);
    // A new ticket makes the account usable again.
    let again = edge.ticket(&json!({ "product": "eiam", "action": "change-password", "user_id": wang.eiam }));
    assert_eq!(edge.ask(&Edge::change(&again, &wang.eiam, "Tide*Lamp73")).status, 200);
}

#[test]
fn a_caller_that_disconnects_does_not_stop_the_reset() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let token = edge.feishu_token(&edge.stack().clients().feishu);
    edge.fault("feishu.reset", &json!({ "kind": "delay", "ms": 600, "when": "before" }));
    edge.hang_up_after(&Edge::reset(&token, &wang.feishu, GOOD), Duration::from_millis(200));
    let start = Instant::now();
    while !edge.is_password("feishu", &wang.feishu, GOOD) {
        assert!(start.elapsed() < Duration::from_secs(10), "the reset was not done");
        thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(edge.ask(&Ask::get("/healthz")).status, 200);
    assert_eq!(edge.ask(&Edge::reset(&token, &wang.feishu, "Tide*Lamp73")).status, 200);
}

#[test]
fn resets_of_one_account_are_sequential() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let token = edge.eiam_token(&edge.stack().clients().eiam);
    edge.fault("eiam.change-password", &json!({ "kind": "delay", "ms": 600, "when": "before" }));
    let start = Instant::now();
    let statuses: Vec<u16> = thread::scope(|scope| {
        let asked: Vec<_> = (2..5)
            .map(|number| {
                let ask = Edge::change(&token, &wang.eiam, &format!("Tide*Lamp7{number}"));
                let edge = &edge;
                scope.spawn(move || edge.ask(&ask).status)
            })
            .collect();
        // While one account waits, another continues.
        let lv = edge.person("lvmeili");
        assert_eq!(edge.ask(&Edge::rest(&token, &lv.eiam, "SMS")).status, 200);
        assert!(start.elapsed() < Duration::from_millis(500), "{:?}", start.elapsed());
        asked.into_iter().map(|status| status.join().unwrap()).collect()
    });
    assert_eq!(statuses, [200; 3]);
    assert!(start.elapsed() >= Duration::from_millis(600));
    // The vendor saw one call at a time: each arrived after the answer to the one before.
    let calls = edge.control("GET", "/_sim/calls?call=eiam.change-password", &json!(null));
    let at: Vec<u64> =
        calls["entries"].as_array().unwrap().iter().map(|entry| entry["at_ms"].as_u64().unwrap()).collect();
    assert!(at[1] - at[0] >= 590, "{at:?}");
}

fn kill(process: u32) {
    let status = std::process::Command::new("kill").args(["-9", &process.to_string()]).status();
    assert!(status.is_ok_and(|status| status.success()));
}
