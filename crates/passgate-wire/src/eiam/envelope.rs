//! The edge's answers in EIAM's format.

use passgate_core::{Locale, Violation};
use serde::Serialize;

use super::codes::{
    BAD_INPUT, CODES, FORBIDDEN, METHOD_NOT_ALLOWED, MISCONFIGURED, NOT_FOUND, NOT_SENT, OUTCOME_UNKNOWN,
    THROTTLED, UNDER_WAY, WRONG_SEND_MODE,
};
use super::rest::SEND_MODE;
use crate::action::Action;
use crate::answer::{Advice, Message, Reason, Refusal};
use crate::bad_input::{BadInput, FieldProblem};
use crate::codes::{CodeRow, OwnCode, VendorCall};
use crate::envelope::{EdgeAnswer, Envelope, LengthLimits, Shown, sign_in_challenge};
use crate::language::{Reader, Words};
use crate::outcome::Outcome;
use crate::sentence;

/// The message of a refusal without one.
const REFUSED: Words = Words { zh_cn: "请求被拒绝", en: "The request is refused" };

/// The refusal of a password by the edge: the vendor's code of the first violation, and the sentence of
/// the page with the numbers of the policy in force.
///
/// ```
/// use passgate_core::Violation;
/// use passgate_wire::{LengthLimits, eiam::local_refusal};
///
/// let length = LengthLimits { min: Some(8), max: Some(16) };
/// let refusal = local_refusal(vec![Violation::TooShort { min: 8 }], length);
/// assert_eq!(refusal.code, "PWD.0002");
/// ```
pub fn local_refusal(violations: Vec<Violation>, length: LengthLimits) -> Refusal {
    let first = violations.first();
    let code = first.map_or("PWD.0005", code_of);
    let row = CodeRow::find(CODES, VendorCall::Password(Action::ChangePassword), code);
    let message = row.map_or(Message::None, |row| {
        // The page's sentence states both limits, whichever is violated.
        let both = match (first, length) {
            (
                Some(Violation::TooShort { .. } | Violation::TooLong { .. }),
                LengthLimits { min: min @ Some(_), max: max @ Some(_) },
            ) => Some(Violation::wrong_length(min, max)),
            _ => None,
        };
        let unnamed = Violation::NotAccepted { message: None };
        sentence::of(row, Some(both.as_ref().or(first).unwrap_or(&unnamed)))
    });
    let advice = row.and_then(|row| row.advice_for(first));
    Refusal { code: code.to_owned(), message, advice, ..Refusal::of(Reason::Password(violations)) }
}

/// The page's code for this violation.
const fn code_of(violation: &Violation) -> &'static str {
    match violation {
        Violation::Empty => "PWD.0001",
        Violation::TooShort { .. } | Violation::TooLong { .. } | Violation::WrongLength { .. } => "PWD.0002",
        Violation::MatchesUsername => "PWD.0003",
        Violation::ReversesUsername => "PWD.0004",
        Violation::TooFewClasses { .. }
        | Violation::UnsupportedCharacter { .. }
        | Violation::NotAccepted { .. } => "PWD.0005",
        Violation::TooCommon { .. } => "PWD.0006",
        Violation::Reused => "PWD.0007",
        Violation::TooRepetitive { .. } => "PWD.0008",
        Violation::ContainsIdentity { .. }
        | Violation::ResemblesIdentity { .. }
        | Violation::UnknownIdentity { .. } => "PWD.0009",
    }
}

