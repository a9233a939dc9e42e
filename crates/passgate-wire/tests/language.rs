//! The language of an answer: a vendor's message keeps the vendor's language, and a message of the edge
//! has the caller's.
#![allow(missing_docs)]
#![allow(clippy::unwrap_used, reason = "test code")]

use passgate_core::{Locale, Product, Secret, Violation};
use passgate_wire::{
    BadInput, EdgeAnswer, Envelope, FieldProblem, LengthLimits, Message, Reader, Reason, Refusal, Spec, eiam,
    feishu,
};
use serde_json::Value;

const LANGUAGES: [Option<Locale>; 3] = [None, Some(Locale::ZhCn), Some(Locale::En)];

fn envelope(product: Product, answer: &EdgeAnswer<'_>, language: Option<Locale>) -> Envelope {
    let reader = Reader { request_id: "r-1", language };
    (Spec::of(product).envelope)(answer, reader)
}

/// The message of an answer, and the answer without it.
fn sentence(envelope: &Envelope) -> (String, Value) {
    let mut body: Value = serde_json::from_str(&envelope.body).unwrap();
    let members = body.as_object_mut().unwrap();
    let said = ["msg", "error_msg", "error_description"].iter().find_map(|name| members.remove(*name));
    if let Some(field) = body.pointer_mut("/error/field_violations/0/description") {
        *field = Value::Null;
    }
    (said.unwrap().as_str().unwrap().to_owned(), body)
}

fn is_chinese(text: &str) -> bool {
    text.chars().any(|character| matches!(character, '\u{4E00}'..='\u{9FFF}'))
}

/// The edge's own answers, in each product's format.
fn own_answers() -> Vec<EdgeAnswer<'static>> {
    vec![
        EdgeAnswer::Forbidden,
        EdgeAnswer::SignInTooOld { sign_in_within: 900 },
        EdgeAnswer::NotFound,
        EdgeAnswer::MethodNotAllowed { allow: "POST" },
        EdgeAnswer::UnderWay,
        EdgeAnswer::TooManyRequests { retry_after_seconds: 3 },
        EdgeAnswer::OutcomeUnknown,
        EdgeAnswer::NotSent,
        EdgeAnswer::Closed { retry_after_seconds: 3 },
        EdgeAnswer::Misconfigured,
    ]
}

#[test]
fn own_answers_differ_only_in_their_language() {
    for (product, native) in [(Product::Feishu, Locale::En), (Product::Eiam, Locale::ZhCn)] {
        for answer in own_answers() {
            let [plain, chinese, english] = LANGUAGES.map(|language| envelope(product, &answer, language));
            let statuses = [&plain, &chinese, &english].map(|envelope| envelope.status);
            let headers = [&plain, &chinese, &english].map(|envelope| envelope.headers.clone());
            let [plain, chinese, english] = [plain, chinese, english].map(|envelope| sentence(&envelope));
            assert!(is_chinese(&chinese.0) && !is_chinese(&english.0), "{chinese:?} {english:?}");
            assert_eq!(plain, if native == Locale::ZhCn { chinese.clone() } else { english.clone() });
            assert_eq!(chinese.1, english.1, "{answer:?}");
            assert!(statuses.iter().all(|status| *status == statuses[0]), "{answer:?}");
            assert!(headers.iter().all(|own| *own == headers[0]), "{answer:?}");
        }
    }
}

#[test]
fn authorization_errors_are_ascii_in_eiams_format() {
    // `error_description` is ASCII (RFC 6749, section 5.2).
    let bad = BadInput::new("grant_type", FieldProblem::Missing);
    let answers = [
        EdgeAnswer::Unauthenticated { presented: false },
        EdgeAnswer::Unauthenticated { presented: true },
        EdgeAnswer::TicketSpent,
        EdgeAnswer::CredentialRefused,
        EdgeAnswer::BadTokenRequest(&bad),
    ];
    for answer in &answers {
        let [plain, chinese, english] =
            LANGUAGES.map(|language| sentence(&envelope(Product::Eiam, answer, language)));
        assert!(plain.0.is_ascii() && plain == chinese && plain == english, "{plain:?}");
        let chinese = sentence(&envelope(Product::Feishu, answer, Some(Locale::ZhCn)));
        assert!(is_chinese(&chinese.0), "{chinese:?}");
    }
}

