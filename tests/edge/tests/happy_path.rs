//! The main case: a back end with a client token resets a password at the vendor.

use passgate_edge_tests::{Ask, Edge};
use serde_json::json;

#[test]
fn feishu_resets_through_the_worker() {
    let edge = Edge::start();
    require_reset_through_the_worker(&edge);
    assert_eq!((edge.arrived("feishu.token"), edge.arrived("feishu.reset")), (1, 1));
}

/// A client's reset gets an answer in the format of Feishu's page, and the password is in force.
pub(crate) fn require_reset_through_the_worker(edge: &Edge) {
    let wang = edge.person("wangxiaoming");
    let token = edge.feishu_token(&edge.stack().clients().feishu);
    let told = edge.ask(&Edge::reset(&token, &wang.feishu, "abcd*efg"));
    assert_eq!(
        (told.status, told.vendors_members()),
        (200, json!({ "code": 0, "msg": "success", "data": {} }))
    );
    assert_eq!(told.header("X-Tt-Logid"), told.header("X-Request-Id"));
    assert!(edge.is_password("feishu", &wang.feishu, "abcd*efg"));
}

#[test]
fn feishu_accepts_three_kinds_of_id() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let token = edge.feishu_token(&edge.stack().clients().feishu);
    for (number, (kind, id)) in
        [("open_id", &wang.open_id), ("union_id", &wang.union_id), ("user_id", &wang.feishu)]
            .iter()
            .enumerate()
    {
        let password = format!("Tide*Lamp7{number}");
        let ask = Ask::post(&format!("/open-apis/admin/v1/password/reset?user_id_type={kind}"))
            .bearer(&token)
            .json(&json!({ "password": { "ent_email_password": password }, "user_id": id }));
        let told = edge.ask(&ask);
        assert_eq!(told.status, 200, "{kind}: {}", told.text);
        assert!(edge.is_password("feishu", &wang.feishu, &password), "{kind}");
    }
    // An id of another kind is refused.
    let ask = Ask::post("/open-apis/admin/v1/password/reset?user_id_type=union_id")
        .bearer(&token)
        .json(&json!({ "password": { "ent_email_password": "Tide*Lamp79" }, "user_id": wang.open_id }));
    assert_eq!(edge.ask(&ask).status, 400);
}

#[test]
fn eiam_changes_through_the_worker() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let token = edge.eiam_token(&edge.stack().clients().eiam);
    // The page's own example request.
    let ask = Ask::put(&format!("/api/v2/tenant/users/{}/change-password", wang.eiam))
        .bearer(&token)
        .header("Content-Type", "application/json;charset=utf-8")
        .raw(r#"{"password":"P@ssw0rd123","pwd_must_modify":"false"}"#);
    let told = edge.ask(&ask);
    assert_eq!((told.status, told.vendors_members()), (200, json!({ "user_id": wang.eiam })));
    let body = json!({ "vendor": "eiam", "user": wang.eiam, "password": "P@ssw0rd123" });
    let state = edge.control("POST", "/_sim/users/verify", &body);
    assert_eq!((&state["matches"], &state["must_modify"]), (&json!(true), &json!("false")));
}

#[test]
fn eiam_has_the_vendor_deliver_a_password() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let token = edge.eiam_token(&edge.stack().clients().eiam);
    let told = edge.ask(&Edge::rest(&token, &wang.eiam, "SMS"));
    assert_eq!((told.status, told.vendors_members()), (200, json!({ "user_id": wang.eiam })));
    let deliveries = edge.control("GET", "/_sim/deliveries", &json!(null));
    assert_eq!(deliveries["deliveries"][0]["username"], "wangxiaoming");
}

#[test]
fn a_password_that_our_policy_refuses_is_never_sent() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let feishu = edge.feishu_token(&edge.stack().clients().feishu);
    let told = edge.ask(&Edge::reset(&feishu, &wang.feishu, "abc"));
    assert_eq!((told.status, told.code().as_str()), (400, "1050022"));
    assert_eq!(told.violations(), ["too-short", "too-few-classes"]);
    assert_eq!(told.json()["request_id"], told.header("X-Request-Id"));

    let eiam = edge.eiam_token(&edge.stack().clients().eiam);
    let told = edge.ask(&Edge::change(&eiam, &wang.eiam, "aB1"));
    assert_eq!((told.status, told.code().as_str()), (400, "PWD.0002"));
    assert_eq!(told.json()["error_msg"], "密码长度为8~18个字符");
    assert_eq!(edge.password_calls(), 0);
    assert_eq!(edge.arrived("feishu.token") + edge.arrived("eiam.token"), 0);
}

#[test]
fn the_policy_in_force_is_the_configured_one() {
    let policy = json!({ "product": "feishu", "rules": [{ "rule": "length", "min": 20 }] });
    let edge = Edge::configured(&json!({ "products": { "feishu": { "policy": policy } } }));
    let wang = edge.person("wangxiaoming");
    let token = edge.feishu_token(&edge.stack().clients().feishu);
    let told = edge.ask(&Edge::reset(&token, &wang.feishu, "Tide*Lamp72"));
    assert_eq!((told.code().as_str(), told.violations()), ("1050022", vec!["too-short".to_owned()]));
    assert_eq!(edge.ask(&Ask::get("/v1/policies/feishu")).json()["rules"][0]["min"], 20);
}

#[test]
fn any_unicode_reaches_the_vendor_unchanged() {
    let edge = Edge::start();
    edge.vendor_policy("feishu", &json!({ "non_ascii": "ignore" }));
    let wang = edge.person("wangxiaoming");
    let token = edge.feishu_token(&edge.stack().clients().feishu);
    // Decomposed characters, an emoji, a quote and a backslash: nothing is normalized on the way.
    let password = "e\u{301}é密碼🔑\"\\tide72";
    let told = edge.ask(&Edge::reset(&token, &wang.feishu, password));
    assert_eq!(told.status, 200, "{}", told.text);
    assert!(edge.is_password("feishu", &wang.feishu, password));
}
