//! EIAM's codes, of both its error families.

use crate::action::Action;
use crate::codes::{CodeRow, Executed, Meaning, OwnCode, PageAdvice, PasswordFault, VendorCall, own, row};

const CHANGE: &[VendorCall] = &[VendorCall::Password(Action::ChangePassword)];
const REST: &[VendorCall] = &[VendorCall::Password(Action::RestPassword)];
const USERS: &[VendorCall] =
    &[VendorCall::Password(Action::ChangePassword), VendorCall::Password(Action::RestPassword)];
const TOKEN: &[VendorCall] = &[VendorCall::Token];

const CHANGE_PAGE: &str = "竹云 EIAM user/modify-password, Error Codes";
const REST_PAGE: &str = "竹云 EIAM user/reset-password, Error Codes";
const VERIFY_PAGE: &str = "竹云 EIAM user/check-oldpassword";
const EIAM_PAGES: &str = "竹云 EIAM";
const ONE_ACCESS: &str = "Huawei OneAccess (the same authorization server)";
const RFC_6749: &str = "RFC 6749, 5.2";
const RFC_6750: &str = "RFC 6750, 3.1";

/// The code of the rest-password page for an invalid `send_mode`.
pub(crate) const WRONG_SEND_MODE: &str = "MSG.0004";

/// Every documented code of the three calls: those of the two pages, then those of the authorization
/// layer in front of them, which has another error format.
pub const CODES: &[CodeRow] = &[
    CodeRow {
        advice: advice("请检查对应用户是否存在", "Check whether the user exists"),
        ..change("USER.0001", "用户不存在", "User does not exist", Meaning::UserNotFound)
    },
    CodeRow {
        source: VERIFY_PAGE,
        ..password("PWD.0001", "密码不能为空", "Password cannot be empty", PasswordFault::Empty)
    },
    CodeRow {
        advice: advice(
            "请检查密码的长度是否符合校验规则",
            "Check whether the length of the password meets the verification rules",
        ),
        ..password(
            "PWD.0002",
            "密码长度为{0}~{1}个字符",
            "Password length is {0}~{1} characters",
            PasswordFault::WrongLength,
        )
    },
    CodeRow {
        advice: advice(
            "请检查密码是否与用户名一致",
            "Check whether the password is the same as the username",
        ),
        ..password(
            "PWD.0003",
            "密码不能与用户名一致",
            "Password cannot match username",
            PasswordFault::MatchesUsername,
        )
    },
    CodeRow {
        advice: advice(
            "请检查密码是否使用了用户名的倒写",
            "Check whether the password uses the username written in reverse",
        ),
        ..password(
            "PWD.0004",
            "密码不允许使用用户名的倒写",
            "Password does not allow reverse writing of username",
            PasswordFault::ReversesUsername,
        )
    },
    CodeRow {
        advice: advice(
            "请根据密码策略提升密码的复杂度,或是密码中存在不支持的字符",
            "Make the password more complex, as the password policy asks; or it contains a character that is not \
             supported",
        ),
        ..password(
            "PWD.0005",
            "密码不符合校验规则,{0}",
            "The password does not meet the verification rules, {0}",
            PasswordFault::NotAccepted,
        )
    },
    CodeRow {
        advice: advice("该密码为弱密码,请更换为其他密码", "The password is weak; choose another one"),
        ..password("PWD.0006", "该密码为弱密码", "The password is weak", PasswordFault::TooCommon)
    },
    CodeRow {
        // 改 is the page's own typing error for 该.
        advice: advice(
            "改密码为之前使用过的历史密码,请更换",
            "The password is one that was used before; choose another one",
        ),
        ..password(
            "PWD.0007",
            "不允许使用历史密码",
            "History passwords are not allowed",
            PasswordFault::Reused,
        )
    },
    CodeRow {
        advice: advice(
            "请检查密码中最大字符重复数是否超过{0}个",
            "Check whether a character of the password is repeated more than {0} times",
        ),
        ..password(
            "PWD.0008",
            "密码中最大字符重复数不能超过{0}个",
            "Maximum number of characters to repeat in password cannot exceed {0}",
            PasswordFault::TooRepetitive,
        )
    },
    CodeRow {
        advice: advice(
            "请检查密码中是否包含:用户名、手机号、邮箱前缀、姓名拼音",
            "Check whether the password contains the username, mobile phone number, email prefix or name in pinyin",
        ),
        ..password(
            "PWD.0009",
            "密码中不允许包含:用户名、手机号、邮箱前缀、姓名拼音",
            "Passwords are not allowed to include: username, mobile phone number, email prefix, name pinyin",
            PasswordFault::ContainsIdentity,
        )
    },
    // The page of this call is in English only; the Chinese is a translation.
    CodeRow {
        advice: advice("请检查对应用户是否存在", "Please check if the corresponding user exists"),
        ..rest("USER.0001", "User does not exist", "用户不存在", Meaning::UserNotFound)
    },
    CodeRow {
        advice: advice(
            "请检查入参中的手机号字段是否为空",
            "Please check if the mobile number field in the input parameters is empty",
        ),
        ..rest("USER.0011", "Mobile number cannot be empty", "手机号不能为空", Meaning::MissingMobile)
    },
    CodeRow {
        advice: advice(
            "请检查入参中的邮箱字段是否为空",
            "Please check if the email field in the input parameters is empty",
        ),
        ..rest("USER.0012", "Email cannot be empty", "邮箱不能为空", Meaning::MissingEmail)
    },
    // The page does not say whether the generated password is in force when it could not be sent.
    CodeRow {
        executed: Executed::Perhaps,
        advice: advice(
            "消息发送失败,请检查消息网关配置",
            "Message sending failed, please check the message gateway configuration",
        ),
        ..rest("MSG.0001", "Message sending failed", "消息发送失败", Meaning::DeliveryFailed)
    },
    CodeRow {
        advice: advice(
            "请检查入参中的消息发送方式是否符合校验规则",
            "Please check if the message sending mode in the input parameters meets the verification rules",
        ),
        ..rest(
            WRONG_SEND_MODE,
            "The message sending mode does not meet the verification rules",
            "消息发送方式不符合校验规则",
            Meaning::SendMode,
        )
    },
    row("APP.ACCOUNT.0028", None, USERS, "应用账号不存在", Meaning::UserNotFound, EIAM_PAGES),
    // Errors of the call's token.
    row("invalid_token", Some(400), USERS, "Invalid access", Meaning::StaleToken, EIAM_PAGES),
    row("unauthorized", Some(401), USERS, "Full authentication is required", Meaning::StaleToken, ONE_ACCESS),
    row("invalid_request", Some(400), USERS, "Invalid request", Meaning::Configuration, RFC_6750),
    row("insufficient_scope", Some(403), USERS, "Insufficient scope", Meaning::Configuration, RFC_6750),
    // Errors of the token call.
    row("invalid_client", Some(401), TOKEN, "Bad client credentials", Meaning::Configuration, RFC_6749),
    row(
        "unauthorized",
        Some(401),
        TOKEN,
        "Full authentication is required",
        Meaning::Configuration,
        ONE_ACCESS,
    ),
    row("invalid_token", Some(400), TOKEN, "Invalid access", Meaning::Configuration, EIAM_PAGES),
    row("invalid_grant", Some(400), TOKEN, "Invalid authorization code", Meaning::Configuration, ONE_ACCESS),
    row("unauthorized_client", Some(400), TOKEN, "Unauthorized client", Meaning::Configuration, RFC_6749),
    row(
        "unsupported_grant_type",
        Some(400),
        TOKEN,
        "Unauthorized grant type",
        Meaning::Configuration,
        RFC_6749,
    ),
    row("invalid_scope", Some(400), TOKEN, "Invalid scope", Meaning::Configuration, RFC_6749),
    row("invalid_request", Some(400), TOKEN, "Invalid request", Meaning::Configuration, RFC_6749),
];

