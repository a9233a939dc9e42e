//! Lark and OneAccess: the APIs of Feishu and EIAM, on separate hosts and with their own codes.

use passgate_edge_tests::{Ask, Edge};
use serde_json::json;

use crate::happy_path::require_reset_through_the_worker;

#[test]
fn lark_resets_at_feishus_paths_under_its_own_name() {
    let edge = Edge::of_siblings();
    require_reset_through_the_worker(&edge);
    let wang = edge.person("wangxiaoming");
    let token = edge.feishu_token(&edge.stack().clients().feishu);
    let refused = edge.ask(&Edge::reset(&token, &wang.feishu, "abc"));
    assert_eq!((refused.status, refused.code().as_str()), (400, "1050022"));
    let policy = edge.ask(&Ask::get("/v1/policies/lark"));
    assert_eq!((policy.status, &policy.json()["product"]), (200, &json!("lark")));
    assert_eq!(edge.ask(&Ask::get("/v1/policies/feishu")).status, 404);
}

#[test]
fn a_ticket_of_lark_links_to_larks_page() {
    let edge = Edge::of_siblings();
    let wang = edge.person("wangxiaoming");
    let token = edge.feishu_token(&edge.stack().clients().tickets);
    let request =
        json!({ "product": "lark", "action": "reset", "user_id": wang.feishu, "user_id_type": "user_id" });
    let minted = edge.ask(&Ask::post("/v1/tickets").bearer(&token).json(&request));
    assert_eq!(minted.status, 201, "{}", minted.text);
    let link = minted.json()["link"].as_str().unwrap().to_owned();
    assert!(link.contains("/lark/#rt1."), "the link leads to another page");
    assert_eq!(edge.ask(&Ask::get("/lark/")).status, 200);
    // The form of a product that is not configured does not exist.
    for path in ["/feishu/", "/eiam/", "/eiam", "/eiam%23rt1", "/feishu/%23rt1"] {
        assert_eq!(edge.ask(&Ask::get(path)).status, 404, "{path}");
        assert_eq!(edge.ask(&Ask::post(path)).status, 404, "{path}");
    }
    // The other product with the same API is not configured here.
    let request =
        json!({ "product": "feishu", "action": "reset", "user_id": wang.feishu, "user_id_type": "user_id" });
    let refused = edge.ask(&Ask::post("/v1/tickets").bearer(&token).json(&request));
    assert_eq!(refused.status, 403, "{}", refused.text);
}

