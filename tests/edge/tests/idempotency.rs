//! A repeated request gets the first answer, whatever has changed in the meantime: the ticket, the
//! policy or the process.

use std::thread;
use std::time::Duration;

use passgate_edge_tests::{Ask, Edge, Told};
use serde_json::json;

const GOOD: &str = "Tide*Lamp72";

fn keyed(ask: Ask, key: &str) -> Ask {
    ask.header("Idempotency-Key", key)
}

fn replayed(told: &Told) -> bool {
    told.header("Idempotency-Replayed") == "true"
}

#[test]
fn a_done_request_is_answered_again_and_not_executed_again() {
    let mut edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let client = edge.eiam_token(&edge.stack().clients().eiam);
    let ask = keyed(Edge::change(&client, &wang.eiam, GOOD), "k-1");
    let first = edge.ask(&ask);
    assert_eq!((first.status, replayed(&first)), (200, false));
    for _ in 0..2 {
        let again = edge.ask(&ask);
        assert_eq!((again.status, again.text.as_str(), replayed(&again)), (200, first.text.as_str(), true));
        // A stored answer that survived a restart is returned too.
        edge.stack_mut().restart_worker().unwrap();
    }
    assert_eq!(edge.password_calls(), 1);
    // Another password with the same key is another request.
    let other = edge.ask(&keyed(Edge::change(&client, &wang.eiam, "Tide*Lamp73"), "k-1"));
    assert_eq!((other.status, other.code().as_str()), (422, "PARAM.0001"));
    assert!(other.json()["error_msg"].as_str().unwrap().contains("Idempotency-Key"), "{}", other.text);
    // The same request of another caller is another request too.
    let desk = edge.eiam_token(&edge.stack().clients().tickets);
    assert_eq!(edge.ask(&keyed(Edge::change(&desk, &wang.eiam, GOOD), "k-1")).status, 422);
    // With another key, or for another account, the request is new.
    let lv = edge.person("lvmeili");
    assert_eq!(edge.ask(&keyed(Edge::change(&client, &lv.eiam, GOOD), "k-1")).status, 200);
    assert_eq!(edge.ask(&keyed(Edge::change(&client, &wang.eiam, "Tide*Lamp73"), "k-2")).status, 200);
    assert_eq!(edge.password_calls(), 3);
}

#[test]
fn a_refusal_is_answered_again_and_an_unknown_outcome_stays_unknown() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let client = edge.feishu_token(&edge.stack().clients().feishu);
    let ask = |password: &str, key: &str| keyed(Edge::reset(&client, &wang.feishu, password), key);
    edge.fault("feishu.reset", &json!({ "kind": "answer", "code": "1050022", "message": "no" }));
    let refused = edge.ask(&ask(GOOD, "r"));
    let again = edge.ask(&ask(GOOD, "r"));
    assert_eq!((again.status, again.text.as_str()), (refused.status, refused.text.as_str()));
    assert_eq!((again.status, replayed(&again)), (400, true));
    edge.fault("feishu.reset", &json!({ "kind": "reset-after" }));
    let unknown = edge.ask(&ask(GOOD, "u"));
    assert_eq!(unknown.code(), "999000504");
    let again = edge.ask(&ask(GOOD, "u"));
    assert_eq!((again.status, again.text.as_str()), (504, unknown.text.as_str()));
    assert_eq!(edge.password_calls(), 2);
}

#[test]
fn a_repeat_sends_a_request_that_was_not_sent() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let client = edge.feishu_token(&edge.stack().clients().feishu);
    let ask = keyed(Edge::reset(&client, &wang.feishu, GOOD), "k");
    for _ in 0..2 {
        edge.fault("feishu.token", &json!({ "kind": "reset-before" }));
    }
    assert_eq!(edge.ask(&ask).status, 503);
    let again = edge.ask(&ask);
    assert_eq!(again.status, 200, "{}", again.text);
    assert!(!replayed(&again));
}

#[test]
fn an_early_repeat_gets_a_conflict() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let client = edge.eiam_token(&edge.stack().clients().eiam);
    edge.fault("eiam.change-password", &json!({ "kind": "delay", "ms": 800, "when": "before" }));
    let ask = keyed(Edge::change(&client, &wang.eiam, GOOD), "k");
    thread::scope(|scope| {
        let first = scope.spawn(|| edge.ask(&ask));
        while edge.password_calls() == 0 {
            thread::sleep(Duration::from_millis(10));
        }
        let early = edge.ask(&ask);
        assert_eq!((early.status, early.code().as_str()), (409, "EDGE.0409"));
        assert_eq!(early.header("Retry-After"), "1");
        assert_eq!(first.join().unwrap().status, 200);
    });
    assert!(replayed(&edge.ask(&ask)));
    assert_eq!(edge.password_calls(), 1);
}

