//! `passgate doctor`.

use std::fs;
use std::net::TcpListener;

use passgate_edge_tests::Edge;
use serde_json::{Value, json};

use super::deployment::{Deployment, run};

/// `passgate doctor --format json`: whether it works, and the findings by their parts.
pub(super) fn examined(deployment: &Deployment) -> (bool, Vec<(String, String, String)>) {
    let output = run(&["doctor", "--format", "json"], &deployment.config());
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    let ok = told["ok"].as_bool().unwrap();
    assert_eq!(output.status.code(), Some(i32::from(!ok)));
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let finding = |finding: &Value| (text(&finding["part"]), text(&finding["state"]), text(&finding["seen"]));
    (ok, told["findings"].as_array().unwrap().iter().map(finding).collect())
}

/// The part has that state, and what was seen contains the words.
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
    let (ok, found) = examined(&deployment);
    assert!(ok, "{found:?}");
    assert_found(&found, "products.feishu", "ok", "gave a token");
    assert_found(&found, "products.eiam", "ok", "gave a token");
    assert_found(&found, "runtime", "ok", "workerd");
    let issuer = format!("issuer {}", edge.stack().simulator().issuer());
    assert_found(&found, &issuer, "ok", "key");
    // It has changed no password and kept nothing.
    assert_eq!(edge.password_calls(), 0);
}

#[test]
fn the_doctor_names_what_the_edge_would_only_meet_later() {
    let edge = Edge::start();
    let deployment = Deployment::new(&edge);
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    fs::write(deployment.folder.path().join("eiam.secret"), "another secret\n").unwrap();
    let broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    fs::write(deployment.folder.path().join("ca.pem"), broken).unwrap();
    deployment.change(|document| {
        document["products"]["feishu"]["base_url"] = json!(format!("http://{nobody}"));
        document["issuers"] = json!([{
            "product": "eiam", "issuer": format!("http://{nobody}"), "audience": "passgate",
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
    assert_found(&found, &format!("issuer http://{nobody}"), "failure", "does not answer");
    assert_found(&found, "runtime", "failure", "is not there");
    assert_found(&found, "state", "failure", "cannot be written");
    assert_found(&found, "trusted_certificates[0]", "failure", "is not valid X.509");
    // The secret stands in no line.
    let output = run(&["doctor"], &deployment.config());
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains("check client_id and client_secret") && !said.contains("another secret"), "{said}");
}
