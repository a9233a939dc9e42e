//! The edge's complete answers, in each vendor's format.
#![allow(missing_docs)]
#![allow(clippy::unwrap_used, reason = "test code")]

use passgate_core::{Class, Count, IdentityField, Secret, Violation};
use passgate_wire::{
    BadInput, EdgeAnswer, Envelope, FieldProblem, LengthLimits, Message, Reader, Reason, Refusal, Spec, eiam,
    feishu,
};
use serde_json::{Value, json};

const LIMITS: LengthLimits = LengthLimits { min: Some(8), max: Some(18) };

/// Status, body, and the headers without the content type, which is always the same.
fn parts(envelope: &Envelope) -> (u16, Value, Vec<(&'static str, &str)>) {
    let mut headers: Vec<_> = envelope.headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(headers.remove(0), ("Content-Type", "application/json; charset=utf-8"));
    (envelope.status, serde_json::from_str(&envelope.body).unwrap(), headers)
}

fn feishu(answer: &EdgeAnswer<'_>) -> (u16, Value) {
    let (status, body, _) = parts(&feishu::envelope(answer, Reader::of("r-1")));
    (status, body)
}

fn eiam(answer: &EdgeAnswer<'_>) -> (u16, Value) {
    let (status, body, _) = parts(&eiam::envelope(answer, Reader::of("r-1")));
    (status, body)
}

fn refused(reason: Reason, code: &str) -> Refusal {
    Refusal { code: code.to_owned(), message: Message::Vendor("words".to_owned()), ..Refusal::of(reason) }
}

fn answer(refusal: &Refusal) -> EdgeAnswer<'_> {
    EdgeAnswer::Refused { refusal, violations: refusal.reason.violations() }
}

#[test]
fn success_has_the_pages_members_and_the_common_ones() {
    let done = EdgeAnswer::Done { user_id: "20201028102749564-9082-DC8CD2722" };
    assert_eq!(
        feishu::envelope(&done, Reader::of("r")).body,
        r#"{"code":0,"msg":"success","data":{},"outcome":"done","violations":[],"request_id":"r"}"#
    );
    assert_eq!(
        eiam::envelope(&done, Reader::of("r")).body,
        r#"{"user_id":"20201028102749564-9082-DC8CD2722","outcome":"done","violations":[],"request_id":"r"}"#
    );
    let value = Secret::new("edge-token");
    let token = EdgeAnswer::Token { value: &value, lifetime_seconds: 1799 };
    assert_eq!(
        feishu::envelope(&token, Reader::of("r")).body,
        r#"{"code":0,"msg":"ok","tenant_access_token":"edge-token","expire":1799,"outcome":"granted","violations":[],"request_id":"r"}"#
    );
    assert_eq!(
        eiam::envelope(&token, Reader::of("r")).body,
        r#"{"access_token":"edge-token","token_type":"bearer","expires_in":1799,"outcome":"granted","violations":[],"request_id":"r"}"#
    );
    for envelope in [feishu::envelope(&token, Reader::of("r")), eiam::envelope(&token, Reader::of("r"))] {
        assert_eq!(envelope.status, 200);
        assert!(!format!("{envelope:?}").contains("edge-token"));
    }
}

#[test]
fn a_local_refusal_has_feishus_code() {
    let refusal = feishu::local_refusal(vec![Violation::TooShort { min: 8 }]);
    let body = json!({
        "code": 1_050_022, "msg": "password format is not valid",
        "outcome": "refused-password", "violations": [{"code": "too-short", "min": 8}], "request_id": "r-1",
        "advice": {
            "zh-CN": "请修改密码格式后再尝试",
            "en": "Change the format of the password and try again",
        },
    });
    assert_eq!(feishu(&answer(&refusal)), (400, body));
}

