//! Errors of the edge's own routes: RFC 9457 problem documents.

use passgate_core::Locale;
use passgate_wire::{Outcome, Reader, sign_in_challenge};
use serde_json::{Map, Value};

use crate::base::fields::Wrong;
use crate::callers::authorise::Denied;
use crate::callers::unproven::Unproven;
use crate::reset::disposition::{Cause, Disposition};

/// The media type of a problem document.
pub const CONTENT_TYPE: &str = "application/problem+json";

/// An error on one of the edge's own routes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Invalid fields. `field` names the first one, `detail` all of them.
    BadInput(Vec<Wrong>),
    /// A body that is not JSON.
    NotJson,
    /// A body of another content type.
    WrongContentType,
    /// A body with a content coding, such as gzip.
    WrongContentCoding,
    /// A body over the limit; the limit is in bytes.
    BodyTooLarge(usize),
    /// A body that was not complete in time.
    BodyTooSlow,
    /// An invalid `Host` header.
    WrongHost,
    /// The request has no credential, or an invalid one.
    Unauthenticated(Unproven),
    /// The caller may not do this. The reason, where the caller is known, is only logged.
    Forbidden(Option<Denied>),
    /// The caller may do this only after a new sign-in: the last one is too old (RFC 9470).
    SignInTooOld {
        /// The maximum age of the sign-in, in seconds.
        sign_in_within: u64,
    },
    /// The route or the resource does not exist.
    NotFound,
    /// The route does not allow this method; `Allow` lists the allowed ones.
    MethodNotAllowed(&'static str),
    /// Too many requests; nothing was changed.
    TooOften {
        /// When to retry, in seconds.
        retry_after_seconds: u32,
    },
    /// A dependency did not answer in time. Nothing was changed.
    Unavailable,
    /// An internal error of the edge.
    Internal,
}

impl Problem {
    /// The HTTP status.
    pub const fn status(&self) -> u16 {
        match self {
            Self::BadInput(_) | Self::NotJson | Self::WrongHost => 400,
            Self::Unauthenticated(_) | Self::SignInTooOld { .. } => 401,
            Self::Forbidden(_) => 403,
            Self::NotFound => 404,
            Self::MethodNotAllowed(_) => 405,
            Self::BodyTooSlow => 408,
            Self::BodyTooLarge(_) => 413,
            Self::WrongContentType | Self::WrongContentCoding => 415,
            Self::TooOften { .. } => 429,
            Self::Internal => 500,
            Self::Unavailable => 503,
        }
    }

    /// The outcome, which the vendors' envelopes carry too.
    pub const fn outcome(&self) -> Outcome {
        match self {
            Self::BadInput(_)
            | Self::NotJson
            | Self::WrongContentType
            | Self::WrongContentCoding
            | Self::BodyTooLarge(_)
            | Self::BodyTooSlow
            | Self::WrongHost => Outcome::BadRequest,
            Self::Unauthenticated(Unproven::Absent) => Outcome::NoCredential,
            Self::Unauthenticated(_) => Outcome::Unauthenticated,
            Self::Forbidden(_) => Outcome::Forbidden,
            Self::SignInTooOld { .. } => Outcome::SignInTooOld,
            Self::NotFound => Outcome::NotFound,
            Self::MethodNotAllowed(_) => Outcome::MethodNotAllowed,
            Self::TooOften { .. } => Outcome::TooOften,
            Self::Unavailable => Outcome::Unavailable,
            Self::Internal => Outcome::Misconfigured,
        }
    }

    /// The disposition of the request, with the reason that no answer states.
    pub fn disposition(&self) -> Disposition {
        let disposition = Disposition::early(self.outcome(), self.cause());
        match self {
            Self::Unauthenticated(Unproven::Refused(why)) => disposition.because(*why),
            _ => disposition,
        }
    }

    /// The cause, which is more detailed than the outcome.
    fn cause(&self) -> Cause {
        match self {
            Self::BadInput(_) => Cause::BadInput,
            Self::NotJson => Cause::NotJson,
            Self::WrongContentType => Cause::WrongContentType,
            Self::WrongContentCoding => Cause::WrongContentCoding,
            Self::BodyTooLarge(_) => Cause::BodyTooLarge,
            Self::BodyTooSlow => Cause::BodyTooSlow,
            Self::WrongHost => Cause::WrongHost,
            Self::Unauthenticated(unproven) => (*unproven).into(),
            Self::Forbidden(denied) => denied.map_or(Cause::Forbidden, Cause::from),
            Self::SignInTooOld { .. } => Cause::SignInTooOld,
            Self::NotFound => Cause::NotFound,
            Self::MethodNotAllowed(_) => Cause::MethodNotAllowed,
            Self::TooOften { .. } => Cause::TooOften,
            Self::Unavailable => Cause::Unavailable,
            Self::Internal => Cause::Internal,
        }
    }

