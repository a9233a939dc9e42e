//! EIAM's codes, of both its error families.

use passgate_core::Product;

use crate::codes::{Call, CodeRow, Executed, Meaning, OwnCode, PasswordFault};

const CHANGE: &[Call] = &[Call::EiamChange];
const REST: &[Call] = &[Call::EiamRest];
const USERS: &[Call] = &[Call::EiamChange, Call::EiamRest];
const TOKEN: &[Call] = &[Call::EiamToken];

const CHANGE_PAGE: &str = "竹云 EIAM user/modify-password, Error Codes";
const REST_PAGE: &str = "竹云 EIAM user/reset-password, Error Codes";
const VERIFY_PAGE: &str = "竹云 EIAM user/check-oldpassword";
const EIAM_PAGES: &str = "竹云 EIAM";
const ONE_ACCESS: &str = "Huawei OneAccess (the same authorization server)";
const RFC_6749: &str = "RFC 6749, 5.2";
const RFC_6750: &str = "RFC 6750, 3.1";

/// Every documented code of the three calls: those of the two pages, then those of the
/// authorization layer in front of them, which have another shape.
pub const CODES: &[CodeRow] = &[
    change("USER.0001", "用户不存在", "User does not exist", Meaning::UserNotFound),
    CodeRow {
        source: VERIFY_PAGE,
        ..password("PWD.0001", "密码不能为空", "Password cannot be empty", PasswordFault::Empty)
    },
    password(
        "PWD.0002",
        "密码长度为{0}~{1}个字符",
        "Password length is {0}~{1} characters",
        PasswordFault::WrongLength,
    ),
    password(
        "PWD.0003",
        "密码不能与用户名一致",
        "Password cannot match username",
        PasswordFault::MatchesUsername,
    ),
    password(
        "PWD.0004",
        "密码不允许使用用户名的倒写",
        "Password does not allow reverse writing of username",
        PasswordFault::ReversesUsername,
    ),
    password(
        "PWD.0005",
        "密码不符合校验规则,{0}",
        "The password does not meet the verification rules, {0}",
        PasswordFault::NotAccepted,
    ),
    password("PWD.0006", "该密码为弱密码", "The password is weak", PasswordFault::TooCommon),
    password("PWD.0007", "不允许使用历史密码", "History passwords are not allowed", PasswordFault::Reused),
    password(
        "PWD.0008",
        "密码中最大字符重复数不能超过{0}个",
        "Maximum number of characters to repeat in password cannot exceed {0}",
        PasswordFault::TooRepetitive,
    ),
    password(
        "PWD.0009",
        "密码中不允许包含:用户名、手机号、邮箱前缀、姓名拼音",
        "Passwords are not allowed to include: username, mobile phone number, email prefix, name pinyin",
        PasswordFault::ContainsIdentity,
    ),
    rest("USER.0001", "User does not exist", Meaning::UserNotFound),
    rest("USER.0011", "Mobile number cannot be empty", Meaning::MissingMobile),
    rest("USER.0012", "Email cannot be empty", Meaning::MissingEmail),
    // The page does not say whether the generated password is in force when it could not be sent.
    CodeRow {
        executed: Executed::Perhaps,
        ..rest("MSG.0001", "Message sending failed", Meaning::DeliveryFailed)
    },
    rest("MSG.0004", "The message sending mode does not meet the verification rules", Meaning::SendMode),
    row("APP.ACCOUNT.0028", None, USERS, "应用账号不存在", Meaning::UserNotFound, EIAM_PAGES),
    // The token of the call.
    row("invalid_token", Some(400), USERS, "Invalid access", Meaning::StaleToken, EIAM_PAGES),
    row("unauthorized", Some(401), USERS, "Full authentication is required", Meaning::StaleToken, ONE_ACCESS),
    row("invalid_request", Some(400), USERS, "Invalid request", Meaning::Configuration, RFC_6750),
    row("insufficient_scope", Some(403), USERS, "Insufficient scope", Meaning::Configuration, RFC_6750),
    // The token call.
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

const fn rest(code: &'static str, text: &'static str, meaning: Meaning) -> CodeRow {
    row(code, Some(400), REST, text, meaning, REST_PAGE)
}

const fn row(
    code: &'static str,
    status: Option<u16>,
    calls: &'static [Call],
    text: &'static str,
    meaning: Meaning,
    source: &'static str,
) -> CodeRow {
    CodeRow {
        product: Product::Eiam,
        code,
        status,
        calls,
        text,
        english: None,
        meaning,
        executed: Executed::No,
        source,
    }
}

/// The edge's own answers in EIAM's shape.
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

pub(crate) const BAD_INPUT: OwnCode = own("PARAM.0001", 400, "请求参数不正确");
pub(crate) const FORBIDDEN: OwnCode = own("EDGE.0403", 403, "没有权限执行此操作");
pub(crate) const NOT_FOUND: OwnCode = own("EDGE.0404", 404, "接口不存在");
pub(crate) const METHOD_NOT_ALLOWED: OwnCode = own("EDGE.0405", 405, "不支持的请求方法");
pub(crate) const UNDER_WAY: OwnCode = own("EDGE.0409", 409, "相同的请求正在处理,请稍后再试");
pub(crate) const THROTTLED: OwnCode = own("EDGE.0429", 429, "请求过于频繁,请稍后再试");
pub(crate) const MISCONFIGURED: OwnCode = own("EDGE.0500", 500, "服务配置有误,密码未修改,请联系管理员");
pub(crate) const NOT_SENT: OwnCode = own("EDGE.0503", 503, "未能连接到认证系统,密码未修改");
pub(crate) const OUTCOME_UNKNOWN: OwnCode =
    own("EDGE.0504", 504, "结果未知,请勿重复提交,请先确认新密码是否已生效");

const fn own(code: &'static str, status: u16, text: &'static str) -> OwnCode {
    OwnCode { product: Product::Eiam, code, status, text }
}
