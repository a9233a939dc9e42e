//! The reset of an enterprise mail password: permissions, accounts, limits.

use serde_json::{Value, json};

use crate::bench::{Bench, FEISHU_ID};

const GOOD: &str = "abcd*efg";
const BODY: &str = r#"{"password":{"ent_email_password":"abcd*efg"},"user_id":"abc123"}"#;
const QUERY: &str = "?user_id_type=user_id";

fn freeze(bench: &Bench) {
    bench.control("POST", "/clock", json!({"frozen": true}));
}

fn app_path(bench: &Bench) -> String {
    format!("/apps/{}", bench.options.app_id)
}

#[test]
fn each_kind_of_id_finds_the_person() {
    let bench = Bench::start();
    let feishu = bench.user("ouyangfeng")["feishu"].clone();
    for (number, kind) in ["open_id", "union_id", "user_id"].iter().enumerate() {
        let password = format!("abcd*efg{number}");
        let got = bench.reset_of(kind, feishu[kind].as_str().unwrap(), &password);
        assert_eq!(got.feishu(), (200, 0), "{kind}");
        assert!(bench.matches("feishu", "ouyangfeng", &password));
    }
    assert_eq!(bench.user("ouyangfeng")["feishu"]["changes"], 3);
    // The password at the EIAM is unchanged.
    assert!(!bench.matches("eiam", "ouyangfeng", "abcd*efg2"));
}

#[test]
fn each_kind_of_unknown_id_has_its_code() {
    let bench = Bench::start();
    let cases = [
        ("open_id", "ou_no", 99_992_351),
        ("union_id", "on_no", 99_992_364),
        ("user_id", "no", 99_992_360),
        // The page allows a length of 0.
        ("user_id", "", 99_992_360),
        // An id of another kind.
        ("open_id", FEISHU_ID, 99_992_351),
    ];
    for (kind, id, code) in cases {
        assert_eq!(bench.reset_of(kind, id, GOOD).feishu(), (400, code), "{id}");
    }
}

#[test]
fn ids_of_other_tenants_and_apps_are_refused() {
    let bench = Bench::start();
    let ids = bench.user("lvmeili")["feishu"].clone();
    let id = |kind: &str| ids[kind].as_str().unwrap().to_owned();
    let change = json!({"feishu": {"app_id": "cli_another"}});
    bench.control("PATCH", "/users/lvmeili", change);
    let got = bench.reset_of("open_id", &id("open_id"), GOOD);
    assert_eq!(got.feishu(), (400, 99_992_361));
    let got = bench.reset_of("union_id", &id("union_id"), GOOD);
    assert_eq!(got.feishu(), (200, 0));
    let change = json!({"feishu": {"other_tenant": true}});
    bench.control("PATCH", "/users/lvmeili", change);
    let got = bench.reset_of("union_id", &id("union_id"), GOOD);
    assert_eq!(got.feishu(), (400, 99_992_381));
    let got = bench.reset_of("user_id", &id("user_id"), GOOD);
    assert_eq!(got.feishu(), (400, 99_992_364));
    let sunhao = bench.user("sunhao")["feishu"]["user_id"].clone();
    let got = bench.reset_of("user_id", sunhao.as_str().unwrap(), GOOD);
    assert_eq!(got.feishu(), (400, 41_050));
}

#[test]
fn only_an_account_whose_email_is_its_enterprise_email() {
    let bench = Bench::start();
    for username in ["zhaolei", "wutong"] {
        let id = bench.user(username)["feishu"]["user_id"].clone();
        let got = bench.reset_of("user_id", id.as_str().unwrap(), GOOD);
        assert_eq!(got.feishu(), (400, 1_050_024), "{username}");
        assert!(!bench.matches("feishu", username, GOOD));
    }
    let same = json!({"feishu": {"enterprise_email": "ZhaoLei@example.com"}});
    let id = bench.control("PATCH", "/users/zhaolei", same)["feishu"]["user_id"].clone();
    let got = bench.reset_of("user_id", id.as_str().unwrap(), GOOD);
    assert_eq!(got.feishu(), (200, 0));
}

