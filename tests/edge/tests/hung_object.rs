//! A hung object, which neither answers nor fails. Every caller gets an answer, and no attempt takes
//! longer than ten seconds.

use std::fs;
use std::thread;
use std::time::{Duration, Instant};

use passgate_audit::{Event, Kind};
use passgate_edge_tests::{Ask, Edge, IdToken, longest_attempt, verified, wait_for};
use passgate_worker::reset::budget;
use serde_json::json;

const GOOD: &str = "Tide*Lamp72";
/// How long a condition may take to become true.
const PATIENCE: Duration = Duration::from_secs(30);
/// The time of a request outside the attempt: reading the current policy from the gate, and the delay
/// of a slow machine.
const BEFORE: Duration = Duration::from_secs(3);
const ATTEMPT: Duration = Duration::from_millis(budget::WHOLE_MS);
/// The bounds in `docs/faults.md`.
const ACCOUNT: Duration = Duration::from_millis(budget::ACCOUNT_MS + budget::GRACE_MS);
const QUICK: Duration = Duration::from_millis(budget::QUICK_MS);
const PROOF: Duration = Duration::from_millis(budget::VERIFY_MS);

/// Sets a failpoint. It stops the next execution that reaches it for a minute; a failpoint of an object
/// stops every execution until another failpoint is set.
fn set_failpoint(edge: &Edge, place: &str) {
    assert_eq!(edge.ask(&Ask::post(&format!("/__test/halt-at.{place}"))).status, 200);
}

/// Waits until an execution has reached the failpoint.
fn is_reached(edge: &Edge) {
    wait_for(PATIENCE, "the failpoint is reached", || {
        fs::read_to_string(edge.stack().worker_log()).is_ok_and(|log| log.contains("\"halted\":"))
    });
}

#[test]
fn a_hung_audit_log_delays_no_reset_and_gets_its_events_later() {
    let edge = Edge::start();
    let (wang, lv) = (edge.person("wangxiaoming"), edge.person("lvmeili"));
    let client = edge.eiam_token(&edge.stack().clients().eiam);
    set_failpoint(&edge, "8-telling");
    assert_eq!(edge.ask(&Edge::change(&client, &wang.eiam, GOOD)).status, 200);
    is_reached(&edge);
    assert_eq!(edge.ask(&Edge::change(&client, &wang.eiam, "Tide*Lamp73")).status, 200);
    assert_eq!(edge.ask(&Edge::change(&client, &lv.eiam, GOOD)).status, 200);
    // No event is logged twice, although the deliveries to the hung log are repeated.
    wait_for(PATIENCE, "the log has the events", || edge.audited("eiam").len() >= 6);
    assert_eq!(edge.audited_of("eiam", &wang.eiam).len(), 4);
    assert_eq!(verified(&edge.audit_log("eiam")).findings, []);
}

#[test]
fn a_hung_account_delays_its_caller_no_longer_than_a_reset_may_take() {
    let edge = Edge::start();
    let (wang, lv) = (edge.person("wangxiaoming"), edge.person("lvmeili"));
    let client = edge.eiam_token(&edge.stack().clients().eiam);
    set_failpoint(&edge, "3-turn");
    thread::scope(|scope| {
        let first = scope.spawn(|| timed(|| edge.ask(&Edge::change(&client, &wang.eiam, GOOD))));
        is_reached(&edge);
        // No other account waits for it, and later requests for the account get a retry time.
        assert_eq!(edge.ask(&Edge::change(&client, &lv.eiam, GOOD)).status, 200);
        let behind = edge.ask(&Edge::change(&client, &wang.eiam, "Tide*Lamp73"));
        assert_eq!((behind.status, behind.code().as_str()), (429, "EDGE.0429"));
        assert_eq!(behind.header("Retry-After"), "1");
        // Whether the object sent the call before it hung is unknown outside of it.
        let (told, took) = first.join().expect("an answer");
        assert_eq!((told.status, told.code().as_str()), (504, "EDGE.0504"), "{}", told.text);
        assert!(took < ACCOUNT + BEFORE, "{took:?}");
    });
    assert_eq!(edge.arrived("eiam.change-password"), 1, "only the other account's call");
}

