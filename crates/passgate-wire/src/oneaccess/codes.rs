//! The known codes of OneAccess. Some of these codes mean something else in EIAM.

use crate::action::Action;
use crate::codes::{CodeRow, Meaning, OwnCode, PasswordFault, VendorCall, own, row};
use crate::eiam::codes as eiam;

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
    eiam::BAD_INPUT,
    eiam::FORBIDDEN,
    eiam::NOT_FOUND,
    eiam::METHOD_NOT_ALLOWED,
    eiam::UNDER_WAY,
    eiam::THROTTLED,
    eiam::MISCONFIGURED,
    eiam::NOT_SENT,
    eiam::OUTCOME_UNKNOWN,
];

/// The answer for a password that the policy refuses and for which no code of the vendor is known.
pub(crate) const REFUSED: OwnCode =
    own("EDGE.0400", 400, "密码不符合密码策略", "The password does not meet the password policy");

const fn password(
    code: &'static str,
    text: &'static str,
    chinese: &'static str,
    fault: PasswordFault,
) -> CodeRow {
    CodeRow {
        chinese: Some(chinese),
        ..row(code, Some(400), CHANGE, text, Meaning::Password(fault), CODES_PAGE)
    }
}

const fn authorization(
    code: &'static str,
    status: u16,
    calls: &'static [VendorCall],
    text: &'static str,
    meaning: Meaning,
) -> CodeRow {
    row(code, Some(status), calls, text, meaning, AUTHORIZATION)
}
