//! Every fault as a client sees it, and whether the call was executed.

use std::io::{ErrorKind, Read as _, Write as _};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::bench::{Bench, EIAM_ID, FEISHU_ID};
use crate::raw::{connect, reset_message, try_exchange};

const GOOD: &str = "abcd*efg";

fn is_changed(bench: &Bench) -> bool {
    bench.matches("feishu", FEISHU_ID, GOOD)
}

#[test]
fn a_reset_before_or_after_the_call_is_a_real_rst() {
    let bench = Bench::start();
    let token = bench.feishu_token();
    for (kind, executed) in [("reset-before", false), ("reset-after", true)] {
        bench.fault("feishu.reset", json!({"kind": kind}));
        let broken = try_exchange(&bench, &reset_message(&token, GOOD)).unwrap_err();
        assert_eq!(broken.kind(), ErrorKind::ConnectionReset, "{kind}");
        assert_eq!(is_changed(&bench), executed, "{kind}");
        let call = bench.last_call("feishu.reset");
        assert_eq!(call["fault"], kind);
        assert_eq!(call["status"], Value::Null);
        assert_eq!(call["executed"], executed);
    }
}

#[test]
fn a_reset_before_does_not_wait_for_the_body() {
    let bench = Bench::start();
    bench.fault("feishu.reset", json!({"kind": "reset-before"}));
    let mut stream = connect(&bench);
    let message = reset_message("t-x", GOOD);
    let (head, _) = message.split_once("\r\n\r\n").unwrap();
    stream.write_all(format!("{head}\r\n\r\n").as_bytes()).unwrap();
    let broken = stream.read(&mut [0; 16]).unwrap_err();
    assert_eq!(broken.kind(), ErrorKind::ConnectionReset);
}

#[test]
fn a_close_is_an_end_without_an_answer() {
    let bench = Bench::start();
    let token = bench.feishu_token();
    for executed in [false, true] {
        let fault = json!({"kind": "close", "executed": executed});
        bench.fault("feishu.reset", fault);
        let answer = try_exchange(&bench, &reset_message(&token, GOOD)).unwrap();
        assert_eq!(answer, "");
        assert_eq!(is_changed(&bench), executed);
    }
}

#[test]
fn a_delay_is_before_or_after_execution() {
    let bench = Bench::start();
    for when in ["before", "after"] {
        bench.fault("feishu.reset", json!({"kind": "delay", "ms": 300, "when": when}));
        let password = format!("abcd*efg-{when}");
        let started = Instant::now();
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| bench.reset(&password).feishu());
            std::thread::sleep(Duration::from_millis(150));
            let is_executed = bench.matches("feishu", FEISHU_ID, &password);
            assert_eq!(is_executed, when == "after");
            assert_eq!(waiting.join().unwrap(), (200, 0));
        });
        assert!(started.elapsed() >= Duration::from_millis(300));
    }
}

#[test]
fn a_call_is_executed_although_the_client_disconnected() {
    let bench = Bench::start();
    let token = bench.feishu_token();
    bench.fault("feishu.reset", json!({"kind": "delay", "ms": 200}));
    let mut stream = connect(&bench);
    let message = reset_message(&token, GOOD);
    stream.write_all(message.as_bytes()).unwrap();
    std::thread::sleep(Duration::from_millis(50));
    drop(stream);
    assert!(!is_changed(&bench));
    std::thread::sleep(Duration::from_millis(300));
    assert!(is_changed(&bench));
}

#[test]
fn any_status_with_any_body() {
    let bench = Bench::start();
    bench.fault("feishu.reset", json!({"kind": "status"}));
    let got = bench.reset(GOOD);
    assert_eq!((got.status, got.text.as_str()), (503, ""));
    assert!(!is_changed(&bench));
    let fault = json!({"kind": "status", "status": 502, "body": "{\"code\":1}",
        "content_type": "application/json", "executed": true});
    bench.fault("feishu.reset", fault);
    let got = bench.reset(GOOD);
    assert_eq!((got.status, got.text.as_str()), (502, "{\"code\":1}"));
    assert_eq!(got.header("content-type"), Some("application/json"));
    assert!(is_changed(&bench));
}