#[test]
fn a_hung_gate_sends_nothing_loses_nothing_and_recovers() {
    let edge = Edge::start();
    let (wang, lv) = (edge.person("wangxiaoming"), edge.person("lvmeili"));
    let client = edge.feishu_token(&edge.stack().clients().feishu);
    let ticket = edge.ticket(&Edge::change_ticket(&wang.eiam));
    assert_eq!(edge.shown(&ticket).status, 200);
    let change = Edge::change(&ticket, &wang.eiam, GOOD).header("Idempotency-Key", "a-key-of-the-form");
    let reset = Edge::reset(&client, &lv.feishu, GOOD);

    set_failpoint(&edge, "gate");
    thread::scope(|scope| {
        // One product has a queue and the other has none: a request for the first is rejected before it
        // becomes an attempt.
        let feishu = scope.spawn(|| timed(|| edge.ask(&reset)));
        let (eiam, took) = timed(|| edge.ask(&change));
        assert_eq!((eiam.status, eiam.code().as_str()), (503, "EDGE.0503"), "{}", eiam.text);
        assert!(took < BEFORE + ATTEMPT, "{took:?}");
        let (feishu, took) = feishu.join().expect("an answer");
        assert_eq!((feishu.status, feishu.code().as_str()), (503, "999000503"), "{}", feishu.text);
        assert!(took < ATTEMPT + BEFORE, "{took:?}");
    });
    // A request that reads from the gate gets an error, or an answer without that part.
    let auditor = IdToken::of(&edge, "lvmeili").auditor().issue(&edge);
    assert_eq!(edge.ask(&Ask::get("/v1/drift").bearer(&auditor)).status, 503);
    let metrics = edge.ask(&Ask::get("/v1/metrics").bearer(&auditor));
    assert_eq!(metrics.status, 200, "{}", metrics.text);
    assert!(metrics.text.contains("passgate_"), "{}", metrics.text);
    // The audit log says that nothing was sent. It has no row for a request that was never started.
    assert_eq!(edge.password_calls(), 0);
    let events = edge.audited_once("eiam", &wang.eiam, |events| outcomes(events).len() == 1);
    assert_eq!(outcomes(&events), ["not-sent not-reached"]);
    assert!(longest_attempt(&events) <= ATTEMPT, "{events:?}");
    assert_eq!(edge.audited_of("feishu", &lv.feishu).len(), 0);

    set_failpoint(&edge, "nowhere");
    // The ticket has lost no attempt, and its key is free again.
    let shown = edge.shown(&ticket);
    assert_eq!((shown.status, &shown.json()["attempts_left"]), (200, &json!(10)));
    let told = edge.ask(&change);
    assert_eq!((told.status, told.header("Idempotency-Replayed")), (200, ""), "{}", told.text);
    assert_eq!(edge.ask(&reset).status, 200);
    assert_eq!(edge.password_calls(), 2);
    assert!(edge.is_password("eiam", &wang.eiam, GOOD));
    for product in ["eiam", "feishu"] {
        assert_eq!(verified(&edge.audit_log(product)).findings, []);
    }
}

#[test]
fn a_gate_that_hangs_at_the_permit_ends_the_attempt_in_time() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let client = edge.feishu_token(&edge.stack().clients().feishu);
    let reset = Edge::reset(&client, &wang.feishu, GOOD);
    set_failpoint(&edge, "5-granting");
    let told = edge.ask(&reset);
    assert_eq!((told.status, told.code().as_str()), (503, "999000503"), "{}", told.text);
    let events = edge.audited_once("feishu", &wang.feishu, |events| outcomes(events).len() == 1);
    assert_eq!(outcomes(&events), ["not-sent not-reached"]);
    assert!(longest_attempt(&events) <= ATTEMPT, "{events:?}");
    assert_eq!(edge.password_calls(), 0);

    // The stopped execution continues after its caller has given up, and must not call the vendor: the
    // only call is the second request's.
    set_failpoint(&edge, "nowhere");
    assert_eq!(edge.ask(&reset).status, 200);
    assert_eq!(edge.password_calls(), 1);
}

