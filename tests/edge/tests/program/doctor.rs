//! `passgate doctor`.

use std::fs;
use std::net::TcpListener;

use passgate_edge_tests::Edge;
use serde_json::{Value, json};

use super::deployment::{Deployment, run};

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
    let (ok, found) = examined(&deployment);
    assert!(ok, "{found:?}");
    assert_found(&found, "products.feishu", "ok", "gave a token");
    assert_found(&found, "products.eiam", "ok", "gave a token");
    assert_found(&found, "runtime", "ok", "workerd");
    let issuer = format!("issuer {}", edge.stack().simulator().issuer());
    assert_found(&found, &issuer, "ok", "key");
    // The doctor changes no password.
    assert_eq!(edge.password_calls(), 0);
}

#[test]
fn the_doctor_finds_failures_that_check_cannot_see() {
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
    assert_found(&found, "runtime", "failure", "does not exist");
    assert_found(&found, "state", "failure", "cannot be written");
    assert_found(&found, "trusted_certificates[0]", "failure", "is not valid X.509");
    // No line contains the secret.
    let output = run(&["doctor"], &deployment.config());
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("check client_id and client_secret") && !text.contains("another secret"), "{text}");
}
