//! A vendor that fails: what the caller is told, and that nothing is sent a second time that may
//! have been done.

use std::time::Instant;

use passgate_edge_tests::Edge;
use serde_json::{Value, json};

const GOOD: &str = "Tide*Lamp72";

/// What the caller must be told.
#[derive(Clone, Copy, PartialEq)]
enum Expected {
    Done,
    Unknown,
    NotSent,
    Throttled,
    Misconfigured,
}

impl Expected {
    const fn of_feishu(self) -> (u16, &'static str) {
        match self {
            Self::Done => (200, "0"),
            Self::Unknown => (504, "999000504"),
            Self::NotSent => (503, "999000503"),
            Self::Throttled => (429, "99991400"),
            Self::Misconfigured => (500, "999000500"),
        }
    }

    const fn of_eiam(self) -> (u16, &'static str) {
        match self {
            Self::Done => (200, ""),
            Self::Unknown => (504, "EDGE.0504"),
            Self::NotSent => (503, "EDGE.0503"),
            Self::Throttled => (429, "EDGE.0429"),
            Self::Misconfigured => (500, "EDGE.0500"),
        }
    }
}

/// A fault, what is told, and how many calls have arrived.
type Row = (Value, Expected, u64);

fn faults_of_the_call() -> Vec<Row> {
    use Expected::{Done, Misconfigured, Throttled, Unknown};
    let status = |status: u16| json!({ "kind": "status", "status": status, "executed": true });
    vec![
        (json!({ "kind": "delay", "ms": 300, "when": "after" }), Done, 1),
        (json!({ "kind": "slow-body", "chunk": 8, "ms": 20 }), Done, 1),
        (json!({ "kind": "reset-before" }), Unknown, 1),
        (json!({ "kind": "reset-after" }), Unknown, 1),
        (json!({ "kind": "close", "executed": true }), Unknown, 1),
        (status(500), Unknown, 1),
        (status(502), Unknown, 1),
        (status(503), Unknown, 1),
        (json!({ "kind": "cut-body" }), Unknown, 1),
        (json!({ "kind": "malformed" }), Unknown, 1),
        (json!({ "kind": "wrong-shape" }), Unknown, 1),
        (json!({ "kind": "not-json", "status": 200, "executed": true }), Unknown, 1),
        (json!({ "kind": "huge-body", "bytes": 1_048_576 }), Unknown, 1),
        (json!({ "kind": "not-found" }), Misconfigured, 1),
        // Refused once for its token, then done: two calls, one of them executed.
        (json!({ "kind": "stale-token", "forget": true }), Done, 2),
        // The last one: from then on the gate lets nothing pass.
        (json!({ "kind": "throttle", "status": 429, "retry_after": 30 }), Throttled, 1),
    ]
}

#[test]
fn each_fault_of_feishus_reset() {
    let edge = Edge::unshaped();
    let wang = edge.person("wangxiaoming");
    let token = edge.feishu_token(&edge.stack().clients().feishu);
    let mut rows = faults_of_the_call();
    for code in [99_991_663, 99_991_664, 99_991_665, 99_991_671] {
        let row = (json!({ "kind": "stale-token", "code": code, "forget": true }), Expected::Done, 2);
        rows.insert(rows.len() - 1, row);
    }
    edge.vendor_policy("feishu", &json!({ "daily_limit": null, "rate": null }));
    for (fault, expected, calls) in rows {
        let before = edge.arrived("feishu.reset");
        edge.fault("feishu.reset", &fault);
        let told = edge.ask(&Edge::reset(&token, &wang.feishu, GOOD));
        assert_eq!((told.status, told.code().as_str()), expected.of_feishu(), "{fault}: {}", told.text);
        assert_eq!(edge.arrived("feishu.reset") - before, calls, "{fault}");
        if expected == Expected::Throttled {
            assert_eq!((told.header("Retry-After"), told.header("x-ogw-ratelimit-reset")), ("30", "30"));
        }
    }
}

#[test]
fn each_fault_of_eiams_change() {
    let edge = Edge::unshaped();
    let wang = edge.person("wangxiaoming");
    let token = edge.eiam_token(&edge.stack().clients().eiam);
    edge.vendor_policy("eiam", &json!({ "history": 0 }));
    for (fault, expected, calls) in faults_of_the_call() {
        let before = edge.arrived("eiam.change-password");
        edge.fault("eiam.change-password", &fault);
        let told = edge.ask(&Edge::change(&token, &wang.eiam, GOOD));
        assert_eq!((told.status, told.code().as_str()), expected.of_eiam(), "{fault}: {}", told.text);
        assert_eq!(edge.arrived("eiam.change-password") - before, calls, "{fault}");
    }
}