#[test]
fn an_attempt_ends_in_time_whichever_part_is_slow() {
    let edge = Edge::start();
    let (wang, lv) = (edge.person("wangxiaoming"), edge.person("lvmeili"));
    let eiam = edge.eiam_token(&edge.stack().clients().eiam);
    let feishu = edge.feishu_token(&edge.stack().clients().feishu);
    assert_eq!(edge.ask(&Edge::change(&eiam, &wang.eiam, GOOD)).status, 200);
    let late = |ms: u64, when: &str| json!({ "kind": "delay", "ms": ms, "when": when });
    // A slow token call, a slow refusal, and a gate that does not answer the report.
    edge.fault("eiam.change-password", &json!({ "kind": "stale-token", "forget": true }));
    edge.fault("eiam.token", &late(4_700, "before"));
    edge.fault("eiam.change-password", &late(3_500, "before"));
    // A slow token call, and a vendor call that never ends.
    edge.fault("feishu.token", &late(4_700, "before"));
    edge.fault("feishu.reset", &late(15_000, "after"));
    set_failpoint(&edge, "7-telling");
    thread::scope(|scope| {
        let silent = scope.spawn(|| edge.ask(&Edge::reset(&feishu, &lv.feishu, GOOD)));
        // The password is in the vendor's history, which the edge cannot check.
        let told = edge.ask(&Edge::change(&eiam, &wang.eiam, GOOD));
        assert_eq!((told.status, told.code().as_str()), (400, "PWD.0007"), "{}", told.text);
        let told = silent.join().expect("an answer");
        assert_eq!((told.status, told.code().as_str()), (504, "999000504"), "{}", told.text);
    });
    let refused = edge.audited_once("eiam", &wang.eiam, |events| outcomes(events).len() == 2);
    assert_eq!(outcomes(&refused), ["done", "refused-password PWD.0007"]);
    let unknown = edge.audited_once("feishu", &lv.feishu, |events| outcomes(events).len() == 1);
    assert_eq!(outcomes(&unknown), ["unknown no-answer"]);
    // Each attempt took most of its time limit, but not more.
    for events in [&refused, &unknown] {
        let longest = longest_attempt(events);
        assert!(longest <= ATTEMPT && longest > Duration::from_millis(7_900), "{longest:?}");
    }
}

#[test]
fn a_hung_caller_rate_delays_only_its_own_callers() {
    let edge = Edge::start();
    let (wang, lv) = (edge.person("wangxiaoming"), edge.person("lvmeili"));
    let client = edge.eiam_token(&edge.stack().clients().eiam);
    let minter = edge.eiam_token(&edge.stack().clients().tickets);
    let ticket = edge.ticket(&Edge::change_ticket(&wang.eiam));
    set_failpoint(&edge, "caller-rate");
    // A person has a rate limit at the account only.
    assert_eq!(edge.ask(&Edge::change(&ticket, &wang.eiam, GOOD)).status, 200);
    let change = Edge::change(&client, &lv.eiam, GOOD);
    // A client's lease may let it pass for two seconds.
    thread::sleep(Duration::from_millis(2_100));
    let mint = Ask::post("/v1/tickets").bearer(&minter).json(&Edge::change_ticket(&lv.eiam));
    thread::scope(|scope| {
        let minted = scope.spawn(|| timed(|| edge.ask(&mint)));
        let (told, took) = timed(|| edge.ask(&change));
        assert_eq!((told.status, told.code().as_str()), (503, "EDGE.0503"), "{}", told.text);
        assert!(took < QUICK + BEFORE, "{took:?}");
        let (told, took) = minted.join().expect("an answer");
        assert_eq!((told.status, &told.json()["code"]), (503, &json!("unavailable")), "{}", told.text);
        assert!(took < QUICK + BEFORE, "{took:?}");
    });
    assert_eq!((edge.password_calls(), edge.audited_of("eiam", &lv.eiam).len()), (1, 0));
    set_failpoint(&edge, "nowhere");
    assert_eq!(edge.ask(&change).status, 200);
    assert_eq!(edge.ask(&mint).status, 201);
}

