//! Replies that differ from the examples of the pages: which ones prove that nothing was executed, and
//! which are unknown.
#![allow(missing_docs)]

mod common;

use common::{
    EIAM_CHANGE, EIAM_REST, EIAM_TOKEN, FEISHU_RESET, FEISHU_TOKEN, Outcome, eiam_change, feishu_reset,
    outcome, refusal, reply, user, with_header,
};
use passgate_core::{Identity, Secret, Violation};
use passgate_wire::{
    Answer, PasswordCall as _, Reason, TokenAnswer, UnknownCause,
    eiam::{self, ChangePassword},
    feishu,
};

#[test]
fn success_as_the_pages_show_it() {
    let id = || Some("20201028102749564-9082-DC8CD2722".to_owned());
    let eiam = r#"{"user_id": "20201028102749564-9082-DC8CD2722"}"#;
    for (call, body, expected) in [
        (FEISHU_RESET, r#"{"code": 0,"msg": "success","data": {}}"#, Outcome::Done(None)),
        (EIAM_CHANGE, eiam, Outcome::Done(id())),
        (EIAM_REST, eiam, Outcome::Done(id())),
        (
            FEISHU_TOKEN,
            r#"{"code":0,"msg":"ok","tenant_access_token":"t-caecc734c2e3328a62489fe0648c4b98779515d3","expire":7200}"#,
            Outcome::Granted(7200),
        ),
        (
            EIAM_TOKEN,
            r#"{"access_token":"0d61dde4-8a3f","token_type":"bearer","expires_in":1799,"scope":"all","id_token":"ey"}"#,
            Outcome::Granted(1799),
        ),
    ] {
        assert_eq!(outcome(call, &reply(200, body)), expected, "{}", call.1.name());
    }
}

#[test]
fn variants_of_success() {
    for (call, body, expected) in [
        (FEISHU_RESET, r#"{"code":"0"}"#, Outcome::Done(None)),
        (FEISHU_RESET, r#"{"msg":1,"data":null,"code":0,"more":[]}"#, Outcome::Done(None)),
        (FEISHU_TOKEN, r#"{"code":0,"tenant_access_token":"eyJ.a-b_c","expire":"60"}"#, Outcome::Granted(60)),
        (EIAM_TOKEN, r#"{"access_token":"a","token_type":"Bearer","expires_in":0}"#, Outcome::Granted(0)),
        (EIAM_TOKEN, r#"{"access_token":"a","expires_in":1800}"#, Outcome::Granted(1800)),
        (
            EIAM_CHANGE,
            r#"{"user_id":" 20201028102749564-9082-DC8CD2722 ","error":null}"#,
            Outcome::Done(Some("20201028102749564-9082-DC8CD2722".to_owned())),
        ),
        (FEISHU_RESET, r#"{"code":0,"data":{"user_id":null}}"#, Outcome::Done(None)),
        (FEISHU_RESET, r#"{"code":0,"data":{"user_id":"abc123"}}"#, Outcome::Done(Some("abc123".to_owned()))),
    ] {
        assert_eq!(outcome(call, &reply(200, body)), expected, "{body}");
    }
}

#[test]
fn a_success_of_another_account_is_unknown() {
    let other = || Outcome::Unknown(UnknownCause::OtherAccount(200));
    for call in [EIAM_CHANGE, EIAM_REST] {
        for named in
            ["somebody-else", "20201028102749564-9082-dc8cd2722", "20201028102749564-9082-DC8CD27222", "2"]
        {
            let body = format!(r#"{{"user_id":"{named}"}}"#);
            assert_eq!(outcome(call, &reply(200, &body)), other(), "{named}");
        }
    }
    // A number is the same id as its digits.
    let numbered = |id: &str, body: &str| {
        let change = ChangePassword { user_id: user(id), ..eiam_change() };
        Outcome::from(change.answer(&reply(200, body), &Identity::default()))
    };
    assert_eq!(numbered("4711", r#"{"user_id":4711}"#), Outcome::Done(Some("4711".to_owned())));
    for (id, body) in [("04711", r#"{"user_id":4711}"#), ("4711", r#"{"user_id":4712}"#)] {
        assert_eq!(numbered(id, body), other(), "{id} {body}");
    }
    for named in [r#""somebody-else""#, r#""ABC123""#, "7", "[]", "{}"] {
        let body = format!(r#"{{"code":0,"msg":"success","data":{{"user_id":{named}}}}}"#);
        assert_eq!(outcome(FEISHU_RESET, &reply(200, &body)), other(), "{named}");
    }
    // A refusal does not name an account. With one, it is still a refusal.
    let refused = r#"{"error_code":"PWD.0007","error_msg":"x","user_id":"somebody-else"}"#;
    assert!(matches!(outcome(EIAM_CHANGE, &reply(400, refused)), Outcome::Refused(_)));
}

#[test]
fn long_tokens_and_their_value() {
    let long = format!("eyJ{}", "a".repeat(4096));
    let body = format!(r#"{{"code":0,"tenant_access_token":"{long}","expire":7200}}"#);
    let TokenAnswer::Granted(token) = feishu::token_answer(&reply(200, &body)) else { panic!("not granted") };
    assert_eq!(token.value.expose(), long);
    assert!(!format!("{token:?}").contains("aaa"));
}

#[test]
fn an_inconclusive_reply_is_unknown() {
    use UnknownCause::{NotJson, ServerError, UndocumentedCode, UnexpectedShape, UnexpectedStatus};
    let deep = format!(r#"{{"code":{}1{}}}"#, "[".repeat(500), "]".repeat(500));
    for (status, body, cause) in [
        (500, r#"{"code":1050022,"msg":"m"}"#, ServerError(500)),
        (502, "<html>Bad Gateway</html>", ServerError(502)),
        (503, "", ServerError(503)),
        (599, r#"{"code":0}"#, ServerError(599)),
        (0, "", UnexpectedStatus(0)),
        (101, "", UnexpectedStatus(101)),
        (302, r#"{"code":0}"#, UnexpectedStatus(302)),
        (600, r#"{"code":0}"#, UnexpectedStatus(600)),
        (200, "", NotJson(200)),
        (200, "ok", NotJson(200)),
        (200, r#"{"code":0"#, NotJson(200)),
        (200, r#"{"code":0}x"#, NotJson(200)),
        (200, &deep, NotJson(200)),
        (200, r#"{"code":1e999}"#, NotJson(200)),
        (400, "Bad Request", NotJson(400)),
        (408, "", NotJson(408)),
        (200, "null", UnexpectedShape(200)),
        (200, "0", UnexpectedShape(200)),
        (200, "[]", UnexpectedShape(200)),
        (200, "{}", UnexpectedShape(200)),
        (200, r#"{"code":null}"#, UnexpectedShape(200)),
        (200, r#"{"code":0.0}"#, UnexpectedShape(200)),
        (200, r#"{"code":""}"#, UnexpectedShape(200)),
        (200, r#"{"code":[0]}"#, UnexpectedShape(200)),
        (200, r#"{"code":true}"#, UnexpectedShape(200)),
        (200, r#"{"code":0,"code":0}"#, UnexpectedShape(200)),
        (400, r#"{"code":0}"#, UnexpectedShape(400)),
        (400, r#"{"message":"no"}"#, UnexpectedShape(400)),
        (200, r#"{"code":99999999999999999999999}"#, UnexpectedShape(200)),
        (200, r#"{"code":18446744073709551615}"#, UndocumentedCode(200)),
        (200, r#"{"code":-1,"msg":"system busy"}"#, UndocumentedCode(200)),
        (202, r#"{"code":1}"#, UndocumentedCode(202)),
    ] {
        assert_eq!(outcome(FEISHU_RESET, &reply(status, body)), Outcome::Unknown(cause), "{status} {body}");
    }
    for (status, body, cause) in [
        (200, "{}", UnexpectedShape(200)),
        (200, r#"{"user_id":""}"#, UnexpectedShape(200)),
        (200, r#"{"user_id":7.5}"#, UnexpectedShape(200)),
        (200, r#"{"code":0,"msg":"success"}"#, UnexpectedShape(200)),
        (201, r#"{"error_code":{}}"#, UnexpectedShape(201)),
        (200, r#"{"user_id":"u","error_code":"SYS.0001"}"#, UndocumentedCode(200)),
        (400, r#"{"user_id":"u"}"#, UnexpectedShape(400)),
        (400, r#"{"timestamp":1,"status":400,"error":"Bad Request"}"#, UnexpectedShape(400)),
        (500, r#"{"error_code":"PWD.0002","error_msg":"密码长度为8~18个字符"}"#, ServerError(500)),
    ] {
        assert_eq!(outcome(EIAM_CHANGE, &reply(status, body)), Outcome::Unknown(cause), "{status} {body}");
    }
}

/// A derived deserializer would accept an array of the members, in order.
#[test]
fn an_array_of_the_members_is_not_an_answer() {
    for (call, first) in [(FEISHU_RESET, "0"), (EIAM_CHANGE, "\"u-1\"")] {
        for others in 0..12 {
            let body = format!("[{first}{}]", ",null".repeat(others));
            let outcome = outcome(call, &reply(200, &body));
            assert!(matches!(outcome, Outcome::Unknown(_)), "{body}: {outcome:?}");
        }
    }
}

#[test]
fn an_invalid_token_is_not_granted() {
    for body in [
        r#"{"code":0,"msg":"ok"}"#,
        r#"{"code":0,"tenant_access_token":"t"}"#,
        r#"{"code":0,"tenant_access_token":"","expire":7200}"#,
        r#"{"code":0,"tenant_access_token":"t\r\nx: y","expire":7200}"#,
        r#"{"code":0,"tenant_access_token":7,"expire":7200}"#,
        r#"{"code":0,"tenant_access_token":"t","expire":-1}"#,
        r#"{"code":0,"tenant_access_token":"t","expire":1.5}"#,
        r#"{"code":0,"tenant_access_token":"t","expire":99999999999}"#,
        r#"{"code":0,"data":{"tenant_access_token":"t","expire":7200}}"#,
    ] {
        let unknown = Outcome::Unknown(UnknownCause::UnexpectedShape(200));
        assert_eq!(outcome(FEISHU_TOKEN, &reply(200, body)), unknown, "{body}");
    }
    let body = r#"{"access_token":"a","token_type":"mac","expires_in":1}"#;
    assert!(matches!(eiam::token_answer(&reply(200, body)), TokenAnswer::Unknown(_)));
}

#[test]
fn a_status_alone_may_prove_that_nothing_was_executed() {
    let spring = r#"{"timestamp":1,"status":404,"error":"Not Found","path":"/"}"#;
    for (call, status, body, reason) in [
        (FEISHU_RESET, 404, "404 page not found", Reason::Configuration),
        (FEISHU_TOKEN, 404, "404 page not found", Reason::Configuration),
        (EIAM_CHANGE, 404, spring, Reason::Configuration),
        (EIAM_CHANGE, 405, "", Reason::Configuration),
        (EIAM_CHANGE, 403, "<html>", Reason::Configuration),
        (EIAM_CHANGE, 403, r#"{"error_code":"AUTH.9","error_msg":"no permission"}"#, Reason::Configuration),
        (EIAM_CHANGE, 401, "", Reason::StaleToken),
        (EIAM_CHANGE, 401, r#"{"error":"Unauthorized"}"#, Reason::StaleToken),
        (EIAM_TOKEN, 401, "", Reason::Configuration),
        (FEISHU_RESET, 429, "slow down", Reason::Throttled { retry_after_seconds: None }),
        (EIAM_REST, 429, r#"{"error_code":"X.1"}"#, Reason::Throttled { retry_after_seconds: None }),
    ] {
        assert_eq!(refusal(call, &reply(status, body)).reason, reason, "{status} {body}");
    }
}

#[test]
fn feishu_judges_by_code_and_not_by_status() {
    // A probe of the token call with an unknown app: HTTP 200.
    let refusal = refusal(FEISHU_TOKEN, &reply(200, r#"{"code":10003,"data":{},"msg":"invalid param"}"#));
    assert_eq!((refusal.reason, refusal.code.as_str()), (Reason::Configuration, "10003"));
    for (status, body) in [
        (200, r#"{"code":1050023,"msg":"m"}"#),
        (400, r#"{"code":"1050023","msg":"m"}"#),
        (400, r#"{"code":" 1050023 "}"#),
        (403, r#"{"code":1050023}"#),
    ] {
        assert_eq!(common::refusal(FEISHU_RESET, &reply(status, body)).reason, Reason::DailyLimit, "{body}");
    }
}

#[test]
fn eiam_codes_are_trimmed() {
    let body = r#"{"error_code":" APP.ACCOUNT.0028","error_msg":"应用账号不存在"}"#;
    let refusal = refusal(EIAM_CHANGE, &reply(400, body));
    assert_eq!((refusal.reason, refusal.code.as_str()), (Reason::UserNotFound, "APP.ACCOUNT.0028"));
}

#[test]
fn throttling_gives_the_retry_time() {
    let body = r#"{"code":99991400,"msg":"request trigger frequency limit"}"#;
    for (headers, expected) in [
        (&[][..], None),
        (&[("x-ogw-ratelimit-reset", "52")][..], Some(52)),
        (&[("X-Ogw-Ratelimit-Reset", " 52 ")], Some(52)),
        (&[("retry-after", "3")], Some(3)),
        (&[("retry-after", "3"), ("x-ogw-ratelimit-reset", "52")], Some(52)),
        (&[("retry-after", "3"), ("x-ogw-ratelimit-reset", "soon")], Some(3)),
        (&[("retry-after", "Sun, 22 Nov 2026 05:00:00 GMT")], None),
        (&[("retry-after", "-3")], None),
        (&[("retry-after", "+3")], None),
        (&[("retry-after", "")], None),
        (&[("retry-after", "86401")], None),
        (&[("retry-after", "99999999999999999999")], None),
    ] {
        for (call, status) in [(FEISHU_RESET, 429), (FEISHU_RESET, 400), (FEISHU_TOKEN, 429)] {
            let reply = headers
                .iter()
                .fold(reply(status, body), |reply, (name, value)| with_header(reply, name, value));
            let expected = Reason::Throttled { retry_after_seconds: expected };
            assert_eq!(refusal(call, &reply).reason, expected, "{headers:?}");
        }
    }
}

#[test]
fn trace_ids() {
    let body = r#"{"code":1050023,"msg":"m","error":{"log_id":"from-body","troubleshooter":"t"}}"#;
    let log_id = |headers: &[(&str, &str)]| {
        let reply =
            headers.iter().fold(reply(400, body), |reply, (name, value)| with_header(reply, name, value));
        refusal(FEISHU_RESET, &reply).log_id
    };
    assert_eq!(log_id(&[]).as_deref(), Some("from-body"));
    assert_eq!(log_id(&[("x-request-id", "b"), ("x-tt-logid", "a")]).as_deref(), Some("a"));
    assert_eq!(log_id(&[("request-id", "c")]).as_deref(), Some("c"));
    assert_eq!(log_id(&[("x-tt-logid", "holds abcd*efg")]), None);
    for odd in [r#"{"code":1050023,"error":"text"}"#, r#"{"code":1050023,"error":{"log_id":7}}"#] {
        assert_eq!(refusal(FEISHU_RESET, &reply(400, odd)).log_id, None);
    }
}

#[test]
fn no_data_of_the_request_is_repeated() {
    let canary = "Canary-P@ss-9137";
    let change = ChangePassword { password: Secret::new(canary), ..eiam_change() };
    let reset = feishu::ResetPassword { password: Secret::new(canary), ..feishu_reset() };
    let id = "20201028102749564-9082-DC8CD2722";
    for said in [canary, &canary.to_lowercase(), "starts with Cana", "ends with 9137", id] {
        for (code, status) in
            [("PWD.0005", 400), ("NEW.0001", 400), ("PWD.0003", 400), (canary, 400), ("X", 403)]
        {
            let body = format!(r#"{{"error_code":"{code}","error_msg":"密码不符合校验规则,{said}"}}"#);
            let Answer::Refused(refusal) = change.answer(&reply(status, &body), &Identity::default()) else {
                panic!("{body}")
            };
            let kept = format!("{refusal:?}");
            for piece in [canary, "canary", "Cana", "9137", id] {
                assert!(!kept.contains(piece), "{body} keeps {piece}: {kept}");
            }
        }
    }
    let body = format!(
        r#"{{"code":99992402,"msg":"bad {canary}","error":{{"log_id":"{canary}","message":"{canary}",
        "field_violations":[{{"field":"password","value":"{canary}","description":"{canary}"}}]}}}}"#
    );
    let Answer::Refused(refusal) = reset.answer(&reply(400, &body), &Identity::default()) else {
        panic!("not refused")
    };
    assert_eq!(refusal.reason, Reason::BadRequest);
    assert!(!format!("{refusal:?}").contains("Canary"), "{refusal:?}");
    // A token call does not pass its secret to the decoder, so no message is kept.
    let answer = feishu::token_answer(&reply(400, &format!(r#"{{"code":7,"msg":"{canary}"}}"#)));
    let TokenAnswer::Refused(refusal) = answer else { panic!("not refused") };
    assert_eq!((refusal.reason, refusal.message.in_language(None)), (Reason::Undocumented, ""));
}

#[test]
fn a_vendors_message_is_one_bounded_line() {
    let words = format!("必须\\n包含{}", "很多".repeat(4000));
    let body = format!(r#"{{"error_code":"PWD.0005","error_msg":"密码不符合校验规则,{words}"}}"#);
    let refusal = refusal(EIAM_CHANGE, &reply(400, &body));
    let Reason::Password(violations) = refusal.reason else { panic!("not the password") };
    let [Violation::NotAccepted { message: Some(message) }] = violations.as_slice() else {
        panic!("{violations:?}")
    };
    assert_eq!(message.chars().count(), 200);
    assert!(message.starts_with("必须 包含很多"), "{message}");
    assert!(refusal.message.in_language(None).chars().count() <= 210);
}
