//! Properties that hold for any input.
#![allow(missing_docs)]

mod common;

use common::{Call, EIAM_CHANGE, EIAM_REST, EIAM_TOKEN, FEISHU_RESET, FEISHU_TOKEN, eiam_change, outcome};
use passgate_core::Secret;
use passgate_wire::{
    BadInput, EdgeAnswer, PasswordCall as _, Reader, Reply, UserId,
    eiam::{self, ChangePassword},
    feishu::{self, ResetPassword, UserIdType},
};
use proptest::prelude::*;

const CALLS: [Call; 5] = [FEISHU_TOKEN, FEISHU_RESET, EIAM_TOKEN, EIAM_CHANGE, EIAM_REST];
const JSON: Option<&str> = Some("application/json");

/// Bytes that are almost valid: JSON with the members that both vendors use.
fn near_json() -> impl Strategy<Value = Vec<u8>> {
    let names = proptest::sample::select(vec![
        "code",
        "msg",
        "error",
        "error_code",
        "error_msg",
        "user_id",
        "password",
        "ent_email_password",
        "pwd_must_modify",
        "tenant_access_token",
        "access_token",
        "expire",
        "expires_in",
        "token_type",
        "app_id",
        "app_secret",
        "other",
    ]);
    let scalars = proptest::sample::select(vec![
        "0",
        "1050022",
        "\"0\"",
        "\"PWD.0002\"",
        "\" PWD.0008\"",
        "\"PWD.0005\"",
        "99991400",
        "-1",
        "1e400",
        "1.5",
        "null",
        "true",
        "\"invalid_token\"",
        "\"密码长度为8~18个字符\"",
        "\"\\ud800\"",
        "\"\"",
        "\"u-1\"",
        "[]",
        "\"P@ssw0rd123\"",
        "{\"ent_email_password\":\"a\"}",
        "99999999999999999999",
        "{\"log_id\":\"l\"}",
    ]);
    proptest::collection::vec((names, scalars), 0..6).prop_map(|members| {
        let members: Vec<String> =
            members.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
        format!("{{{}}}", members.join(",")).into_bytes()
    })
}

fn any_body() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![proptest::collection::vec(any::<u8>(), 0..200), near_json()]
}

fn any_id() -> impl Strategy<Value = UserId> {
    proptest::collection::vec(any::<char>(), 1..200)
        .prop_filter_map("an id", |chars| UserId::parse(chars.into_iter().collect::<String>()).ok())
}