#[test]
fn an_account_that_does_not_answer_is_distinguished_from_an_invalid_ticket() {
    let edge = Edge::start();
    let (wang, lv) = (edge.person("wangxiaoming"), edge.person("lvmeili"));
    let minter = edge.eiam_token(&edge.stack().clients().tickets);
    let ticket = edge.ticket(&Edge::change_ticket(&wang.eiam));
    set_failpoint(&edge, "account");
    let asks = [
        Ask::get("/v1/tickets/self").bearer(&ticket),
        Edge::change(&ticket, &wang.eiam, GOOD),
        Ask::post("/v1/tickets").bearer(&minter).json(&Edge::change_ticket(&lv.eiam)),
    ];
    let (told, took) = timed(|| edge.ask_at_once(&asks));
    assert_eq!(told.iter().map(|told| told.status).collect::<Vec<_>>(), [503; 3], "{told:?}");
    assert!(took < QUICK + BEFORE, "{took:?}");
    assert_eq!(edge.password_calls(), 0);
    set_failpoint(&edge, "nowhere");
    assert_eq!(edge.shown(&ticket).json()["attempts_left"], 10);
    assert_eq!(edge.ask(&asks[1]).status, 200);
}

#[test]
fn a_hung_log_cannot_be_read_and_no_limit_is_cleared_without_it() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let client = edge.eiam_token(&edge.stack().clients().eiam);
    let operator = IdToken::of(&edge, "lvmeili").operator().issue(&edge);
    let least = || edge.ask(&Ask::get("/v1/policies/eiam")).json()["rules"][0]["reported"]["min"].clone();
    edge.vendor_policy("eiam", &json!({ "min": 12 }));
    assert_eq!(edge.ask(&Edge::change(&client, &wang.eiam, "Tz~5820kQ")).code(), "PWD.0002");
    assert_eq!(least(), 12);
    set_failpoint(&edge, "audit-log");
    let asks = [
        Ask::get("/v1/audit?product=eiam").bearer(&operator),
        Ask::new("DELETE", "/v1/drift/eiam/limits").bearer(&operator),
        Edge::change(&client, &wang.eiam, "Tide*Lamp7254"),
    ];
    let (told, took) = timed(|| edge.ask_at_once(&asks));
    assert_eq!(told.iter().map(|told| told.status).collect::<Vec<_>>(), [503, 503, 200], "{told:?}");
    assert!(took < QUICK + BEFORE, "{took:?}");
    assert_eq!(least(), 12, "an operator cannot clear limits without an audit row");
    set_failpoint(&edge, "nowhere");
    assert_eq!(edge.ask(&asks[1]).status, 204);
    assert_eq!(least(), json!(null));
    edge.audited_once("eiam", &wang.eiam, |events| outcomes(events).len() == 2);
    assert_eq!(verified(&edge.audit_log("eiam")).findings, []);
}

#[test]
fn a_hung_issuer_authenticates_no_caller_and_rejects_none_permanently() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let token = IdToken::of(&edge, "wangxiaoming").issue(&edge);
    edge.fault("eiam.keys", &json!({ "kind": "delay", "ms": 15_000, "when": "before" }));
    let change = Edge::change(&token, &wang.eiam, GOOD);
    let (told, took) = timed(|| edge.ask(&change));
    assert_eq!((told.status, told.code().as_str()), (503, "EDGE.0503"), "{}", told.text);
    assert!(took < PROOF + BEFORE, "{took:?}");
    assert_eq!(edge.password_calls(), 0);
    wait_for(PATIENCE, "the issuer is asked again", || edge.ask(&change).status == 200);
    assert_eq!(edge.password_calls(), 1);
}

fn timed<T>(what: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    (what(), start.elapsed())
}

/// The outcome of each attempt, with its detail.
fn outcomes(events: &[Event]) -> Vec<String> {
    let outcomes = events.iter().filter(|event| event.kind == Kind::Outcome);
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    outcomes
        .map(|event| format!("{} {}", text(&event.outcome), text(&event.detail)).trim_end().to_owned())
        .collect()
}
