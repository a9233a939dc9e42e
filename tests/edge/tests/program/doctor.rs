//! `passgate doctor`.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::thread;

use passgate_edge_tests::{Edge, Receiver, WEBHOOK_SECRET};
use serde_json::{Value, json};

use super::deployment::{Deployment, run, write_secret};

/// Runs `passgate doctor --format json`. Returns whether the deployment works, and part, state and text of each
/// finding.
pub(super) fn examined(deployment: &Deployment) -> (bool, Vec<(String, String, String)>) {
    let output = run(&["doctor", "--format", "json"], &deployment.config());
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    let ok = told["ok"].as_bool().unwrap();
    assert_eq!(output.status.code(), Some(i32::from(!ok)));
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let finding = |finding: &Value| (text(&finding["part"]), text(&finding["state"]), text(&finding["seen"]));
    (ok, told["findings"].as_array().unwrap().iter().map(finding).collect())
}

/// Fails the test unless a finding has this part and state, and contains the words.
pub(super) fn assert_found(found: &[(String, String, String)], part: &str, state: &str, words: &str) {
    let is = |(at, how, seen): &&(String, String, String)| at == part && how == state && seen.contains(words);
    assert!(found.iter().any(|finding| is(&finding)), "{part} {state} {words}: {found:?}");
}

#[test]
fn the_doctor_finds_nothing_wrong_with_a_good_deployment() {
    let edge = Edge::start();
    let deployment = Deployment::new(&edge);
    deployment.change(|document| {
        document["issuers"] = json!([{
            "product": "eiam", "issuer": edge.stack().simulator().issuer(), "audience": "passgate",
            "algorithm": "RS256", "account_claim": "sub",
        }]);
    });
    let receiver = Receiver::start();
    has_webhooks(&deployment, &[("siem", receiver.address())]);
    let (ok, found) = examined(&deployment);
    assert!(ok, "{found:?}");
    assert_found(&found, "webhooks siem", "ok", "answers (HTTP 405 to HEAD)");
    assert!(receiver.received().is_empty(), "the doctor sends no message");
    assert_found(&found, "products.feishu", "ok", "gave a token");
    assert_found(&found, "products.eiam", "ok", "gave a token");
    assert_found(&found, "runtime", "ok", "workerd");
    let issuer = format!("issuer {}", edge.stack().simulator().issuer());
    assert_found(&found, &issuer, "ok", "key");
    // The doctor changes no password.
    assert_eq!(edge.password_calls(), 0);
}

/// Configures webhooks: their names, and the hosts of their addresses.
fn has_webhooks(deployment: &Deployment, webhooks: &[(&str, &str)]) {
    write_secret(&deployment.folder.path().join("webhook.secret"), &format!("{WEBHOOK_SECRET}\n"));
    let of = |(name, host): &(&str, &str)| json!({ "name": name, "url": format!("http://{host}/in"), "secret": { "env": "HOOK" } });
    let webhooks: Vec<Value> = webhooks.iter().map(of).collect();
    deployment.change(|document| {
        document["secrets"]["HOOK"] = json!({ "file": "webhook.secret" });
        document["webhooks"] = json!(webhooks);
    });
}

/// A host that answers every request with this status line's rest.
pub(super) fn answering(status: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut head = [0; 1024];
            let _ = stream.read(&mut head);
            let _ = write!(stream, "HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        }
    });
    address
}

#[test]
fn the_doctor_asks_whether_each_webhook_answers() {
    let edge = Edge::start();
    let deployment = Deployment::new(&edge);
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let dead = answering("502 Bad Gateway");
    let moved = answering("301 Moved Permanently\r\nLocation: https://siem.example.com/");
    let late = answering("204 No Content\r\nDate: Mon, 02 Mar 2026 12:00:00 GMT");
    has_webhooks(&deployment, &[("closed", &closed), ("dead", &dead), ("moved", &moved), ("late", &late)]);
    let (ok, found) = examined(&deployment);
    assert!(!ok);
    assert_found(&found, "webhooks closed", "failure", "does not answer");
    assert_found(&found, "webhooks dead", "warning", "HTTP 502");
    assert_found(&found, "webhooks moved", "warning", "HTTP 301");
    assert_found(&found, "webhooks late", "ok", "answers");
    assert_found(&found, "clock", "failure", "ahead of webhooks late");
}

#[test]
fn the_doctor_finds_failures_that_check_cannot_see() {
    let edge = Edge::start();
    let deployment = Deployment::new(&edge);
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    fs::write(deployment.folder.path().join("eiam.secret"), "another secret\n").unwrap();
    let broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    fs::write(deployment.folder.path().join("ca.pem"), broken).unwrap();
    deployment.change(|document| {
        document["products"]["feishu"]["base_url"] = json!(format!("http://{closed}"));
        document["issuers"] = json!([{
            "product": "eiam", "issuer": format!("http://{closed}"), "audience": "passgate",
            "algorithm": "RS256", "account_claim": "sub",
        }]);
        document["workerd"] = json!("none");
        document["trusted_certificates"] = json!(["ca.pem"]);
        document["state"] = json!("/proc/none/state");
    });
    let (ok, found) = examined(&deployment);
    assert!(!ok);
    assert_found(&found, "products.feishu", "failure", "does not answer");
    assert_found(&found, "products.eiam", "failure", "refused the token: HTTP 401, code invalid_client");
    assert_found(&found, &format!("issuer http://{closed}"), "failure", "does not answer");
    assert_found(&found, "runtime", "failure", "does not exist");
    assert_found(&found, "state", "failure", "cannot be written");
    assert_found(&found, "trusted_certificates[0]", "failure", "is not valid X.509");
    // No line contains the secret.
    let output = run(&["doctor"], &deployment.config());
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("check client_id and client_secret") && !text.contains("another secret"), "{text}");
}
