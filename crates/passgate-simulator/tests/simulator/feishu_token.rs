//! Both token endpoints of Feishu.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::bench::{Bench, Got};

fn advance(bench: &Bench, seconds: i64) {
    bench.control("POST", "/clock", json!({"advance_seconds": seconds}));
}

fn grant(bench: &Bench) -> (String, i64) {
    let secret = bench.options.app_secret.expose();
    let got = bench.feishu_token_call(&bench.options.app_id, secret).json();
    let token = got["tenant_access_token"].as_str().unwrap().to_owned();
    (token, got["expire"].as_i64().unwrap())
}

fn reset_code(bench: &Bench, token: &str) -> (u16, i64) {
    let body = r#"{"password":{"ent_email_password":"abcd*efg"},"user_id":"abc123"}"#;
    bench.reset_raw(token, "?user_id_type=user_id", body).feishu()
}

fn oauth(bench: &Bench, headers: &[(&str, &str)], form: &str) -> Got {
    let mut all = vec![("content-type", "application/x-www-form-urlencoded")];
    all.extend_from_slice(headers);
    bench.send("POST", "/oauth/v3/token", &all, form)
}

fn post_form(bench: &Bench) -> String {
    format!(
        "grant_type=client_credentials&client_id={}&client_secret={}",
        bench.options.app_id,
        bench.options.app_secret.expose()
    )
}

#[test]
fn a_token_is_issued_again_until_half_an_hour_before_its_end() {
    let bench = Bench::start();
    bench.control("POST", "/clock", json!({"frozen": true}));
    let (first, expire) = grant(&bench);
    assert_eq!(expire, 7_200);
    assert!(first.starts_with("t-"));
    advance(&bench, 5_400);
    assert_eq!(grant(&bench), (first.clone(), 1_800));
    advance(&bench, 1);
    let (second, expire) = grant(&bench);
    assert_ne!(second, first);
    assert_eq!(expire, 7_200);
    // Both are valid in the meantime.
    assert_eq!(reset_code(&bench, &first), (200, 0));
    assert_eq!(reset_code(&bench, &second), (200, 0));
    advance(&bench, 1_799);
    assert_eq!(reset_code(&bench, &first), (400, 99_991_663));
    assert_eq!(reset_code(&bench, &second), (200, 0));
}

#[test]
fn credentials_are_refused_with_http_200_and_a_code() {
    let bench = Bench::start();
    let app_id = bench.options.app_id.clone();
    assert_eq!(bench.feishu_token_call("cli_x", "x").feishu(), (200, 10_003));
    let got = bench.feishu_token_call(&app_id, "wrong");
    assert_eq!(got.feishu(), (200, 10_015));
    bench.feishu_policy(json!({"wrong_secret_code": 10_014}));
    let got = bench.feishu_token_call(&app_id, "wrong");
    assert_eq!(got.feishu(), (200, 10_014));
    let state = json!({"state": "disabled"});
    bench.control("PATCH", &format!("/apps/{app_id}"), state);
    let got = bench.feishu_token_call(&app_id, bench.options.app_secret.expose());
    assert_eq!(got.feishu(), (200, 10_014));
    assert!(got.header("x-tt-logid").is_some());
}

#[test]
fn a_missing_content_type_and_a_trailing_slash_are_accepted() {
    let bench = Bench::start();
    let body = format!(
        r#"{{"app_id": "{}", "app_secret": "{}"}}"#,
        bench.options.app_id,
        bench.options.app_secret.expose()
    );
    let path = "/open-apis/auth/v3/tenant_access_token/internal/";
    let length = body.len();
    let request = format!(
        "POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    );
    let answer = crate::raw::exchange(&bench, &request);
    assert!(answer.contains("tenant_access_token"), "{answer}");
    // The official Python client expects this exact spelling.
    assert!(answer.contains("\r\nX-Tt-Logid: 20"), "{answer}");
    for broken in ["", "not json", "[]", r#"{"app_id":1}"#] {
        let got = bench.send("POST", path, &[], broken);
        assert_eq!(got.feishu(), (200, 10_003), "{broken}");
    }
}

#[test]
fn the_newer_endpoint_issues_long_tokens_that_work() {
    let bench = Bench::start();
    bench.feishu_policy(json!({"oauth_token_bytes": 4_096}));
    let got = oauth(&bench, &[], &post_form(&bench));
    assert_eq!(got.status, 200);
    let json = got.json();
    let token = json["access_token"].as_str().unwrap();
    assert_eq!(token.len(), 4_096);
    assert_eq!(json["token_type"], "Bearer");
    assert_eq!(json["expires_in"], 7_200);
    assert_eq!(json["tenant_access_token"], Value::Null);
    assert_eq!(reset_code(&bench, token), (200, 0));

    let basic = STANDARD.encode(format!("{}:{}", bench.options.app_id, bench.options.app_secret.expose()));
    let basic = format!("Basic {basic}");
    let got = oauth(&bench, &[("authorization", &basic)], "grant_type=client_credentials");
    assert_eq!(got.feishu(), (200, 0));
    let got = oauth(&bench, &[("authorization", &basic)], &post_form(&bench));
    assert_eq!(got.feishu(), (400, 20_070));
}

#[test]
fn the_newer_endpoint_refuses_by_rfc_6749() {
    let bench = Bench::start();
    let app = bench.options.app_id.clone();
    let wrong = format!("grant_type=client_credentials&client_id={app}&client_secret=x");
    let got = oauth(&bench, &[], &wrong);
    assert_eq!(got.status, 400);
    assert_eq!(
        got.text,
        r#"{"error":"invalid_client","error_description":"The client secret is invalid.","code":20002}"#
    );
    let cases = [
        ("grant_type=client_credentials&client_id=no&client_secret=x".to_owned(), 20_048),
        ("grant_type=client_credentials".to_owned(), 20_063),
        (post_form(&bench).replace("client_credentials", "password"), 20_036),
        (post_form(&bench).replace("grant_type", "type"), 20_063),
    ];
    for (form, code) in cases {
        assert_eq!(oauth(&bench, &[], &form).feishu(), (400, code), "{form}");
    }
    let got = bench.send("POST", "/oauth/v3/token", &[], &post_form(&bench));
    assert_eq!(got.feishu(), (400, 20_063));
}

#[test]
fn the_newer_endpoint_admits_fifty_calls_a_second() {
    let bench = Bench::start();
    bench.control("POST", "/clock", json!({"frozen": true}));
    let form = post_form(&bench);
    for _ in 0..50 {
        assert_eq!(oauth(&bench, &[], &form).status, 200);
    }
    let got = oauth(&bench, &[], &form);
    assert_eq!(got.feishu(), (429, 99_991_400));
    assert_eq!(got.header("retry-after"), Some("1"));
    assert_eq!(got.header("x-ogw-ratelimit-reset"), Some("1"));
    advance(&bench, 1);
    assert_eq!(oauth(&bench, &[], &form).status, 200);
}
