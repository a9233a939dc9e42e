//! The control API: accounts, settings, clock, log, and invalid requests.

use passgate_simulator::{Options, Simulator};
use serde_json::{Value, json};

use crate::bench::{Bench, EIAM_ID, FEISHU_ID};

#[test]
fn an_invalid_request_names_its_field() {
    let bench = Bench::start();
    let cases = [
        ("POST", "/faults", json!({"call": "feishu.reset"}), 400, "fault"),
        ("POST", "/faults", json!({"call": "x", "fault": {"kind": "delay"}}), 400, "call"),
        ("POST", "/faults", json!({"call": "feishu.reset", "fault": {"kind": "delay"}}), 400, "fault.ms"),
        (
            "POST",
            "/faults",
            json!({"call": "feishu.token", "fault": {"kind": "stale-token"}}),
            400,
            "fault.kind",
        ),
        (
            "POST",
            "/faults",
            json!({"call": "feishu.token", "fault": {"kind": "answer", "code": "X.1"}}),
            400,
            "fault.code",
        ),
        (
            "POST",
            "/faults",
            json!({"call": "feishu.token", "fault": {"kind": "status", "status": 99}}),
            400,
            "fault.status",
        ),
        (
            "POST",
            "/faults",
            json!({"call": "feishu.reset", "fault": {"kind": "not-found"}, "times": 0}),
            400,
            "times",
        ),
        ("PATCH", "/policy/feishu", json!({"mni": 3}), 400, "mni"),
        ("PATCH", "/policy/feishu", json!({"min": "3"}), 400, "min"),
        ("PATCH", "/policy/feishu", json!({"max": 3}), 400, "max"),
        ("PATCH", "/policy/feishu", json!({"rate": {"limit": 1, "status": 500}}), 400, "rate.status"),
        ("PATCH", "/policy/eiam", json!({"repeats": {"count": "all"}}), 400, "repeats.count"),
        ("PATCH", "/policy/eiam", json!([]), 400, "body"),
        ("POST", "/users", json!({"name": "x"}), 400, "username"),
        ("POST", "/users", json!({"username": "wangxiaoming"}), 409, "username"),
        ("POST", "/users", json!({"username": "new", "feishu": {"user_id": FEISHU_ID}}), 409, "id"),
        ("PATCH", "/users/nobody", json!({}), 404, "user"),
        ("PATCH", "/users/zhaolei", json!({"username": "x"}), 400, "username"),
        ("POST", "/users/numbered", json!({"count": 0}), 400, "count"),
        ("POST", "/users/verify", json!({"vendor": "feishu", "user": "x", "password": ""}), 404, "user"),
        ("POST", "/users/verify", json!({"vendor": "x", "user": "x", "password": ""}), 400, "vendor"),
        ("POST", "/clock", json!({"set": "yesterday"}), 400, "set"),
        ("GET", "/calls?after=x", Value::Null, 400, "after"),
        ("GET", "/calls?call=x", Value::Null, 400, "call"),
        ("POST", "/apps", json!({"app_id": "x"}), 400, "app_secret"),
        ("PATCH", "/apps/x", json!({}), 404, "app_id"),
        ("PATCH", "/clients/x", json!({}), 404, "client_id"),
        ("GET", "/nothing", Value::Null, 404, "path"),
    ];
    for (method, path, body, status, field) in cases {
        let got = bench.control_raw(method, path, body.clone());
        assert_eq!(got.status, status, "{path} {body}: {}", got.text);
        assert_eq!(got.json()["error"]["field"], field, "{path} {body}: {}", got.text);
    }
}

