//! Feishu's answers to invalid requests.

use serde_json::{Value, json};

use crate::bench::{Bench, Got};

const BODY: &str = r#"{"password":{"ent_email_password":"abcd*efg"},"user_id":"abc123"}"#;

fn violation(got: &Got) -> Value {
    assert_eq!(got.feishu(), (400, 99_992_402), "{}", got.text);
    let json = got.json();
    assert_eq!(json["msg"], "field validation failed");
    let violations = json["error"]["field_violations"].as_array().unwrap();
    assert_eq!(violations.len(), 1);
    violations[0].clone()
}

#[test]
fn the_kind_of_id_must_be_sent_although_it_has_a_default() {
    let bench = Bench::start();
    let token = bench.feishu_token();
    for query in ["", "?user_id_type=", "?other=1"] {
        let violation = violation(&bench.reset_raw(&token, query, BODY));
        assert_eq!(violation, json!({"field": "user_id_type", "description": "user_id_type is required"}));
    }
    let violation = violation(&bench.reset_raw(&token, "?user_id_type=email", BODY));
    assert_eq!(violation["field"], "user_id_type");
    assert_eq!(violation["value"], "email");
}

#[test]
fn every_field_of_the_body_is_named() {
    let bench = Bench::start();
    let token = bench.feishu_token();
    let long = "x".repeat(201);
    let cases = [
        (json!({"user_id": "abc123"}), "password"),
        (json!({"user_id": "abc123", "password": null}), "password"),
        (json!({"user_id": "abc123", "password": "abcd*efg"}), "password"),
        (json!({"user_id": "abc123", "password": {}}), "password.ent_email_password"),
        (
            json!({"user_id": "abc123", "password": {"ent_email_password": 12345678}}),
            "password.ent_email_password",
        ),
        (json!({"password": {"ent_email_password": "abcd*efg"}}), "user_id"),
        (json!({"user_id": 1, "password": {"ent_email_password": "abcd*efg"}}), "user_id"),
        (json!({"user_id": long, "password": {"ent_email_password": "abcd*efg"}}), "user_id"),
    ];
    for (body, field) in cases {
        let got = bench.reset_raw(&token, "?user_id_type=user_id", &body.to_string());
        assert_eq!(violation(&got)["field"], field, "{body}");
    }
}

#[test]
fn an_echoed_value_may_be_the_password_and_can_be_switched_off() {
    let bench = Bench::start();
    bench.feishu_policy(json!({"rate": null}));
    let token = bench.feishu_token();
    let body = r#"{"password":"canary-8127","user_id":"abc123"}"#;
    let reset = || bench.reset_raw(&token, "?user_id_type=user_id", body);
    assert_eq!(violation(&reset())["value"], "canary-8127");
    bench.feishu_policy(json!({"echo_field_values": false}));
    let got = reset();
    assert_eq!(violation(&got)["value"], Value::Null);
    assert!(!got.text.contains("canary"));
    let log = bench.control("GET", "/calls", Value::Null).to_string();
    assert!(!log.contains("canary"));
}

#[test]
fn a_body_that_is_not_json_is_a_bad_request() {
    let bench = Bench::start();
    let token = bench.feishu_token();
    for body in ["", "{", "[]", "\"x\"", r#"{"user_id":"\ud800"}"#] {
        let got = bench.reset_raw(&token, "?user_id_type=user_id", body);
        assert_eq!(got.feishu(), (400, 9_499), "{body}");
    }
    let got = bench.send(
        "POST",
        "/open-apis/admin/v1/password/reset?user_id_type=user_id",
        &[("authorization", &format!("Bearer {token}")), ("content-type", "text/plain")],
        BODY,
    );
    assert_eq!(got.feishu(), (400, 9_499));
}
