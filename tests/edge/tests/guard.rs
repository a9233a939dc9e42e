//! A panic or an uncaught exception ends an instance, but the service continues.

use std::thread;
use std::time::{Duration, Instant};

use passgate_edge_tests::{Ask, Edge};
use serde_json::json;

#[test]
fn without_randomness_nothing_is_started_and_the_answer_says_try_again() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let feishu = edge.feishu_token(&edge.stack().clients().feishu);
    let eiam = edge.eiam_token(&edge.stack().clients().eiam);
    assert_eq!(edge.ask(&Ask::post("/__test/no-randomness.3")).status, 200);
    let asks = [
        (Edge::reset(&feishu, &wang.feishu, "Tide*Lamp72"), "999000503"),
        (Edge::change(&eiam, &wang.eiam, "Tide*Lamp72"), "EDGE.0503"),
        (Ask::get("/v1/tickets/self").bearer(&eiam), "unavailable"),
    ];
    for (ask, code) in &asks {
        let told = edge.ask(ask);
        assert_eq!((told.status, told.code_if_any().as_str()), (503, *code), "{}", told.text);
        assert_eq!(told.header("X-Request-Id"), "0".repeat(32));
    }
    assert_eq!(edge.password_calls(), 0);
    assert_eq!(edge.ask(&asks[0].0).status, 200);
    assert!(edge.audited("eiam").is_empty());
}

#[test]
fn each_failure_is_answered_at_once_and_the_next_request_works() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let token = edge.feishu_token(&edge.stack().clients().feishu);
    for failure in ["worker-panic", "panic", "exception"] {
        for _ in 0..3 {
            let start = Instant::now();
            let told = edge.ask(&Ask::post(&format!("/__test/{failure}")));
            assert!(start.elapsed() < Duration::from_secs(1), "{failure}: {:?}", start.elapsed());
            assert_eq!((told.status, &told.json()["code"]), (500, &json!("internal")), "{failure}");
            assert_eq!(told.header("Content-Type"), "application/problem+json");
            assert_eq!(told.header("X-Request-Id"), told.json()["request_id"].as_str().unwrap());
            assert!(!told.text.contains("purpose"), "{}", told.text);
            assert_eq!(edge.ask(&Ask::get("/healthz")).status, 200, "{failure}");
            assert_eq!(edge.ask(&Ask::post("/__test/nothing")).status, 200, "{failure}");
        }
    }
    assert_eq!(edge.ask(&Edge::reset(&token, &wang.feishu, "Tide*Lamp72")).status, 200);
}

#[test]
fn requests_in_flight_are_answered_in_the_vendors_format() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let (feishu, eiam) =
        (edge.feishu_token(&edge.stack().clients().feishu), edge.eiam_token(&edge.stack().clients().eiam));
    for call in ["feishu.reset", "eiam.change-password"] {
        edge.fault(call, &json!({ "kind": "delay", "ms": 3_000, "when": "before" }));
    }
    thread::scope(|scope| {
        let start = Instant::now();
        let asks = [
            Edge::reset(&feishu, &wang.feishu, "Tide*Lamp72"),
            Edge::change(&eiam, &wang.eiam, "Tide*Lamp72"),
            Ask::post("/__test/slow"),
        ];
        let asked: Vec<_> = asks
            .into_iter()
            .map(|ask| {
                let edge = &edge;
                scope.spawn(move || edge.ask(&ask))
            })
            .collect();
        while edge.password_calls() < 2 {
            assert!(start.elapsed() < Duration::from_secs(2), "the calls did not arrive");
            thread::sleep(Duration::from_millis(20));
        }
        assert_eq!(edge.ask(&Ask::post("/__test/panic")).status, 500);
        let told: Vec<_> = asked.into_iter().map(|told| told.join().unwrap()).collect();
        assert!(start.elapsed() < Duration::from_millis(2_900), "{:?}", start.elapsed());
        let statuses: Vec<_> = told.iter().map(|told| told.status).collect();
        assert_eq!(statuses, [504, 504, 500], "{told:?}");
        assert_eq!(told[0].code(), "999000504");
        assert_eq!(told[0].header("X-Tt-Logid"), told[0].header("X-Request-Id"));
        assert_eq!(told[1].code(), "EDGE.0504");
        assert_eq!(told[2].json()["code"], "internal");
    });
    // What was in flight is unknown now; the accounts are open for the next try.
    assert_eq!(edge.ask(&Edge::reset(&feishu, &wang.feishu, "Tide*Lamp73")).status, 200);
    assert_eq!(edge.ask(&Edge::change(&eiam, &wang.eiam, "Tide*Lamp73")).status, 200);
    assert_eq!(edge.password_calls(), 4);
}

#[test]
fn an_account_whose_id_looks_like_a_token_route_gets_a_true_answer() {
    let edge = Edge::start();
    let token = edge.eiam_token(&edge.stack().clients().eiam);
    for user_id in ["token-7", "tokyo-7", "token"] {
        let person = json!({ "username": user_id, "eiam": { "user_id": user_id } });
        edge.control("POST", "/_sim/users", &person);
        edge.fault("eiam.change-password", &json!({ "kind": "delay", "ms": 2_000, "when": "after" }));
        let before = edge.arrived("eiam.change-password");
        let ask = Edge::change(&token, user_id, "Tide*Lamp72");
        thread::scope(|scope| {
            let asked = scope.spawn(|| edge.ask(&ask));
            while edge.arrived("eiam.change-password") == before {
                thread::sleep(Duration::from_millis(10));
            }
            edge.ask(&Ask::post("/__test/worker-panic"));
            let told = asked.join().unwrap();
            assert_eq!((told.status, told.code().as_str()), (504, "EDGE.0504"), "{user_id}: {}", told.text);
        });
    }
}

#[test]
fn a_ticket_that_was_in_flight_is_used_up() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let request = json!({ "product": "eiam", "action": "change-password", "user_id": wang.eiam });
    let (used, unused) = (edge.ticket(&request), edge.person("lvmeili").eiam);
    let other = edge.ticket(&json!({ "product": "eiam", "action": "change-password", "user_id": unused }));
    edge.fault("eiam.change-password", &json!({ "kind": "delay", "ms": 1_000, "when": "before" }));
    let ask = Edge::change(&used, &wang.eiam, "Tide*Lamp72");
    thread::scope(|scope| {
        let asked = scope.spawn(|| edge.ask(&ask));
        while edge.arrived("eiam.change-password") == 0 {
            thread::sleep(Duration::from_millis(10));
        }
        edge.ask(&Ask::post("/__test/panic"));
        assert_eq!(asked.join().unwrap().status, 504);
    });
    assert_eq!(edge.shown(&used).status, 401);
    assert_eq!(edge.ask(&Edge::change(&used, &wang.eiam, "Tide*Lamp73")).code(), "invalid_token");
    assert_eq!(edge.arrived("eiam.change-password"), 1);
    // The panic affected no other request.
    assert_eq!(edge.shown(&other).status, 200);
}