#[test]
fn a_slow_body_trickles() {
    let bench = Bench::start();
    bench.fault("feishu.reset", json!({"kind": "slow-body", "chunk": 6, "ms": 40}));
    let started = Instant::now();
    assert_eq!(bench.reset(GOOD).feishu(), (200, 0));
    // 36 bytes: five pauses between six chunks.
    assert!(started.elapsed() >= Duration::from_millis(200));
    assert!(is_changed(&bench));
}

#[test]
fn a_cut_body_is_shorter_than_announced() {
    let bench = Bench::start();
    let token = bench.feishu_token();
    bench.fault("feishu.reset", json!({"kind": "cut-body"}));
    let answer = try_exchange(&bench, &reset_message(&token, GOOD)).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.contains("Content-Length: 36"), "{head}");
    assert_eq!(body, r#"{"code":0,"msg":"s"#);
    assert!(is_changed(&bench));
    bench.fault("feishu.reset", json!({"kind": "cut-body"}));
    let body = r#"{"password":{"ent_email_password":"abcd*efg"},"user_id":"abc123"}"#;
    let path = "/open-apis/admin/v1/password/reset?user_id_type=user_id";
    let bearer = format!("Bearer {token}");
    let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
    assert!(bench.try_send("POST", path, &headers, body).is_err());
}

