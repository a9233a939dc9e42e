//! An object that stands still, neither alive nor dead: whoever waits for it is answered.

use std::fs;
use std::thread;
use std::time::{Duration, Instant};

use passgate_edge_tests::{Ask, Edge, verified};

const GOOD: &str = "Tide*Lamp72";

/// The next that comes by that place stands still there for a minute.
fn stand_still(edge: &Edge, place: &str) {
    assert_eq!(edge.ask(&Ask::post(&format!("/__test/halt-at.{place}"))).status, 200);
}

/// Waits until somebody does.
fn somebody_stands(edge: &Edge) {
    wait_for(|| fs::read_to_string(edge.stack().worker_log()).is_ok_and(|log| log.contains("\"halted\":")));
}

fn wait_for(is_so: impl Fn() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < Duration::from_secs(30), "it never was so");
        thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn an_audit_log_that_stands_still_holds_up_no_reset_and_is_told_later() {
    let edge = Edge::start();
    let (wang, lv) = (edge.person("wangxiaoming"), edge.person("lvmeili"));
    let client = edge.eiam_token(&edge.stack().clients().eiam);
    stand_still(&edge, "8-telling");
    assert_eq!(edge.ask(&Edge::change(&client, &wang.eiam, GOOD)).status, 200);
    somebody_stands(&edge);
    assert_eq!(edge.ask(&Edge::change(&client, &wang.eiam, "Tide*Lamp73")).status, 200);
    assert_eq!(edge.ask(&Edge::change(&client, &lv.eiam, GOOD)).status, 200);
    // Not once more than happened, though what was told to the one that stands is told again.
    wait_for(|| edge.audited("eiam").len() >= 6);
    assert_eq!(edge.audited_of("eiam", &wang.eiam).len(), 4);
    assert_eq!(verified(&edge.audit_log("eiam")).findings, []);
}

#[test]
fn an_account_that_stands_still_is_waited_for_no_longer_than_a_reset_may_take() {
    let edge = Edge::start();
    let (wang, lv) = (edge.person("wangxiaoming"), edge.person("lvmeili"));
    let client = edge.eiam_token(&edge.stack().clients().eiam);
    stand_still(&edge, "3-turn");
    thread::scope(|scope| {
        let first = scope.spawn(|| edge.ask(&Edge::change(&client, &wang.eiam, GOOD)));
        somebody_stands(&edge);
        // Nobody else waits for it, and who comes behind it is told when to come again.
        assert_eq!(edge.ask(&Edge::change(&client, &lv.eiam, GOOD)).status, 200);
        let behind = edge.ask(&Edge::change(&client, &wang.eiam, "Tide*Lamp73"));
        assert_eq!((behind.status, behind.code().as_str()), (429, "EDGE.0429"));
        assert_eq!(behind.header("Retry-After"), "1");
        // Whether it has sent anything before it fell silent, nobody outside knows.
        let told = first.join().expect("an answer");
        assert_eq!((told.status, told.code().as_str()), (504, "EDGE.0504"), "{}", told.text);
    });
    assert_eq!(edge.arrived("eiam.change-password"), 1, "the other account's");
}