/// Writes an answer in EIAM's format: `{error_code, error_msg}` of the calls, and `{error,
/// error_description}` of the authorization layer.
///
/// Each answer has `outcome`, `violations` and `request_id` beside the vendor's members, and a refusal
/// keeps the vendor's code. A problem between the edge and the vendor is never passed on, because only
/// the edge's operator can fix it. The message is in the reader's language, or in Chinese if none is
/// known. An `error_description` is ASCII (RFC 6749, section 5.2) and therefore English.
///
/// ```
/// use passgate_wire::{EdgeAnswer, Reader, eiam};
///
/// let envelope = eiam::envelope(&EdgeAnswer::TooManyRequests { retry_after_seconds: 7 }, Reader::of("request-1"));
/// assert_eq!(envelope.status, 429);
/// assert!(envelope.headers.contains(&("Retry-After", "7".to_owned())));
/// assert!(envelope.body.contains("EDGE.0429"));
/// ```
pub fn envelope(answer: &EdgeAnswer<'_>, reader: Reader<'_>) -> Envelope {
    let outcome = answer.outcome();
    let Reader { request_id, language } = reader;
    let write = Writer { outcome, request_id, language };
    match answer {
        EdgeAnswer::Done { user_id } => {
            Envelope::json(200, outcome, &Done { user_id, outcome, violations: [], request_id })
        }
        EdgeAnswer::Token { value, lifetime_seconds } => Envelope::json(
            200,
            outcome,
            &Token {
                access_token: value.expose(),
                token_type: "bearer",
                expires_in: *lifetime_seconds,
                outcome,
                violations: [],
                request_id,
            },
        ),
        EdgeAnswer::Refused { refusal, violations } => match Shown::of(refusal) {
            Shown::AsIs { code, message } => {
                write.refused(code, message, violations, refusal.advice.as_ref())
            }
            Shown::Instead(other) => envelope(&other, reader),
        },
        EdgeAnswer::BadInput(bad) => bad_input(&write, bad),
        EdgeAnswer::BadTokenRequest(bad) => bad_token_request(&write, bad),
        EdgeAnswer::Unauthenticated { presented: false } => {
            write.oauth(400, "invalid_token", "Invalid access: the request carries no bearer credential")
        }
        EdgeAnswer::Unauthenticated { presented: true } | EdgeAnswer::TicketSpent => {
            write.oauth(400, "invalid_token", "Invalid access")
        }
        EdgeAnswer::CredentialRefused => credential_refused(&write),
        EdgeAnswer::Forbidden => write.own(FORBIDDEN),
        EdgeAnswer::SignInTooOld { sign_in_within } => {
            write.own(FORBIDDEN).with("WWW-Authenticate", sign_in_challenge(*sign_in_within))
        }
        EdgeAnswer::NotFound => write.own(NOT_FOUND),
        EdgeAnswer::MethodNotAllowed { allow } => write.own(METHOD_NOT_ALLOWED).with("Allow", *allow),
        EdgeAnswer::UnderWay => write.own(UNDER_WAY).with("Retry-After", "1"),
        EdgeAnswer::TooManyRequests { retry_after_seconds } => {
            write.own(THROTTLED).with("Retry-After", retry_after_seconds.to_string())
        }
        EdgeAnswer::OutcomeUnknown => write.own(OUTCOME_UNKNOWN),
        EdgeAnswer::NotSent => write.own(NOT_SENT),
        EdgeAnswer::Closed { retry_after_seconds } => {
            write.own(NOT_SENT).with("Retry-After", retry_after_seconds.to_string())
        }
        EdgeAnswer::Misconfigured => write.own(MISCONFIGURED),
    }
}

/// The JSON Schemas of these answers, for the OpenAPI document.
#[cfg(feature = "schema")]
pub fn shapes(generator: &mut schemars::SchemaGenerator) -> crate::envelope::Shapes {
    crate::envelope::Shapes {
        done: generator.subschema_for::<Done<'static>>(),
        token: generator.subschema_for::<Token<'static>>(),
        error: schemars::json_schema!({ "oneOf": [
            generator.subschema_for::<Error<'static>>(),
            generator.subschema_for::<OauthError<'static>>(),
        ] }),
    }
}