#[test]
fn a_local_refusal_has_eiams_code_and_sentence() {
    let classes = Violation::TooFewClasses {
        required: 3,
        found: 2,
        missing: [Class::Upper, Class::Symbol].into(),
        each: None,
    };
    for (violation, limits, code, sentence) in [
        (Violation::Empty, LIMITS, "PWD.0001", "密码不能为空"),
        (Violation::TooShort { min: 8 }, LIMITS, "PWD.0002", "密码长度为8~18个字符"),
        (Violation::TooLong { max: 18 }, LIMITS, "PWD.0002", "密码长度为8~18个字符"),
        (Violation::wrong_length(Some(6), Some(9)), LIMITS, "PWD.0002", "密码长度为6~9个字符"),
        (Violation::TooShort { min: 8 }, LengthLimits::default(), "PWD.0002", "至少需要 8 个字符"),
        (Violation::MatchesUsername, LIMITS, "PWD.0003", "密码不能与用户名一致"),
        (Violation::ReversesUsername, LIMITS, "PWD.0004", "密码不允许使用用户名的倒写"),
        (classes, LIMITS, "PWD.0005", "密码不符合校验规则,还需要再包含一种字符：大写字母或符号"),
        (
            Violation::UnsupportedCharacter { kind: None },
            LIMITS,
            "PWD.0005",
            "密码不符合校验规则,含有不支持的字符",
        ),
        (Violation::NotAccepted { message: None }, LIMITS, "PWD.0005", "密码不符合校验规则"),
        (Violation::TooCommon { pattern: None }, LIMITS, "PWD.0006", "该密码为弱密码"),
        (Violation::Reused, LIMITS, "PWD.0007", "不允许使用历史密码"),
        (
            Violation::TooRepetitive { max: Some(2), count: Some(Count::Run) },
            LIMITS,
            "PWD.0008",
            "密码中最大字符重复数不能超过2个",
        ),
        (
            Violation::ContainsIdentity { fields: [IdentityField::Phone].into() },
            LIMITS,
            "PWD.0009",
            "密码中不允许包含:用户名、手机号、邮箱前缀、姓名拼音",
        ),
    ] {
        let violations = vec![violation.clone(), Violation::Reused];
        let refusal = eiam::local_refusal(violations.clone(), limits);
        let (status, mut body) = eiam(&answer(&refusal));
        // Another test covers the page's advice. The page gives none for an empty password.
        let advice = body.as_object_mut().unwrap().remove("advice");
        assert_eq!(advice.is_none(), code == "PWD.0001", "{violation:?}");
        let expected = json!({
            "error_code": code, "error_msg": sentence,
            "outcome": "refused-password", "violations": violations, "request_id": "r-1"
        });
        assert_eq!((status, body), (400, expected), "{violation:?}");
    }
    assert_eq!(eiam::local_refusal(Vec::new(), LIMITS).code, "PWD.0005");
}

#[test]
fn a_vendors_refusal_keeps_its_code() {
    for reason in [
        Reason::DailyLimit,
        Reason::NotEligible,
        Reason::UserNotFound,
        Reason::BadRequest,
        Reason::Undocumented,
        Reason::Password(vec![Violation::TooCommon { pattern: None }]),
    ] {
        let refusal = refused(reason, "1050099");
        let (status, body) = feishu(&answer(&refusal));
        assert_eq!((status, &body["code"], &body["msg"]), (400, &json!(1_050_099), &json!("words")));
        assert_eq!(body["violations"], json!(refusal.reason.violations()));
        assert_eq!(body["outcome"], refusal.reason.outcome().name());
    }
    for reason in [Reason::MissingMobile, Reason::MissingEmail, Reason::DeliveryFailed, Reason::SendMode] {
        let refusal = refused(reason, "MSG.0004");
        let (status, body) = eiam(&answer(&refusal));
        assert_eq!(
            (status, &body["error_code"], &body["error_msg"]),
            (400, &json!("MSG.0004"), &json!("words"))
        );
        assert_eq!(body["outcome"], refusal.reason.outcome().name());
    }
    let silent = Refusal { message: Message::None, ..refused(Reason::Undocumented, "X.1") };
    assert_eq!(eiam(&answer(&silent)).1["error_msg"], json!("请求被拒绝"));
}

#[test]
fn problems_between_edge_and_vendor_are_not_passed_on() {
    for (reason, code) in
        [(Reason::StaleToken, "99991663"), (Reason::Configuration, "99991672"), (Reason::Undocumented, "")]
    {
        let refusal = refused(reason, code);
        assert_eq!(feishu(&answer(&refusal)), feishu(&EdgeAnswer::Misconfigured));
        assert_eq!(eiam(&answer(&refusal)), eiam(&EdgeAnswer::Misconfigured));
    }
}

