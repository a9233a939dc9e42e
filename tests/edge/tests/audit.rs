//! The audit log: what it tells, who may read it, and that it is whole.

use std::thread;
use std::time::{Duration, Instant};

use passgate_audit::{Event, Kind};
use passgate_edge_tests::{Ask, Edge, IdToken, rows, verified};
use serde_json::json;

const GOOD: &str = "Tide*Lamp72";

/// The events of the product's log, once there are so many: an outbox delivers after the answer.
fn told(edge: &Edge, product: &str, many: usize) -> Vec<Event> {
    let start = Instant::now();
    loop {
        let events = edge.audited(product);
        if events.len() >= many || start.elapsed() > Duration::from_secs(5) {
            assert_eq!(events.len(), many, "{events:?}");
            return events;
        }
        thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn every_attempt_is_told_with_who_and_what_came_of_it() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let request = json!({ "product": "eiam", "action": "change-password", "user_id": wang.eiam });
    let ticket = edge.ticket(&request);
    edge.vendor_policy("eiam", &json!({ "weak": [GOOD] }));
    assert_eq!(edge.ask(&Edge::change(&ticket, &wang.eiam, GOOD)).code(), "PWD.0006");
    let told_id = edge.ask(&Edge::change(&ticket, &wang.eiam, "Tide*Lamp73"));
    assert_eq!(told_id.status, 200);
    edge.fault("eiam.change-password", &json!({ "kind": "reset-after" }));
    let client = edge.eiam_token(&edge.stack().clients().eiam);
    assert_eq!(edge.ask(&Edge::change(&client, &wang.eiam, "Tide*Lamp74")).status, 504);

    let events = told(&edge, "eiam", 8);
    let kinds: Vec<Kind> = events.iter().map(|event| event.kind).collect();
    let (intent, outcome) = (Kind::Intent, Kind::Outcome);
    let (minted, bound) = (Kind::TicketMinted, Kind::TicketBound);
    assert_eq!(kinds, [minted, bound, intent, outcome, intent, outcome, intent, outcome]);
    let outcomes: Vec<_> = events.iter().filter_map(|event| event.outcome.as_deref()).collect();
    assert_eq!(outcomes, ["refused", "done", "unknown"]);
    assert_eq!(events[3].detail.as_deref(), Some("password PWD.0006"));
    // Who: the client that minted, then whoever held that very ticket, then another client.
    let reference = events[0].detail.clone().unwrap();
    assert_eq!(events[0].actor, "client:demo-tickets");
    assert!(events[1..6].iter().all(|event| event.actor == format!("ticket:{reference}")));
    assert_eq!(events[6].actor, "client:demo-eiam");
    // Whose: the same account throughout, and not by its id.
    let account = events[0].account.clone().unwrap();
    assert!(events.iter().all(|event| event.account.as_ref() == Some(&account)));
    assert_eq!(events[5].request_id, told_id.header("X-Request-Id"));
    let log = edge.audit_log("eiam");
    for secret in [wang.eiam.as_str(), "wangxiaoming", GOOD, "Tide*Lamp73", &ticket] {
        assert!(!log.contains(secret), "{secret} is in the log");
    }
    let report = verified(&log);
    assert_eq!((report.rows, report.findings), (8, Vec::new()));
    assert_eq!(verified(&edge.audit_log("feishu")).rows, 0);
}

#[test]
fn pages_put_together_are_the_log_and_an_account_is_found_by_its_id() {
    let edge = Edge::start();
    let (wang, lv) = (edge.person("wangxiaoming"), edge.person("lvmeili"));
    let client = edge.feishu_token(&edge.stack().clients().feishu);
    for person in [&wang, &lv, &wang] {
        edge.ask(&Edge::reset(&client, &person.feishu, GOOD));
    }
    told(&edge, "feishu", 6);
    let auditor = IdToken::of(&edge, "ouyangfeng").auditor().issue(&edge);
    let mut text = String::new();
    let mut path = "/v1/audit?product=feishu&limit=4".to_owned();
    for (rows_in_page, more) in [(4, true), (2, false)] {
        let page = edge.audit(&auditor, &path);
        assert_eq!(page.header("Content-Type"), "application/x-ndjson");
        assert_eq!(rows(&page.text).len(), rows_in_page);
        assert_eq!(page.header("Link").contains("rel=\"next\""), more);
        text.push_str(&page.text);
        path = format!("/v1/audit?product=feishu&limit=4&after={}", page.header("Passgate-Next"));
    }
    assert_eq!(verified(&text).findings, []);
    // Only a page without the head lacks its end.
    let first = edge.audit(&auditor, "/v1/audit?product=feishu&limit=4").text;
    assert_eq!(verified(&first).findings.len(), 1);

    let of = |id: &str| {
        let told =
            edge.audit(&auditor, &format!("/v1/audit?product=feishu&user_id_type=user_id&user_id={id}"));
        rows(&told.text).into_iter().map(|row| row.event).collect::<Vec<_>>()
    };
    assert_eq!(of(&wang.feishu).len(), 4);
    assert_eq!(of(&lv.feishu).len(), 2);
    assert_eq!(of("nobody").len(), 0);
}

#[test]
fn only_who_oversees_reads_it() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let read = |credential: &str| edge.audit(credential, "/v1/audit?product=eiam").status;
    let operator = IdToken::of(&edge, "lvmeili").operator().issue(&edge);
    let auditor = IdToken::of(&edge, "lvmeili").auditor().issue(&edge);
    assert_eq!((read(&operator), read(&auditor)), (200, 200));
    let person = IdToken::of(&edge, "lvmeili").issue(&edge);
    let client = edge.eiam_token(&edge.stack().clients().eiam);
    let ticket =
        edge.ticket(&json!({ "product": "eiam", "action": "change-password", "user_id": wang.eiam }));
    for credential in [&person, &client, &ticket] {
        assert_eq!(read(credential), 403);
    }
    assert_eq!(read("nonsense"), 401);
    assert_eq!(edge.ask(&Ask::get("/v1/audit?product=eiam")).status, 401);
    for (query, field) in [("", "product"), ("product=eiam&limit=0", "limit"), ("product=eiam&x=1", "query")]
    {
        let told = edge.audit(&auditor, &format!("/v1/audit?{query}"));
        assert_eq!((told.status, told.json()["field"].as_str()), (400, Some(field)), "{query}");
    }
    assert_eq!(edge.ask(&Ask::new("DELETE", "/v1/audit?product=eiam").bearer(&operator)).status, 405);
}

#[test]
fn the_database_itself_takes_no_change_of_a_row() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let client = edge.feishu_token(&edge.stack().clients().feishu);
    edge.ask(&Edge::reset(&client, &wang.feishu, GOOD));
    let before = told(&edge, "feishu", 2);
    let tried = edge.ask(&Ask::post("/__test/rewrite-audit"));
    assert_eq!(tried.json(), json!({ "failed": true }));
    assert_eq!(told(&edge, "feishu", 2), before);
    assert_eq!(verified(&edge.audit_log("feishu")).findings, []);
}

#[test]
fn what_the_log_has_survives_and_goes_on() {
    let mut edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let client = edge.feishu_token(&edge.stack().clients().feishu);
    edge.ask(&Edge::reset(&client, &wang.feishu, GOOD));
    let before = told(&edge, "feishu", 2);
    edge.stack_mut().restart_worker().unwrap();
    edge.ask(&Edge::reset(&client, &wang.feishu, "Tide*Lamp73"));
    let after = told(&edge, "feishu", 4);
    assert_eq!(after[..2], before);
    assert_eq!(verified(&edge.audit_log("feishu")).findings, []);
}
