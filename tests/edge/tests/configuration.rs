//! An invalid configuration keeps the Worker from starting, and every mistake is reported.

#![allow(clippy::panic, reason = "a test helper may panic")]

use passgate_edge_tests::Edge;
use passgate_stack::Credential;
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

/// `wrangler.jsonc` binds the configuration as a JSON object, which the Worker also reads.
#[test]
fn a_configuration_that_is_bound_as_json_is_the_same() {
    let patch =
        json!({ "products": { "eiam": { "learning": "off" } }, "public_origin": "http://127.0.0.1:1" });
    let edge = Edge::configured_by_json(&patch);
    let wang = edge.person("wangxiaoming");
    let token = edge.eiam_token(&edge.stack().clients().eiam);
    assert_eq!(edge.ask(&Edge::change(&token, &wang.eiam, "Tide*Lamp72")).status, 200);
    assert!(edge.is_password("eiam", &wang.eiam, "Tide*Lamp72"));
    let text = Edge::configured(&patch);
    let policy = |edge: &Edge| edge.ask(&passgate_edge_tests::Ask::get("/v1/policies/eiam")).text;
    assert_eq!(policy(&edge), policy(&text));
}

#[test]
fn missing_or_non_random_secrets_are_named_and_not_shown() {
    let message = refusal(&json!({}), &[("EDGE_SIGNING_KEY", "hunter2"), ("FEISHU_APP_SECRET", "")]);
    assert!(
        message.contains("signing_key: must be sk1. followed by exactly 43 characters of base64url"),
        "{message}"
    );
    assert!(message.contains("`passgate key`"), "{message}");
    assert!(message.contains("products.feishu.app_secret.env: FEISHU_APP_SECRET is not set"), "{message}");
    assert!(!message.contains("hunter2"));
}

#[test]
fn the_test_build_refuses_a_public_origin_and_the_production_build_accepts_it() {
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

#[test]
fn a_configuration_of_several_variables() {
    let client = |number: usize| {
        json!({
            "id": format!("client-{number}"),
            "secret_hashes": [Credential::generate("x").unwrap().secret_hash()],
            "products": ["feishu"], "actions": ["reset"], "rate": { "burst": 300, "per_minute": 300 },
        })
    };
    let many: Vec<Value> = (0..40).map(client).collect();
    let mine = Credential::generate("the-last").unwrap();
    let last = json!({
        "id": mine.id, "secret_hashes": [mine.secret_hash()], "products": ["feishu"], "actions": ["reset"],
    });
    let second = json!({ "clients": many }).to_string();
    let third = json!({ "clients": [last], "security": { "contacts": ["mailto:a@b.example"], "expires": "2099-01-01T00:00:00Z" } });
    let secrets = [("PASSGATE_CONFIG_2", second.as_str()), ("PASSGATE_CONFIG_4", &third.to_string())];
    let edge = Edge::try_start(&json!({}), &secrets).unwrap();
    edge.feishu_token(&mine);
    edge.feishu_token(&edge.stack().clients().feishu);
    // A variable that is too long for another platform is logged, and the Worker starts here.
    let log = std::fs::read_to_string(edge.stack().worker_log()).unwrap();
    let told: Vec<&str> = log.lines().filter(|line| line.contains(r#""event":"limit""#)).collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("PASSGATE_CONFIG_2") && told[0].contains("5120"), "{told:?}");
    let message = refusal(&json!({}), &[("PASSGATE_CONFIG_2", r#"{"public_origin":"http://127.0.0.1:1"}"#)]);
    assert!(message.contains("PASSGATE_CONFIG_2: sets public_origin again"), "{message}");
    let message = refusal(&json!({}), &[("PASSGATE_CONFIG_3", "[]"), ("PASSGATE_CONFIG_4", "{")]);
    assert!(message.contains("PASSGATE_CONFIG_3: must be an object"), "{message}");
    assert!(message.contains("PASSGATE_CONFIG_4: is not JSON"), "{message}");
}
