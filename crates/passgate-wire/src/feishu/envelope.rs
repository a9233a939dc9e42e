//! The edge's answers in Feishu's format.

use passgate_core::{Locale, Violation};
use serde::Serialize;

use super::codes::{
    CODES, FORMAT_NOT_VALID, METHOD_NOT_ALLOWED, MISCONFIGURED, NOT_FOUND, NOT_SENT, OUTCOME_UNKNOWN,
    UNDER_WAY,
};
use crate::action::Action;
use crate::answer::{Advice, Message, Reason, Refusal};
use crate::bad_input::BadInput;
use crate::codes::{CodeRow, OwnCode, VendorCall};
use crate::envelope::{EdgeAnswer, Envelope, Shown, sign_in_challenge};
use crate::language::{Reader, Words};
use crate::outcome::Outcome;
use crate::sentence;

/// The message of a refusal without one.
const REFUSED: Words = Words { zh_cn: "请求被拒绝", en: "refused" };
const FIELD_NOT_VALID: Words = Words { zh_cn: "字段校验失败", en: "field validation failed" };
const NO_TOKEN: Words =
    Words { zh_cn: "请求缺少访问凭证", en: "Missing access token for authorization" };
const BAD_TOKEN: Words = Words { zh_cn: "访问凭证无效", en: "Invalid access token for authorization" };
const BAD_CREDENTIAL: Words = Words { zh_cn: "参数无效", en: "invalid param" };
const ACCESS_DENIED: Words = Words { zh_cn: "没有权限", en: "Access denied" };
const TOO_OFTEN: Words = Words { zh_cn: "请求过于频繁", en: "request trigger frequency limit" };

/// The refusal of a password by the edge. Feishu has one code and one sentence for all violations.
///
/// ```
/// use passgate_core::Violation;
/// use passgate_wire::{Outcome, feishu::local_refusal};
///
/// let refusal = local_refusal(vec![Violation::TooShort { min: 8 }]);
/// assert_eq!((refusal.code.as_str(), refusal.reason.outcome()), ("1050022", Outcome::RefusedPassword));
/// ```
pub fn local_refusal(violations: Vec<Violation>) -> Refusal {
    let row = CodeRow::find(CODES, VendorCall::Password(Action::Reset), FORMAT_NOT_VALID);
    Refusal {
        code: FORMAT_NOT_VALID.to_owned(),
        message: row.map_or(Message::None, |row| sentence::of(row, None)),
        advice: row.and_then(|row| row.advice_for(None)),
        ..Refusal::of(Reason::Password(violations))
    }
}

/// Writes an answer in Feishu's format.
///
/// Each answer has `outcome`, `violations` and `request_id` beside the vendor's members, and a refusal
/// keeps the vendor's code. A problem between the edge and the vendor is never passed on: an SDK would
/// mistake the edge's stale token for its own. A refused credential gets HTTP 200 with a code, as
/// Feishu does, and so that no SDK logs the request with its secret. The message is in the reader's
/// language, or, if none is known, in English, as Feishu's.
///
/// ```
/// use passgate_wire::{EdgeAnswer, Reader, feishu};
///
/// let envelope = feishu::envelope(&EdgeAnswer::Done { user_id: "abc123" }, Reader::of("request-1"));
/// assert_eq!(envelope.status, 200);
/// assert_eq!(
///     envelope.body,
///     r#"{"code":0,"msg":"success","data":{},"outcome":"done","violations":[],"request_id":"request-1"}"#
/// );
/// ```
pub fn envelope(answer: &EdgeAnswer<'_>, reader: Reader<'_>) -> Envelope {
    let outcome = answer.outcome();
    let Reader { request_id, language } = reader;
    let write = Writer { outcome, request_id, language };
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
                let message = match message.in_language(language) {
                    "" => write.say(REFUSED),
                    words => words,
                };
                write.error(400, code, message, violations, None, refusal.advice.as_ref())
            }
            Shown::Instead(other) => envelope(&other, reader),
        },
        EdgeAnswer::BadInput(bad) | EdgeAnswer::BadTokenRequest(bad) => {
            let message = write.say(FIELD_NOT_VALID);
            write.error(bad.problem.status(), "99992402", message, &[], Some(bad), None)
        }
        EdgeAnswer::Unauthenticated { presented: false } => write.plain(400, "99991661", NO_TOKEN),
        EdgeAnswer::Unauthenticated { presented: true } | EdgeAnswer::TicketSpent => {
            write.plain(400, "99991663", BAD_TOKEN)
        }
        EdgeAnswer::CredentialRefused => write.plain(200, "10003", BAD_CREDENTIAL),
        EdgeAnswer::Forbidden => write.plain(400, "99991672", ACCESS_DENIED),
        EdgeAnswer::SignInTooOld { sign_in_within } => write
            .plain(400, "99991672", ACCESS_DENIED)
            .with("WWW-Authenticate", sign_in_challenge(*sign_in_within)),
        EdgeAnswer::NotFound => write.own(NOT_FOUND),
        EdgeAnswer::MethodNotAllowed { allow } => write.own(METHOD_NOT_ALLOWED).with("Allow", *allow),
        EdgeAnswer::UnderWay => write.own(UNDER_WAY).with("Retry-After", "1"),
        EdgeAnswer::TooManyRequests { retry_after_seconds } => write
            .plain(429, "99991400", TOO_OFTEN)
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

/// The JSON Schemas of these answers, for the OpenAPI document.
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
    language: Option<Locale>,
}

impl Writer<'_> {
    fn say(&self, words: Words) -> &'static str {
        words.in_language(self.language.unwrap_or(Locale::En))
    }

    fn error(
        &self,
        status: u16,
        code: &str,
        msg: &str,
        violations: &[Violation],
        bad: Option<&BadInput>,
        advice: Option<&Advice>,
    ) -> Envelope {
        // Feishu's codes are numbers. A code that is not a number is not Feishu's.
        let Ok(code) = code.parse() else {
            return Writer { outcome: Outcome::Misconfigured, ..*self }.own(MISCONFIGURED);
        };
        let language = self.language.unwrap_or(Locale::En);
        let error = bad.map(|bad| (bad, bad.problem.says(language))).map(|(bad, description)| Details {
            field_violations: [FieldViolation { field: &bad.field, description }],
        });
        let Self { outcome, request_id, .. } = *self;
        Envelope::json(status, outcome, &Error { code, msg, error, outcome, violations, advice, request_id })
    }

    fn plain(&self, status: u16, code: &str, words: Words) -> Envelope {
        self.error(status, code, self.say(words), &[], None, None)
    }

    fn own(&self, own: OwnCode) -> Envelope {
        self.plain(own.status, own.code, own.words)
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

/// Omits the member `value` of Feishu's own answer.
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
