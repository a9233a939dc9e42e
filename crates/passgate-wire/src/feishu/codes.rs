//! Feishu's codes.

use crate::action::Action;
use crate::codes::{self, CodeRow, Meaning, OwnCode, PageAdvice, PasswordFault, VendorCall, own};

const RESET: &[VendorCall] = &[VendorCall::Password(Action::Reset)];
const BOTH: &[VendorCall] = &[VendorCall::Password(Action::Reset), VendorCall::Token];

const RESET_PAGE: &str = "飞书 admin/v1/password/reset, 错误码";
const GENERIC_PAGE: &str = "飞书 server-docs/api-call-guide/generic-error-code";
const FREQUENCY_PAGE: &str = "飞书 server-docs/api-call-guide/frequency-control";

/// The one code of the reset page for every violation.
pub(crate) const FORMAT_NOT_VALID: &str = "1050022";

/// Every documented code of the two calls: those of the reset's page, then those that any call of the
/// open platform may return.
pub const CODES: &[CodeRow] = &[
    CodeRow {
        status: Some(400),
        source: RESET_PAGE,
        chinese: Some("密码格式不正确"),
        advice: advice("请修改密码格式后再尝试", "Change the format of the password and try again"),
        ..row(
            FORMAT_NOT_VALID,
            RESET,
            "password format is not valid",
            Meaning::Password(PasswordFault::NotAccepted),
        )
    },
    CodeRow {
        status: Some(400),
        source: RESET_PAGE,
        chinese: Some("已达到重置密码的次数限制"),
        advice: advice("请次日再进行尝试", "Try again the next day"),
        ..row("1050023", RESET, "reach reset password num limit", Meaning::DailyLimit)
    },
    CodeRow {
        status: Some(400),
        source: RESET_PAGE,
        chinese: Some("不能重置该用户的密码,该用户的邮箱可能与企业邮箱不一致"),
        advice: advice(
            "只能修改用户邮箱和企业邮箱(别名)一致的用户密码",
            "Only the password of a user whose email is the same as the enterprise email (or its alias) can be changed",
        ),
        ..row(
            "1050024",
            RESET,
            "user cant reset password.may be user enterprise email not equal email",
            Meaning::NotEligible,
        )
    },
    CodeRow {
        status: Some(429), // and 400, at older calls
        source: FREQUENCY_PAGE,
        ..row("99991400", BOTH, "request trigger frequency limit", Meaning::Throttled)
    },
    // Errors of the call's token.
    row("99991663", RESET, "Invalid access token for authorization", Meaning::StaleToken),
    row("99991664", RESET, "app access token is illegal", Meaning::StaleToken),
    row("99991665", RESET, "tenant access token is illegal", Meaning::StaleToken),
    row("99991671", RESET, "access token is badly formed", Meaning::StaleToken),
    row("99991661", RESET, "Missing access token for authorization", Meaning::Configuration),
    row("99991668", RESET, "user access token is invalid", Meaning::Configuration),
    row("99991677", RESET, "user access token is expired", Meaning::Configuration),
    // Errors of the account.
    row("99992351", RESET, "open_id does not exist", Meaning::UserNotFound),
    row("99992360", RESET, "user_id does not exist", Meaning::UserNotFound),
    row("99992364", RESET, "user_id or union_id is of another tenant or missing", Meaning::UserNotFound),
    row("99992381", RESET, "union_id is not in the tenant", Meaning::UserNotFound),
    row("99992361", RESET, "open_id cross app", Meaning::Configuration),
    // Errors of the app and its permissions.
    row("10003", BOTH, "invalid param", Meaning::Configuration),
    row("10012", BOTH, "app ticket is invalid", Meaning::Configuration),
    row("10014", BOTH, "app is unauthorized", Meaning::Configuration),
    row("10015", BOTH, "app secret is wrong", Meaning::Configuration),
    row("99991543", BOTH, "app_id or app_secret is incorrect", Meaning::Configuration),
    row("99991401", BOTH, "ip is denied by app setting", Meaning::Configuration),
    row("99991403", BOTH, "monthly quota is used up", Meaning::Configuration),
    row("99991662", BOTH, "app is disabled", Meaning::Configuration),
    row("99991673", BOTH, "app is unavailable in the tenant", Meaning::Configuration),
    row("99991672", RESET, "app lacks the scope", Meaning::Configuration),
    row("99991676", RESET, "token has no permission", Meaning::Configuration),
    row("99991679", RESET, "user lacks the scope", Meaning::Configuration),
    row("40004", RESET, "user is outside the app's contact range", Meaning::Configuration),
    row("41050", RESET, "user is outside the app's contact range", Meaning::Configuration),
    row("99992402", BOTH, "field validation failed", Meaning::BadRequest),
];

const fn advice(zh_cn: &'static str, en: &'static str) -> Option<PageAdvice> {
    Some(PageAdvice { zh_cn, en })
}

const fn row(
    code: &'static str,
    calls: &'static [VendorCall],
    text: &'static str,
    meaning: Meaning,
) -> CodeRow {
    codes::row(code, None, calls, text, meaning, GENERIC_PAGE)
}

/// The edge's own answers in Feishu's format: nine digits, while Feishu's codes have at most eight.
pub const OWN_CODES: &[OwnCode] =
    &[NOT_FOUND, METHOD_NOT_ALLOWED, UNDER_WAY, MISCONFIGURED, NOT_SENT, OUTCOME_UNKNOWN];

pub(crate) const NOT_FOUND: OwnCode = own("999000404", 404, "接口不存在", "no such route");
pub(crate) const METHOD_NOT_ALLOWED: OwnCode =
    own("999000405", 405, "不支持的请求方法", "method not allowed");
pub(crate) const UNDER_WAY: OwnCode = own(
    "999000409",
    409,
    "相同的请求正在处理,请稍后再试",
    "a request with this idempotency key is under way; repeat it in a moment",
);
pub(crate) const MISCONFIGURED: OwnCode = own(
    "999000500",
    500,
    "服务配置有误,密码未修改,请联系管理员",
    "the edge is misconfigured; nothing was changed; ask its operator",
);
pub(crate) const NOT_SENT: OwnCode = own(
    "999000503",
    503,
    "未能连接到企业邮箱服务,密码未修改",
    "the vendor was not reached; nothing was changed",
);
pub(crate) const OUTCOME_UNKNOWN: OwnCode = own(
    "999000504",
    504,
    "结果未知,请勿重复提交,请先确认新密码是否已生效",
    "the outcome is unknown; do not repeat the call; check whether the new password works",
);
