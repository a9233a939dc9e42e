//! Behaviour that no page documents, with each value of its setting.

use serde_json::{Value, json};

use crate::bench::{Bench, EIAM_ID, FEISHU_ID};

/// The code of a change for that person, or an empty text when it is done.
fn change(bench: &Bench, username: &str, password: &str) -> String {
    let id = bench.user(username)["eiam"]["user_id"].clone();
    let got = bench.change_raw(id.as_str().unwrap(), &json!({ "password": password }).to_string());
    let code = got.json()["error_code"].as_str().unwrap_or_default().to_owned();
    assert_eq!(bench.matches("eiam", id.as_str().unwrap(), password), code.is_empty(), "{password}");
    code
}

/// Sets the EIAM's policy, starting from the defaults.
fn policy(bench: &Bench, members: Value) {
    bench.control("PUT", "/policy/eiam", members);
}

#[test]
fn identities_can_be_compared_either_way() {
    let bench = Bench::start();
    let person = json!({
        "username": "Lv.X9z", "name": "吕娜", "pinyin": [["lü"], ["na"]], "phone": "+8613810138010",
        "email": "q7w@h2k@example.com",
    });
    bench.control("POST", "/users", person);
    for (setting, password, is_refused) in [
        (json!({}), "A!lv.x9z#81", true),
        (json!({ "case_sensitive": true }), "A!lv.x9z#82", false),
        (json!({ "case_sensitive": true }), "A!Lv.X9z#83", true),
        (json!({}), "Z!q7w#Tide4", true),
        (json!({ "email_prefix": "last-at" }), "Z!q7w#Tide5", false),
        (json!({ "email_prefix": "last-at" }), "Zq7w@h2k#T6", true),
        (json!({}), "Z!13810138010", true),
        (json!({ "country_code": "kept" }), "Y!13810138010", false),
        (json!({ "country_code": "kept" }), "Y+8613810138010", true),
        (json!({}), "Lyuna*2024Z", true),
        (json!({ "umlaut": ["v"] }), "Lyuna*2025Z", false),
        (json!({ "umlaut": ["v"] }), "Lvna*2026Z", true),
    ] {
        policy(&bench, json!({ "matching": setting }));
        let expected = if is_refused { "PWD.0009" } else { "" };
        assert_eq!(change(&bench, "Lv.X9z", password), expected, "{setting} {password}");
    }
    for (setting, code) in [(json!({}), "PWD.0003"), (json!({ "case_sensitive": true }), "PWD.0009")] {
        policy(&bench, json!({ "min": 4, "classes_at_least": 1, "matching": setting }));
        bench.control("PATCH", "/policy/eiam", json!({ "identity": ["phone"] }));
        let got = change(&bench, "Lv.X9z", "LV.X9Z");
        assert_eq!(got, if code == "PWD.0003" { code } else { "" });
    }
}

#[test]
fn weak_passwords_can_match_whole_or_in_part() {
    let bench = Bench::start();
    for (setting, code) in [("whole", ""), ("contains", "PWD.0006")] {
        policy(&bench, json!({ "weak": ["tide"], "matching": { "weak": setting } }));
        assert_eq!(change(&bench, "lvmeili", &format!("Tide*Lamp{setting}1")), code);
    }
    policy(&bench, json!({ "weak": ["tide*lamp72"], "matching": { "case_sensitive": true } }));
    assert_eq!(change(&bench, "lvmeili", "Tide*Lamp72"), "");
}

#[test]
fn topiams_validator_finds_initials_anywhere_and_a_nickname() {
    let bench = Bench::start();
    bench.control(
        "PATCH",
        "/users/wangxiaoming",
        json!({ "nickname": { "text": "Lele", "pinyin": [["le"], ["le"]] } }),
    );
    for (password, topiam) in [
        ("Xqwxmz#2024a", "PWD.0009"),
        ("Q!7wangxm#Z", "PWD.0009"),
        ("A!7Lele#Z9", "PWD.0009"),
        ("Tide*Lamp72", ""),
    ] {
        policy(&bench, json!({}));
        assert_eq!(change(&bench, "wangxiaoming", password), "", "{password}");
        policy(&bench, json!({ "validator": "topiam", "history": 0 }));
        // The password is already in force, so only the code is compared.
        let got = bench.change(password).json()["error_code"].as_str().unwrap_or_default().to_owned();
        assert_eq!(got, topiam, "{password}");
    }
}

