//! The codes of both pages with their sentences, and the errors of the token layer.

use serde::Serialize;

use super::habits::MissingPermission;
use super::oneaccess;
use super::policy::{Language, Policy, Product};
use super::{JSON, server_error};
use crate::clock::Moment;
use crate::net::Reply;
use crate::rate::{RateLimit, Tells};

/// Why the EIAM refuses a call.
#[derive(Debug)]
pub(super) enum Refusal {
    // Both pages.
    UserNotFound,
    // The sibling page change-password-verify.
    PasswordEmpty,
    // change-password.
    Length { min: usize, max: usize },
    EqualsUsername,
    ReversesUsername,
    TooFewClasses { at_least: usize },
    UnsupportedCharacter,
    Weak,
    Reused,
    Repeats { max: usize },
    ContainsIdentity,
    // rest-password.
    MobileEmpty,
    EmailEmpty,
    SendingFailed,
    SendMode,
    // Not on the pages: a field that is missing or of another type.
    Parameter(&'static str),
    UnsupportedMediaType { path: String, now: Moment },
    // Not on the pages: the app lacks a permission.
    MissingPermission { path: String, now: Moment },
    // The token layer.
    InvalidToken,
    Unauthorized,
    BadClient,
    MissingGrantType,
    UnsupportedGrantType(String),
    Throttled { rate: RateLimit, wait_ms: i64 },
}

impl Refusal {
    /// The code of this refusal under this policy.
    pub(super) fn code<'a>(&self, policy: &'a Policy) -> &'a str {
        self.of_oneaccess(policy).map_or_else(|| self.code_of_eiam(policy), |(code, ..)| code)
    }

    /// The code and the sentences of OneAccess, where they differ from EIAM's.
    fn of_oneaccess(&self, policy: &Policy) -> Option<(&'static str, &'static str, &'static str)> {
        match policy.product {
            Product::Eiam => None,
            Product::OneAccess => oneaccess::refusal(self.code_of_eiam(policy)),
        }
    }

    fn code_of_eiam<'a>(&self, policy: &'a Policy) -> &'a str {
        match self {
            Self::Parameter(_) => &policy.answers.parameter_code,
            Self::MissingPermission { .. } => match policy.answers.missing_permission {
                MissingPermission::InsufficientScope => "insufficient_scope",
                MissingPermission::Unauthorized => "unauthorized",
                MissingPermission::Business | MissingPermission::BusinessAtOk => "AUTH.0001",
                MissingPermission::Server => "403",
            },
            Self::UserNotFound => "USER.0001",
            Self::PasswordEmpty => "PWD.0001",
            Self::Length { .. } => "PWD.0002",
            Self::EqualsUsername => "PWD.0003",
            Self::ReversesUsername => "PWD.0004",
            Self::TooFewClasses { .. } | Self::UnsupportedCharacter => "PWD.0005",
            Self::Weak => "PWD.0006",
            Self::Reused => "PWD.0007",
            Self::Repeats { .. } => "PWD.0008",
            Self::ContainsIdentity => "PWD.0009",
            Self::MobileEmpty => "USER.0011",
            Self::EmailEmpty => "USER.0012",
            Self::SendingFailed => "MSG.0001",
            Self::SendMode => "MSG.0004",
            Self::UnsupportedMediaType { .. } => "415",
            Self::InvalidToken => "invalid_token",
            Self::Unauthorized => "unauthorized",
            Self::BadClient => "invalid_client",
            Self::MissingGrantType => "invalid_request",
            Self::UnsupportedGrantType(_) => "unsupported_grant_type",
            Self::Throttled { .. } => "too_many_requests",
        }
    }

    pub(super) fn into_reply(self, policy: &Policy) -> Reply {
        let code = self.code(policy);
        match self {
            Self::InvalidToken => oauth(400, code, "Invalid access"),
            Self::Unauthorized => oauth(401, code, "Full authentication is required to access this resource"),
            Self::MissingPermission { path, now } => match policy.answers.missing_permission {
                MissingPermission::InsufficientScope => {
                    oauth(403, code, "Insufficient scope for this resource")
                }
                MissingPermission::Unauthorized => {
                    oauth(401, code, "Full authentication is required to access this resource")
                }
                MissingPermission::Business => business(400, code, "无权限访问"),
                MissingPermission::BusinessAtOk => business(200, code, "无权限访问"),
                MissingPermission::Server => server_error(403, "Forbidden", &path, now),
            },
            Self::BadClient => oauth(401, code, "Bad client credentials"),
            Self::MissingGrantType => oauth(400, code, "Missing grant type"),
            Self::UnsupportedGrantType(grant) => {
                oauth(400, code, &format!("Unauthorized grant type: {grant}"))
            }
            Self::Throttled { rate, .. } if rate.tells == Tells::Nothing => {
                oauth(rate.status, code, "Too many requests")
            }
            Self::Throttled { rate, wait_ms } => {
                let seconds = wait_ms.saturating_add(999).div_euclid(1_000);
                oauth(rate.status, code, "Too many requests").with_header("retry-after", seconds.to_string())
            }
            Self::UnsupportedMediaType { path, now } => {
                server_error(415, "Unsupported Media Type", &path, now)
            }
            other => {
                let space = if policy.code_leading_space { " " } else { "" };
                let status = policy.answers.error_status;
                business(status, &format!("{space}{code}"), &other.sentence(policy, code))
            }
        }
    }

    fn sentence(&self, policy: &Policy, code: &str) -> String {
        let sentence = self.filled(policy, code);
        if policy.answers.extra_digits {
            format!("[2026-11-22 14:18:30] {sentence} (case 4711)")
        } else {
            sentence
        }
    }

    fn filled(&self, policy: &Policy, code: &str) -> String {
        let (chinese, english) = self
            .of_oneaccess(policy)
            .map_or_else(|| self.words(), |(_, chinese, english)| (chinese, english));
        let (template, detail) = match policy.language {
            Language::Chinese => (chinese, self.chinese_detail()),
            Language::English => (english, self.english_detail()),
        };
        let template = policy.answers.sentences.get(code).map_or(template, String::as_str);
        if policy.answers.unfilled {
            return template.to_owned();
        }
        let detail = policy.complexity_detail.clone().unwrap_or(detail);
        match self {
            Self::Length { min, max } => {
                template.replace("{0}", &min.to_string()).replace("{1}", &max.to_string())
            }
            Self::Repeats { max } => template.replace("{0}", &max.to_string()),
            Self::TooFewClasses { .. } | Self::UnsupportedCharacter => template.replace("{0}", &detail),
            Self::Parameter(field) => template.replace("{0}", field),
            _ => template.to_owned(),
        }
    }

    /// The sentence in Chinese and in English. The page of rest-password gives its five sentences only
    /// in English; their Chinese is the simulator's.
    fn words(&self) -> (&'static str, &'static str) {
        match self {
            Self::UserNotFound => ("用户不存在", "User does not exist"),
            Self::PasswordEmpty => ("密码不能为空", "Password cannot be empty"),
            Self::Length { .. } => ("密码长度为{0}~{1}个字符", "Password length is {0}~{1} characters"),
            Self::EqualsUsername => ("密码不能与用户名一致", "Password cannot match username"),
            Self::ReversesUsername => {
                ("密码不允许使用用户名的倒写", "Password does not allow reverse writing of username")
            }
            Self::TooFewClasses { .. } | Self::UnsupportedCharacter => {
                ("密码不符合校验规则,{0}", "The password does not meet the verification rules, {0}")
            }
            Self::Weak => ("该密码为弱密码", "The password is weak"),
            Self::Reused => ("不允许使用历史密码", "History passwords are not allowed"),
            Self::Repeats { .. } => (
                "密码中最大字符重复数不能超过{0}个",
                "Maximum number of characters to repeat in password cannot exceed {0}",
            ),
            Self::ContainsIdentity => (
                "密码中不允许包含:用户名、手机号、邮箱前缀、姓名拼音",
                "Passwords are not allowed to include: username, mobile phone number, email prefix, name pinyin",
            ),
            Self::MobileEmpty => ("手机号不能为空", "Mobile number cannot be empty"),
            Self::EmailEmpty => ("邮箱不能为空", "Email cannot be empty"),
            Self::SendingFailed => ("消息发送失败", "Message sending failed"),
            Self::SendMode => (
                "消息发送模式不符合校验规则",
                "The message sending mode does not meet the verification rules",
            ),
            _ => ("请求参数错误:{0}", "Invalid request parameter: {0}"),
        }
    }

    fn chinese_detail(&self) -> String {
        match self {
            Self::TooFewClasses { at_least } => {
                format!("至少包含大写字母、小写字母、数字、特殊字符中的{at_least}种")
            }
            _ => "密码中存在不支持的字符".to_owned(),
        }
    }

    fn english_detail(&self) -> String {
        match self {
            Self::TooFewClasses { at_least } => format!(
                "at least {at_least} of uppercase letters, lowercase letters, digits and special characters are needed"
            ),
            _ => "the password has an unsupported character".to_owned(),
        }
    }
}

/// The members are in the order of the pages' examples.
pub(super) fn business(status: u16, code: &str, message: &str) -> Reply {
    #[derive(Serialize)]
    struct Business<'a> {
        error_msg: &'a str,
        error_code: &'a str,
    }
    let body = Business { error_msg: message, error_code: code };
    Reply::json(status, JSON, &body)
}

fn oauth(status: u16, error: &str, error_description: &str) -> Reply {
    #[derive(Serialize)]
    struct Oauth<'a> {
        error: &'a str,
        error_description: &'a str,
    }
    let body = Oauth { error, error_description };
    Reply::json(status, JSON, &body)
}
