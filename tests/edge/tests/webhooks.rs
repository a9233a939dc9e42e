//! The audit log pushed to webhooks: signed, in order, at least once, whatever happens to either side.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::panic,
    reason = "all of it is test code; clippy.toml knows only the functions marked so"
)]

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use passgate_audit::{Anchor, Verifier};
use passgate_edge_tests::{Answer, Ask, Edge, Person, Receiver, WEBHOOK_SECRET, rows, verified, wait_for};
use serde_json::{Value, json};
use tempfile::TempDir;

const PAGE: &str = include_str!("../../../docs/audit.md");
const SOON: Duration = Duration::from_secs(15);

fn webhook(service: &str) -> Value {
    json!({ "service": service, "secret": { "env": "HOOK" } })
}

/// A stack with one webhook for all rows.
fn pushing(receiver: &Receiver) -> Edge {
    Edge::with_webhooks(&json!([webhook("SIEM")]), &[("SIEM", receiver.address())])
}

/// A change of that person's password, which adds an intent and an outcome to the log.
fn change(edge: &Edge, person: &Person, password: &str) -> Duration {
    let token = edge.eiam_token(&edge.stack().clients().eiam);
    let start = Instant::now();
    let told = edge.ask(&Edge::change(&token, &person.eiam, password));
    assert_eq!(told.status, 200, "{}", told.text);
    start.elapsed()
}

fn numbers(to: u64) -> Vec<u64> {
    (1..=to).collect()
}

fn metric(edge: &Edge, name: &str) -> f64 {
    let token = edge.eiam_token(&edge.stack().clients().metrics);
    let text = edge.ask(&Ask::get("/v1/metrics").bearer(&token)).text;
    let line =
        text.lines().find(|line| line.starts_with(&format!("{name}{{product=\"eiam\",webhook=\"siem\"}} ")));
    line.and_then(|line| line.rsplit(' ').next()?.parse().ok()).unwrap_or_else(|| panic!("no {name}: {text}"))
}

/// The receiver of docs/audit.md.
struct Documented {
    child: Child,
    address: String,
}

impl Documented {
    fn start(folder: &Path) -> Self {
        let (_, script) = PAGE.split_once("<!-- example: receiver.mjs -->\n```js\n").unwrap();
        let (script, _) = script.split_once("```").unwrap();
        fs::write(folder.join("receiver.mjs"), script).unwrap();
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let child = Command::new("node")
            .arg("receiver.mjs")
            .current_dir(folder)
            .env("PORT", address.port().to_string())
            .env("WEBHOOK_SECRET", WEBHOOK_SECRET)
            .spawn()
            .unwrap();
        wait_for(SOON, "the receiver listens", || TcpStream::connect(address).is_ok());
        Self { child, address: address.to_string() }
    }

    fn status(&self, headers: &[(&str, &str)], body: &str) -> u16 {
        let agent = ureq::Agent::config_builder().http_status_as_error(false).proxy(None).build().new_agent();
        let mut request = agent.post(format!("http://{}/", self.address));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.send(body).unwrap().status().as_u16()
    }
}

