//! Invalid requests: the answer has the vendor's format, names the field and repeats no value; no call
//! is sent.

#![allow(clippy::indexing_slicing, clippy::panic, reason = "a test helper may panic")]

use base64::{Engine as _, engine::general_purpose::STANDARD};
use passgate_edge_tests::{Ask, Edge, Told};
use serde_json::{Value, json};

const JSON: &str = "application/json";
const CANARY: &str = "Canary*Value72";

/// The field that Feishu's answer names.
fn feishu_field(told: &Told) -> String {
    let field = &told.json()["error"]["field_violations"][0]["field"];
    field.as_str().unwrap_or_else(|| panic!("no field: {}", told.text)).to_owned()
}

#[test]
fn feishu_reset() {
    let edge = Edge::start();
    let token = edge.feishu_token(&edge.stack().clients().feishu);
    let good = json!({ "password": { "ent_email_password": CANARY }, "user_id": "abc123" });
    let with = |member: &str, value: Value| {
        let mut body = good.clone();
        body[member] = value;
        body.to_string()
    };
    let without = |member: &str| {
        let mut body = good.clone();
        body.as_object_mut().unwrap().remove(member);
        body.to_string()
    };
    let query = "?user_id_type=user_id";
    let long = "号".repeat(201);
    let rows: Vec<(&str, &str, String, &str)> = vec![
        ("?user_id_type=", JSON, good.to_string(), "user_id_type"),
        ("?user_id_type=email", JSON, good.to_string(), "user_id_type"),
        ("?user_id_type=open_id&user_id_type=user_id", JSON, good.to_string(), "user_id_type"),
        (query, "text/plain", good.to_string(), "Content-Type"),
        (query, "", good.to_string(), "Content-Type"),
        (query, "application/x-www-form-urlencoded", good.to_string(), "Content-Type"),
        (query, JSON, String::new(), "body"),
        (query, JSON, "{".to_owned(), "body"),
        (query, JSON, "[]".to_owned(), "body"),
        (query, JSON, "null".to_owned(), "body"),
        (query, JSON, without("user_id"), "user_id"),
        (query, JSON, without("password"), "password"),
        (query, JSON, with("user_id", json!("")), "user_id"),
        (query, JSON, with("user_id", json!(7)), "user_id"),
        (query, JSON, with("user_id", json!(long)), "user_id"),
        (query, JSON, with("user_id", json!("a\nb")), "user_id"),
        (query, JSON, with("password", json!(CANARY)), "password"),
        (query, JSON, with("password", json!({})), "password.ent_email_password"),
        (
            query,
            JSON,
            with("password", json!({ "ent_email_password": 12_345_678 })),
            "password.ent_email_password",
        ),
        (
            query,
            JSON,
            with("password", json!({ "ent_email_password": CANARY, "hint": "x" })),
            "password.hint",
        ),
        (query, JSON, with("new_password", json!(CANARY)), "new_password"),
        (
            query,
            JSON,
            r#"{"password":{"ent_email_password":"Canary*Value72\ud800"},"user_id":"abc123"}"#.to_owned(),
            "password.ent_email_password",
        ),
        (
            query,
            JSON,
            r#"{"user_id":"a","user_id":"b","password":{"ent_email_password":"Canary*Value72"}}"#.to_owned(),
            "user_id",
        ),
    ];
    for (query, content_type, body, field) in rows {
        let mut ask =
            Ask::post(&format!("/open-apis/admin/v1/password/reset{query}")).bearer(&token).raw(body.clone());
        if !content_type.is_empty() {
            ask = ask.header("Content-Type", content_type);
        }
        let told = edge.ask(&ask);
        assert_eq!((told.status, told.code().as_str()), (400, "99992402"), "{query} {body}: {}", told.text);
        assert_eq!(feishu_field(&told), field, "{query} {content_type} {body}");
        assert!(!told.text.contains(CANARY), "{}", told.text);
    }
    let compressed = Ask::post(&format!("/open-apis/admin/v1/password/reset{query}"))
        .bearer(&token)
        .header("Content-Type", JSON)
        .header("Content-Encoding", "gzip")
        .raw(good.to_string());
    let told = edge.ask(&compressed);
    assert_eq!((told.status, feishu_field(&told).as_str()), (400, "Content-Encoding"), "{}", told.text);
    assert_eq!(edge.password_calls(), 0);
}