#[test]
fn an_invalid_field_is_explained_in_the_callers_language() {
    for (problem, chinese, english) in [
        (FieldProblem::Missing, "不能缺少", "is required"),
        (FieldProblem::WrongType { expected: "string" }, "类型必须为 string", "must be of type string"),
        (FieldProblem::TooLong { max: 200 }, "最多 200 个字符", "must be at most 200 characters long"),
        (
            FieldProblem::NotOneOf(&["true", "false"]),
            "必须是以下之一: true, false",
            "must be one of: true, false",
        ),
        (
            FieldProblem::WrongContentType { expected: "application/json" },
            "必须为 application/json",
            "must be application/json",
        ),
        (FieldProblem::BodyTooLarge { max_bytes: 16_384 }, "最多 16384 字节", "must be at most 16384 bytes"),
        (FieldProblem::UsedOtherwise, "已用于另一个请求", "was used for another request"),
    ] {
        let bad = BadInput::new("password", problem);
        let answer = EdgeAnswer::BadInput(&bad);
        for (language, says) in [(Locale::ZhCn, chinese), (Locale::En, english)] {
            let feishu = envelope(Product::Feishu, &answer, Some(language)).body;
            let feishu: Value = serde_json::from_str(&feishu).unwrap();
            assert_eq!(feishu["error"]["field_violations"][0]["description"], says);
            let (eiam, _) = sentence(&envelope(Product::Eiam, &answer, Some(language)));
            let opening = match language {
                Locale::ZhCn | Locale::ZhTw => "请求参数不正确",
                Locale::En => "The parameters of the request are not correct",
            };
            assert_eq!(eiam, format!("{opening}: password: {says}"));
        }
    }
    let every = [
        FieldProblem::Unknown,
        FieldProblem::UnknownMember,
        FieldProblem::Duplicate,
        FieldProblem::Empty,
        FieldProblem::NotJson,
        FieldProblem::NotUtf8,
        FieldProblem::LoneSurrogate,
        FieldProblem::ControlCharacter,
        FieldProblem::NotVisibleAscii,
        FieldProblem::EncodedSlash,
        FieldProblem::DotSegment,
        FieldProblem::BadPercentEncoding,
        FieldProblem::BadBasicCredentials,
        FieldProblem::CredentialsTwice,
        FieldProblem::BodyTooSlow,
        FieldProblem::UnexpectedBody,
        FieldProblem::UnexpectedQuery,
    ];
    for problem in every {
        let [chinese, english] = [Locale::ZhCn, Locale::En].map(|language| problem.says(language));
        assert!(is_chinese(&chinese) && !is_chinese(&english), "{chinese} {english}");
    }
}

#[test]
fn a_local_refusal_has_both_languages_of_the_page() {
    let limits = LengthLimits { min: Some(8), max: Some(18) };
    for (violation, chinese, english) in [
        (Violation::TooShort { min: 8 }, "密码长度为8~18个字符", "Password length is 8~18 characters"),
        (Violation::Reused, "不允许使用历史密码", "History passwords are not allowed"),
        (
            Violation::TooRepetitive { max: Some(2), count: None },
            "密码中最大字符重复数不能超过2个",
            "Maximum number of characters to repeat in password cannot exceed 2",
        ),
    ] {
        let refusal = eiam::local_refusal(vec![violation], limits);
        let answer = EdgeAnswer::Refused { refusal: &refusal, violations: &[] };
        for (language, says) in [(None, chinese), (Some(Locale::ZhCn), chinese), (Some(Locale::En), english)]
        {
            assert_eq!(sentence(&envelope(Product::Eiam, &answer, language)).0, says);
        }
    }
    let refusal = feishu::local_refusal(vec![Violation::Empty]);
    let answer = EdgeAnswer::Refused { refusal: &refusal, violations: &[] };
    let said = LANGUAGES.map(|language| sentence(&envelope(Product::Feishu, &answer, language)).0);
    assert_eq!(said, ["password format is not valid", "密码格式不正确", "password format is not valid"]);
}

#[test]
fn a_vendors_own_message_is_unchanged() {
    for words in ["手机号不能为空", "Mobile number cannot be empty", "携帯電話番号は必須です"]
    {
        let message = Message::Vendor(words.to_owned());
        let refusal = Refusal { code: "USER.0011".to_owned(), message, ..Refusal::of(Reason::MissingMobile) };
        let answer = EdgeAnswer::Refused { refusal: &refusal, violations: &[] };
        for language in LANGUAGES {
            assert_eq!(sentence(&envelope(Product::Eiam, &answer, language)).0, words);
        }
    }
    // Without a vendor's message, the edge uses its own.
    let refusal = Refusal { code: "X.1".to_owned(), ..Refusal::of(Reason::Undocumented) };
    let answer = EdgeAnswer::Refused { refusal: &refusal, violations: &[] };
    let said = LANGUAGES.map(|language| sentence(&envelope(Product::Eiam, &answer, language)).0);
    assert_eq!(said, ["请求被拒绝", "请求被拒绝", "The request is refused"]);
    let token = Secret::new("t");
    let granted = EdgeAnswer::Token { value: &token, lifetime_seconds: 1 };
    let done = EdgeAnswer::Done { user_id: "u" };
    for answer in [granted, done] {
        for product in Product::ALL {
            let bodies = LANGUAGES.map(|language| envelope(product, &answer, language).body);
            assert!(bodies.iter().all(|body| *body == bodies[0]));
        }
    }
}
