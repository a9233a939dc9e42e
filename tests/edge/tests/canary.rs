//! Passwords and secrets that must not be found anywhere but at the vendor.

#![allow(clippy::unwrap_used, reason = "a helper of tests, which may")]

use std::fs;
use std::path::Path;
use std::thread;
use std::time::Duration;

use passgate_edge_tests::{Ask, Edge, IdToken, Told};
use serde_json::json;

#[test]
fn no_password_and_no_secret_is_left_behind() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let clients = edge.stack().clients().clone();
    let mut answers: Vec<Told> = Vec::new();
    let mut passwords: Vec<String> = Vec::new();
    let mut next = |hint: &str| {
        let password = format!("Cnry*{hint}{:02}", passwords.len());
        passwords.push(password.clone());
        password
    };
    let (feishu, eiam) = (edge.feishu_token(&clients.feishu), edge.eiam_token(&clients.eiam));
    edge.vendor_policy("feishu", &json!({ "daily_limit": null, "rate": null, "echo_field_values": true }));
    let mut ask = |ask: Ask| answers.push(edge.ask(&ask));

    // Accepted, refused here, refused by the vendor, unreadable.
    ask(Edge::reset(&feishu, &wang.feishu, &next("Good")));
    ask(Edge::change(&eiam, &wang.eiam, &next("Good")));
    ask(Edge::change(&eiam, &wang.eiam, &format!("{}密", next("Here"))));
    edge.vendor_policy("eiam", &json!({ "min": 17 }));
    ask(Edge::change(&eiam, &wang.eiam, &next("Vendor")));
    edge.vendor_policy("eiam", &json!({ "min": 8 }));
    ask(Ask::put("/api/v2/tenant/users/u/change-password")
        .bearer(&eiam)
        .json(&json!({ "passwort": next("Field") })));
    ask(Ask::post("/open-apis/admin/v1/password/reset").bearer(&feishu).raw(next("Body")));
    ask(Edge::reset("nobody", &wang.feishu, &next("Anon")));
    ask(Edge::change("", &next("InPath").replace('*', "%2A"), &next("Anon")));
    // Every way a vendor can fail.
    for fault in [
        json!({ "kind": "reset-after" }),
        json!({ "kind": "status", "status": 502, "executed": true }),
        json!({ "kind": "malformed" }),
        json!({ "kind": "stale-token", "forget": true }),
        json!({ "kind": "answer", "status": 400, "code": "99992402", "message": "field validation failed" }),
        json!({ "kind": "throttle", "status": 400, "retry_after": 1 }),
    ] {
        edge.fault("feishu.reset", &fault);
        ask(Edge::reset(&feishu, &wang.feishu, &next("Fault")));
    }
    // A ticket's way, and a panic while a password is in flight.
    let ticket =
        edge.ticket(&json!({ "product": "eiam", "action": "change-password", "user_id": wang.eiam }));
    ask(Ask::get("/v1/tickets/self").bearer(&ticket));
    edge.fault("eiam.change-password", &json!({ "kind": "delay", "ms": 800, "when": "before" }));
    let change = Edge::change(&ticket, &wang.eiam, &next("Panic"));
    let before = edge.arrived("eiam.change-password");
    thread::scope(|scope| {
        let asked = scope.spawn(|| edge.ask(&change));
        while edge.arrived("eiam.change-password") == before {
            thread::sleep(Duration::from_millis(10));
        }
        ask(Ask::post("/__test/panic"));
        assert_eq!(asked.join().unwrap().status, 500);
    });
    let user = IdToken::of(&edge, "wangxiaoming").issue(&edge);
    ask(Edge::change(&user, &wang.eiam, &next("User")));

    let mut secrets = vec![
        edge.stack().simulator().app().1.to_owned(),
        edge.stack().simulator().client().1.to_owned(),
        clients.feishu.secret.clone(),
        clients.eiam.secret.clone(),
        clients.tickets.secret.clone(),
        ticket.rsplit('.').next().unwrap().to_owned(),
        feishu.clone(),
        eiam.clone(),
        user.clone(),
    ];
    secrets.extend(passwords.iter().cloned());
    assert!(secrets.iter().all(|secret| secret.len() >= 10));
    for secret in &secrets {
        for told in &answers {
            let headers = format!("{:?}", told.headers);
            assert!(
                !told.text.contains(secret.as_str()) && !headers.contains(secret.as_str()),
                "in an answer: {}",
                told.status
            );
        }
        search(edge.stack().worker_log(), secret);
        search(edge.stack().objects(), secret);
    }
    // The search finds what is there.
    assert!(found(edge.stack().objects(), "change-password"));
    assert!(found(edge.stack().worker_log(), "request_id"));
}

fn search(path: &Path, secret: &str) {
    assert!(!found(path, secret), "a secret is below {}", path.display());
}

/// Whether a file, or any file below a folder, contains the text.
fn found(path: &Path, text: &str) -> bool {
    if path.is_dir() {
        return fs::read_dir(path).unwrap().any(|entry| found(&entry.unwrap().path(), text));
    }
    let bytes = fs::read(path).unwrap();
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}