#[test]
fn each_fault_of_the_token_calls() {
    use Expected::{Misconfigured, NotSent, Throttled};
    let faults = [
        (json!({ "kind": "reset-before" }), NotSent),
        (json!({ "kind": "reset-after" }), NotSent),
        (json!({ "kind": "status", "status": 503, "executed": false }), NotSent),
        (json!({ "kind": "malformed" }), NotSent),
        (json!({ "kind": "not-json", "status": 200, "executed": false }), NotSent),
        (json!({ "kind": "throttle", "status": 429, "retry_after": 4 }), Throttled),
    ];
    let edge = Edge::unshaped();
    let wang = edge.person("wangxiaoming");
    let (feishu, eiam) =
        (edge.feishu_token(&edge.stack().clients().feishu), edge.eiam_token(&edge.stack().clients().eiam));
    for (fault, expected) in &faults {
        let order = |call: &str| {
            // What is not reached is tried once more.
            let times = if *expected == NotSent { 2 } else { 1 };
            let order = json!({ "call": call, "fault": fault, "times": times });
            edge.control("POST", "/_sim/faults", &order);
        };
        order("feishu.token");
        let told = edge.ask(&Edge::reset(&feishu, &wang.feishu, GOOD));
        assert_eq!((told.status, told.code().as_str()), expected.of_feishu(), "{fault}: {}", told.text);
        order("eiam.token");
        let told = edge.ask(&Edge::change(&eiam, &wang.eiam, GOOD));
        assert_eq!((told.status, told.code().as_str()), expected.of_eiam(), "{fault}: {}", told.text);
    }
    // A credential the vendor no longer takes: an operator must act, and the caller learns no more.
    let app = edge.stack().simulator().app().0.to_owned();
    edge.control("PATCH", &format!("/_sim/apps/{app}"), &json!({ "app_secret": "another" }));
    let told = edge.ask(&Edge::reset(&feishu, &wang.feishu, GOOD));
    assert_eq!((told.status, told.code().as_str()), Misconfigured.of_feishu(), "{}", told.text);
    assert_eq!(edge.password_calls(), 0);
}

#[test]
fn a_permission_that_was_taken_away_is_the_edges_to_mend() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let token = edge.feishu_token(&edge.stack().clients().feishu);
    let app = edge.stack().simulator().app().0.to_owned();
    edge.control("PATCH", &format!("/_sim/apps/{app}"), &json!({ "scopes": [] }));
    let told = edge.ask(&Edge::reset(&token, &wang.feishu, GOOD));
    assert_eq!((told.status, told.code().as_str()), (500, "999000500"), "{}", told.text);
}

#[test]
fn a_vendor_that_takes_too_long_is_not_waited_for() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let token = edge.eiam_token(&edge.stack().clients().eiam);
    edge.fault("eiam.change-password", &json!({ "kind": "delay", "ms": 12_000, "when": "after" }));
    let start = Instant::now();
    let told = edge.ask(&Edge::change(&token, &wang.eiam, GOOD));
    let took = start.elapsed().as_millis();
    assert_eq!((told.status, told.code().as_str()), (504, "EDGE.0504"));
    assert!((7_900..9_500).contains(&took), "{took} ms");
    assert_eq!(edge.arrived("eiam.change-password"), 1);
    assert!(edge.is_password("eiam", &wang.eiam, GOOD), "the vendor has done it all the same");
}

#[test]
fn a_body_that_never_ends_is_not_waited_for_either() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let token = edge.feishu_token(&edge.stack().clients().feishu);
    edge.fault("feishu.reset", &json!({ "kind": "slow-body", "chunk": 1, "ms": 1_000 }));
    let start = Instant::now();
    let told = edge.ask(&Edge::reset(&token, &wang.feishu, GOOD));
    assert_eq!(told.status, 504);
    assert!(start.elapsed().as_millis() < 9_500);
}

#[test]
fn many_calls_with_one_stale_token_renew_it_once() {
    let edge = Edge::start();
    edge.vendor_policy("feishu", &json!({ "rate": null }));
    let token = edge.feishu_token(&edge.stack().clients().feishu);
    let people: Vec<_> = ["wangxiaoming", "ouyangfeng", "lvmeili", "zengguofan", "shanyafei"]
        .iter()
        .map(|name| edge.person(name).feishu)
        .collect();
    assert_eq!(edge.ask(&Edge::reset(&token, &people[0], GOOD)).status, 200);
    assert_eq!(edge.arrived("feishu.token"), 1);
    edge.control("POST", "/_sim/tokens/expire", &json!({ "vendor": "feishu" }));
    edge.fault("feishu.token", &json!({ "kind": "delay", "ms": 300, "when": "before" }));
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let asked: Vec<_> = people
            .iter()
            .map(|person| {
                let ask = Edge::reset(&token, person, "Tide*Lamp73");
                let edge = &edge;
                scope.spawn(move || edge.ask(&ask).status)
            })
            .collect();
        asked.into_iter().map(|status| status.join().unwrap()).collect()
    });
    assert_eq!(statuses, [200; 5]);
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
fn a_token_of_the_vendor_is_used_until_shortly_before_its_end() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let token = edge.feishu_token(&edge.stack().clients().feishu);
    edge.vendor_policy("feishu", &json!({ "token_seconds": 61 }));
    assert_eq!(edge.ask(&Edge::reset(&token, &wang.feishu, GOOD)).status, 200);
    assert_eq!(edge.ask(&Edge::reset(&token, &wang.feishu, GOOD)).status, 200);
    std::thread::sleep(std::time::Duration::from_millis(1_500));
    assert_eq!(edge.ask(&Edge::reset(&token, &wang.feishu, GOOD)).status, 200);
    assert_eq!(edge.arrived("feishu.token"), 2);
}