#[test]
fn answers_without_a_documented_shape() {
    let bench = Bench::start();
    bench.fault("feishu.reset", json!({"kind": "malformed"}));
    let got = bench.reset(GOOD);
    assert_eq!((got.status, got.text.as_str()), (200, r#"{"code":0,"msg":"s"#));
    assert!(is_changed(&bench));

    bench.fault("feishu.reset", json!({"kind": "wrong-shape"}));
    let got = bench.reset("other*efg");
    assert_eq!(got.status, 200);
    assert_eq!(got.json()["code"], Value::Null);

    bench.fault("feishu.reset", json!({"kind": "not-json", "status": 502}));
    let got = bench.reset("other*efg");
    assert_eq!(got.status, 502);
    assert!(got.text.starts_with("<!DOCTYPE html>"));
    assert!(is_changed(&bench));

    bench.fault("feishu.reset", json!({"kind": "not-found"}));
    let got = bench.reset("other*efg");
    assert_eq!((got.status, got.text.as_str()), (404, "404 page not found"));
    assert!(is_changed(&bench));

    bench.fault("feishu.reset", json!({"kind": "huge-body", "bytes": 3_000_000}));
    let got = bench.reset("other*efg");
    assert!(got.text.len() > 3_000_000);
    assert_eq!(got.feishu(), (200, 0));
    assert!(!is_changed(&bench));
}

#[test]
fn a_throttle_in_both_formats_of_feishu_and_in_the_eiams() {
    let bench = Bench::start();
    for status in [429, 400] {
        let fault = json!({"kind": "throttle", "status": status, "retry_after": 7});
        bench.fault("feishu.reset", fault.clone());
        let got = bench.reset(GOOD);
        assert_eq!(got.feishu(), (status, 99_991_400));
        assert_eq!(got.header("x-ogw-ratelimit-reset"), Some("7"));
        assert!(!is_changed(&bench));
        bench.fault("feishu.token", fault);
        let secret = bench.options.app_secret.expose();
        let got = bench.feishu_token_call(&bench.options.app_id, secret);
        assert_eq!(got.feishu(), (status, 99_991_400));
    }
    let fault = json!({"kind": "throttle", "retry_after": 7});
    bench.fault("eiam.change-password", fault);
    let got = bench.change("P@ssw0rd123");
    assert_eq!(got.status, 429);
    assert_eq!(got.header("retry-after"), Some("7"));
    assert!(!bench.matches("eiam", EIAM_ID, "P@ssw0rd123"));
}

#[test]
fn a_stale_token_is_forgotten_or_refused_once() {
    let bench = Bench::start();
    let token = bench.feishu_token();
    bench.fault("feishu.reset", json!({"kind": "stale-token", "forget": false}));
    assert_eq!(bench.reset(GOOD).feishu(), (400, 99_991_663));
    // The token is still the current one, so a token call returns it.
    assert_eq!(bench.feishu_token(), token);
    assert_eq!(bench.reset(GOOD).feishu(), (200, 0));
    let fault = json!({"kind": "stale-token", "code": 99_991_671});
    bench.fault("feishu.reset", fault);
    assert_eq!(bench.reset(GOOD).feishu(), (400, 99_991_671));
    assert_ne!(bench.feishu_token(), token);

    let token = bench.eiam_token();
    bench.fault("eiam.rest-password", json!({"kind": "stale-token"}));
    let got = bench.rest(EIAM_ID, "?send_mode=SMS");
    assert_eq!((got.status, got.json()["error"].clone()), (400, json!("invalid_token")));
    assert_ne!(bench.eiam_token(), token);
    assert_eq!(bench.rest(EIAM_ID, "?send_mode=SMS").status, 200);
}

#[test]
fn any_code_in_the_vendors_envelope() {
    let bench = Bench::start();
    let fault = json!({"kind": "answer", "code": "99991543", "message": "app_id or app_secret incorrect"});
    bench.fault("feishu.reset", fault);
    let got = bench.reset(GOOD);
    assert_eq!(got.feishu(), (400, 99_991_543));
    assert_eq!(got.json()["msg"], "app_id or app_secret incorrect");
    let fault = json!({"kind": "answer", "status": 403, "code": " APP.0028", "message": "应用账号不存在"});
    bench.fault("eiam.change-password", fault);
    let expected = (403, " APP.0028".to_owned(), "应用账号不存在".to_owned());
    assert_eq!(bench.change("P@ssw0rd123").eiam(), expected);
}

#[test]
fn faults_occur_in_order_and_as_often_as_requested() {
    let bench = Bench::start();
    let orders = json!([
        {"call": "feishu.reset", "fault": {"kind": "status", "status": 500}, "times": 2},
        {"call": "eiam.token", "fault": {"kind": "status", "status": 599}},
        {"call": "feishu.reset", "fault": {"kind": "status", "status": 501}, "times": "always"},
        {"call": "feishu.reset", "fault": {"kind": "status", "status": 502}},
    ]);
    let ids = bench.control("POST", "/faults", orders);
    assert_eq!(ids["ids"], json!([1, 2, 3, 4]));
    let statuses: Vec<u16> = (0..5).map(|_| bench.reset(GOOD).status).collect();
    assert_eq!(statuses, [500, 500, 501, 501, 501]);
    let left = bench.control("DELETE", "/faults?call=feishu.reset", Value::Null);
    assert_eq!(left["faults"].as_array().unwrap().len(), 1);
    assert_eq!(bench.reset(GOOD).status, 200);
    bench.control("DELETE", "/faults", Value::Null);
    assert_eq!(bench.change("P@ssw0rd123").status, 200);
}

#[test]
fn a_fault_may_wait_for_one_account() {
    let bench = Bench::start();
    let other = bench.user("lvmeili")["feishu"]["user_id"].clone();
    let other = other.as_str().unwrap();
    for (call, id, kind) in
        [("feishu.reset", other, "reset-before"), ("eiam.change-password", EIAM_ID, "not-found")]
    {
        let order = json!({"call": call, "user_id": id, "fault": {"kind": kind}});
        bench.control("POST", "/faults", order);
    }
    assert_eq!(bench.reset(GOOD).status, 200);
    let body = r#"{"password":"P@ssw0rd123"}"#;
    assert_eq!(bench.change_raw("someone", body).eiam().1, "USER.0001");
    assert_eq!(bench.change_raw(EIAM_ID, body).status, 404);
    let token = bench.feishu_token();
    let message = reset_message(&token, GOOD);
    let message = message.replace("abc123", other);
    let length = format!("Content-Length: {}", message.split("\r\n\r\n").nth(1).unwrap().len());
    let message = message.replacen("Content-Length: 65", &length, 1);
    let broken = try_exchange(&bench, &message).unwrap_err();
    assert_eq!(broken.kind(), ErrorKind::ConnectionReset);
}

#[test]
fn the_other_calls_can_fail_too() {
    let bench = Bench::start();
    for (call, path) in [
        ("eiam.keys", "/api/v1/oauth2/keys"),
        ("eiam.discovery", "/api/v1/oauth2/.well-known/openid-configuration"),
    ] {
        bench.fault(call, json!({"kind": "malformed"}));
        let got = bench.send("GET", path, &[], "");
        assert!(serde_json::from_str::<Value>(&got.text).is_err(), "{call}");
        assert!(bench.send("GET", path, &[], "").json().is_object());
    }
    bench.fault("feishu.oauth-token", json!({"kind": "status", "status": 500}));
    assert_eq!(bench.send("POST", "/oauth/v3/token", &[], "x=1").status, 500);
}