#[test]
fn answers_have_the_configured_shapes() {
    let bench = Bench::start();
    let answer = |answers: Value, password: &str| {
        policy(&bench, json!({ "answers": answers }));
        bench.change(password).eiam()
    };
    let short = |answers| answer(answers, "a1");
    assert_eq!(short(json!({})).1, "PWD.0002");
    assert_eq!(short(json!({ "error_status": 200 })).0, 200);
    let (_, code, sentence) = short(json!({ "extra_digits": true }));
    assert!(code == "PWD.0002" && sentence.ends_with("密码长度为8~18个字符 (case 4711)"), "{sentence}");
    assert_eq!(short(json!({ "unfilled": true })).2, "密码长度为{0}~{1}个字符");
    let japanese = json!({ "sentences": { "PWD.0002": "パスワードは{0}~{1}文字です" } });
    assert_eq!(short(japanese).2, "パスワードは8~18文字です");
    // Too short, too few classes, and a run of three.
    assert_eq!(answer(json!({}), "aaa").1, "PWD.0002");
    assert_eq!(answer(json!({ "order": "last-code" }), "aaa").1, "PWD.0008");
    policy(&bench, json!({ "answers": { "parameter_code": "SYS.0400" } }));
    assert_eq!(bench.change_raw(EIAM_ID, "[]").eiam().1, "SYS.0400");
    for (user_id, expected) in [
        ("text", json!("4711")),
        ("number", json!(4711)),
        ("capitals", json!("4711")),
        ("username", json!("numbered")),
    ] {
        policy(&bench, json!({ "answers": { "user_id": user_id } }));
        if bench.control("GET", "/users", Value::Null).to_string().contains("numbered") {
            bench.control("POST", "/reset-all", Value::Null);
            policy(&bench, json!({ "answers": { "user_id": user_id } }));
        }
        bench.control("POST", "/users", json!({ "username": "numbered", "eiam": { "user_id": "4711" } }));
        let got = bench.change_raw("4711", r#"{"password":"Tide*Lamp72"}"#);
        assert_eq!((got.status, &got.json()["user_id"]), (200, &expected), "{user_id}");
    }
    for (kind, status, code) in [
        ("insufficient-scope", 403, "insufficient_scope"),
        ("unauthorized", 401, "unauthorized"),
        ("business", 400, "AUTH.0001"),
        ("business-at-ok", 200, "AUTH.0001"),
        ("server", 403, "Forbidden"),
    ] {
        policy(&bench, json!({ "answers": { "missing_permission": kind } }));
        let client = bench.options.client_id.clone();
        bench.control("PATCH", &format!("/clients/{client}"), json!({ "permissions": [] }));
        let got = bench.change("Tide*Lamp72");
        let json = got.json();
        let told = json.get("error_code").or(json.get("error")).and_then(Value::as_str);
        assert_eq!((got.status, told), (status, Some(code)), "{kind}");
    }
}

#[test]
fn an_exact_content_type_can_be_required() {
    let bench = Bench::start();
    policy(&bench, json!({ "answers": { "exact_content_type": true } }));
    bench.feishu_policy(json!({ "exact_content_type": true }));
    let (token, path) =
        (bench.eiam_token(), format!("/api/v2/tenant/users/{EIAM_ID}/rest-password?send_mode=SMS"));
    let bearer = format!("Bearer {token}");
    let put = |content_type: &str| {
        bench.send("PUT", &path, &[("authorization", &bearer), ("content-type", content_type)], "").status
    };
    assert_eq!(put("application/json; charset=utf-8"), 200);
    assert_eq!(put("application/json"), 415);
    assert_eq!(bench.reset("abcd*efg").status, 200);
    let bearer = format!("Bearer {}", bench.feishu_token());
    let body = json!({ "password": { "ent_email_password": "abcd*efh" }, "user_id": FEISHU_ID }).to_string();
    let got = bench.send(
        "POST",
        "/open-apis/admin/v1/password/reset?user_id_type=user_id",
        &[("authorization", &bearer), ("content-type", "application/json")],
        &body,
    );
    assert_eq!(got.feishu(), (400, 9_499));
}

#[test]
fn a_failed_delivery_may_have_changed_the_password() {
    let bench = Bench::start();
    for executes in [false, true] {
        bench.eiam_policy(json!({ "delivery_fails": true, "delivery_failure_executes": executes }));
        assert_eq!(bench.change("Tide*Lamp72").status, 200);
        assert_eq!(bench.rest(EIAM_ID, "?send_mode=SMS").eiam().1, "MSG.0001");
        assert_eq!(bench.matches("eiam", EIAM_ID, "Tide*Lamp72"), !executes);
        bench.eiam_policy(json!({ "history": 0 }));
    }
}

#[test]
fn feishus_day_scopes_and_answers_are_configurable() {
    let bench = Bench::start();
    let other = bench.user("lvmeili")["feishu"]["user_id"].as_str().unwrap().to_owned();
    bench.feishu_policy(json!({ "daily_limit": 1, "rate": null }));
    assert_eq!(bench.reset("abcd*ef1").status, 200);
    assert_eq!(bench.reset("abcd*ef2").feishu(), (400, 1_050_023));
    assert_eq!(bench.reset_of("user_id", &other, "abcd*ef2").status, 200);
    bench.feishu_policy(json!({ "daily_count": "tenant", "error_status": 200 }));
    assert_eq!(bench.reset("abcd*ef1").status, 200);
    assert_eq!(bench.reset_of("user_id", &other, "abcd*ef3").feishu(), (200, 1_050_023));

    bench.control(
        "PUT",
        "/policy/feishu",
        json!({ "messages": { "1050022": "パスワードの形式が無効です" } }),
    );
    assert_eq!(bench.reset("short").json()["msg"], "パスワードの形式が無効です");
    let long = "号".repeat(150);
    assert_eq!(bench.reset_of("open_id", &long, "abcd*efg").feishu(), (400, 99_992_351));
    bench.feishu_policy(json!({ "user_id_unit": "byte" }));
    assert_eq!(bench.reset_of("open_id", &long, "abcd*efg").feishu(), (400, 99_992_402));

    let app = bench.options.app_id.clone();
    bench.control("PATCH", &format!("/apps/{app}"), json!({ "scopes": ["admin:ent_email_password"] }));
    assert_eq!(bench.reset("abcd*ef4").feishu(), (400, 99_991_672));
    bench.feishu_policy(json!({ "missing_scope_status": 403 }));
    assert_eq!(bench.reset("abcd*ef4").feishu(), (403, 99_991_672));
    bench.feishu_policy(json!({ "missing_field_scope": "hides-a-field" }));
    assert_eq!(bench.reset("abcd*ef4").status, 200);
}

#[test]
fn every_issued_token_is_listed_with_its_uses() {
    let bench = Bench::start();
    let first = bench.feishu_token();
    assert_eq!(bench.reset("abcd*efg").status, 200);
    assert_eq!(bench.reset("abcd*efh").status, 200);
    bench.control("POST", "/tokens/expire", json!({}));
    let second = bench.feishu_token();
    let eiam = bench.eiam_token();
    let tokens = bench.control("GET", "/tokens", Value::Null);
    let uses = |token: &str| {
        let all = tokens["feishu"].as_array().unwrap().iter().chain(tokens["eiam"].as_array().unwrap());
        all.clone().find(|given| given["token"] == token).map(|given| given["uses"].clone())
    };
    assert_eq!([uses(&first), uses(&second), uses(&eiam)], [Some(json!(2)), Some(json!(0)), Some(json!(0))]);
    assert_eq!(uses("t-made-up"), None);
}
