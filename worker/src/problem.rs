//! Errors of our own routes: RFC 9457 problem documents.

use passgate_wire::{Outcome, sign_in_challenge};
use serde_json::{Map, Value};

use crate::authorise::Denied;
use crate::disposition::{Cause, Disposition};
use crate::fields::Wrong;
use crate::unproven::Unproven;

/// The media type of a problem document.
pub const CONTENT_TYPE: &str = "application/problem+json";

/// What went wrong on a route of our own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Fields that cannot be used; the first one is named as `field`, all of them in `detail`.
    BadInput(Vec<Wrong>),
    /// A body that is not JSON.
    NotJson,
    /// A body of another content type.
    WrongContentType,
    /// A body over the limit, in bytes.
    BodyTooLarge(usize),
    /// A body that did not come in time.
    BodyTooSlow,
    /// A `Host` that is no host.
    WrongHost,
    /// No proof of who calls, or none that holds.
    Unauthenticated(Unproven),
    /// The caller may not do this; why is for the log, where somebody is known.
    Forbidden(Option<Denied>),
    /// The caller may do this after a new sign-in: the last one is too old (RFC 9470).
    SignInTooOld {
        /// How old it may be, in seconds.
        sign_in_within: u64,
    },
    /// No such route or thing.
    NotFound,
    /// The route does not know this method; `Allow` lists those it knows.
    MethodNotAllowed(&'static str),
    /// Too often; nothing was changed.
    TooOften {
        /// How long to wait, in seconds.
        retry_after_seconds: u32,
    },
    /// Something needed did not answer in time. Nothing was changed.
    Unavailable,
    /// A fault of the edge itself.
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
            Self::WrongContentType => 415,
            Self::TooOften { .. } => 429,
            Self::Internal => 500,
            Self::Unavailable => 503,
        }
    }

    /// The word for what happened, as the vendors' shapes carry it too.
    pub const fn outcome(&self) -> Outcome {
        match self {
            Self::BadInput(_)
            | Self::NotJson
            | Self::WrongContentType
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

    /// What is made of the request, with the reason that no answer gives.
    pub fn disposition(&self) -> Disposition {
        let disposition = Disposition::early(self.outcome(), self.cause());
        match self {
            Self::Unauthenticated(Unproven::Refused(why)) => disposition.because(*why),
            _ => disposition,
        }
    }

    /// What went wrong, finer than the word.
    fn cause(&self) -> Cause {
        match self {
            Self::BadInput(_) => Cause::BadInput,
            Self::NotJson => Cause::NotJson,
            Self::WrongContentType => Cause::WrongContentType,
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

    /// Headers that belong to it beside the content type.
    pub fn headers(&self) -> Vec<(&'static str, String)> {
        match self {
            // RFC 9110, section 11.6.1: a 401 says which scheme would do.
            Self::Unauthenticated(_) => vec![("WWW-Authenticate", "Bearer".to_owned())],
            Self::SignInTooOld { sign_in_within } => {
                vec![("WWW-Authenticate", sign_in_challenge(*sign_in_within))]
            }
            Self::MethodNotAllowed(allow) => vec![("Allow", (*allow).to_owned())],
            Self::TooOften { retry_after_seconds } => vec![("Retry-After", retry_after_seconds.to_string())],
            Self::Unavailable => vec![("Retry-After", "2".to_owned())],
            _ => Vec::new(),
        }
    }

    /// The document.
    pub fn to_json(&self, request_id: &str) -> String {
        let mut members = Map::new();
        let mut put = |name: &str, value: Value| members.insert(name.to_owned(), value);
        put("type", "about:blank".into());
        put("title", self.title().into());
        put("status", self.status().into());
        put("code", self.code().into());
        put("outcome", self.outcome().name().into());
        put("detail", self.detail().into());
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
            _ => None,
        }
    }

    /// With `about:blank` the title is the status' own phrase (RFC 9457, section 4.2.1).
    const fn title(&self) -> &'static str {
        match self {
            Self::BadInput(_) | Self::NotJson | Self::WrongHost => "Bad Request",
            Self::Unauthenticated(_) | Self::SignInTooOld { .. } => "Unauthorized",
            Self::Forbidden(_) => "Forbidden",
            Self::NotFound => "Not Found",
            Self::MethodNotAllowed(_) => "Method Not Allowed",
            Self::BodyTooSlow => "Request Timeout",
            Self::BodyTooLarge(_) => "Content Too Large",
            Self::WrongContentType => "Unsupported Media Type",
            Self::TooOften { .. } => "Too Many Requests",
            Self::Internal => "Internal Server Error",
            Self::Unavailable => "Service Unavailable",
        }
    }

    fn detail(&self) -> String {
        match self {
            Self::BadInput(wrong) => wrong
                .iter()
                .map(|wrong| format!("{} {}", wrong.field, wrong.problem))
                .collect::<Vec<_>>()
                .join("; "),
            Self::NotJson => "the body is not JSON".to_owned(),
            Self::WrongContentType => "the body must be application/json".to_owned(),
            Self::BodyTooSlow => "the body did not arrive in time; nothing was changed".to_owned(),
            Self::WrongHost => "the Host header must be a host, with a port or without".to_owned(),
            Self::BodyTooLarge(max) => format!("the body must not exceed {max} bytes"),
            Self::Unauthenticated(Unproven::Absent) => {
                "the request carries no bearer credential: it was not sent, or something on the way \
                 has taken the Authorization header out"
                    .to_owned()
            }
            Self::Unauthenticated(_) => "a valid bearer credential is needed".to_owned(),
            Self::SignInTooOld { sign_in_within } => {
                format!("sign in again: this needs a sign-in of the last {sign_in_within} seconds")
            }
            Self::Forbidden(_) => "this credential does not allow it".to_owned(),
            Self::NotFound => "there is nothing here".to_owned(),
            Self::MethodNotAllowed(allow) => format!("use {allow}"),
            Self::TooOften { retry_after_seconds } => {
                format!("too often; nothing was changed, try again in {retry_after_seconds} s")
            }
            Self::Unavailable => "not now; nothing was changed, try again".to_owned(),
            Self::Internal => "the edge failed; the request id says where to look".to_owned(),
        }
    }
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
mod tests {
    use super::*;
    use crate::unproven::Why;

    #[test]
    fn why_nobody_is_known_is_for_the_log_alone() {
        let problem = |why| Problem::from(Unproven::Refused(why));
        let told = problem(Why::Clock).disposition();
        assert_eq!((told.cause, told.why), (Cause::NotProven, Some(Why::Clock)));
        assert_eq!(problem(Why::Clock).to_json("r"), problem(Why::Key).to_json("r"));
        let forbidden = |denied| Problem::from(denied);
        assert_eq!(forbidden(Denied::NotEntitled).disposition().cause, Cause::NotEntitled);
        assert_eq!(forbidden(Denied::NotEntitled).to_json("r"), forbidden(Denied::ClientGone).to_json("r"));
        let absent = Problem::from(Unproven::Absent);
        assert_eq!((absent.code(), absent.status()), ("no-credential", 401));
        assert!(absent.to_json("r").contains("Authorization header"));
    }

    #[test]
    fn a_problem_comes_with_its_headers_and_no_others() {
        let challenge = "Bearer error=\"insufficient_user_authentication\", max_age=900";
        for (problem, expected) in [
            (Problem::from(Unproven::Absent), Some(("WWW-Authenticate", "Bearer"))),
            (Problem::SignInTooOld { sign_in_within: 900 }, Some(("WWW-Authenticate", challenge))),
            (Problem::MethodNotAllowed("GET, HEAD"), Some(("Allow", "GET, HEAD"))),
            (Problem::TooOften { retry_after_seconds: 7 }, Some(("Retry-After", "7"))),
            (Problem::Unavailable, Some(("Retry-After", "2"))),
            (Problem::NotFound, None),
            (Problem::Internal, None),
        ] {
            let headers = problem.headers();
            let told: Vec<_> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
            assert_eq!(told, Vec::from_iter(expected), "{problem:?}");
        }
    }

    #[test]
    fn what_else_is_at_fault_is_named_too() {
        for (problem, field) in [
            (Problem::NotJson, "body"),
            (Problem::BodyTooLarge(1), "body"),
            (Problem::BodyTooSlow, "body"),
            (Problem::WrongHost, "Host"),
            (Problem::WrongContentType, "Content-Type"),
        ] {
            let document: Value = serde_json::from_str(&problem.to_json("r")).unwrap();
            assert_eq!(document["field"], field, "{problem:?}");
        }
        let document: Value = serde_json::from_str(&Problem::NotFound.to_json("r")).unwrap();
        assert!(document.get("field").is_none(), "{document}");
    }

    #[test]
    fn the_first_wrong_field_is_named() {
        let wrong = |field: &str| Wrong { field: field.to_owned(), problem: "is missing".to_owned() };
        let problem = Problem::BadInput(vec![wrong("product"), wrong("action")]);
        let document: Value = serde_json::from_str(&problem.to_json("r1")).unwrap();
        assert_eq!(document["field"], "product");
        assert_eq!(document["detail"], "product is missing; action is missing");
        assert_eq!(document["status"], 400);
        assert_eq!(document["outcome"], "bad-request");
        assert_eq!(document["request_id"], "r1");
    }
}
