//! Each complete call, compared with the example of its vendor's page.
#![allow(missing_docs)]

mod common;

use common::{eiam_change, eiam_rest, feishu_reset, oneaccess_change, user};
use passgate_core::Secret;
use passgate_wire::{
    PasswordCall as _, Reply, Request,
    breaches::Sought,
    eiam::{self, ChangePassword, RestPassword, SendMode},
    feishu::{self, ResetPassword, UserIdType},
    oneaccess,
};
use serde_json::Value;

/// The request as it is sent, without the host.
fn rendered(request: &Request) -> String {
    let mut text = format!("{} {}\n", request.method.name(), request.path);
    for (name, value) in &request.headers {
        text.push_str(&format!("{name}: {}\n", value.expose()));
    }
    if let Some(body) = &request.body {
        text.push_str(&format!("\n{}\n", body.expose()));
    }
    text
}

#[test]
fn feishu_reset_equals_the_pages_example() {
    let token = Secret::new("t-7f1bcd13fc57d46bac21793a18e560");
    assert_eq!(rendered(&feishu_reset().request(&token)), include_str!("golden/feishu-reset.http"));
}

#[test]
fn feishu_token_equals_the_pages_example() {
    let request = feishu::token_request("cli_slkdjalasdkjasd", &Secret::new("dskLLdkasdjlasdKK"));
    assert_eq!(rendered(&request), include_str!("golden/feishu-token.http"));
}

#[test]
fn eiam_token_equals_the_pages_example() {
    let request = eiam::token_request("client_id", &Secret::new("client_secret"));
    assert_eq!(rendered(&request), include_str!("golden/eiam-token.http"));
}

#[test]
fn eiam_change_equals_the_pages_example() {
    let request = eiam_change().request(&Secret::new("{access_token}"));
    assert_eq!(rendered(&request), include_str!("golden/eiam-change-password.http"));
}

#[test]
fn eiam_rest_equals_the_pages_example() {
    let request = eiam_rest().request(&Secret::new("{access_token}"));
    assert_eq!(rendered(&request), include_str!("golden/eiam-rest-password.http"));
}

/// UpdateUserPwd: the flag is a boolean, and the content type is spelled without the dash.
#[test]
fn oneaccess_change_equals_the_pages_example() {
    let request = oneaccess_change().request(&Secret::new("{access_token}"));
    assert_eq!(rendered(&request), include_str!("golden/oneaccess-change-password.http"));
}

/// ShowAuthToken: the credential is in the form, encoded.
#[test]
fn oneaccess_token_equals_the_pages_example() {
    let request = oneaccess::token_request("client_id", &Secret::new("a&b=c+ 密"));
    assert_eq!(rendered(&request), include_str!("golden/oneaccess-token.http"));
}

#[test]
fn the_range_search_equals_the_pages_example() {
    // The first row of the page's example is the hash of `lauragpe`.
    let sha1 = [
        0x21, 0xbd, 0x10, 0x01, 0x8a, 0x45, 0xc4, 0xd1, 0xde, 0xf8, 0x16, 0x44, 0xb5, 0x4a, 0xb7, 0xf9, 0x69,
        0xb8, 0x8d, 0x65,
    ];
    let sought = Sought::of(&sha1);
    assert_eq!(rendered(&sought.request()), include_str!("golden/breaches-range.http"));
    let body = include_bytes!("golden/breaches-range.page.txt").to_vec();
    let reply = Reply { status: 200, headers: Vec::new(), body };
    assert_eq!(sought.seen(&reply), Ok(1));
}

#[test]
fn bodies_equal_the_printed_examples() {
    let token = Secret::new("t");
    for (request, page) in [
        (feishu_reset().request(&token), include_str!("golden/feishu-reset.page.json")),
        (eiam_change().request(&token), include_str!("golden/eiam-change-password.page.json")),
    ] {
        let sent: Value = serde_json::from_str(request.body.unwrap().expose()).unwrap();
        let printed: Value = serde_json::from_str(page).unwrap();
        assert_eq!(sent, printed);
    }
}

#[test]
fn every_choice_is_spelled_as_on_the_pages() {
    let token = Secret::new("t");
    for (user_id_type, name) in
        [(UserIdType::OpenId, "open_id"), (UserIdType::UnionId, "union_id"), (UserIdType::UserId, "user_id")]
    {
        let reset = ResetPassword { user_id_type, ..feishu_reset() };
        let expected = format!("/open-apis/admin/v1/password/reset?user_id_type={name}");
        assert_eq!(reset.request(&token).path, expected);
    }
    for (send_mode, name) in [(SendMode::Sms, "SMS"), (SendMode::Email, "EMAIL")] {
        let path = RestPassword { user_id: user("u"), send_mode }.request(&token).path;
        assert_eq!(path, format!("/api/v2/tenant/users/u/rest-password?send_mode={name}"));
    }
    for (pwd_must_modify, body) in [
        (None, r#"{"password":"P@ssw0rd123"}"#),
        (Some(true), r#"{"password":"P@ssw0rd123","pwd_must_modify":"true"}"#),
        (Some(false), r#"{"password":"P@ssw0rd123","pwd_must_modify":"false"}"#),
    ] {
        let change = ChangePassword { pwd_must_modify, ..eiam_change() };
        assert_eq!(change.request(&token).body.unwrap().expose(), body);
    }
}

#[test]
fn an_id_cannot_leave_its_path_segment() {
    let token = Secret::new("t");
    for (id, segment) in [
        ("../../tenant/token", "..%2F..%2Ftenant%2Ftoken"),
        ("a?send_mode=SMS", "a%3Fsend_mode%3DSMS"),
        ("a#b", "a%23b"),
        ("a%2Fb", "a%252Fb"),
        ("a;b=c", "a%3Bb%3Dc"),
        ("a\\b", "a%5Cb"),
        ("a b+c", "a%20b%2Bc"),
        ("王小明", "%E7%8E%8B%E5%B0%8F%E6%98%8E"),
        ("a-b.c_d~e", "a-b.c_d~e"),
    ] {
        let path = ChangePassword { user_id: user(id), ..eiam_change() }.request(&token).path;
        assert_eq!(path, format!("/api/v2/tenant/users/{segment}/change-password"));
    }
}

#[test]
fn passwords_are_sent_unchanged() {
    for password in ["\"\\/\u{8}\n\u{1f}\u{7f}", "密码😀é", "  ", "</script>", &"\u{1}".repeat(5000)] {
        let call = ChangePassword { password: Secret::new(password), ..eiam_change() };
        let body = call.request(&Secret::new("t")).body.unwrap();
        let sent: Value = serde_json::from_str(body.expose()).unwrap();
        assert_eq!(sent["password"], *password);
    }
    // Non-ASCII as raw UTF-8, as the official SDKs send it.
    let call = ResetPassword { password: Secret::new("密码"), ..feishu_reset() };
    assert!(call.request(&Secret::new("t")).body.unwrap().expose().contains("\"密码\""));
}
