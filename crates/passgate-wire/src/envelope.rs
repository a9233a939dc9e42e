//! The edge's answers to callers, before they take a vendor's shape.

use std::fmt;

use passgate_core::{Secret, Violation};
use serde::Serialize;

use crate::answer::{Message, Reason, Refusal};
use crate::bad_input::BadInput;
use crate::http::JSON;
use crate::outcome::Outcome;

/// What the edge has to say, independent of the vendor whose shape it will take.
#[derive(Debug)]
pub enum EdgeAnswer<'a> {
    /// The password is changed.
    Done {
        /// The account; the EIAM shape names it.
        user_id: &'a str,
    },
    /// An edge token, in the vendor's shape.
    Token {
        /// The token.
        value: &'a Secret,
        /// How long it lives, in seconds.
        lifetime_seconds: u32,
    },
    /// Refused, by the vendor or here.
    Refused {
        /// The refusal, from a vendor's reply or from `local_refusal`.
        refusal: &'a Refusal,
        /// The violations to answer with, usually [`Reason::violations`](crate::Reason::violations).
        violations: &'a [Violation],
    },
    /// The request of a password call is not as the page says.
    BadInput(&'a BadInput),
    /// The request of a token call is not as the page says.
    BadTokenRequest(&'a BadInput),
    /// No proof of who calls, or none that holds.
    Unauthenticated {
        /// Whether the request carried a bearer credential at all.
        presented: bool,
    },
    /// The token call named no known client, or the wrong secret.
    CredentialRefused,
    /// Another request has used the caller's ticket up since it was recognised.
    TicketSpent,
    /// The caller is known and may not do this.
    Forbidden,
    /// The caller is known and may do this after a new sign-in.
    SignInTooOld {
        /// How old the sign-in may be, in seconds.
        sign_in_within: u64,
    },
    /// No such route.
    NotFound,
    /// The route does not know this method.
    MethodNotAllowed {
        /// The methods it knows, as the `Allow` header lists them.
        allow: &'static str,
    },
    /// A request with the same idempotency key is under way.
    UnderWay,
    /// Too fast, at the vendor or here; not executed.
    TooManyRequests {
        /// How long to wait, in seconds.
        retry_after_seconds: u32,
    },
    /// The call was sent and what became of it is not known. Do not repeat it.
    OutcomeUnknown,
    /// The vendor was not reached; nothing was changed.
    NotSent,
    /// The vendor has not been answering, so nothing is sent for a while; nothing was changed.
    Closed {
        /// How long to wait, in seconds.
        retry_after_seconds: u32,
    },
    /// The edge is not set up for this, or the vendor refuses the edge itself; an operator must
    /// act. Nothing was changed.
    Misconfigured,
}

impl EdgeAnswer<'_> {
    /// The word for what happened.
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

/// The challenge of RFC 9470, section 3, to whoever may do it after a new sign-in.
///
/// ```
/// let challenge = passgate_wire::sign_in_challenge(300);
/// assert!(challenge.contains("max_age"), "{challenge}");
/// ```
pub fn sign_in_challenge(sign_in_within: u64) -> String {
    format!("Bearer error=\"insufficient_user_authentication\", max_age={sign_in_within}")
}

/// The JSON Schemas of a product's envelopes, for the API document.
#[cfg(feature = "schema")]
pub struct Shapes {
    /// Of [`EdgeAnswer::Done`].
    pub done: schemars::Schema,
    /// Of [`EdgeAnswer::Token`].
    pub token: schemars::Schema,
    /// Of every other answer.
    pub error: schemars::Schema,
}

/// The most and fewest characters of the policy in force, where it states them: what fills
/// 密码长度为{0}~{1}个字符 when the edge itself refuses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LengthLimits {
    /// The fewest characters allowed.
    pub min: Option<u32>,
    /// The most characters allowed.
    pub max: Option<u32>,
}

/// An answer in a vendor's shape, ready to be written.
pub struct Envelope {
    /// The HTTP status.
    pub status: u16,
    /// The word that the body carries as `outcome`.
    pub outcome: Outcome,
    /// JSON. It carries an edge token where one was granted, so `Debug` does not print it.
    pub body: String,
    /// Headers beside those every response has; `Content-Type` is among them.
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

/// What of a refusal a caller is shown.
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
