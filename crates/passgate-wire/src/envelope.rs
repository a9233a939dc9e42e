//! The edge's answers to callers, before they are written in a vendor's format.

use std::fmt;

use passgate_core::{Secret, Violation};
use serde::Serialize;

use crate::answer::{Message, Reason, Refusal};
use crate::bad_input::BadInput;
use crate::http::JSON;
use crate::outcome::Outcome;

/// An answer of the edge, independent of the vendor's format.
#[derive(Debug)]
pub enum EdgeAnswer<'a> {
    /// The password was changed.
    Done {
        /// The account, which EIAM's format contains.
        user_id: &'a str,
    },
    /// An edge token, in the vendor's format.
    Token {
        /// The token.
        value: &'a Secret,
        /// The lifetime of the token, in seconds.
        lifetime_seconds: u32,
    },
    /// The password or the request was refused, by the vendor or the edge.
    Refused {
        /// The refusal, from a vendor's reply or from `local_refusal`.
        refusal: &'a Refusal,
        /// The violations in the answer, usually [`Reason::violations`](crate::Reason::violations).
        violations: &'a [Violation],
    },
    /// The request of a password call does not have the documented form.
    BadInput(&'a BadInput),
    /// The request of a token call does not have the documented form.
    BadTokenRequest(&'a BadInput),
    /// The request has no credential, or an invalid one.
    Unauthenticated {
        /// Whether the request had a bearer credential.
        presented: bool,
    },
    /// The client of the token call is unknown, or its secret is wrong.
    CredentialRefused,
    /// Another request has consumed the caller's ticket since it was checked.
    TicketSpent,
    /// The caller is authenticated and not authorized.
    Forbidden,
    /// The caller may do this only after a new sign-in.
    SignInTooOld {
        /// The maximum age of the sign-in, in seconds.
        sign_in_within: u64,
    },
    /// The route does not exist.
    NotFound,
    /// The route does not allow this method.
    MethodNotAllowed {
        /// The allowed methods, as the `Allow` header lists them.
        allow: &'static str,
    },
    /// A request with the same idempotency key is in progress.
    UnderWay,
    /// The vendor or the edge limits the rate; the call was not executed.
    TooManyRequests {
        /// When to retry, in seconds.
        retry_after_seconds: u32,
    },
    /// The call was sent, and its outcome is unknown. Do not repeat it.
    OutcomeUnknown,
    /// The vendor was not reached; nothing was changed.
    NotSent,
    /// The circuit breaker is open, because the vendor has not been answering; nothing was changed.
    Closed {
        /// When to retry, in seconds.
        retry_after_seconds: u32,
    },
    /// The edge is not configured for this, or the vendor refuses the edge itself. An operator must
    /// act. Nothing was changed.
    Misconfigured,
}

impl EdgeAnswer<'_> {
    /// The outcome of the answer.
    ///
    /// ```
    /// use passgate_wire::{EdgeAnswer, Outcome};
    ///
    /// assert_eq!(EdgeAnswer::Done { user_id: "abc123" }.outcome(), Outcome::Done);
    /// assert_eq!(EdgeAnswer::TooManyRequests { retry_after_seconds: 7 }.outcome(), Outcome::TooOften);
    /// ```
    pub fn outcome(&self) -> Outcome {
        match self {
            Self::Done { .. } => Outcome::Done,
            Self::Token { .. } => Outcome::Granted,
            Self::Refused { refusal, .. } => match Shown::of(refusal) {
                Shown::AsIs { .. } => refusal.reason.outcome(),
                Shown::Instead(other) => other.outcome(),
            },
            Self::BadTokenRequest(bad) if bad.is_absent_credential() => Outcome::NoCredential,
            Self::BadTokenRequest(bad) if bad.is_bad_credential() => Outcome::Unauthenticated,
            Self::BadInput(_) | Self::BadTokenRequest(_) => Outcome::BadRequest,
            Self::Unauthenticated { presented: false } => Outcome::NoCredential,
            Self::Unauthenticated { presented: true } | Self::CredentialRefused => Outcome::Unauthenticated,
            Self::TicketSpent => Outcome::TicketSpent,
            Self::Forbidden => Outcome::Forbidden,
            Self::SignInTooOld { .. } => Outcome::SignInTooOld,
            Self::NotFound => Outcome::NotFound,
            Self::MethodNotAllowed { .. } => Outcome::MethodNotAllowed,
            Self::UnderWay => Outcome::Conflict,
            Self::TooManyRequests { .. } => Outcome::TooOften,
            Self::OutcomeUnknown => Outcome::Unknown,
            Self::NotSent | Self::Closed { .. } => Outcome::NotSent,
            Self::Misconfigured => Outcome::Misconfigured,
        }
    }
}

