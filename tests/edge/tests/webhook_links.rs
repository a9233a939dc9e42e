//! Links delivered to a webhook: only to one that asks for them, at least once, in order, while they are valid.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "all of it is test code; clippy.toml knows only the functions marked so"
)]

use std::fs;
use std::time::Duration;

use passgate_edge_tests::needles::Needles;
use passgate_edge_tests::{Answer, Ask, Edge, Person, Received, Receiver, verified, wait_for};
use serde_json::{Value, json};

const SOON: Duration = Duration::from_secs(15);
/// Longer than the longest wait of a webhook that delivers links.
const LATER: Duration = Duration::from_secs(45);

fn gateway() -> Value {
    json!({
        "service": "GATEWAY", "name": "gateway", "secret": { "env": "HOOK" },
        "events": ["ticket.minted"], "deliver": true,
    })
}

fn delivering(receiver: &Receiver) -> Edge {
    Edge::with_webhooks(&json!([gateway()]), &[("GATEWAY", receiver.address())])
}

/// Mints a link for that person's EIAM account.
fn mint(edge: &Edge, person: &Person) -> Value {
    let token = edge.eiam_token(&edge.stack().clients().tickets);
    let told = edge.ask(&Ask::post("/v1/tickets").bearer(&token).json(&Edge::change_ticket(&person.eiam)));
    assert_eq!(told.status, 201, "{}", told.text);
    told.json()
}

fn links(received: &[Received]) -> Vec<&str> {
    received.iter().map(|message| message.body["data"]["link"].as_str().unwrap()).collect()
}

fn accepted(receiver: &Receiver) -> Vec<Received> {
    receiver.received().into_iter().filter(|message| message.is_accepted).collect()
}

/// The searched text of a ticket: its secret, which nothing but the holder may have.
fn secret_of(minted: &Value) -> Needles {
    Needles::of([minted["ticket"].as_str().unwrap().rsplit('.').next().unwrap().to_owned()])
}

fn is_on_disk_or_in_the_log(edge: &Edge, minted: &Value) -> bool {
    let log = fs::read(edge.stack().worker_log()).unwrap();
    secret_of(minted).are_below(edge.stack().objects()) || secret_of(minted).are_in(&log)
}

fn expired_links(edge: &Edge) -> u64 {
    let token = edge.eiam_token(&edge.stack().clients().metrics);
    let text = edge.ask(&Ask::get("/v1/metrics").bearer(&token)).text;
    let name = "passgate_webhook_expired_links_total{product=\"eiam\",webhook=\"gateway\"} ";
    let value = text.lines().find_map(|line| line.strip_prefix(name)?.parse().ok());
    value.unwrap_or_else(|| panic!("no {name}: {text}"))
}

#[test]
fn the_link_reaches_the_gateway_and_nothing_else() {
    let (gateway_receiver, siem, hr) = (Receiver::start(), Receiver::start(), Receiver::start());
    let hook = json!({ "env": "HOOK" });
    let webhooks = json!([
        gateway(),
        { "service": "SIEM", "secret": hook },
        { "service": "HR", "secret": hook, "events": ["ticket.minted"] },
    ]);
    let services = [("GATEWAY", gateway_receiver.address()), ("SIEM", siem.address()), ("HR", hr.address())];
    let edge = Edge::with_webhooks(&webhooks, &services);
    let wang = edge.person("wangxiaoming");
    let minted = mint(&edge, &wang);
    wait_for(SOON, "a message for each", || {
        [&gateway_receiver, &siem, &hr].iter().all(|receiver| receiver.received().len() == 1)
    });
    let message = gateway_receiver.received().remove(0);
    let data = &message.body["data"];
    assert_eq!(message.body["type"], "ticket.minted");
    assert_eq!(data["link"], minted["link"]);
    assert_eq!(data["expires_at"], minted["expires_at"]);
    assert_eq!((&data["product"], &data["action"]), (&json!("eiam"), &json!("change-password")));
    assert_eq!(data["user_id"], wang.eiam.as_str());
    // The others get the row, which the message of the gateway contains as well.
    let row = &hr.received()[0].body["data"];
    for member in ["seq", "hash", "event"] {
        assert_eq!(data[member], row[member], "{member}");
    }
    for receiver in [&siem, &hr] {
        let text = receiver.received()[0].body.to_string();
        assert!(!text.contains(&wang.eiam), "{text}");
        assert!(!secret_of(&minted).are_in(text.as_bytes()), "a message contains the link");
    }
    assert!(!secret_of(&minted).are_in(edge.audit_log("eiam").as_bytes()), "the audit log contains the link");
    assert_eq!(verified(&edge.audit_log("eiam")).findings, []);
    wait_for(SOON, "no link is left", || edge.stored_links() == (0, 0));
    assert!(!is_on_disk_or_in_the_log(&edge, &minted));
    // The link works.
    let told = edge.ask(&Edge::change(minted["ticket"].as_str().unwrap(), &wang.eiam, "Tide*Lamp72"));
    assert_eq!(told.status, 200, "{}", told.text);
}

