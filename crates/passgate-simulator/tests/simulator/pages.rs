//! The example requests of the pages succeed, and the simulator returns the example answers, byte for
//! byte except for the line breaks and indentation of the printed examples.

use serde_json::Value;

use crate::bench::{Bench, EIAM_ID};

/// A page's JSON without the white space between its tokens.
fn compact(printed: &str) -> String {
    let mut compact = String::new();
    let mut is_in_text = false;
    for character in printed.chars() {
        if character == '"' {
            is_in_text = !is_in_text;
        }
        if is_in_text || !character.is_whitespace() {
            compact.push(character);
        }
    }
    compact
}

#[test]
fn feishu_reset() {
    let bench = Bench::start();
    let request = r#"
{
    "password": {
        "ent_email_password": "abcd*efg"
    },
    "user_id": "abc123"
}
"#;
    let got = bench.reset_raw(&bench.feishu_token(), "?user_id_type=user_id", request);
    let page = r#"
{
    "code": 0,
    "msg": "success",
    "data": {}
}
"#;
    assert_eq!((got.status, got.text), (200, compact(page)));
    assert!(bench.matches("feishu", "wangxiaoming", "abcd*efg"));
    // The page's other example value.
    assert_eq!(bench.reset("1234abcd").feishu(), (200, 0));
}

#[test]
fn feishu_error_table() {
    let bench = Bench::start();
    let mut seen = Vec::new();
    let mut note = |got: &crate::bench::Got| {
        let json = got.json();
        seen.push((got.status, json["code"].clone(), json["msg"].clone()));
    };
    note(&bench.reset("short"));
    let zhaolei = bench.user("zhaolei")["feishu"]["union_id"].clone();
    note(&bench.reset_of("union_id", zhaolei.as_str().unwrap(), "abcd*efg"));
    bench.feishu_policy(serde_json::json!({"daily_limit": 0}));
    note(&bench.reset("abcd*efg"));
    let page = [
        (400, 1_050_022, "password format is not valid"),
        (400, 1_050_024, "user cant reset password.may be user enterprise email not equal email"),
        (400, 1_050_023, "reach reset password num limit"),
    ];
    let page: Vec<(u16, Value, Value)> =
        page.into_iter().map(|(status, code, text)| (status, code.into(), text.into())).collect();
    assert_eq!(seen, page);
}

#[test]
fn eiam_change_password() {
    let bench = Bench::start();
    let request = r#"
{
    "password": "P@ssw0rd123",
    "pwd_must_modify": "false"
}
"#;
    let got = bench.change_raw(EIAM_ID, request);
    let page = r#"
{
  "user_id": "20201028102749564-9082-DC8CD2722"
}
"#;
    assert_eq!((got.status, &got.text), (200, &compact(page)));
    assert_eq!(got.header("content-type"), Some("application/json"));
    assert!(bench.matches("eiam", EIAM_ID, "P@ssw0rd123"));
    assert_eq!(bench.user("wangxiaoming")["eiam"]["must_modify"], "false");

    let got = bench.change_raw("nobody", request);
    let page = r#"
{
  "error_msg": "用户不存在",
  "error_code": "USER.0001"
}
"#;
    assert_eq!((got.status, got.text), (400, compact(page)));
}

#[test]
fn eiam_rest_password() {
    let bench = Bench::start();
    let got = bench.rest(EIAM_ID, "?send_mode=EMAIL");
    let page = r#"
{
  "user_id": "20201028102749564-9082-DC8CD2722"
}
"#;
    assert_eq!((got.status, got.text), (200, compact(page)));

    bench.eiam_policy(serde_json::json!({"language": "en"}));
    let got = bench.rest("nobody", "?send_mode=EMAIL");
    let page = r#"
{
  "error_msg": "User does not exist",
  "error_code": "USER.0001"
}
"#;
    assert_eq!((got.status, got.text), (400, compact(page)));
}

#[test]
fn token_calls() {
    let bench = Bench::start();
    let got = bench.feishu_token_call("cli_no_such_app", "x");
    assert_eq!(got.status, 200);
    assert_eq!(got.text, r#"{"code":10003,"data":{},"msg":"invalid param"}"#);

    let got = bench.feishu_token_call(&bench.options.app_id, bench.options.app_secret.expose());
    let start = r#"{"code":0,"msg":"ok","tenant_access_token":"t-"#;
    assert!(got.text.starts_with(start), "{}", got.text);
    assert!(got.text.ends_with(r#"","expire":7200}"#), "{}", got.text);

    let got = bench.eiam_put("no-such-token", "/api/v2/tenant/users/x/change-password", "{}");
    assert_eq!(got.status, 400);
    assert_eq!(got.text, r#"{"error":"invalid_token","error_description":"Invalid access"}"#);

    let secret = bench.options.client_secret.expose();
    let form = "grant_type=client_credentials";
    let got = bench.eiam_token_call(&bench.options.client_id, secret, form);
    let members = r#"","token_type":"bearer","expires_in":1799,"scope":"user_all","id_token":"ey"#;
    assert!(got.text.contains(members), "{}", got.text);
}