#[test]
fn accounts_are_added_changed_and_numbered() {
    let bench = Bench::with(Options { numbered_users: 3, ..Options::generated() });
    assert_eq!(bench.user("user0003")["email"], "user0003@example.com");
    let added = bench.control(
        "POST",
        "/users",
        json!({"username": "liqing", "name": "李青", "pinyin": [["li"], ["qing"]], "feishu": null}),
    );
    assert_eq!(added["feishu"], Value::Null);
    assert_eq!(added["eiam"]["changes"], 0);
    assert_eq!(added["phone"], Value::Null);
    let ask = json!({"vendor": "feishu", "user": "liqing", "password": "x"});
    assert_eq!(bench.control_raw("POST", "/users/verify", ask).status, 404);
    let changed = bench.control("PATCH", "/users/liqing", json!({"phone": "13911112222"}));
    assert_eq!(changed["phone"], "13911112222");
    assert_eq!(changed["eiam"]["user_id"], added["eiam"]["user_id"]);

    let made = bench.control("POST", "/users/numbered", json!({"count": 200, "prefix": "load"}));
    let made = made["users"].as_array().unwrap().clone();
    assert_eq!(made.len(), 200);
    let last = made[199]["feishu"]["open_id"].as_str().unwrap();
    assert_eq!(bench.reset_of("open_id", last, "abcd*efg").feishu(), (200, 0));
    assert!(bench.matches("feishu", "load0200", "abcd*efg"));
}

#[test]
fn a_change_of_profile_keeps_the_password() {
    let bench = Bench::start();
    assert_eq!(bench.change("P@ssw0rd123").status, 200);
    let change = json!({"email": "other@example.com", "eiam": {"user_id": "new-id"}});
    bench.control("PATCH", "/users/wangxiaoming", change);
    assert!(bench.matches("eiam", "new-id", "P@ssw0rd123"));
    assert_eq!(bench.change("P@ssw0rd124").eiam().1, "USER.0001");
}

#[test]
fn no_listing_carries_a_secret_or_a_password() {
    let bench = Bench::start();
    let canary = "Canary-5f1e!x";
    assert_eq!(bench.reset(canary).status, 200);
    assert_eq!(bench.change(canary).status, 200);
    assert_eq!(bench.change(canary).eiam().1, "PWD.0007");
    bench.rest(EIAM_ID, "?send_mode=SMS");
    let ask = json!({"vendor": "eiam", "user": EIAM_ID, "password": canary});
    bench.control("POST", "/users/verify", ask);
    let secrets = [canary, bench.options.app_secret.expose(), bench.options.client_secret.expose()];
    let listings = [
        "/users",
        "/calls",
        "/faults",
        "/apps",
        "/clients",
        "/deliveries",
        "/policy/eiam",
        "/policy/feishu",
        "/clock",
    ];
    for listing in listings {
        let text = bench.control("GET", listing, Value::Null).to_string();
        for secret in secrets {
            assert!(!text.contains(secret), "{listing}");
        }
        assert!(!text.contains("hash"), "{listing}");
    }
}

#[test]
fn the_log_counts_what_arrived_and_what_was_executed() {
    let bench = Bench::start();
    bench.reset("abcd*efg");
    bench.reset("short");
    let log = bench.control("GET", "/calls", Value::Null);
    assert_eq!(log["counts"]["feishu.reset"], json!({"arrived": 2, "executed": 1}));
    assert_eq!(log["counts"]["feishu.token"]["arrived"], 2);
    let entry = bench.last_call("feishu.reset");
    assert_eq!(entry["status"], 400);
    assert_eq!(entry["code"], "1050022");
    assert_eq!(entry["user_id"], FEISHU_ID);
    assert_eq!(entry["user_id_type"], "user_id");
    assert_eq!(entry["client"], *bench.options.app_id);
    assert_eq!(entry["fault"], Value::Null);
    assert_eq!(entry["executed"], false);
    assert!(entry["admitted_at_ms"].as_i64() >= entry["at_ms"].as_i64());
    let sequence = entry["sequence"].as_u64().unwrap();
    bench.rest(EIAM_ID, "?send_mode=SMS");
    let later = bench.control("GET", &format!("/calls?after={sequence}"), Value::Null);
    let later = later["entries"].as_array().unwrap().clone();
    let names: Vec<&str> = later.iter().map(|entry| entry["call"].as_str().unwrap()).collect();
    assert_eq!(names, ["eiam.token", "eiam.rest-password"]);
    assert_eq!(later[1]["send_mode"], "SMS");
    bench.control("DELETE", "/calls", Value::Null);
    let log = bench.control("GET", "/calls", Value::Null);
    assert_eq!(log, json!({"counts": {}, "entries": []}));
}