#[test]
fn no_link_is_kept_without_a_webhook_that_delivers_it() {
    let receiver = Receiver::start();
    let webhook = json!({ "service": "GATEWAY", "secret": { "env": "HOOK" }, "events": ["ticket.minted"] });
    let edge = Edge::with_webhooks(&json!([webhook]), &[("GATEWAY", receiver.address())]);
    receiver.answer(Answer::Status("503 Service Unavailable"));
    mint(&edge, &edge.person("wangxiaoming"));
    wait_for(SOON, "the message", || !receiver.received().is_empty());
    assert_eq!(edge.stored_links(), (0, 0));
}

#[test]
fn links_come_in_order_and_at_least_once_after_failures_and_a_crash() {
    let receiver = Receiver::start();
    let mut edge = delivering(&receiver);
    receiver.answer(Answer::Status("503 Service Unavailable"));
    let (wang, lv) = (edge.person("wangxiaoming"), edge.person("lvmeili"));
    let first = mint(&edge, &wang);
    wait_for(SOON, "an attempt", || !receiver.received().is_empty());
    let second = mint(&edge, &lv);
    wait_for(SOON, "both wait for the gateway, encrypted", || edge.stored_links() == (0, 2));
    for minted in [&first, &second] {
        assert!(!is_on_disk_or_in_the_log(&edge, minted), "a link is on the disk or in the log");
    }
    // The process is killed after the gateway has answered and before that is stored.
    edge.ask(&Ask::post("/__test/halt-at.webhook-sent"));
    receiver.answer(Answer::Status("204 No Content"));
    wait_for(LATER, "the first link", || accepted(&receiver).len() == 1);
    let halted = || fs::read_to_string(edge.stack().worker_log()).unwrap().contains("\"halted\":");
    wait_for(SOON, "the message was answered", halted);
    assert_eq!(edge.stored_links(), (0, 2));
    edge.stack_mut().restart_worker().unwrap();
    wait_for(LATER, "the first link again, and the second", || accepted(&receiver).len() == 3);
    let received = accepted(&receiver);
    let [first, second] = [&first, &second].map(|minted| minted["link"].as_str().unwrap());
    assert_eq!(links(&received), [first, first, second]);
    assert_eq!((&received[0].id, &received[0].body), (&received[1].id, &received[1].body));
    assert_ne!(received[1].id, received[2].id);
    wait_for(SOON, "no link is left", || edge.stored_links() == (0, 0));
    assert_eq!(expired_links(&edge), 0);
}

#[test]
fn an_expired_link_is_removed_and_not_sent() {
    let receiver = Receiver::start();
    let edge = delivering(&receiver);
    receiver.answer(Answer::Status("503 Service Unavailable"));
    let wang = edge.person("wangxiaoming");
    mint(&edge, &wang);
    wait_for(SOON, "an attempt", || !receiver.received().is_empty());
    edge.move_clock(Duration::from_secs(601));
    wait_for(LATER, "the link is removed", || edge.stored_links() == (0, 0));
    assert_eq!(expired_links(&edge), 1);
    let attempts = receiver.received().len();
    receiver.answer(Answer::Status("204 No Content"));
    let next = mint(&edge, &wang);
    wait_for(LATER, "the next link", || receiver.received().len() == attempts + 1);
    assert_eq!(links(&accepted(&receiver)), [next["link"].as_str().unwrap()]);
    let log = fs::read_to_string(edge.stack().worker_log()).unwrap();
    assert!(log.contains("\"link_expired\":true"), "the log reports the link that was not delivered");
}

#[test]
fn a_link_expires_on_disk_after_its_webhook_is_removed() {
    let receiver = Receiver::start();
    let mut edge = delivering(&receiver);
    receiver.answer(Answer::Status("503 Service Unavailable"));
    mint(&edge, &edge.person("wangxiaoming"));
    wait_for(SOON, "the link waits", || edge.stored_links() == (0, 1));
    edge.stack_mut().reconfigure_worker(&json!({ "webhooks": [] })).unwrap();
    edge.move_clock(Duration::from_secs(601));
    wait_for(LATER, "the link is removed", || edge.stored_links() == (0, 0));
}
