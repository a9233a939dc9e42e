//! The known codes of OneAccess. Some of these codes mean something else in EIAM.

use crate::action::Action;
use crate::codes::{CodeRow, Executed, Meaning, OwnCode, PasswordFault, VendorCall};
use crate::eiam::codes as own;
use crate::language::Words;

const CHANGE: &[VendorCall] = &[VendorCall::Password(Action::ChangePassword)];
const TOKEN: &[VendorCall] = &[VendorCall::Token];

const CODES_PAGE: &str = "Huawei OneAccess api-oneaccess/ErrorCode, in excerpts";
const AUTHORIZATION: &str = "Huawei OneAccess, authorization server";

/// Every known code of the two calls.
pub const CODES: &[CodeRow] = &[
    password(
        "PWD.0001",
        "The password has been used before and cannot be used again",
        "不允许使用历史密码",
        PasswordFault::Reused,
    ),
    password(
        "PWD.0002",
        "Password cannot be the username spelled backwards",
        "密码不允许使用用户名的倒写",
        PasswordFault::ReversesUsername,
    ),
    password("PWD.0008", "Password required", "密码不能为空", PasswordFault::Empty),
    authorization("unauthorized", 401, CHANGE, "Full authentication is required", Meaning::StaleToken),
    authorization("unauthorized", 401, TOKEN, "Full authentication is required", Meaning::Configuration),
    authorization("invalid_grant", 400, TOKEN, "Invalid authorization code", Meaning::Configuration),
];

/// The codes of the edge's own answers: EIAM's, and one for a violation without a known code of the
/// vendor.
pub const OWN_CODES: &[OwnCode] = &[
    REFUSED,
    own::BAD_INPUT,
    own::FORBIDDEN,
    own::NOT_FOUND,
    own::METHOD_NOT_ALLOWED,
    own::UNDER_WAY,
    own::THROTTLED,
    own::MISCONFIGURED,
    own::NOT_SENT,
    own::OUTCOME_UNKNOWN,
];

/// The answer for a password that the policy refuses and for which no code of the vendor is known.
pub(crate) const REFUSED: OwnCode = OwnCode {
    code: "EDGE.0400",
    status: 400,
    words: Words {
        zh_cn: "密码不符合密码策略", en: "The password does not meet the password policy"
    },
};

const fn password(
    code: &'static str,
    text: &'static str,
    chinese: &'static str,
    fault: PasswordFault,
) -> CodeRow {
    CodeRow { chinese: Some(chinese), ..row(code, 400, CHANGE, text, Meaning::Password(fault), CODES_PAGE) }
}

const fn authorization(
    code: &'static str,
    status: u16,
    calls: &'static [VendorCall],
    text: &'static str,
    meaning: Meaning,
) -> CodeRow {
    row(code, status, calls, text, meaning, AUTHORIZATION)
}

const fn row(
    code: &'static str,
    status: u16,
    calls: &'static [VendorCall],
    text: &'static str,
    meaning: Meaning,
    source: &'static str,
) -> CodeRow {
    CodeRow {
        code,
        status: Some(status),
        calls,
        text,
        english: None,
        chinese: None,
        advice: None,
        meaning,
        executed: Executed::No,
        source,
    }
}