#[test]
fn eiam_change_and_rest() {
    let edge = Edge::start();
    let token = edge.eiam_token(&edge.stack().clients().eiam);
    let body = json!({ "password": CANARY }).to_string();
    let long = "u".repeat(201);
    let change = |user_id: &str, content_type: &str, body: &str| {
        Ask::put(&format!("/api/v2/tenant/users/{user_id}/change-password"))
            .header("Content-Type", content_type)
            .raw(body)
    };
    let rest = |tail: &str| Ask::put(&format!("/api/v2/tenant/users/{tail}"));
    let rows = [
        (change("", JSON, &body), "user_id"),
        (change("a%2Fb", JSON, &body), "user_id"),
        (change("a%5Cb", JSON, &body), "user_id"),
        (change("a%2", JSON, &body), "user_id"),
        (change("%00", JSON, &body), "user_id"),
        (change("%FF", JSON, &body), "user_id"),
        (change(&long, JSON, &body), "user_id"),
        (change("u", "text/plain", &body), "Content-Type"),
        (change("u", JSON, &body).header("Content-Encoding", "gzip"), "Content-Encoding"),
        (change("u", JSON, &body).header("Content-Encoding", "br"), "Content-Encoding"),
        (change("u", JSON, "{"), "body"),
        (change("u", JSON, "{}"), "password"),
        (change("u", JSON, r#"{"password":{}}"#), "password"),
        (change("u", JSON, r#"{"password":"Canary*Value72\udc00"}"#), "password"),
        (
            change("u", JSON, &json!({ "password": CANARY, "pwd_must_modify": "maybe" }).to_string()),
            "pwd_must_modify",
        ),
        (change("u", JSON, &json!({ "password": CANARY, "old_password": "x" }).to_string()), "old_password"),
        (rest("u/rest-password"), "send_mode"),
        (rest("u/rest-password?send_mode=SMS&password=x"), "password"),
        (rest("/rest-password?send_mode=SMS"), "user_id"),
        (rest("u/rest-password?send_mode=SMS").raw(CANARY), "body"),
    ];
    for (ask, field) in rows {
        let told = edge.ask(&ask.bearer(&token));
        assert_eq!((told.status, told.code().as_str()), (400, "PARAM.0001"), "{field}: {}", told.text);
        let message = told.json()["error_msg"].as_str().unwrap().to_owned();
        assert!(message.contains(&format!(": {field}: ")), "{field}: {message}");
        assert!(!told.text.contains(CANARY) && !told.text.contains(&long), "{}", told.text);
    }
    // The page has a code for an invalid send mode.
    for mode in ["", "FAX", "sms"] {
        let told = edge.ask(&rest(&format!("u/rest-password?send_mode={mode}")).bearer(&token));
        assert_eq!((told.status, told.code().as_str()), (400, "MSG.0004"), "{mode}: {}", told.text);
    }
    assert_eq!(edge.password_calls(), 0);
}

#[test]
fn token_exchanges() {
    let edge = Edge::start();
    let path = "/open-apis/auth/v3/tenant_access_token/internal";
    for (body, field) in [
        ("", "body"),
        ("{}", "app_id"),
        (r#"{"app_id":"x"}"#, "app_secret"),
        (r#"{"app_id":"x","app_secret":7}"#, "app_secret"),
        (r#"{"app_id":"","app_secret":"Canary*Value72"}"#, "app_id"),
    ] {
        let told = edge.ask(&Ask::post(path).raw(body));
        assert_eq!(told.code(), "99992402", "{body}: {}", told.text);
        assert_eq!(feishu_field(&told), field);
        assert!(!told.text.contains(CANARY));
    }
    let form = "application/x-www-form-urlencoded";
    let exchange = |body: &str| Ask::post("/api/v2/tenant/token").header("Content-Type", form).raw(body);
    let client = &edge.stack().clients().eiam;
    let pair = STANDARD.encode(format!("{}:{}", client.id, client.secret));
    let basic = |ask: Ask| ask.header("Authorization", &format!("Basic {pair}"));
    let nobody = |ask: Ask| ask.header("Authorization", "Basic YTpi");
    for (ask, code) in [
        (exchange("grant_type=client_credentials"), "invalid_client"),
        (basic(exchange("grant_type=password")), "unsupported_grant_type"),
        (nobody(exchange("grant_type=password")), "invalid_client"),
        (basic(exchange("")), "invalid_request"),
        (basic(Ask::post("/api/v2/tenant/token").header("Content-Type", JSON).raw("{}")), "invalid_request"),
        (basic(exchange("grant_type=client_credentials&client_id=a&client_secret=b")), "invalid_request"),
    ] {
        let told = edge.ask(&ask);
        assert_eq!(told.code(), code, "{}", told.text);
    }
}

#[test]
fn a_body_is_limited_to_four_kibibytes() {
    let edge = Edge::start();
    let feishu = edge.feishu_token(&edge.stack().clients().feishu);
    let eiam = edge.eiam_token(&edge.stack().clients().eiam);
    let padded = |bytes: usize| {
        let body = r#"{"password":{"ent_email_password":"Tide*Lamp72"},"user_id":"abc123"}"#;
        format!("{body}{}", " ".repeat(bytes - body.len()))
    };
    let reset = |body: String| {
        Ask::post("/open-apis/admin/v1/password/reset?user_id_type=user_id")
            .bearer(&feishu)
            .header("Content-Type", JSON)
            .raw(body)
    };
    assert_eq!(edge.ask(&reset(padded(4_096))).status, 200);
    let told = edge.ask(&reset(padded(4_097)));
    assert_eq!((told.status, told.code().as_str(), feishu_field(&told).as_str()), (413, "99992402", "body"));
    let told = edge.ask(
        &Ask::put("/api/v2/tenant/users/u/change-password")
            .bearer(&eiam)
            .header("Content-Type", JSON)
            .raw(padded(20_000)),
    );
    assert_eq!((told.status, told.code().as_str()), (413, "PARAM.0001"));
    let told = edge.ask(&Ask::post("/api/v2/tenant/token").raw("x".repeat(17_000)));
    assert_eq!(told.status, 413);
    assert_eq!(edge.password_calls(), 1);
}

#[test]
fn a_body_without_a_length_is_bounded_too() {
    let edge = Edge::start();
    let feishu = edge.feishu_token(&edge.stack().clients().feishu);
    let chunk = "x".repeat(4096);
    let mut request = format!(
        "POST /open-apis/admin/v1/password/reset?user_id_type=user_id HTTP/1.1\r\nHost: x\r\n\
         Authorization: Bearer {feishu}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    );
    for _ in 0..5 {
        request.push_str(&format!("{:x}\r\n{chunk}\r\n", chunk.len()));
    }
    request.push_str("0\r\n\r\n");
    let answer = edge.speak(&request);
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
    assert_eq!(edge.password_calls(), 0);
}

#[test]
fn paths_of_older_clients() {
    let edge = Edge::start();
    let clients = edge.stack().clients();
    let body = json!({ "app_id": clients.feishu.id, "app_secret": clients.feishu.secret });
    let told = edge.ask(&Ask::post("/open-apis/auth/v3/tenant_access_token/internal/").json(&body));
    assert_eq!(told.code(), "0", "{}", told.text);
    let token = told.json()["tenant_access_token"].as_str().unwrap().to_owned();
    let wang = edge.person("wangxiaoming");
    let reset = |end: &str, password: &str| {
        let body = json!({ "password": { "ent_email_password": password }, "user_id": wang.open_id });
        edge.ask(&Ask::post(&format!("/open-apis/admin/v1/password/reset{end}")).bearer(&token).json(&body))
    };
    // The page's default is open_id.
    for (end, password) in
        [("", "Tide*Lamp72"), ("/", "Tide*Lamp73"), ("/?user_id_type=open_id", "Tide*Lamp74")]
    {
        let told = reset(end, password);
        assert_eq!((told.status, told.code().as_str()), (200, "0"), "{end}: {}", told.text);
        assert!(edge.is_password("feishu", "wangxiaoming", password));
    }
    assert_eq!(reset("//", "Tide*Lamp75").status, 404);
    let token = edge.eiam_token(&clients.eiam);
    let put = |path: &str| {
        let body = json!({ "password": "Tide*Lamp72" });
        edge.ask(&Ask::put(&format!("/api/v2/tenant/users/{path}")).bearer(&token).json(&body))
    };
    assert_eq!(put(&format!("{}/change-password/", wang.eiam)).status, 200);
    assert_eq!(put("/change-password/").code(), "PARAM.0001", "an empty id is reported");
}