#[test]
fn throttling_states_the_retry_time() {
    for (told, wait) in [(Some(52), "52"), (None, "1"), (Some(0), "1")] {
        let refusal = refused(Reason::Throttled { retry_after_seconds: told }, "99991400");
        let (status, body, headers) = {
            let envelope = feishu::envelope(&answer(&refusal), Reader::of("r-1"));
            let (status, body, headers) = parts(&envelope);
            (
                status,
                body,
                headers.into_iter().map(|(name, value)| (name, value.to_owned())).collect::<Vec<_>>(),
            )
        };
        assert_eq!((status, &body["code"]), (429, &json!(99_991_400)));
        let expected = [("Retry-After", wait.to_owned()), ("x-ogw-ratelimit-reset", wait.to_owned())];
        assert_eq!(headers, expected);
    }
    let envelope = eiam::envelope(&EdgeAnswer::TooManyRequests { retry_after_seconds: 7 }, Reader::of("r-1"));
    let (status, body, headers) = parts(&envelope);
    assert_eq!((status, &body["error_code"]), (429, &json!("EDGE.0429")));
    assert_eq!(headers, [("Retry-After", "7")]);
}

#[test]
fn bad_input_names_the_field() {
    let bad = BadInput::new("password.ent_email_password", FieldProblem::Missing);
    let body = json!({
        "code": 99_992_402, "msg": "field validation failed",
        "error": {"field_violations": [{"field": "password.ent_email_password", "description": "is required"}]},
        "outcome": "bad-request", "violations": [], "request_id": "r-1"
    });
    assert_eq!(feishu(&EdgeAnswer::BadInput(&bad)), (400, body.clone()));
    assert_eq!(feishu(&EdgeAnswer::BadTokenRequest(&bad)), (400, body));
    let bad = BadInput::new("send_mode", FieldProblem::Missing);
    let body = json!({
        "error_code": "PARAM.0001", "error_msg": "请求参数不正确: send_mode: 不能缺少",
        "outcome": "bad-request", "violations": [], "request_id": "r-1"
    });
    assert_eq!(eiam(&EdgeAnswer::BadInput(&bad)), (400, body));
    // The page has a code for an invalid send mode.
    let bad = BadInput::new("send_mode", FieldProblem::NotOneOf(&["SMS", "EMAIL"]));
    let (status, body) = eiam(&EdgeAnswer::BadInput(&bad));
    let sentence = json!("The message sending mode does not meet the verification rules");
    assert_eq!((status, &body["error_code"], &body["error_msg"]), (400, &json!("MSG.0004"), &sentence));
}

#[test]
fn a_key_of_another_request_is_422() {
    let bad = BadInput::new("Idempotency-Key", FieldProblem::UsedOtherwise);
    for (status, body) in [feishu(&EdgeAnswer::BadInput(&bad)), eiam(&EdgeAnswer::BadInput(&bad))] {
        assert_eq!((status, &body["outcome"]), (422, &json!("bad-request")));
    }
}

#[test]
fn eiams_token_call_answers_as_oauth_does() {
    let bad_request = "bad-request";
    for (field, problem, status, error, outcome) in [
        ("Authorization", FieldProblem::Missing, 401, "invalid_client", "no-credential"),
        ("Authorization", FieldProblem::BadBasicCredentials, 401, "invalid_client", "unauthenticated"),
        ("Authorization", FieldProblem::CredentialsTwice, 400, "invalid_request", bad_request),
        (
            "grant_type",
            FieldProblem::NotOneOf(&["client_credentials"]),
            400,
            "unsupported_grant_type",
            bad_request,
        ),
        ("grant_type", FieldProblem::Missing, 400, "invalid_request", bad_request),
        ("query", FieldProblem::UnexpectedQuery, 400, "invalid_request", bad_request),
    ] {
        let bad = BadInput::new(field, problem);
        let (own_status, body) = eiam(&EdgeAnswer::BadTokenRequest(&bad));
        assert_eq!((own_status, &body["error"]), (status, &json!(error)), "{bad}");
        assert_eq!(body["outcome"], outcome, "{bad}");
    }
    let envelope = eiam::envelope(&EdgeAnswer::CredentialRefused, Reader::of("r-1"));
    let (status, body, headers) = parts(&envelope);
    assert_eq!((status, &body["error"]), (401, &json!("invalid_client")));
    assert_eq!(body["error_description"], "Bad client credentials");
    assert_eq!(headers, [("WWW-Authenticate", "Basic realm=\"passgate\", charset=\"UTF-8\"")]);
}