/// An invalid request gets the page's code, if the page has one for it.
fn bad_input(write: &Writer<'_>, bad: &BadInput) -> Envelope {
    let is_send_mode = bad.field == SEND_MODE && matches!(bad.problem, FieldProblem::NotOneOf(_));
    match CodeRow::find(CODES, VendorCall::Password(Action::RestPassword), WRONG_SEND_MODE)
        .filter(|_| is_send_mode)
    {
        Some(row) => write.refused(row.code, &sentence::of(row, None), &[], row.advice_for(None).as_ref()),
        None => {
            let says = bad.problem.says(write.own_language());
            let text = format!("{}: {}: {says}", write.say(BAD_INPUT.words), bad.field);
            write.error(bad.problem.status(), BAD_INPUT.code, &text)
        }
    }
}

/// An invalid token request, by RFC 6749, section 5.2.
fn bad_token_request(write: &Writer<'_>, bad: &BadInput) -> Envelope {
    if bad.is_absent_credential() || bad.is_bad_credential() {
        return credential_refused(write);
    }
    match (bad.field.as_str(), &bad.problem) {
        ("grant_type", FieldProblem::NotOneOf(_)) => {
            write.oauth(400, "unsupported_grant_type", &bad.to_string())
        }
        _ => write.oauth(400, "invalid_request", &bad.to_string()),
    }
}

fn credential_refused(write: &Writer<'_>) -> Envelope {
    write
        .oauth(401, "invalid_client", "Bad client credentials")
        .with("WWW-Authenticate", "Basic realm=\"passgate\", charset=\"UTF-8\"")
}

struct Writer<'a> {
    outcome: Outcome,
    request_id: &'a str,
    language: Option<Locale>,
}

impl Writer<'_> {
    /// The language of a text that is not from a page.
    fn own_language(&self) -> Locale {
        self.language.unwrap_or(Locale::ZhCn)
    }

    fn say(&self, words: Words) -> &'static str {
        words.in_language(self.own_language())
    }

    fn error(&self, status: u16, error_code: &str, error_msg: &str) -> Envelope {
        let Self { outcome, request_id, .. } = *self;
        let error = Error { error_code, error_msg, outcome, violations: &[], advice: None, request_id };
        Envelope::json(status, outcome, &error)
    }

    fn refused(
        &self,
        error_code: &str,
        message: &Message,
        violations: &[Violation],
        advice: Option<&Advice>,
    ) -> Envelope {
        let error_msg = match message.in_language(self.language) {
            "" => self.say(REFUSED),
            words => words,
        };
        let Self { outcome, request_id, .. } = *self;
        let error = Error { error_code, error_msg, outcome, violations, advice, request_id };
        Envelope::json(400, outcome, &error)
    }

    fn own(&self, own: OwnCode) -> Envelope {
        self.error(own.status, own.code, self.say(own.words))
    }

    fn oauth(&self, status: u16, error: &str, error_description: &str) -> Envelope {
        let Self { outcome, request_id, .. } = *self;
        Envelope::json(
            status,
            outcome,
            &OauthError { error, error_description, outcome, violations: [], request_id },
        )
    }
}

#[derive(Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields, rename = "EiamDone")
)]
struct Done<'a> {
    user_id: &'a str,
    outcome: Outcome,
    violations: [Violation; 0],
    request_id: &'a str,
}

#[derive(Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields, rename = "EiamToken")
)]
struct Token<'a> {
    access_token: &'a str,
    token_type: &'static str,
    expires_in: u32,
    outcome: Outcome,
    violations: [Violation; 0],
    request_id: &'a str,
}

#[derive(Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields, rename = "EiamError")
)]
struct Error<'a> {
    error_code: &'a str,
    error_msg: &'a str,
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
    schemars(deny_unknown_fields, rename = "EiamOauthError")
)]
struct OauthError<'a> {
    error: &'a str,
    error_description: &'a str,
    outcome: Outcome,
    violations: [Violation; 0],
    request_id: &'a str,
}