const fn advice(zh_cn: &'static str, en: &'static str) -> Option<PageAdvice> {
    Some(PageAdvice { zh_cn, en })
}

const fn password(
    code: &'static str,
    text: &'static str,
    english: &'static str,
    fault: PasswordFault,
) -> CodeRow {
    change(code, text, english, Meaning::Password(fault))
}

const fn change(code: &'static str, text: &'static str, english: &'static str, meaning: Meaning) -> CodeRow {
    CodeRow { english: Some(english), ..row(code, Some(400), CHANGE, text, meaning, CHANGE_PAGE) }
}

const fn rest(code: &'static str, text: &'static str, chinese: &'static str, meaning: Meaning) -> CodeRow {
    CodeRow { chinese: Some(chinese), ..row(code, Some(400), REST, text, meaning, REST_PAGE) }
}

/// The edge's own answers in EIAM's format.
pub const OWN_CODES: &[OwnCode] = &[
    BAD_INPUT,
    FORBIDDEN,
    NOT_FOUND,
    METHOD_NOT_ALLOWED,
    UNDER_WAY,
    THROTTLED,
    MISCONFIGURED,
    NOT_SENT,
    OUTCOME_UNKNOWN,
];

pub(crate) const BAD_INPUT: OwnCode =
    own("PARAM.0001", 400, "请求参数不正确", "The parameters of the request are not correct");
pub(crate) const FORBIDDEN: OwnCode =
    own("EDGE.0403", 403, "没有权限执行此操作", "This credential does not allow it");
pub(crate) const NOT_FOUND: OwnCode = own("EDGE.0404", 404, "接口不存在", "There is no such route");
pub(crate) const METHOD_NOT_ALLOWED: OwnCode =
    own("EDGE.0405", 405, "不支持的请求方法", "The method is not allowed");
pub(crate) const UNDER_WAY: OwnCode = own(
    "EDGE.0409",
    409,
    "相同的请求正在处理,请稍后再试",
    "The same request is under way; try again in a moment",
);
pub(crate) const THROTTLED: OwnCode =
    own("EDGE.0429", 429, "请求过于频繁,请稍后再试", "Too many requests; try again later");
pub(crate) const MISCONFIGURED: OwnCode = own(
    "EDGE.0500",
    500,
    "服务配置有误,密码未修改,请联系管理员",
    "The service is misconfigured and the password was not changed; ask the administrator",
);
pub(crate) const NOT_SENT: OwnCode = own(
    "EDGE.0503",
    503,
    "未能连接到认证系统,密码未修改",
    "The identity system was not reached; the password was not changed",
);
pub(crate) const OUTCOME_UNKNOWN: OwnCode = own(
    "EDGE.0504",
    504,
    "结果未知,请勿重复提交,请先确认新密码是否已生效",
    "The outcome is unknown; do not submit it again, first check whether the new password works",
);