#[test]
fn bad_tokens_get_http_400() {
    let bench = Bench::start();
    let path = "/open-apis/admin/v1/password/reset?user_id_type=user_id";
    let send = |headers: &[(&str, &str)]| {
        let mut all = vec![("content-type", "application/json")];
        all.extend_from_slice(headers);
        bench.send("POST", path, &all, BODY).feishu()
    };
    assert_eq!(send(&[]), (400, 99_991_661));
    let good = bench.feishu_token();
    let cases = [
        (good.as_str(), 99_991_661),
        ("Basic eDp5", 99_991_661),
        ("Bearer ", 99_991_661),
        ("Bearer t-0123456789abcdef", 99_991_663),
        ("Bearer eyJhbGciOiJFUzI1NiJ9.e30.c2ln", 99_991_668),
        ("Bearer nonsense", 99_991_671),
    ];
    for (authorization, code) in cases {
        let got = send(&[("authorization", authorization)]);
        assert_eq!(got, (400, code), "{authorization}");
    }
    bench.control("POST", "/tokens/expire", json!({"vendor": "eiam"}));
    assert_eq!(bench.reset_raw(&good, QUERY, BODY).feishu(), (200, 0));
    bench.control("POST", "/tokens/expire", json!({}));
    let got = bench.reset_raw(&good, QUERY, BODY);
    assert_eq!(got.feishu(), (400, 99_991_663));
}

#[test]
fn scopes_are_required() {
    let bench = Bench::start();
    let only = |scopes: Value| bench.control("PATCH", &app_path(&bench), json!({"scopes": scopes}));
    only(json!(["admin:ent_email_password"]));
    let got = bench.reset(GOOD);
    assert_eq!(got.feishu(), (400, 99_991_672));
    let json = got.json();
    assert_eq!(
        json["msg"],
        "Access denied. One of the following scopes is required: [contact:user.employee_id:readonly]"
    );
    assert_eq!(
        json["error"]["permission_violations"],
        json!([{"type": "field_scope_required", "subject": "contact:user.employee_id:readonly"}])
    );
    assert_eq!(json["error"]["log_id"], *got.header("x-tt-logid").unwrap());
    // The other kinds of id need no field scope.
    let open_id = bench.user("wangxiaoming")["feishu"]["open_id"].clone();
    let got = bench.reset_of("open_id", open_id.as_str().unwrap(), GOOD);
    assert_eq!(got.feishu(), (200, 0));
    only(json!(["contact:user.employee_id:readonly"]));
    let got = bench.reset(GOOD);
    assert_eq!(got.feishu(), (400, 99_991_672));
    let violation = got.json()["error"]["permission_violations"][0].clone();
    assert_eq!(violation["type"], "action_scope_required");
    assert_eq!(violation["subject"], "admin:ent_email_password");
}

#[test]
fn an_app_in_another_state_may_not_call() {
    let bench = Bench::start();
    let token = bench.feishu_token();
    let cases = [
        ("disabled", 99_991_662),
        ("unavailable", 99_991_673),
        ("ip-denied", 99_991_401),
        ("quota-used-up", 99_991_403),
    ];
    for (state, code) in cases {
        bench.control("PATCH", &app_path(&bench), json!({"state": state}));
        let got = bench.reset_raw(&token, QUERY, BODY);
        assert_eq!(got.feishu(), (400, code), "{state}");
    }
}

#[test]
fn ten_calls_a_second_for_one_app() {
    let bench = Bench::start();
    freeze(&bench);
    let token = bench.feishu_token();
    let call = |token: &str| bench.reset_raw(token, QUERY, BODY);
    for _ in 0..10 {
        assert_eq!(call(&token).feishu(), (200, 0));
    }
    let got = call(&token);
    assert_eq!(got.feishu(), (429, 99_991_400));
    assert_eq!(got.json()["msg"], "request trigger frequency limit");
    assert_eq!(got.header("x-ogw-ratelimit-limit"), Some("10"));
    assert_eq!(bench.last_call("feishu.reset")["admitted_at_ms"], Value::Null);
    assert_eq!(got.header("x-ogw-ratelimit-reset"), Some("1"));
    // Another app has its own rate limit.
    let app = json!({"app_id": "cli_other", "app_secret": "other-secret"});
    bench.control("POST", "/apps", app);
    let other = bench.feishu_token_call("cli_other", "other-secret").json();
    let got = call(other["tenant_access_token"].as_str().unwrap());
    assert_eq!(got.feishu(), (200, 0));
    // Some old APIs answer 400.
    let rate = json!({"rate": {"limit": 10, "window_ms": 1_000, "status": 400}});
    bench.feishu_policy(rate);
    assert_eq!(call(&token).feishu(), (400, 99_991_400));
    bench.control("POST", "/clock", json!({"advance_ms": 1_000}));
    assert_eq!(call(&token).feishu(), (200, 0));
    bench.feishu_policy(json!({"rate": null}));
    for _ in 0..20 {
        // Twenty per day, so this also reaches the daily limit, but never the rate limit.
        assert_ne!(call(&token).feishu().1, 99_991_400);
    }
}