/// UpdateUserPwd: the flag is a boolean, the content type has the page's spelling, and the token call
/// takes the credential as form fields. The vendor refuses any other form.
#[test]
fn oneaccess_changes_a_password_as_its_page_writes_it() {
    let edge = Edge::of_siblings();
    let wang = edge.person("wangxiaoming");
    let token = edge.eiam_token(&edge.stack().clients().eiam);
    let ask = Ask::put(&format!("/api/v2/tenant/users/{}/change-password", wang.eiam))
        .bearer(&token)
        .header("Content-Type", "application/json;charset=utf8")
        .raw(r#"{"password":"Tz~5820kQ","pwd_must_modify":false}"#);
    let told = edge.ask(&ask);
    assert_eq!(
        (told.status, told.vendors_members()),
        (200, json!({ "user_id": wang.eiam })),
        "{}",
        told.text
    );
    let body = json!({ "vendor": "eiam", "user": wang.eiam, "password": "Tz~5820kQ" });
    let state = edge.control("POST", "/_sim/users/verify", &body);
    assert_eq!((&state["matches"], &state["must_modify"]), (&json!(true), &json!("false")));
}

/// A stale token is HTTP 401 here and HTTP 400 at EIAM; both are renewed and the call is repeated.
#[test]
fn a_stale_token_of_oneaccess_is_renewed() {
    let edge = Edge::of_siblings();
    let wang = edge.person("wangxiaoming");
    let token = edge.eiam_token(&edge.stack().clients().eiam);
    assert_eq!(edge.ask(&Edge::change(&token, &wang.eiam, "Tz~5820kQ")).status, 200);
    edge.control("POST", "/_sim/tokens/expire", &json!({}));
    let told = edge.ask(&Edge::change(&token, &wang.eiam, "Tz~5820kR"));
    assert_eq!(told.status, 200, "{}", told.text);
    assert_eq!(edge.arrived("eiam.token"), 2);
}

#[test]
fn a_known_code_of_oneaccess_has_its_own_meaning() {
    let edge = Edge::of_siblings();
    let wang = edge.person("wangxiaoming");
    let token = edge.eiam_token(&edge.stack().clients().eiam);
    assert_eq!(edge.ask(&Edge::change(&token, &wang.eiam, "Tz~5820kQ")).status, 200);
    // PWD.0001 is an empty password at EIAM, and a reused one here.
    let told = edge.ask(&Edge::change(&token, &wang.eiam, "Tz~5820kQ"));
    assert_eq!((told.status, told.code().as_str()), (400, "PWD.0001"), "{}", told.text);
    assert_eq!((told.outcome().as_str(), told.violations()), ("refused-password", vec!["reused".to_owned()]));
}

/// A code with an unknown meaning is passed on with the vendor's message, and without a rule of ours.
#[test]
fn an_unknown_code_of_oneaccess_keeps_the_vendors_message() {
    let edge = Edge::of_siblings();
    let wang = edge.person("wangxiaoming");
    edge.vendor_policy("eiam", &json!({ "min": 12, "max": 16, "language": "en" }));
    let token = edge.eiam_token(&edge.stack().clients().eiam);
    let told = edge.ask(&Edge::change(&token, &wang.eiam, "Tz~5820kQ"));
    assert_eq!((told.status, told.code().as_str()), (400, "PWD.0007"), "{}", told.text);
    assert_eq!(told.json()["error_msg"], "The password must contain 12 to 16 characters");
    assert_eq!(
        (told.outcome().as_str(), told.violations()),
        ("refused-password", vec!["not-accepted".to_owned()])
    );
    assert_eq!(told.json()["violations"][0]["message"], told.json()["error_msg"]);
    assert!(!edge.is_password("eiam", &wang.eiam, "Tz~5820kQ"));
    // An unexplained code teaches no limit: the next person is not affected.
    let li = edge.person("ouyangfeng");
    edge.vendor_policy("eiam", &json!({ "min": 8, "max": 18 }));
    assert_eq!(edge.ask(&Edge::change(&token, &li.eiam, "Tz~5820kQ")).status, 200);
}

#[test]
fn a_password_that_the_policy_refuses_has_a_known_code_or_the_edges_own() {
    let edge = Edge::of_siblings();
    let wang = edge.person("wangxiaoming");
    let token = edge.eiam_token(&edge.stack().clients().eiam);
    for (password, code) in [("", "PWD.0008"), ("Tz~58", "EDGE.0400"), ("Tz~5820kk", "EDGE.0400")] {
        let told = edge.ask(&Edge::change(&token, &wang.eiam, password));
        assert_eq!((told.status, told.outcome().as_str()), (400, "refused-password"), "{}", told.text);
        assert_eq!(told.code(), code);
    }
    assert_eq!(edge.password_calls(), 0);
}

#[test]
fn oneaccess_delivers_no_password() {
    let edge = Edge::of_siblings();
    let wang = edge.person("wangxiaoming");
    let token = edge.eiam_token(&edge.stack().clients().eiam);
    let told = edge.ask(&Edge::rest(&token, &wang.eiam, "SMS"));
    assert_eq!((told.status, told.code().as_str()), (404, "EDGE.0404"));
    let tickets = edge.eiam_token(&edge.stack().clients().tickets);
    let request = json!({ "product": "oneaccess", "action": "rest-password", "user_id": wang.eiam });
    let told = edge.ask(&Ask::post("/v1/tickets").bearer(&tickets).json(&request));
    assert_eq!(told.status, 400, "{}", told.text);
    assert!(told.text.contains("is not an action of oneaccess"), "{}", told.text);
}