#[test]
fn the_holder_of_a_used_ticket_gets_its_answer_again_and_nothing_else() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let ticket =
        edge.ticket(&json!({ "product": "eiam", "action": "change-password", "user_id": wang.eiam }));
    let ask = keyed(Edge::change(&ticket, &wang.eiam, GOOD), "k");
    let first = edge.ask(&ask);
    assert_eq!(first.status, 200);
    let again = edge.ask(&ask);
    assert_eq!((again.status, again.text.as_str(), replayed(&again)), (200, first.text.as_str(), true));
    // Without the key, with another one, or for the form, the ticket is invalid.
    let dead = edge.ask(&Edge::change(&ticket, &wang.eiam, GOOD));
    assert_eq!(dead.code(), "invalid_token");
    let other = edge.ask(&keyed(Edge::change(&ticket, &wang.eiam, GOOD), "k-2"));
    assert_eq!(other.code(), "invalid_token");
    let elsewhere = ask.browser(&"A".repeat(43));
    assert_eq!(edge.ask(&elsewhere).code(), "invalid_token");
    assert_eq!(edge.shown(&ticket).status, 401);
    // The form can read the outcome of its submission, but no data of the person.
    let look = |key: &str| Ask::get("/v1/tickets/self").bearer(&ticket).header("Idempotency-Key", key);
    let shown = edge.ask(&look("k"));
    assert_eq!((shown.status, &shown.json()["identity"]), (200, &json!({})), "{}", shown.text);
    let submission = &shown.json()["submission"];
    assert_eq!((&submission["state"], &submission["outcome"]), (&json!("ended"), &json!("done")));
    assert_eq!(edge.ask(&look("k-2")).status, 401);
    assert_eq!(edge.ask(&look("k").browser(&"A".repeat(43))).status, 401);
    assert_eq!(edge.password_calls(), 1);
}

#[test]
fn a_ticket_reports_the_state_of_its_own_submission() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let client = edge.eiam_token(&edge.stack().clients().eiam);
    let ticket =
        edge.ticket(&json!({ "product": "eiam", "action": "change-password", "user_id": wang.eiam }));
    let look = |key: &str| {
        let told = edge.ask(&Ask::get("/v1/tickets/self").bearer(&ticket).header("Idempotency-Key", key));
        assert_eq!(told.status, 200, "{}", told.text);
        (told.json()["claimed"].clone(), told.json()["submission"].clone())
    };
    let ended = |answer: &Told| {
        let body = answer.json();
        json!({ "state": "ended", "outcome": body["outcome"], "answer": body })
    };
    // The ticket does not report on another caller's key for the same account.
    assert_eq!(edge.ask(&keyed(Edge::change(&client, &wang.eiam, "Tide*Lamp73"), "client")).status, 200);
    assert_eq!(look("client"), (json!(false), json!(null)));
    edge.fault(
        "eiam.change-password",
        &json!({ "kind": "answer", "status": 400, "code": "PWD.0006", "message": "no" }),
    );
    let refused = edge.ask(&keyed(Edge::change(&ticket, &wang.eiam, GOOD), "refused"));
    assert_eq!((refused.status, &refused.json()["outcome"]), (400, &json!("refused-password")));
    assert_eq!(look("refused"), (json!(true), ended(&refused)));
    assert_eq!(look("never"), (json!(true), json!(null)));
    let calls = edge.password_calls();
    edge.fault("eiam.change-password", &json!({ "kind": "delay", "ms": 1_500, "when": "before" }));
    let ask = keyed(Edge::change(&ticket, &wang.eiam, GOOD), "slow");
    thread::scope(|scope| {
        let first = scope.spawn(|| edge.ask(&ask));
        while edge.password_calls() == calls {
            thread::sleep(Duration::from_millis(10));
        }
        assert_eq!(look("slow"), (json!(true), json!({ "state": "in-progress" })));
        let done = first.join().unwrap();
        assert_eq!(done.status, 200);
        assert_eq!(look("slow"), (json!(true), ended(&done)));
    });
    // A submission that was not sent is not stored, so its key is free.
    let lv = edge.person("lvmeili");
    let ticket = edge.ticket(&json!({ "product": "eiam", "action": "change-password", "user_id": lv.eiam }));
    edge.fault("eiam.change-password", &json!({ "kind": "throttle", "status": 429, "retry_after": 30 }));
    assert_eq!(edge.ask(&keyed(Edge::change(&ticket, &lv.eiam, GOOD), "k")).status, 429);
    let told = edge.ask(&Ask::get("/v1/tickets/self").bearer(&ticket).header("Idempotency-Key", "k"));
    assert_eq!((told.status, &told.json()["submission"]), (200, &json!(null)), "{}", told.text);
}

#[test]
fn a_malformed_idempotency_key_is_refused() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let (feishu, eiam) =
        (edge.feishu_token(&edge.stack().clients().feishu), edge.eiam_token(&edge.stack().clients().eiam));
    for key in ["a b", &"k".repeat(129)] {
        let told = edge.ask(&keyed(Edge::change(&eiam, &wang.eiam, GOOD), key));
        assert_eq!((told.status, told.code().as_str()), (400, "PARAM.0001"), "{key}");
        let told = edge.ask(&keyed(Edge::reset(&feishu, &wang.feishu, GOOD), key));
        assert_eq!(told.json()["error"]["field_violations"][0]["field"], "Idempotency-Key");
    }
    assert_eq!(edge.password_calls(), 0);
}