impl Drop for Documented {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn the_documented_receiver_has_the_log_after_crashes_of_both_sides() {
    let folder = TempDir::new().unwrap();
    let receiver = Documented::start(folder.path());
    let mut edge = Edge::with_webhooks(&json!([webhook("SIEM")]), &[("SIEM", &receiver.address)]);
    let wang = edge.person("wangxiaoming");
    let file = folder.path().join("eiam.ndjson");
    let written = || fs::read_to_string(&file).unwrap_or_default();
    change(&edge, &wang, "Tide*Lamp72");
    wait_for(SOON, "two rows", || written().lines().count() == 2);
    edge.stack_mut().restart_worker().unwrap();
    change(&edge, &wang, "Tide*Lamp73");
    wait_for(SOON, "four rows", || written().lines().count() == 4);
    // A message that is not from the edge, and one that was recorded long ago.
    let forged = [("webhook-id", "x"), ("webhook-timestamp", "1"), ("webhook-signature", "v1,AAAA")];
    assert_eq!(receiver.status(&forged, "{}"), 401);
    assert_eq!(receiver.status(&[], "{}"), 401);
    let log = edge.audit_log("eiam");
    let lines: Vec<&str> = log.lines().take(4).collect();
    assert_eq!(written().lines().collect::<Vec<_>>(), lines);
    // The last row is a head outside of the edge, which a later export must contain.
    let last = rows(&written()).pop().unwrap();
    let mut verifier = Verifier::new(Some(Anchor { rows: last.seq, head: last.hash }));
    edge.audit_log("eiam").lines().for_each(|line| verifier.line(line));
    assert_eq!(verifier.finish().findings, []);
}

#[test]
fn a_receiver_that_fails_costs_no_other_its_turn_and_gets_every_row_later() {
    let (failing, good) = (Receiver::start(), Receiver::start());
    let webhooks = json!([webhook("SIEM"), webhook("OTHER")]);
    let services = [("SIEM", failing.address()), ("OTHER", good.address())];
    let mut edge = Edge::with_webhooks(&webhooks, &services);
    failing.answer(Answer::Status("503 Service Unavailable"));
    let wang = edge.person("wangxiaoming");
    change(&edge, &wang, "Tide*Lamp72");
    wait_for(SOON, "the other receiver has both rows", || good.rows("eiam") == numbers(2));
    wait_for(SOON, "three attempts", || failing.received().len() >= 3);
    // The waits grow, and a message keeps its id and its content.
    let attempts = failing.received();
    assert!(attempts[2].at - attempts[1].at > Duration::from_millis(1_400), "{attempts:?}");
    assert_eq!((&attempts[1].id, &attempts[1].body), (&attempts[2].id, &attempts[2].body));
    assert_eq!(metric(&edge, "passgate_webhook_waiting_rows"), 2.0);
    assert!(metric(&edge, "passgate_webhook_failures") >= 3.0);
    assert!(metric(&edge, "passgate_webhook_lag_seconds") > 2.0);
    // The back-off survives a restart, and the receiver continues where it stopped.
    edge.stack_mut().restart_worker().unwrap();
    assert!(metric(&edge, "passgate_webhook_failures") >= 3.0);
    change(&edge, &wang, "Tide*Lamp73");
    wait_for(SOON, "the other receiver has all rows", || good.rows("eiam") == numbers(4));
    failing.answer(Answer::Status("204 No Content"));
    wait_for(Duration::from_secs(30), "all rows", || failing.rows("eiam") == numbers(4));
    for name in ["waiting_rows", "failures", "lag_seconds"] {
        assert_eq!(metric(&edge, &format!("passgate_webhook_{name}")), 0.0, "{name}");
    }
}

#[test]
fn retry_after_is_respected() {
    let receiver = Receiver::start();
    let edge = pushing(&receiver);
    receiver.answer(Answer::Status("429 Too Many Requests\r\nRetry-After: 4"));
    change(&edge, &edge.person("wangxiaoming"), "Tide*Lamp72");
    wait_for(SOON, "two attempts", || receiver.received().len() >= 2);
    let attempts = receiver.received();
    let waited = attempts[1].at - attempts[0].at;
    // The first one may have arrived alone, before the outcome was written.
    assert!(waited > Duration::from_millis(3_900), "{waited:?}");
}

#[test]
fn a_receiver_that_hangs_delays_no_reset_and_no_other_receiver() {
    let (hanging, good) = (Receiver::start(), Receiver::start());
    let webhooks = json!([webhook("SIEM"), webhook("OTHER")]);
    let edge = Edge::with_webhooks(&webhooks, &[("SIEM", hanging.address()), ("OTHER", good.address())]);
    hanging.answer(Answer::Silence(Duration::from_secs(60)));
    let wang = edge.person("wangxiaoming");
    change(&edge, &wang, "Tide*Lamp70");
    wait_for(SOON, "the delivery hangs", || hanging.received().len() == 1);
    for (count, password) in [(4, "Tide*Lamp71"), (6, "Tide*Lamp72"), (8, "Tide*Lamp73")] {
        let took = change(&edge, &wang, password);
        assert!(took < Duration::from_secs(2), "{took:?}");
        wait_for(Duration::from_secs(3), "the other receiver", || good.rows("eiam") == numbers(count));
    }
    assert_eq!(hanging.received().len(), 1, "one delivery at a time");
    // The hanging delivery ends after ten seconds, and the next one has all rows.
    hanging.answer(Answer::Status("200 OK"));
    wait_for(Duration::from_secs(25), "all rows", || hanging.rows("eiam") == numbers(8));
}

#[test]
fn a_crash_between_the_answer_and_the_position_repeats_the_message() {
    let receiver = Receiver::start();
    let mut edge = pushing(&receiver);
    let wang = edge.person("wangxiaoming");
    edge.ask(&Ask::post("/__test/halt-at.webhook-sent"));
    change(&edge, &wang, "Tide*Lamp72");
    let halted = || fs::read_to_string(edge.stack().worker_log()).unwrap().contains("\"halted\":");
    wait_for(SOON, "the message was answered", halted);
    // Both rows are in the log, and the first message may have only the first of them.
    wait_for(SOON, "two rows", || edge.audited("eiam").len() == 2);
    let first = receiver.rows("eiam");
    assert!(!first.is_empty());
    edge.stack_mut().restart_worker().unwrap();
    let expected = [first, numbers(2)].concat();
    // Without any request: the alarm continues.
    wait_for(Duration::from_secs(25), "the message again", || receiver.rows("eiam") == expected);
    let received = receiver.received();
    let is_same = |message: &passgate_edge_tests::Received| message.id == received[0].id;
    let has_same_content =
        received.iter().all(|message| !is_same(message) || message.body == received[0].body);
    assert!(has_same_content, "{received:?}");
    assert_eq!(verified(&edge.audit_log("eiam")).findings, []);
}

#[test]
fn a_new_webhook_begins_at_the_end_of_the_log_and_each_log_has_its_own_order() {
    let receiver = Receiver::start();
    let mut edge = Edge::with_webhooks(&json!([]), &[("SIEM", receiver.address())]);
    let wang = edge.person("wangxiaoming");
    change(&edge, &wang, "Tide*Lamp72");
    wait_for(SOON, "two rows", || edge.audited("eiam").len() == 2);
    edge.stack_mut().reconfigure_worker(&json!({ "webhooks": [webhook("SIEM")] })).unwrap();
    change(&edge, &wang, "Tide*Lamp73");
    let client = edge.feishu_token(&edge.stack().clients().feishu);
    assert_eq!(edge.ask(&Edge::reset(&client, &wang.feishu, "Tide*Lamp72")).status, 200);
    wait_for(SOON, "the new rows", || receiver.rows("eiam") == [3, 4] && receiver.rows("feishu") == [1, 2]);
    for message in receiver.received() {
        let text = message.body.to_string();
        assert_eq!(message.body["type"], "audit.rows");
        for secret in ["Tide*Lamp", "wangxiaoming", wang.eiam.as_str(), client.as_str(), WEBHOOK_SECRET] {
            assert!(!text.contains(secret), "a message contains {secret}");
        }
    }
}

#[test]
fn single_events_are_sent_by_their_names() {
    let receiver = Receiver::start();
    let events = ["ticket.minted", "password.changed", "outcome.unknown", "drift", "audit.head"];
    let mut webhook = webhook("SIEM");
    webhook["events"] = json!(events);
    let edge = Edge::with_webhooks(&json!([webhook]), &[("SIEM", receiver.address())]);
    let wang = edge.person("wangxiaoming");
    let ticket = edge.ticket(&Edge::change_ticket(&wang.eiam));
    edge.vendor_policy("eiam", &json!({ "weak": ["Tide*Lamp72"] }));
    assert_eq!(edge.ask(&Edge::change(&ticket, &wang.eiam, "Tide*Lamp72")).code(), "PWD.0006");
    assert_eq!(edge.ask(&Edge::change(&ticket, &wang.eiam, "Tide*Lamp73")).status, 200);
    edge.fault("eiam.change-password", &json!({ "kind": "reset-after" }));
    let client = edge.eiam_token(&edge.stack().clients().eiam);
    assert_eq!(edge.ask(&Edge::change(&client, &wang.eiam, "Tide*Lamp74")).status, 504);
    wait_for(SOON, "four events", || receiver.received().len() == 4);
    wait_for(SOON, "all rows of the day", || edge.audited("eiam").len() == 8);
    let yesterday = rows(&edge.audit_log("eiam")).pop().unwrap();
    edge.move_clock(Duration::from_secs(24 * 60 * 60));
    change(&edge, &wang, "Tide*Lamp75");
    wait_for(SOON, "the head and a further change", || receiver.received().len() == 6);
    let received = receiver.received();
    let types: Vec<&str> = received.iter().map(|message| message.body["type"].as_str().unwrap()).collect();
    let expected =
        ["ticket.minted", "drift", "password.changed", "outcome.unknown", "audit.head", "password.changed"];
    assert_eq!(types, expected);
    let head = json!({ "log": "eiam", "rows": yesterday.seq, "head": yesterday.hash });
    assert_eq!(received[4].body["data"], head);
    assert_eq!(received[2].body["data"]["event"]["outcome"], "done");
}
