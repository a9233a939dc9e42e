//! The edge's answers in Feishu's shape.

use passgate_core::Violation;
use serde::Serialize;

use super::codes::{
    CODES, FORMAT_NOT_VALID, METHOD_NOT_ALLOWED, MISCONFIGURED, NOT_FOUND, NOT_SENT, OUTCOME_UNKNOWN,
    UNDER_WAY,
};
use crate::answer::{Advice, Reason, Refusal};
use crate::bad_input::BadInput;
use crate::codes::{Call, CodeRow, OwnCode};
use crate::envelope::{EdgeAnswer, Envelope, Shown, sign_in_challenge};
use crate::outcome::Outcome;

/// The refusal of a password that the edge itself does not send on: Feishu has one code and one
/// sentence for every fault of a password.
pub fn local_refusal(violations: Vec<Violation>) -> Refusal {
    let row = CodeRow::find(CODES, Call::FeishuReset, FORMAT_NOT_VALID);
    Refusal {
        code: FORMAT_NOT_VALID.to_owned(),
        message: row.map_or_else(String::new, |row| row.text.to_owned()),
        advice: row.and_then(|row| row.advice_for(None)),
        ..Refusal::of(Reason::Password(violations))
    }
}

/// Puts an answer in Feishu's shape.
///
/// Each answer has `outcome`, `violations` and `request_id` beside the vendor's members, and a refusal
/// keeps the vendor's code. What is wrong between the edge and the vendor is never passed on: an SDK would take a stale token of the
/// edge's for its own. A refused credential is HTTP 200 with a code, as Feishu answers it, and
/// so that no SDK logs the request with its secret.
pub fn envelope(answer: &EdgeAnswer<'_>, request_id: &str) -> Envelope {
    let outcome = answer.outcome();
    let write = Writer { outcome, request_id };
    match answer {
        EdgeAnswer::Done { .. } => Envelope::json(
            200,
            outcome,
            &Done { code: 0, msg: "success", data: Data {}, outcome, violations: [], request_id },
        ),
        EdgeAnswer::Token { value, lifetime_seconds } => Envelope::json(
            200,
            outcome,
            &Token {
                code: 0,
                msg: "ok",
                tenant_access_token: value.expose(),
                expire: *lifetime_seconds,
                outcome,
                violations: [],
                request_id,
            },
        ),
        EdgeAnswer::Refused { refusal, violations } => match Shown::of(refusal) {
            Shown::AsIs { code, message } => {
                let message = if message.is_empty() { "refused" } else { message };
                write.error(400, code, message, violations, None, refusal.advice.as_ref())
            }
            Shown::Instead(other) => envelope(&other, request_id),
        },
        EdgeAnswer::BadInput(bad) | EdgeAnswer::BadTokenRequest(bad) => {
            write.error(bad.problem.status(), "99992402", "field validation failed", &[], Some(bad), None)
        }
        EdgeAnswer::Unauthenticated { presented: false } => {
            write.plain(400, "99991661", "Missing access token for authorization")
        }
        EdgeAnswer::Unauthenticated { presented: true } | EdgeAnswer::TicketSpent => {
            write.plain(400, "99991663", "Invalid access token for authorization")
        }
        EdgeAnswer::CredentialRefused => write.plain(200, "10003", "invalid param"),
        EdgeAnswer::Forbidden => write.plain(400, "99991672", "Access denied"),
        EdgeAnswer::SignInTooOld { sign_in_within } => write
            .plain(400, "99991672", "Access denied")
            .with("WWW-Authenticate", sign_in_challenge(*sign_in_within)),
        EdgeAnswer::NotFound => write.own(NOT_FOUND),
        EdgeAnswer::MethodNotAllowed { allow } => write.own(METHOD_NOT_ALLOWED).with("Allow", *allow),
        EdgeAnswer::UnderWay => write.own(UNDER_WAY).with("Retry-After", "1"),
        EdgeAnswer::TooManyRequests { retry_after_seconds } => write
            .plain(429, "99991400", "request trigger frequency limit")
            .with("Retry-After", retry_after_seconds.to_string())
            .with("x-ogw-ratelimit-reset", retry_after_seconds.to_string()),
        EdgeAnswer::OutcomeUnknown => write.own(OUTCOME_UNKNOWN),
        EdgeAnswer::NotSent => write.own(NOT_SENT),
        EdgeAnswer::Closed { retry_after_seconds } => {
            write.own(NOT_SENT).with("Retry-After", retry_after_seconds.to_string())
        }
        EdgeAnswer::Misconfigured => write.own(MISCONFIGURED),
    }
}

/// The JSON Schemas of these shapes, for the API document.
#[cfg(feature = "schema")]
pub fn shapes(generator: &mut schemars::SchemaGenerator) -> crate::envelope::Shapes {
    crate::envelope::Shapes {
        done: generator.subschema_for::<Done<'static>>(),
        token: generator.subschema_for::<Token<'static>>(),
        error: generator.subschema_for::<Error<'static>>(),
    }
}

struct Writer<'a> {
    outcome: Outcome,
    request_id: &'a str,
}

impl Writer<'_> {
    fn error(
        &self,
        status: u16,
        code: &str,
        msg: &str,
        violations: &[Violation],
        bad: Option<&BadInput>,
        advice: Option<&Advice>,
    ) -> Envelope {
        // Feishu's codes are numbers; one that is none would not be Feishu's.
        let Ok(code) = code.parse() else {
            return Writer { outcome: Outcome::Misconfigured, ..*self }.own(MISCONFIGURED);
        };
        let error = bad.map(|bad| Details {
            field_violations: [FieldViolation { field: &bad.field, description: bad.problem.to_string() }],
        });
        let Self { outcome, request_id } = *self;
        Envelope::json(status, outcome, &Error { code, msg, error, outcome, violations, advice, request_id })
    }

    fn plain(&self, status: u16, code: &str, msg: &str) -> Envelope {
        self.error(status, code, msg, &[], None, None)
    }

    fn own(&self, own: OwnCode) -> Envelope {
        self.plain(own.status, own.code, own.text)
    }
}

#[derive(Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields, rename = "FeishuDone")
)]
struct Done<'a> {
    code: i64,
    msg: &'static str,
    data: Data,
    outcome: Outcome,
    violations: [Violation; 0],
    request_id: &'a str,
}

#[derive(Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields, rename = "FeishuData")
)]
struct Data {}

#[derive(Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields, rename = "FeishuToken")
)]
struct Token<'a> {
    code: i64,
    msg: &'static str,
    tenant_access_token: &'a str,
    expire: u32,
    outcome: Outcome,
    violations: [Violation; 0],
    request_id: &'a str,
}

#[derive(Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields, rename = "FeishuError")
)]
struct Error<'a> {
    code: i64,
    msg: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Details<'a>>,
    outcome: Outcome,
    violations: &'a [Violation],
    #[serde(skip_serializing_if = "Option::is_none")]
    advice: Option<&'a Advice>,
    request_id: &'a str,
}

#[derive(Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields, rename = "FeishuErrorDetails")
)]
struct Details<'a> {
    field_violations: [FieldViolation<'a>; 1],
}

/// Without the `value` that Feishu's own has.
#[derive(Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields, rename = "FeishuFieldViolation")
)]
struct FieldViolation<'a> {
    field: &'a str,
    description: String,
}