#[test]
fn the_rest_of_the_answers() {
    type Case<'a> = (EdgeAnswer<'a>, (u16, i64), (u16, &'a str), &'a str);
    let too_old = EdgeAnswer::SignInTooOld { sign_in_within: 900 };
    let cases: [Case<'_>; 14] = [
        (
            EdgeAnswer::Unauthenticated { presented: false },
            (400, 99_991_661),
            (400, "invalid_token"),
            "no-credential",
        ),
        (
            EdgeAnswer::Unauthenticated { presented: true },
            (400, 99_991_663),
            (400, "invalid_token"),
            "unauthenticated",
        ),
        (EdgeAnswer::TicketSpent, (400, 99_991_663), (400, "invalid_token"), "ticket-spent"),
        (EdgeAnswer::CredentialRefused, (200, 10_003), (401, "invalid_client"), "unauthenticated"),
        (EdgeAnswer::Forbidden, (400, 99_991_672), (403, "EDGE.0403"), "forbidden"),
        (too_old, (400, 99_991_672), (403, "EDGE.0403"), "sign-in-too-old"),
        (EdgeAnswer::NotFound, (404, 999_000_404), (404, "EDGE.0404"), "not-found"),
        (
            EdgeAnswer::MethodNotAllowed { allow: "PUT" },
            (405, 999_000_405),
            (405, "EDGE.0405"),
            "method-not-allowed",
        ),
        (
            EdgeAnswer::TooManyRequests { retry_after_seconds: 1 },
            (429, 99_991_400),
            (429, "EDGE.0429"),
            "too-often",
        ),
        (EdgeAnswer::Misconfigured, (500, 999_000_500), (500, "EDGE.0500"), "misconfigured"),
        (EdgeAnswer::UnderWay, (409, 999_000_409), (409, "EDGE.0409"), "conflict"),
        (EdgeAnswer::NotSent, (503, 999_000_503), (503, "EDGE.0503"), "not-sent"),
        (EdgeAnswer::Closed { retry_after_seconds: 3 }, (503, 999_000_503), (503, "EDGE.0503"), "not-sent"),
        (EdgeAnswer::OutcomeUnknown, (504, 999_000_504), (504, "EDGE.0504"), "unknown"),
    ];
    for (answer, (feishu_status, code), (eiam_status, name), outcome) in &cases {
        let (status, body) = feishu(answer);
        assert_eq!((status, &body["code"]), (*feishu_status, &json!(code)), "{answer:?}");
        assert_eq!((&body["violations"], &body["request_id"]), (&json!([]), &json!("r-1")), "{answer:?}");
        assert_eq!(body["outcome"], *outcome, "{answer:?}");
        let (status, body) = eiam(answer);
        let own = body.get("error_code").or(body.get("error"));
        assert_eq!((status, own), (*eiam_status, Some(&json!(name))), "{answer:?}");
        assert_eq!((&body["violations"], &body["request_id"]), (&json!([]), &json!("r-1")), "{answer:?}");
        assert_eq!(body["outcome"], *outcome, "{answer:?}");
    }
    for envelope in [feishu::envelope, eiam::envelope] {
        let challenge =
            ("WWW-Authenticate", "Bearer error=\"insufficient_user_authentication\", max_age=900");
        let too_old = envelope(&EdgeAnswer::SignInTooOld { sign_in_within: 900 }, Reader::of("r-1"));
        assert_eq!(parts(&too_old).2, [challenge]);
    }
    let allowed = feishu::envelope(&EdgeAnswer::MethodNotAllowed { allow: "POST" }, Reader::of("r-1"));
    assert_eq!(parts(&allowed).2, [("Allow", "POST")]);
}

#[test]
fn own_codes_are_documented_and_differ_from_the_vendors() {
    for spec in Spec::all() {
        for row in spec.own_codes {
            assert!(spec.codes.iter().all(|other| other.code != row.code), "{}", row.code);
            assert_eq!(spec.own_codes.iter().filter(|other| other.code == row.code).count(), 1);
        }
    }
}

#[test]
fn debug_prints_the_status_of_an_answer_and_not_its_body() {
    let value = Secret::new("a-token");
    let answer = EdgeAnswer::Token { value: &value, lifetime_seconds: 1 };
    for envelope in [feishu::envelope, eiam::envelope] {
        let printed = format!("{:?}", envelope(&answer, Reader::of("r-1")));
        assert!(printed.contains("status: 200") && !printed.contains("a-token"), "{printed}");
    }
}

#[test]
fn feishu_reports_a_code_that_is_no_number_as_misconfigured() {
    let refusal = Refusal { code: "PWD.0002".to_owned(), ..Refusal::of(Reason::Password(Vec::new())) };
    let (status, body) = feishu(&EdgeAnswer::Refused { refusal: &refusal, violations: &[] });
    assert_eq!((status, &body["outcome"]), (500, &json!("misconfigured")));
}
