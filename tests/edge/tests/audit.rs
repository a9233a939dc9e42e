//! The audit log: its content, who may read it, and its integrity.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::string_slice,
    reason = "test code; clippy.toml exempts only functions marked as tests"
)]

use std::fs;
use std::thread;
use std::time::{Duration, Instant};

use passgate_audit::{Anchor, Event, Hash, Head, Kind, Report, Row, Verifier, What};
use passgate_edge_tests::{Ask, Edge, IdToken, rows, verified};
use serde_json::{Value, json};

const GOOD: &str = "Tide*Lamp72";

/// The events of the product's log, as soon as there are that many. An outbox delivers events after the
/// answer, and in an alarm if the Worker was killed in between.
fn told(edge: &Edge, product: &str, many: usize) -> Vec<Event> {
    let start = Instant::now();
    loop {
        let events = edge.audited(product);
        if events.len() >= many || start.elapsed() > Duration::from_secs(15) {
            assert_eq!(events.len(), many, "{events:?}");
            return events;
        }
        thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn every_attempt_is_logged_with_its_actor_and_its_outcome() {
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
    assert_eq!(outcomes, ["refused-password", "done", "unknown"]);
    assert_eq!(events[3].detail.as_deref(), Some("PWD.0006"));
    // Actors: the client that minted, then the holder of that ticket, then another client.
    let reference = events[0].detail.clone().unwrap();
    assert_eq!(events[0].actor, "client:demo-tickets");
    assert!(events[1..6].iter().all(|event| event.actor == format!("ticket:{reference}")));
    assert_eq!(events[6].actor, "client:demo-eiam");
    // Account: the same tag throughout, and not its id.
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
fn concatenated_pages_are_the_log_and_an_account_is_found_by_its_id() {
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
    // Each page except the last one lacks the log's head.
    let first = edge.audit(&auditor, "/v1/audit?product=feishu&limit=4").text;
    assert_eq!(verified(&first).findings.len(), 1);
    // The rows after a head that ended an earlier export.
    let behind = edge.audit(&auditor, "/v1/audit?product=feishu&after=4").text;
    let fourth = rows(&first).last().map(|row| Anchor { rows: 4, head: row.hash });
    assert_eq!(findings(&behind, Verifier::default().from(fourth)), []);

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
fn an_invalid_query_is_reported() {
    let edge = Edge::start();
    let auditor = IdToken::of(&edge, "lvmeili").auditor().issue(&edge);
    for (query, field) in [("", "product"), ("product=eiam&limit=0", "limit"), ("product=eiam&x=1", "query")]
    {
        let told = edge.audit(&auditor, &format!("/v1/audit?{query}"));
        assert_eq!((told.status, told.json()["field"].as_str()), (400, Some(field)), "{query}");
    }
    assert_eq!(edge.ask(&Ask::new("DELETE", "/v1/audit?product=eiam").bearer(&auditor)).status, 405);
}

#[test]
fn the_database_refuses_changes_of_a_row() {
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
fn the_log_survives_a_restart_and_continues() {
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

/// The findings of a verifier in a log.
fn findings(log: &str, mut verifier: Verifier) -> Vec<What> {
    log.lines().for_each(|line| verifier.line(line));
    verifier.finish().findings.into_iter().map(|finding| finding.what).collect()
}

#[test]
fn a_removed_log_starts_again_and_the_removal_is_detected() {
    let mut edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let client = edge.feishu_token(&edge.stack().clients().feishu);
    edge.ask(&Edge::reset(&client, &wang.feishu, GOOD));
    let kept = verified_once_there(&edge, 2).head.unwrap();
    // Wait until the account has deleted its delivered events; otherwise it delivers them to the new
    // log, too.
    thread::sleep(Duration::from_secs(10));
    edge.stack_mut().kill_worker();
    fs::remove_dir_all(edge.stack().objects().join("audit-log-v1")).unwrap();
    edge.stack_mut().restart_worker().unwrap();
    edge.ask(&Edge::reset(&client, &wang.feishu, "Tide*Lamp73"));
    let anew = verified_once_there(&edge, 2).head.unwrap();
    assert_ne!(anew.head, kept.head);
    // A verifier with the earlier head detects the new log.
    let noted = Anchor { rows: kept.rows, head: kept.head };
    let found = findings(&edge.audit_log("feishu"), Verifier::new(Some(noted)));
    assert_eq!(found, [What::AnchorNotFound { rows: 2 }]);
}

fn verified_once_there(edge: &Edge, rows: usize) -> Report {
    told(edge, "feishu", rows);
    let report = verified(&edge.audit_log("feishu"));
    assert_eq!(report.findings, []);
    report
}

/// The heads that the Worker has written to its own log, outside of the audit log.
fn noted(edge: &Edge) -> Vec<Anchor> {
    let printed = fs::read_to_string(edge.stack().worker_log()).unwrap();
    let lines = printed.lines().filter_map(|line| line.find('{').map(|start| &line[start..]));
    let heads = lines.filter_map(|line| serde_json::from_str::<Value>(line).ok()?.get("audit_head").cloned());
    let anchor = |head: Value| {
        assert_eq!(head["log"], "feishu");
        let head_hash = Hash::parse(head["hash"].as_str().unwrap()).unwrap();
        Anchor { rows: head["rows"].as_u64().unwrap(), head: head_hash }
    };
    heads.map(anchor).collect()
}

/// The log as an attacker with access to the disk would rewrite it: without the first refusal.
fn rewritten(log: &str) -> String {
    let (mut hash, mut text) = (Hash::of_log("feishu"), String::new());
    let mut last = 0;
    for row in rows(log) {
        let mut event = row.event;
        event.outcome = event.outcome.map(|_| "done".to_owned());
        let row = Row::follow(hash, row.seq, event);
        (hash, last) = (row.hash, row.seq);
        text.push_str(&(row.line().unwrap() + "\n"));
    }
    let head = Head { log: "feishu".to_owned(), rows: last, head: hash, at_ms: u64::MAX };
    text + &serde_json::to_string(&head).unwrap()
}

#[test]
fn each_day_the_worker_logs_the_head() {
    const DAY: Duration = Duration::from_secs(24 * 60 * 60);
    let mut edge = Edge::start();
    edge.vendor_policy("feishu", &json!({ "min": 12 }));
    let wang = edge.person("wangxiaoming");
    let client = edge.feishu_token(&edge.stack().clients().feishu);
    assert_eq!(edge.ask(&Edge::reset(&client, &wang.feishu, GOOD)).code(), "1050022");
    told(&edge, "feishu", 2);
    assert_eq!(noted(&edge), [], "the first day has no earlier head");
    // The first event of another day logs the head of the day before; the second one does not.
    for (days, heads) in [(1, 1), (3, 2)] {
        edge.move_clock(DAY * days);
        let client = edge.feishu_token(&edge.stack().clients().feishu);
        for password in ["Tide*Lamp72-and", "Tide*Lamp73-and"] {
            let told = edge.ask(&Edge::reset(&client, &wang.feishu, password));
            assert_eq!(told.status, 200, "{}", told.text);
            let start = Instant::now();
            while noted(&edge).len() < heads {
                assert!(start.elapsed() < Duration::from_secs(5), "{:?}", noted(&edge));
                thread::sleep(Duration::from_millis(20));
            }
            // Events that are delivered after the answer must be delivered before the clock moves.
            thread::sleep(Duration::from_secs(1));
        }
    }
    // The clock is back at today, because an auditor's sign-in must be recent.
    edge.stack_mut().restart_worker().unwrap();
    told(&edge, "feishu", 10);
    let noted = noted(&edge);
    assert_eq!(noted.iter().map(|anchor| anchor.rows).collect::<Vec<_>>(), [2, 6]);
    let log = edge.audit_log("feishu");
    let held_to = |log: &str, anchor: Anchor| findings(log, Verifier::new(Some(anchor)));
    let anew = rewritten(&log);
    assert_eq!(verified(&anew).findings, [], "without a stored head the log looks complete");
    for anchor in noted {
        assert_eq!(held_to(&log, anchor), []);
        assert_eq!(held_to(&anew, anchor), [What::AnchorNotFound { rows: anchor.rows }]);
    }
}
