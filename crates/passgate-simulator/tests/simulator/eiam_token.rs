//! The EIAM's token and the access that it gives.

use serde_json::{Value, json};

use crate::bench::{Bench, EIAM_ID};

const FORM: &str = "grant_type=client_credentials";

fn grant(bench: &Bench) -> Value {
    let secret = bench.options.client_secret.expose();
    let got = bench.eiam_token_call(&bench.options.client_id, secret, FORM);
    assert_eq!(got.status, 200);
    got.json()
}

fn error(got: &crate::bench::Got) -> (u16, String, String) {
    let json = got.json();
    let text = |name: &str| json[name].as_str().unwrap().to_owned();
    (got.status, text("error"), text("error_description"))
}

#[test]
fn a_token_is_issued_again_with_its_remaining_lifetime() {
    let bench = Bench::start();
    bench.control("POST", "/clock", json!({"frozen": true}));
    let first = grant(&bench);
    assert_eq!(first["expires_in"], 1_799);
    bench.control("POST", "/clock", json!({"advance_seconds": 1_000}));
    let again = grant(&bench);
    assert_eq!(again["access_token"], first["access_token"]);
    assert_eq!(again["expires_in"], 799);
    bench.control("POST", "/clock", json!({"advance_seconds": 800}));
    let token = first["access_token"].as_str().unwrap();
    let path = format!("/api/v2/tenant/users/{EIAM_ID}/change-password");
    let got = bench.eiam_put(token, &path, r#"{"password":"P@ssw0rd123"}"#);
    assert_eq!(got.status, 400);
    assert_eq!(got.json()["error"], "invalid_token");
    assert_ne!(grant(&bench)["access_token"], first["access_token"]);
}

#[test]
fn the_lifetime_of_a_token_is_configurable() {
    let bench = Bench::start();
    bench.control("POST", "/clock", json!({"frozen": true}));
    bench.eiam_policy(json!({"token_seconds": 60}));
    assert_eq!(grant(&bench)["expires_in"], 59);
}

#[test]
fn bad_credentials_and_grants_are_refused() {
    let bench = Bench::start();
    let id = bench.options.client_id.clone();
    let secret = bench.options.client_secret.expose();
    for (id, secret) in [(id.as_str(), "wrong"), ("nobody", secret)] {
        let got = bench.eiam_token_call(id, secret, FORM);
        let expected = (401, "invalid_client", "Bad client credentials");
        assert_eq!(error(&got), (expected.0, expected.1.into(), expected.2.into()));
    }
    let got = bench.eiam_token_call(&id, secret, "grant_type=password");
    let expected = (400, "unsupported_grant_type", "Unauthorized grant type: password");
    assert_eq!(error(&got), (expected.0, expected.1.into(), expected.2.into()));
    let got = bench.eiam_token_call(&id, secret, "scope=all");
    assert_eq!(error(&got).1, "invalid_request");
}

#[test]
fn a_call_without_a_token_or_a_permission_is_refused() {
    let bench = Bench::start();
    let path = format!("/api/v2/tenant/users/{EIAM_ID}/change-password");
    let json_type = ("content-type", "application/json");
    let got = bench.send("PUT", &path, &[json_type], r#"{"password":"P@ssw0rd123"}"#);
    assert_eq!(error(&got).1, "unauthorized");
    assert_eq!(got.status, 401);

    let client = format!("/clients/{}", bench.options.client_id);
    bench.control("PATCH", &client, json!({"permissions": ["group_all"]}));
    let got = bench.change("P@ssw0rd123");
    assert_eq!((got.status, error(&got).1.as_str()), (403, "insufficient_scope"));
    let got = bench.rest(EIAM_ID, "?send_mode=SMS");
    assert_eq!(got.status, 403);
    bench.control("PATCH", &client, json!({"permissions": ["all"]}));
    assert_eq!(bench.change("P@ssw0rd123").status, 200);
    assert_eq!(grant(&bench)["scope"], "all");
}

#[test]
fn a_rate_limit_can_be_set_although_the_pages_document_none() {
    let bench = Bench::start();
    bench.control("POST", "/clock", json!({"frozen": true}));
    bench.eiam_policy(json!({"rate": {"limit": 1}}));
    assert_eq!(bench.change("P@ssw0rd123").status, 200);
    let got = bench.change("P@ssw0rd124");
    assert_eq!(got.status, 429);
    assert_eq!(got.header("retry-after"), Some("1"));
}

#[test]
fn an_unknown_path_or_method_gets_the_application_servers_error() {
    let bench = Bench::start();
    let got = bench.send("GET", "/api/v2/tenant/nothing", &[], "");
    assert_eq!((got.status, got.json()["error"].clone()), (404, json!("Not Found")));
    let got = bench.send("POST", "/api/v2/tenant/users/x/change-password", &[], "{}");
    assert_eq!(got.status, 405);
}