#[test]
fn a_policy_is_changed_or_replaced() {
    let bench = Bench::start();
    let before = bench.control("GET", "/policy/eiam", Value::Null);
    assert_eq!(before["min"], 8);
    bench.eiam_policy(json!({"min": 10}));
    bench.eiam_policy(json!({"max": 20}));
    let both = bench.control("GET", "/policy/eiam", Value::Null);
    assert_eq!((&both["min"], &both["max"]), (&json!(10), &json!(20)));
    let replaced = bench.control("PUT", "/policy/eiam", json!({"max": 30}));
    assert_eq!((&replaced["min"], &replaced["max"]), (&json!(8), &json!(30)));
}

#[test]
fn reset_all_restores_the_initial_state() {
    let bench = Bench::start();
    let token = bench.feishu_token();
    bench.reset("abcd*efg");
    bench.change("P@ssw0rd123");
    bench.rest(EIAM_ID, "?send_mode=SMS");
    bench.feishu_policy(json!({"min": 12}));
    bench.fault("feishu.reset", json!({"kind": "not-found"}));
    bench.control("POST", "/users", json!({"username": "new"}));
    bench.control("POST", "/clock", json!({"advance_seconds": 99_999}));
    bench.control("POST", "/reset-all", json!({}));
    assert!(!bench.matches("feishu", FEISHU_ID, "abcd*efg"));
    assert_eq!(bench.control("GET", "/faults", Value::Null)["faults"], json!([]));
    assert_eq!(bench.control("GET", "/deliveries", Value::Null)["deliveries"], json!([]));
    assert_eq!(bench.control("GET", "/calls", Value::Null)["entries"], json!([]));
    assert_eq!(bench.control("GET", "/policy/feishu", Value::Null)["min"], 8);
    assert_eq!(bench.control("GET", "/clock", Value::Null)["offset_seconds"], 0);
    let ask = json!({"vendor": "eiam", "user": "new", "password": ""});
    assert_eq!(bench.control_raw("POST", "/users/verify", ask).status, 404);
    let body = r#"{"password":{"ent_email_password":"abcd*efg"},"user_id":"abc123"}"#;
    let got = bench.reset_raw(&token, "?user_id_type=user_id", body);
    assert_eq!(got.feishu(), (400, 99_991_663));
}

#[test]
fn two_simulators_share_nothing_and_free_their_ports() {
    let first = Bench::start();
    let second = Bench::start();
    first.reset("abcd*efg");
    assert!(!second.matches("feishu", FEISHU_ID, "abcd*efg"));
    let address = first.simulator.address();
    drop(first);
    let again = Simulator::start(Options { listen: address, ..Options::generated() });
    assert_eq!(again.unwrap().address(), address);
}

#[test]
fn only_loopback_is_served() {
    let refused = Simulator::start(Options { listen: "0.0.0.0:0".parse().unwrap(), ..Options::generated() });
    assert!(refused.is_err());
}

#[test]
fn a_simulator_starts_and_stops_within_another_runtime() {
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    runtime.unwrap().block_on(async {
        let simulator = Simulator::start(Options::generated()).unwrap();
        assert!(simulator.address().ip().is_loopback());
    });
}

#[test]
fn a_long_id_is_cut_in_the_log() {
    let bench = Bench::start();
    bench.reset_of("user_id", &"x".repeat(5_000), "abcd*efg");
    let logged = bench.last_call("feishu.reset")["user_id"].clone();
    assert_eq!(logged.as_str().unwrap().len(), 200);
}