/// The challenge of RFC 9470, section 3, for a caller that needs a new sign-in.
///
/// ```
/// let challenge = passgate_wire::sign_in_challenge(300);
/// assert!(challenge.contains("max_age"), "{challenge}");
/// ```
pub fn sign_in_challenge(sign_in_within: u64) -> String {
    format!("Bearer error=\"insufficient_user_authentication\", max_age={sign_in_within}")
}

/// The JSON Schemas of a product's envelopes, for the OpenAPI document.
#[cfg(feature = "schema")]
pub struct Shapes {
    /// The schema of [`EdgeAnswer::Done`].
    pub done: schemars::Schema,
    /// The schema of [`EdgeAnswer::Token`].
    pub token: schemars::Schema,
    /// The schema of every other answer.
    pub error: schemars::Schema,
}

/// The minimum and maximum length of the policy in force, if it states them. They fill 密码长度为{0}~{1}个字符
/// when the edge itself refuses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LengthLimits {
    /// The minimum number of characters.
    pub min: Option<u32>,
    /// The maximum number of characters.
    pub max: Option<u32>,
}

/// An answer in a vendor's format, ready to be sent.
pub struct Envelope {
    /// The HTTP status.
    pub status: u16,
    /// The outcome, which the body carries as `outcome`.
    pub outcome: Outcome,
    /// The JSON body. It may carry an edge token, so `Debug` does not print it.
    pub body: String,
    /// The headers, apart from those of every response; `Content-Type` is among them.
    pub headers: Vec<(&'static str, String)>,
}

impl Envelope {
    pub(crate) fn json(status: u16, outcome: Outcome, body: &impl Serialize) -> Self {
        // Structs of strings and numbers always serialize into memory.
        let body = serde_json::to_string(body).unwrap_or_default();
        Self { status, outcome, body, headers: vec![("Content-Type", JSON.to_owned())] }
    }

    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

impl fmt::Debug for Envelope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Envelope")
            .field("status", &self.status)
            .field("outcome", &self.outcome)
            .field("headers", &self.headers)
            .finish_non_exhaustive()
    }
}

/// What a caller sees of a refusal.
pub(crate) enum Shown<'a> {
    /// The vendor's code and a sentence.
    AsIs { code: &'a str, message: &'a Message },
    /// Another answer, because the refusal is not about what the caller sent.
    Instead(EdgeAnswer<'static>),
}

impl<'a> Shown<'a> {
    pub(crate) fn of(refusal: &'a Refusal) -> Self {
        match refusal.reason {
            Reason::Throttled { retry_after_seconds } => Self::Instead(EdgeAnswer::TooManyRequests {
                retry_after_seconds: retry_after_seconds.unwrap_or(1).max(1),
            }),
            Reason::StaleToken | Reason::Configuration => Self::Instead(EdgeAnswer::Misconfigured),
            _ if refusal.code.is_empty() => Self::Instead(EdgeAnswer::Misconfigured),
            _ => Self::AsIs { code: &refusal.code, message: &refusal.message },
        }
    }
}