#[test]
fn the_daily_limit_ends_at_midnight_in_china() {
    let bench = Bench::start();
    bench.feishu_policy(json!({"daily_limit": 2}));
    let just_before_midnight = json!({"frozen": true, "set": "2026-05-01T15:59:58Z"});
    bench.control("POST", "/clock", just_before_midnight);
    assert_eq!(bench.reset("abcd*ef1").feishu(), (200, 0));
    // A refused password does not count.
    assert_eq!(bench.reset("short").feishu(), (400, 1_050_022));
    assert_eq!(bench.reset("abcd*ef2").feishu(), (200, 0));
    assert_eq!(bench.reset("abcd*ef3").feishu(), (400, 1_050_023));
    assert!(bench.matches("feishu", FEISHU_ID, "abcd*ef2"));
    // Another person has a separate count.
    let other = bench.user("lvmeili")["feishu"]["user_id"].clone();
    let got = bench.reset_of("user_id", other.as_str().unwrap(), GOOD);
    assert_eq!(got.feishu(), (200, 0));
    bench.control("POST", "/clock", json!({"advance_seconds": 1}));
    assert_eq!(bench.reset("abcd*ef3").feishu(), (400, 1_050_023));
    bench.control("POST", "/clock", json!({"advance_seconds": 1}));
    assert_eq!(bench.reset("abcd*ef3").feishu(), (200, 0));
    assert_eq!(bench.user("wangxiaoming")["feishu"]["resets_today"], 1);
}

#[test]
fn the_format_rule_and_its_settings() {
    let bench = Bench::start();
    bench.feishu_policy(json!({"rate": null, "daily_limit": null}));
    let code = |password: &str| bench.reset(password).feishu().1;
    for good in ["abcd*efg", "1234abcd", "1234!@#$", "ABCDefg1", "a b c d e"] {
        assert_eq!(code(good), 0, "{good}");
    }
    for bad in ["abcd*ef", "abcdefgh", "12345678", "********", "", "密码abcd*ef"] {
        assert_eq!(code(bad), 1_050_022, "{bad}");
    }
    bench.feishu_policy(json!({"non_ascii": "letter"}));
    assert_eq!(code("密码密码密码密1"), 0);
    bench.feishu_policy(json!({"non_ascii": "ignore"}));
    assert_eq!(code("密码密码密码密1"), 1_050_022);
    bench.feishu_policy(json!({"space": "refuse"}));
    assert_eq!(code("a b c d e"), 1_050_022);
    bench.feishu_policy(json!({"max": 9}));
    assert_eq!(code("abcd*efgh1"), 1_050_022);
    bench.feishu_policy(json!({"classes_at_least": 3}));
    assert_eq!(code("abcd*efg"), 1_050_022);
    bench.feishu_policy(json!({"unit": "byte", "non_ascii": "letter", "classes_at_least": 1}));
    assert_eq!(code("密码1"), 1_050_022);
    assert_eq!(code("密码密"), 0);
}

#[test]
fn a_wrong_path_or_method_is_plain_text() {
    let bench = Bench::start();
    let cases = [
        ("POST", "/open-apis/admin/v1/password/resets"),
        ("PUT", "/open-apis/admin/v1/password/reset"),
        ("GET", "/open-apis/auth/v3/tenant_access_token/internal"),
        ("GET", "/"),
    ];
    for (method, path) in cases {
        let got = bench.send(method, path, &[], "");
        assert_eq!((got.status, got.text.as_str()), (404, "404 page not found"));
        assert_eq!(got.header("content-type"), Some("text/plain"));
        assert!(got.header("x-tt-logid").is_some());
    }
}