proptest! {
    /// Any reply of a vendor can be decoded, and its meaning can be written in either envelope.
    #[test]
    fn decoding_never_panics(
        status in prop_oneof![any::<u16>(), 200_u16..500],
        headers in proptest::collection::vec(("[a-zA-Z-]{0,24}|x-ogw-ratelimit-reset|retry-after", ".{0,24}|[0-9]{1,24}"), 0..4),
        body in any_body(),
    ) {
        for call in CALLS {
            let reply = Reply { status, headers: headers.clone(), body: body.clone() };
            let read = outcome(call, &reply);
            if let common::Outcome::Refused(refusal) = &read {
                prop_assert!(refusal.message.in_language(None).chars().count() <= 220);
                let kept = format!("{refusal:?}");
                prop_assert!(call != EIAM_CHANGE || !kept.contains("P@ssw0rd123"));
                let answer = EdgeAnswer::Refused { refusal, violations: refusal.reason.violations() };
                for envelope in [feishu::envelope(&answer, Reader::of("r")), eiam::envelope(&answer, Reader::of("r"))] {
                    prop_assert!((400..600).contains(&envelope.status));
                    let body: serde_json::Value = serde_json::from_str(&envelope.body).unwrap();
                    prop_assert!(body.is_object());
                }
            }
            // A change of password is done only with HTTP 2xx, and 5xx never means a refusal.
            match read {
                common::Outcome::Done(_) | common::Outcome::Granted(_) => prop_assert!((200..300).contains(&status)),
                common::Outcome::Refused(_) => prop_assert!((200..300).contains(&status) || (400..500).contains(&status)),
                common::Outcome::Unknown(cause) => prop_assert_eq!(cause.status(), status),
            }
        }
    }

    /// Any request of a caller is read or refused with a field, in either format.
    #[test]
    fn reading_never_panics(text in ".{0,60}", content_type in proptest::option::of("(application/json)?[ ;a-zA-Z0-9=\"-]{0,24}"), body in any_body()) {
        let content_type = content_type.as_deref();
        let mut refusals: Vec<BadInput> = Vec::new();
        for content_type in [content_type, JSON, Some("application/x-www-form-urlencoded")] {
            refusals.extend(feishu::read_reset(&text, content_type, &body).err());
            refusals.extend(feishu::read_reset("user_id_type=open_id", content_type, &body).err());
            refusals.extend(feishu::read_token_exchange("", content_type, &body).err());
            refusals.extend(eiam::read_change(&text, "", content_type, &body).err());
            refusals.extend(eiam::read_change("u", &text, content_type, &body).err());
            refusals.extend(eiam::read_rest(&text, "send_mode=SMS", &body).err());
            refusals.extend(eiam::read_rest("u", &text, &body).err());
            refusals.extend(eiam::read_token_exchange("", Some(&text), content_type, &body).err());
            refusals.extend(eiam::read_token_exchange("", None, content_type, text.as_bytes()).err());
        }
        for bad in refusals {
            prop_assert!(!bad.field.is_empty() && bad.field.len() <= 64, "{}", bad.field);
            prop_assert!(bad.field.bytes().all(|byte| byte.is_ascii_alphabetic() || b"_.-".contains(&byte)), "{}", bad.field);
            let envelope = feishu::envelope(&EdgeAnswer::BadInput(&bad), Reader::of("r"));
            prop_assert!(envelope.body.contains(&bad.field));
        }
    }

    /// An id stays one path segment of unreserved characters, and decodes to the same id.
    #[test]
    fn path_encoding_round_trips(id in any_id()) {
        let call = ChangePassword { user_id: id.clone(), ..eiam_change() };
        let request = call.request(&Secret::new("t"));
        let segment = request.path.strip_prefix("/api/v2/tenant/users/").and_then(|rest| rest.strip_suffix("/change-password")).unwrap();
        prop_assert!(segment.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~%".contains(&byte)), "{segment}");
        let decoded = percent_encoding::percent_decode_str(segment).decode_utf8().unwrap();
        prop_assert_eq!(decoded.as_ref(), id.as_str());
        if !id.as_str().contains(['/', '\\']) {
            let body = request.body.unwrap();
            let read = eiam::read_change(segment, "", JSON, body.expose().as_bytes()).unwrap();
            prop_assert_eq!(read.user_id, id);
        }
    }

    /// The edge can read what it sends to a vendor.
    #[test]
    fn built_requests_are_read_back(password in any::<String>(), id in any_id(), kind in 0_usize..3, flag in any::<Option<bool>>()) {
        let token = Secret::new("t");
        let reset = ResetPassword { user_id: id.clone(), user_id_type: UserIdType::ALL[kind], password: Secret::new(password.as_str()) };
        let request = reset.request(&token);
        let (_, query) = request.path.split_once('?').unwrap();
        let body = request.body.unwrap();
        let read = feishu::read_reset(query, Some(request.headers[1].1.expose()), body.expose().as_bytes()).unwrap();
        prop_assert_eq!((read.user_id, read.user_id_type), (id, UserIdType::ALL[kind]));
        prop_assert_eq!(read.password.expose(), &password);

        let change = ChangePassword { password: Secret::new(password.as_str()), pwd_must_modify: flag, ..eiam_change() };
        let body = change.request(&token).body.unwrap();
        let read = eiam::read_change("u", "", JSON, body.expose().as_bytes()).unwrap();
        prop_assert_eq!((read.password.expose(), read.pwd_must_modify), (password.as_str(), flag));
    }

    /// No type that holds a credential or a password prints it.
    #[test]
    fn debug_prints_no_secret(secret in "[!-~]{12,40}") {
        let password = || Secret::new(format!("canary{secret}canary"));
        let reset = ResetPassword { password: password(), ..common::feishu_reset() };
        let change = ChangePassword { password: password(), ..eiam_change() };
        let value = password();
        let token = EdgeAnswer::Token { value: &value, lifetime_seconds: 1 };
        let printed = [
            format!("{reset:?} {change:?} {token:?}"),
            format!("{:?} {:?}", reset.request(&password()), change.request(&password())),
            format!("{:?} {:?}", feishu::token_request("id", &password()), eiam::token_request("id", &password())),
            format!("{:?} {:?}", feishu::envelope(&token, Reader::of("r")), eiam::envelope(&token, Reader::of("r"))),
            format!("{:?}", Reply { status: 200, headers: vec![("a".into(), password().expose().into())], body: password().expose().into() }),
            format!("{:?}", feishu::token_answer(&Reply { status: 200, headers: vec![], body: serde_json::json!({"code":0,"tenant_access_token":password().expose(),"expire":1}).to_string().into_bytes() })),
        ];
        for text in printed {
            prop_assert!(!text.contains("canary"), "{}", text);
        }
    }
}