    /// The stable name of the problem, in kebab-case.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::BadInput(_) => "bad-input",
            Self::NotJson => "not-json",
            Self::WrongContentType => "wrong-content-type",
            Self::WrongContentCoding => "wrong-content-coding",
            Self::BodyTooLarge(_) => "body-too-large",
            Self::BodyTooSlow => "body-too-slow",
            Self::WrongHost => "wrong-host",
            Self::Unauthenticated(Unproven::Absent) => "no-credential",
            Self::Unauthenticated(_) => "unauthenticated",
            Self::Forbidden(_) => "forbidden",
            Self::SignInTooOld { .. } => "sign-in-too-old",
            Self::NotFound => "not-found",
            Self::MethodNotAllowed(_) => "method-not-allowed",
            Self::TooOften { .. } => "too-often",
            Self::Unavailable => "unavailable",
            Self::Internal => "internal",
        }
    }

    /// The headers of the problem, apart from the content type.
    pub fn headers(&self) -> Vec<(&'static str, String)> {
        match self {
            // RFC 9110, section 11.6.1: a 401 names the required scheme.
            Self::Unauthenticated(_) => vec![("WWW-Authenticate", "Bearer".to_owned())],
            Self::SignInTooOld { sign_in_within } => {
                vec![("WWW-Authenticate", sign_in_challenge(*sign_in_within))]
            }
            Self::MethodNotAllowed(allow) => vec![("Allow", (*allow).to_owned())],
            // RFC 9110, section 12.5.3: a 415 because of the coding says which one is accepted.
            Self::WrongContentCoding => vec![("Accept-Encoding", "identity".to_owned())],
            Self::TooOften { retry_after_seconds } => vec![("Retry-After", retry_after_seconds.to_string())],
            Self::Unavailable => vec![("Retry-After", "2".to_owned())],
            _ => Vec::new(),
        }
    }

    /// The document. Its detail is in the reader's language, or in English if the language is not
    /// known.
    pub fn to_json(&self, reader: Reader<'_>) -> String {
        let Reader { request_id, language } = reader;
        let detail = match language.unwrap_or(Locale::En) {
            Locale::En => self.detail(),
            Locale::ZhCn | Locale::ZhTw => self.detail_in_chinese(),
        };
        let mut members = Map::new();
        let mut put = |name: &str, value: Value| members.insert(name.to_owned(), value);
        put("type", "about:blank".into());
        put("title", self.title().into());
        put("status", self.status().into());
        put("code", self.code().into());
        put("outcome", self.outcome().name().into());
        put("detail", detail.into());
        if let Some(field) = self.field() {
            put("field", field.into());
        }
        put("request_id", request_id.into());
        Value::Object(members).to_string()
    }

    fn field(&self) -> Option<&str> {
        match self {
            Self::BadInput(wrong) => wrong.first().map(|wrong| wrong.field.as_str()),
            Self::NotJson | Self::BodyTooLarge(_) | Self::BodyTooSlow => Some("body"),
            Self::WrongHost => Some("Host"),
            Self::WrongContentType => Some("Content-Type"),
            Self::WrongContentCoding => Some("Content-Encoding"),
            _ => None,
        }
    }

    /// With `about:blank` the title is the phrase of the status (RFC 9457, section 4.2.1).
    const fn title(&self) -> &'static str {
        match self {
            Self::BadInput(_) | Self::NotJson | Self::WrongHost => "Bad Request",
            Self::Unauthenticated(_) | Self::SignInTooOld { .. } => "Unauthorized",
            Self::Forbidden(_) => "Forbidden",
            Self::NotFound => "Not Found",
            Self::MethodNotAllowed(_) => "Method Not Allowed",
            Self::BodyTooSlow => "Request Timeout",
            Self::BodyTooLarge(_) => "Content Too Large",
            Self::WrongContentType | Self::WrongContentCoding => "Unsupported Media Type",
            Self::TooOften { .. } => "Too Many Requests",
            Self::Internal => "Internal Server Error",
            Self::Unavailable => "Service Unavailable",
        }
    }

    fn detail(&self) -> String {
        match self {
            Self::BadInput(wrong) => list(wrong),
            Self::NotJson => "the body is not JSON".to_owned(),
            Self::WrongContentType => "the body must be application/json".to_owned(),
            Self::WrongContentCoding => {
                "the body must not be compressed: send it without Content-Encoding".to_owned()
            }
            Self::BodyTooSlow => "the body did not arrive in time; nothing was changed".to_owned(),
            Self::WrongHost => "the Host header must be a host, with a port or without".to_owned(),
            Self::BodyTooLarge(max) => format!("the body must not exceed {max} bytes"),
            Self::Unauthenticated(Unproven::Absent) => {
                "the request has no bearer credential: the client did not send it, or a proxy removed \
                 the Authorization header"
                    .to_owned()
            }
            Self::Unauthenticated(_) => "a valid bearer credential is needed".to_owned(),
            Self::SignInTooOld { sign_in_within } => {
                format!("sign in again: this needs a sign-in of the last {sign_in_within} seconds")
            }
            Self::Forbidden(_) => "this credential does not permit this request".to_owned(),
            Self::NotFound => "the resource does not exist".to_owned(),
            Self::MethodNotAllowed(allow) => format!("use {allow}"),
            Self::TooOften { retry_after_seconds } => {
                format!("too many requests; nothing was changed, try again in {retry_after_seconds} s")
            }
            Self::Unavailable => "temporarily unavailable; nothing was changed, try again".to_owned(),
            Self::Internal => "internal error; the log has the cause under the request id".to_owned(),
        }
    }

    fn detail_in_chinese(&self) -> String {
        match self {
            Self::BadInput(wrong) => format!("请求中有不能使用的字段: {}", list(wrong)),
            Self::NotJson => "请求体不是 JSON".to_owned(),
            Self::WrongContentType => "请求体必须是 application/json".to_owned(),
            Self::WrongContentCoding => "请求体不能压缩,请去掉 Content-Encoding".to_owned(),
            Self::BodyTooSlow => "请求体未能及时到达,未做任何修改".to_owned(),
            Self::WrongHost => "Host 请求头必须是主机名,可带端口".to_owned(),
            Self::BodyTooLarge(max) => format!("请求体不能超过 {max} 字节"),
            Self::Unauthenticated(Unproven::Absent) => {
                "请求没有携带 Bearer 凭证:可能没有发送,或者 Authorization 请求头在途中被去掉".to_owned()
            }
            Self::Unauthenticated(_) => "需要有效的 Bearer 凭证".to_owned(),
            Self::SignInTooOld { sign_in_within } => {
                format!("请重新登录:需要最近 {sign_in_within} 秒内的登录")
            }
            Self::Forbidden(_) => "该凭证没有权限执行此操作".to_owned(),
            Self::NotFound => "这里没有内容".to_owned(),
            Self::MethodNotAllowed(allow) => format!("请使用 {allow}"),
            Self::TooOften { retry_after_seconds } => {
                format!("请求过于频繁,未做任何修改,请在 {retry_after_seconds} 秒后重试")
            }
            Self::Unavailable => "暂时不可用,未做任何修改,请重试".to_owned(),
            Self::Internal => "服务发生故障,请凭请求编号查找原因".to_owned(),
        }
    }
}

/// The problem of each field. The reader is a programmer, so it is English in every language.
fn list(wrong: &[Wrong]) -> String {
    let each: Vec<String> = wrong.iter().map(|wrong| format!("{} {}", wrong.field, wrong.problem)).collect();
    each.join("; ")
}

impl From<Denied> for Problem {
    fn from(denied: Denied) -> Self {
        match denied {
            Denied::SignInTooOld { sign_in_within } => Self::SignInTooOld { sign_in_within },
            denied => Self::Forbidden(Some(denied)),
        }
    }
}

impl From<Unproven> for Problem {
    fn from(unproven: Unproven) -> Self {
        match unproven {
            Unproven::Absent | Unproven::Refused(_) => Self::Unauthenticated(unproven),
            Unproven::Unavailable => Self::Unavailable,
        }
    }
}

#[cfg(test)]
mod tests;
