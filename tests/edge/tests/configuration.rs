//! A wrong configuration keeps the Worker from starting, and says what is wrong.

#![allow(clippy::panic, reason = "a helper of tests, which may")]

use passgate_edge_tests::Edge;
use serde_json::{Value, json};

fn refusal(patch: &Value, secrets: &[(&str, &str)]) -> String {
    match Edge::try_start(patch, secrets) {
        Ok(_) => panic!("it started with {patch}"),
        Err(message) => message,
    }
}

#[test]
fn every_wrong_field_is_named_at_once() {
    let patch = json!({
        "public_origin": "ftp://reset.example",
        "products": { "feishu": { "app_id": "" }, "eiam": { "policy": { "product": "eiam", "rules": [{ "rule": "length", "min": 9, "max": 8 }] } } },
        "clients": [{ "id": "a", "secret_hashes": ["hunter2"], "products": ["feishu"], "actions": ["change-password"] }],
        "issuers": [{ "product": "eiam", "issuer": "https://x.example", "jwks_uri": "keys", "audience": "a", "algorithm": "none", "account_claim": "sub" }],
        "surplus": 1,
    });
    let message = refusal(&patch, &[]);
    for field in [
        "public_origin: ",
        "products.feishu.app_id: ",
        "products.eiam.policy.rules[0].max: ",
        "clients[0].secret_hashes[0]: ",
        "clients[0].actions: ",
        "issuers[0].jwks_uri: ",
        "issuers[0].algorithm: ",
        "surplus: ",
    ] {
        assert!(message.contains(field), "{field}\n{message}");
    }
}

#[test]
fn secrets_that_are_not_there_or_not_random_are_named_and_not_shown() {
    let message = refusal(&json!({}), &[("EDGE_SIGNING_KEY", "hunter2"), ("FEISHU_APP_SECRET", "")]);
    assert!(message.contains("signing_key: must be sk1. and 43 characters of base64url"), "{message}");
    assert!(message.contains("`cargo xtask signing-key`"), "{message}");
    assert!(message.contains("products.feishu.app_secret.env: FEISHU_APP_SECRET is not set"), "{message}");
    assert!(!message.contains("hunter2"));
}

#[test]
fn the_build_for_tests_has_no_public_door_and_the_one_that_ships_has() {
    let message = refusal(&json!({ "public_origin": "https://reset.example.com" }), &[]);
    assert!(message.contains("public_origin: must be on loopback: this build is for tests"), "{message}");
    let edge = Edge::shipping(&json!({ "public_origin": "https://reset.example.com" }));
    let wang = edge.person("wangxiaoming");
    let token = edge.feishu_token(&edge.stack().clients().tickets);
    let request =
        json!({ "product": "feishu", "action": "reset", "user_id": wang.feishu, "user_id_type": "user_id" });
    let told = edge.ask(&passgate_edge_tests::Ask::post("/v1/tickets").bearer(&token).json(&request));
    assert!(told.json()["link"].as_str().unwrap().starts_with("https://reset.example.com/feishu/#rt1."));
}
