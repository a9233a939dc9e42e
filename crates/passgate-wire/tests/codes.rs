//! Every code that the pages document, with the pages' exact sentences and its meaning.
#![allow(missing_docs)]

mod common;

use common::{
    EIAM_CHANGE, EIAM_REST, EIAM_TOKEN, FEISHU_RESET, FEISHU_TOKEN, Outcome, outcome, refusal, reply, shows,
};
use passgate_core::{IdentityField, Locale, Product, Violation};
use passgate_wire::{Meaning, Message, Reason, Spec, UnknownCause, eiam, feishu};

/// Feishu: the three codes of `admin/v1/password/reset`, 错误码, all at HTTP 400.
#[test]
fn the_feishu_page() {
    let mut shown = Vec::new();
    for (code, msg, reason) in [
        (
            1_050_022,
            "password format is not valid",
            Reason::Password(vec![Violation::NotAccepted { message: None }]),
        ),
        (1_050_023, "reach reset password num limit", Reason::DailyLimit),
        (
            1_050_024,
            "user cant reset password.may be user enterprise email not equal email",
            Reason::NotEligible,
        ),
    ] {
        let refusal = refusal(FEISHU_RESET, &reply(400, &format!(r#"{{"code":{code},"msg":"{msg}"}}"#)));
        assert_eq!(refusal.reason, reason, "{code}");
        assert_eq!(refusal.code, code.to_string());
        assert_eq!(refusal.message, Message::Vendor(msg.to_owned()));
        shown.push(refusal.code);
    }
    shows("the_feishu_page", shown.iter().map(String::as_str));
}

/// 排查建议 and Handling Measures of the three pages: all seventeen rows, word for word.
#[test]
fn the_advice_of_the_pages() {
    let refused = |call, code: &str, words: &str| {
        let body = match call {
            FEISHU_RESET => format!(r#"{{"code":{code},"msg":"{words}"}}"#),
            _ => format!(r#"{{"error_code":"{code}","error_msg":"{words}"}}"#),
        };
        refusal(call, &reply(400, &body))
    };
    let chinese = [
        (FEISHU_RESET, "1050022", "请修改密码格式后再尝试"),
        (FEISHU_RESET, "1050023", "请次日再进行尝试"),
        (FEISHU_RESET, "1050024", "只能修改用户邮箱和企业邮箱(别名)一致的用户密码"),
        (EIAM_CHANGE, "USER.0001", "请检查对应用户是否存在"),
        (EIAM_CHANGE, "PWD.0002", "请检查密码的长度是否符合校验规则"),
        (EIAM_CHANGE, "PWD.0003", "请检查密码是否与用户名一致"),
        (EIAM_CHANGE, "PWD.0004", "请检查密码是否使用了用户名的倒写"),
        (EIAM_CHANGE, "PWD.0005", "请根据密码策略提升密码的复杂度,或是密码中存在不支持的字符"),
        (EIAM_CHANGE, "PWD.0006", "该密码为弱密码,请更换为其他密码"),
        (EIAM_CHANGE, "PWD.0007", "改密码为之前使用过的历史密码,请更换"),
        (EIAM_CHANGE, "PWD.0009", "请检查密码中是否包含:用户名、手机号、邮箱前缀、姓名拼音"),
    ];
    for (call, code, words) in chinese {
        assert_eq!(refused(call, code, "").advice.unwrap().zh_cn.as_ref(), words, "{code}");
    }
    let english = [
        ("USER.0001", "Please check if the corresponding user exists"),
        ("USER.0011", "Please check if the mobile number field in the input parameters is empty"),
        ("USER.0012", "Please check if the email field in the input parameters is empty"),
        ("MSG.0001", "Message sending failed, please check the message gateway configuration"),
        (
            "MSG.0004",
            "Please check if the message sending mode in the input parameters meets the verification rules",
        ),
    ];
    for (code, words) in english {
        assert_eq!(refused(EIAM_REST, code, "").advice.unwrap().en.as_ref(), words, "{code}");
    }
    // The seventeenth contains a number. There is no advice if the vendor does not send the number.
    let repeats = refused(EIAM_CHANGE, "PWD.0008", "密码中最大字符重复数不能超过3个");
    assert_eq!(repeats.advice.unwrap().zh_cn.as_ref(), "请检查密码中最大字符重复数是否超过3个");
    assert_eq!(refused(EIAM_CHANGE, "PWD.0008", "重复").advice, None);
    let advised = feishu::CODES.iter().chain(eiam::CODES).filter(|row| row.advice.is_some()).count();
    assert_eq!(advised, 17);
}

/// EIAM: Change User Password, Error Codes, and `PWD.0001` of the page that verifies the old password.
/// Each code with the Chinese and the English sentence of the page, with the numbers filled in.
#[test]
fn the_eiam_change_page() {
    let password = |violation| Reason::Password(vec![violation]);
    let identity = Violation::ContainsIdentity {
        fields: [
            IdentityField::Username,
            IdentityField::Phone,
            IdentityField::EmailPrefix,
            IdentityField::NamePinyin,
        ]
        .into(),
    };
    let mut shown = Vec::new();
    for (code, chinese, english, reason) in [
        ("USER.0001", "用户不存在", "User does not exist", Reason::UserNotFound),
        ("PWD.0001", "密码不能为空", "Password cannot be empty", password(Violation::Empty)),
        (
            "PWD.0002",
            "密码长度为8~18个字符",
            "Password length is 8~18 characters",
            password(Violation::wrong_length(Some(8), Some(18))),
        ),
        (
            "PWD.0003",
            "密码不能与用户名一致",
            "Password cannot match username",
            password(Violation::MatchesUsername),
        ),
        (
            "PWD.0004",
            "密码不允许使用用户名的倒写",
            "Password does not allow reverse writing of username",
            password(Violation::ReversesUsername),
        ),
        (
            "PWD.0005",
            "密码不符合校验规则,密码至少包含三种字符",
            "The password does not meet the verification rules, 密码至少包含三种字符",
            password(Violation::NotAccepted { message: Some("密码至少包含三种字符".to_owned()) }),
        ),
        (
            "PWD.0006",
            "该密码为弱密码",
            "The password is weak",
            password(Violation::TooCommon { pattern: None }),
        ),
        ("PWD.0007", "不允许使用历史密码", "History passwords are not allowed", password(Violation::Reused)),
        (
            "PWD.0008",
            "密码中最大字符重复数不能超过3个",
            "Maximum number of characters to repeat in password cannot exceed 3",
            password(Violation::TooRepetitive { max: Some(3), count: None }),
        ),
        (
            "PWD.0009",
            "密码中不允许包含:用户名、手机号、邮箱前缀、姓名拼音",
            "Passwords are not allowed to include: username, mobile phone number, email prefix, name pinyin",
            password(identity),
        ),
        ("APP.ACCOUNT.0028", "应用账号不存在", "应用账号不存在", Reason::UserNotFound),
    ] {
        for sentence in [chinese, english] {
            let body = format!(r#"{{"error_msg":"{sentence}","error_code":"{code}"}}"#);
            let refusal = refusal(EIAM_CHANGE, &reply(400, &body));
            assert_eq!(refusal.reason, reason, "{code}");
            assert_eq!(refusal.code, code);
            assert_eq!(refusal.message, Message::Vendor(sentence.to_owned()), "in the vendor's language");
        }
        shown.push(code);
    }
    shows("the_eiam_change_page", shown);
}

/// The sentences of a page, in the language of the page, in Chinese and in English. They are used when
/// the vendor's own message must not be repeated.
#[test]
fn sentences_of_the_pages() {
    for (call, code, native, chinese, english) in [
        (EIAM_CHANGE, "PWD.0006", Locale::ZhCn, "该密码为弱密码", "The password is weak"),
        (EIAM_CHANGE, "PWD.0002", Locale::ZhCn, "密码长度不符合要求", "The password has the wrong length"),
        (
            EIAM_CHANGE,
            "PWD.0005",
            Locale::ZhCn,
            "密码不符合校验规则",
            "The password does not meet the verification rules",
        ),
        (EIAM_REST, "USER.0001", Locale::En, "用户不存在", "User does not exist"),
        (EIAM_REST, "USER.0011", Locale::En, "手机号不能为空", "Mobile number cannot be empty"),
        (EIAM_REST, "USER.0012", Locale::En, "邮箱不能为空", "Email cannot be empty"),
        (EIAM_REST, "MSG.0001", Locale::En, "消息发送失败", "Message sending failed"),
        (
            EIAM_REST,
            "MSG.0004",
            Locale::En,
            "消息发送方式不符合校验规则",
            "The message sending mode does not meet the verification rules",
        ),
        (FEISHU_RESET, "1050022", Locale::En, "密码格式不正确", "password format is not valid"),
    ] {
        // No message, unfilled templates, and a message that repeats data of the request.
        for said in ["", "{0}", "密码长度为{0}~{1}个字符", "neither P@ssw0rd123 nor abcd*efg"] {
            let body = match call {
                FEISHU_RESET => format!(r#"{{"code":{code},"msg":"{said}"}}"#),
                _ => format!(r#"{{"error_code":"{code}","error_msg":"{said}"}}"#),
            };
            let message = refusal(call, &reply(400, &body)).message;
            if call == EIAM_REST && said.contains("P@ss") {
                assert_eq!(message, Message::Vendor(said.to_owned()), "the call has no password");
                continue;
            }
            let (chinese, english) = (chinese.into(), english.into());
            assert_eq!(message, Message::Page { native, zh_cn: chinese, en: english }, "{code} {said:?}");
        }
    }
}

/// EIAM: Reset User Password, Error Codes.
#[test]
fn the_eiam_rest_page() {
    let mut shown = Vec::new();
    for (code, sentence, reason, perhaps) in [
        ("USER.0001", "User does not exist", Reason::UserNotFound, false),
        ("USER.0011", "Mobile number cannot be empty", Reason::MissingMobile, false),
        ("USER.0012", "Email cannot be empty", Reason::MissingEmail, false),
        ("MSG.0001", "Message sending failed", Reason::DeliveryFailed, true),
        (
            "MSG.0004",
            "The message sending mode does not meet the verification rules",
            Reason::SendMode,
            false,
        ),
    ] {
        let body = format!(r#"{{"error_msg":"{sentence}","error_code":"{code}"}}"#);
        let refusal = refusal(EIAM_REST, &reply(400, &body));
        assert_eq!((&refusal.reason, refusal.message.in_language(None)), (&reason, sentence), "{code}");
        assert_eq!(refusal.reason.outcome().may_have_changed(), perhaps, "{code}");
        shown.push(code);
    }
    shows("the_eiam_rest_page", shown);
}

/// The codes that any call of Feishu's open platform may return, in addition to those of the page.
#[test]
fn feishu_generic_codes() {
    let mut shown = Vec::new();
    for (reason, codes) in [
        (Reason::Throttled { retry_after_seconds: None }, &["99991400"][..]),
        (Reason::StaleToken, &["99991663", "99991664", "99991665", "99991671"]),
        (Reason::UserNotFound, &["99992351", "99992360", "99992364", "99992381"]),
        (Reason::BadRequest, &["99992402"]),
        (
            Reason::Configuration,
            &[
                "10003", "10012", "10014", "10015", "99991401", "99991403", "99991543", "99991661",
                "99991662", "99991668", "99991672", "99991673", "99991676", "99991677", "99991679",
                "99992361", "40004", "41050",
            ],
        ),
    ] {
        for code in codes {
            for status in [200, 400] {
                let body = format!(r#"{{"code":{code},"msg":"words that may change","data":{{}}}}"#);
                let refusal = refusal(FEISHU_RESET, &reply(status, &body));
                assert_eq!((&refusal.reason, refusal.code.as_str()), (&reason, *code));
                // The caller sees the vendor's message only for errors of its own request; operators
                // see the others by their codes.
                let is_shown = matches!(reason, Reason::UserNotFound | Reason::BadRequest);
                let words = Message::Vendor("words that may change".to_owned());
                assert_eq!(refusal.message == words, is_shown, "{code}");
            }
            shown.push(*code);
        }
    }
    shows("feishu_generic_codes", shown);
}

/// The errors of the authorization layer, at EIAM and at OneAccess.
#[test]
fn eiam_authorization_errors() {
    let mut shown = Vec::new();
    for (call, status, error, reason) in [
        (EIAM_CHANGE, 400, "invalid_token", Reason::StaleToken),
        (EIAM_REST, 400, "invalid_token", Reason::StaleToken),
        (EIAM_CHANGE, 401, "invalid_token", Reason::StaleToken),
        (EIAM_CHANGE, 401, "unauthorized", Reason::StaleToken),
        (EIAM_CHANGE, 403, "insufficient_scope", Reason::Configuration),
        (EIAM_CHANGE, 400, "invalid_request", Reason::Configuration),
        (EIAM_TOKEN, 401, "invalid_client", Reason::Configuration),
        (EIAM_TOKEN, 401, "unauthorized", Reason::Configuration),
        (EIAM_TOKEN, 400, "invalid_token", Reason::Configuration),
        (EIAM_TOKEN, 400, "invalid_grant", Reason::Configuration),
        (EIAM_TOKEN, 400, "unauthorized_client", Reason::Configuration),
        (EIAM_TOKEN, 400, "unsupported_grant_type", Reason::Configuration),
        (EIAM_TOKEN, 400, "invalid_scope", Reason::Configuration),
        (EIAM_TOKEN, 400, "invalid_request", Reason::Configuration),
    ] {
        let body = format!(r#"{{"error":"{error}","error_description":"Invalid access"}}"#);
        let refusal = refusal(call, &reply(status, &body));
        assert_eq!((refusal.reason, refusal.code.as_str()), (reason, error));
        shown.push(error);
    }
    shows("eiam_authorization_errors", shown);
}

/// A page that documents a status does so for all of its codes. The guides of the open platform
/// document none.
#[test]
fn each_row_cites_its_page_and_the_status_there() {
    let feishu = "飞书 admin/v1/password/reset, 错误码";
    for (code, call, status, source) in [
        ("1050022", FEISHU_RESET, Some(400), feishu),
        ("1050023", FEISHU_RESET, Some(400), feishu),
        ("1050024", FEISHU_RESET, Some(400), feishu),
        ("99991400", FEISHU_TOKEN, Some(429), "飞书 server-docs/api-call-guide/frequency-control"),
        ("99991663", FEISHU_RESET, None, "飞书 server-docs/api-call-guide/generic-error-code"),
        ("PWD.0001", EIAM_CHANGE, Some(400), "竹云 EIAM user/check-oldpassword"),
        ("PWD.0002", EIAM_CHANGE, Some(400), "竹云 EIAM user/modify-password, Error Codes"),
        ("MSG.0001", EIAM_REST, Some(400), "竹云 EIAM user/reset-password, Error Codes"),
        ("insufficient_scope", EIAM_REST, Some(403), "RFC 6750, 3.1"),
    ] {
        let mut rows = feishu::CODES.iter().chain(eiam::CODES);
        let row = rows.find(|row| row.code == code && row.calls.contains(&call.1)).unwrap();
        assert_eq!((row.status, row.source), (status, source), "{code}");
    }
}

/// Every row of the tables is reachable: it decodes, for each of its calls, to its meaning.
#[test]
fn every_row_decodes_to_its_meaning() {
    let rows = Spec::all().flat_map(|spec| spec.codes.iter().map(|row| (spec.product, row)));
    for (product, row) in rows {
        for call in row.calls {
            let body = match product {
                Product::Feishu | Product::Lark => {
                    format!(r#"{{"code":{},"msg":"m"}}"#, row.code)
                }
                _ if row.code.contains('.') => format!(r#"{{"error_code":"{}","error_msg":"m"}}"#, row.code),
                _ => format!(r#"{{"error":"{}","error_description":"m"}}"#, row.code),
            };
            let refusal = refusal((product, *call), &reply(row.status.unwrap_or(400), &body));
            assert_eq!(refusal.reason.outcome(), row.meaning.outcome(), "{} for {}", row.code, call.name());
            let violations: Vec<&str> = refusal.reason.violations().iter().map(Violation::code).collect();
            let fault = match row.meaning {
                Meaning::Password(fault) => vec![fault.name()],
                _ => Vec::new(),
            };
            assert_eq!(violations, fault, "{} for {}", row.code, call.name());
            assert_eq!(refusal.code, row.code);
        }
    }
}

/// A sibling product may use the same code with another meaning, so a code matches only as a whole.
#[test]
fn a_code_is_matched_whole_and_for_its_call() {
    for code in ["IDAAS.TENANT.PWD.0002", "PWD.00021", "PWD.002", "pwd.0002", "0002", "USER.0011"] {
        let body = format!(r#"{{"error_code":"{code}","error_msg":"密码长度为8~18个字符"}}"#);
        let refusal = refusal(EIAM_CHANGE, &reply(400, &body));
        assert_eq!((refusal.reason, refusal.code.as_str()), (Reason::Undocumented, code));
    }
    let Outcome::Unknown(cause) = outcome(EIAM_REST, &reply(200, r#"{"error_code":"PWD.0002"}"#)) else {
        panic!("a code of another call at HTTP 200 is inconclusive");
    };
    assert_eq!(cause, UnknownCause::UndocumentedCode(200));
}
