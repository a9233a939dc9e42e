//! Decodes a reply: the part that all products share.

use passgate_core::Violation;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::error::Category;

use crate::answer::{Answer, Message, Reason, Refusal, UnknownCause};
use crate::codes::{CodeRow, Meaning, PasswordFault, ReplyDetails, VendorCall};
use crate::http::Reply;
use crate::submitted::Submitted;
use crate::token::{Token, TokenAnswer};
use crate::user_id::UserId;
use crate::{numbers, permission, sentence};

/// The longest accepted retry time of a vendor, in seconds: a day.
const LONGEST_WAIT: u32 = 86_400;

/// The maximum number of missing permissions in a refusal.
const MOST_PERMISSIONS: usize = 8;

/// The content of a body, after its product has read it.
pub(crate) enum Said<T> {
    /// The documented success member.
    Success(T),
    /// An error.
    Error(SaidError),
    /// The body has neither.
    Nothing,
}

/// An error as the body contains it.
#[derive(Default)]
pub(crate) struct SaidError {
    pub code: String,
    pub message: Option<String>,
    pub permissions: Vec<String>,
    pub log_id: Option<String>,
}

/// The result of a call whose success carries a `T`.
pub(crate) enum Outcome<T> {
    Success(T),
    Refused(Refusal),
    Unknown(UnknownCause),
}

/// One reply to one call.
pub(crate) struct Decoder<'a> {
    pub call: VendorCall,
    pub rows: &'static [CodeRow],
    /// The prefix of the codes about the password. An unlisted code with this prefix refuses the password.
    pub password_prefix: Option<&'static str>,
    pub submitted: Submitted<'a>,
    pub reply: &'a Reply,
}

impl Decoder<'_> {
    /// Reads the reply. HTTP 2xx is a success only with the success member. HTTP 4xx is a refusal only
    /// with an error in the product's format. The result of any other reply is unknown.
    pub fn read<B: DeserializeOwned, T>(&self, said: impl FnOnce(B) -> Said<T>) -> Outcome<T> {
        let status = self.reply.status;
        match status {
            200..=299 | 400..=499 => {}
            500..=599 => return Outcome::Unknown(UnknownCause::ServerError(status)),
            _ => return Outcome::Unknown(UnknownCause::UnexpectedStatus(status)),
        }
        let body: B = match serde_json::from_slice(&self.reply.body) {
            // A derived deserializer would also accept an array of the members, in order.
            Ok(_) if !self.reply.body.trim_ascii_start().starts_with(b"{") => {
                return self.by_status(None, UnknownCause::UnexpectedShape(status));
            }
            Ok(body) => body,
            Err(error) if error.classify() == Category::Data => {
                return self.by_status(None, UnknownCause::UnexpectedShape(status));
            }
            Err(_) => return self.by_status(None, UnknownCause::NotJson(status)),
        };
        match said(body) {
            Said::Success(value) if status < 300 => Outcome::Success(value),
            Said::Error(error) => self.by_code(error),
            Said::Success(_) | Said::Nothing => self.by_status(None, UnknownCause::UnexpectedShape(status)),
        }
    }

    fn by_code<T>(&self, error: SaidError) -> Outcome<T> {
        let Some(row) = CodeRow::find(self.rows, self.call, &error.code) else {
            return self.by_status(Some(error), UnknownCause::UndocumentedCode(self.reply.status));
        };
        let said = error.message.as_deref().unwrap_or_default();
        let details = self.details(row, said);
        let reason = row.meaning.reason(&details);
        let violation = reason.violations().first();
        // A problem between the edge and the vendor is not shown to a caller, and its message is not
        // kept.
        let is_callers =
            !matches!(reason, Reason::Throttled { .. } | Reason::StaleToken | Reason::Configuration);
        let words = is_callers.then(|| self.passed_on(said)).flatten();
        let message = words.map_or_else(|| sentence::of(row, violation), Message::Vendor);
        let advice = row.advice_for(reason.violations().first());
        let permission = self.permission(&error.permissions);
        let refusal = self.refusal(reason, row.code.to_owned(), message, error.log_id);
        Outcome::Refused(Refusal { advice, permission, ..refusal })
    }

    /// Without a documented code, the status alone may still prove that nothing was executed.
    fn by_status<T>(&self, error: Option<SaidError>, cause: UnknownCause) -> Outcome<T> {
        let reason = match self.reply.status {
            401 if self.call.is_token() => Reason::Configuration,
            401 => Reason::StaleToken,
            403..=405 => Reason::Configuration,
            429 => Reason::Throttled { retry_after_seconds: self.retry_after() },
            _ if error.as_ref().is_some_and(permission::is_lacking) => Reason::Configuration,
            400..=499 if error.is_some() => Reason::Undocumented,
            _ if error.is_some() && self.call.is_token() => Reason::Undocumented,
            _ => return Outcome::Unknown(cause),
        };
        let error = error.unwrap_or_default();
        let words = error.message.as_deref().and_then(|text| self.passed_on(text));
        let is_about_password = self.password_prefix.is_some_and(|prefix| error.code.starts_with(prefix));
        let reason = match reason {
            Reason::Undocumented if is_about_password => {
                Reason::Password(vec![Violation::NotAccepted { message: words.clone() }])
            }
            reason => reason,
        };
        let message = words.map_or(Message::None, Message::Vendor);
        let code = self.submitted.identifier(&error.code).unwrap_or_default();
        let permission = self.permission(&error.permissions);
        Outcome::Refused(Refusal { permission, ..self.refusal(reason, code, message, error.log_id) })
    }

    /// The names of permissions are the vendor's text, so each must have the form of a name.
    fn permission(&self, named: &[String]) -> Option<String> {
        let is_name =
            |name: &String| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._:-".contains(&byte));
        let shown =
            named.iter().filter(|name| is_name(name)).filter_map(|name| self.submitted.identifier(name));
        let names: Vec<String> = shown.take(MOST_PERMISSIONS).collect();
        (!names.is_empty()).then(|| names.join(" "))
    }

    fn refusal(&self, reason: Reason, code: String, message: Message, log_id: Option<String>) -> Refusal {
        let header =
            ["x-tt-logid", "x-request-id", "request-id"].into_iter().find_map(|name| self.reply.header(name));
        let log_id = header.map(str::to_owned).or(log_id).and_then(|id| self.submitted.identifier(&id));
        Refusal { code, message, log_id, ..Refusal::of(reason) }
    }

    /// Whether a message repeats digits of the password, or the account. Its numbers are then not the
    /// vendor's limits.
    fn is_echo(&self, message: &str) -> bool {
        self.submitted.repeats_digits_of_password(message) || self.submitted.names_account(message)
    }

    /// The vendor's message in its own language; `None` for a template with unfilled placeholders.
    fn passed_on(&self, message: &str) -> Option<String> {
        let is_template = message.contains("{0}") || message.contains("{1}");
        let fits = !is_template && !self.is_echo(message);
        fits.then(|| self.free_text(message)).flatten()
    }

    fn details(&self, row: &CodeRow, message: &str) -> ReplyDetails {
        let counted = if self.is_echo(message) { "" } else { message };
        match row.meaning {
            Meaning::Throttled => {
                ReplyDetails { retry_after_seconds: self.retry_after(), ..ReplyDetails::default() }
            }
            Meaning::Password(PasswordFault::WrongLength) => {
                ReplyDetails { length: numbers::length(counted, row.code), ..ReplyDetails::default() }
            }
            Meaning::Password(PasswordFault::TooRepetitive) => {
                ReplyDetails { repeats: numbers::repeats(counted, row.code), ..ReplyDetails::default() }
            }
            Meaning::Password(PasswordFault::NotAccepted) => {
                let words = sentence::words(row, message);
                // The unfilled template contains no reason.
                let words = if words.contains("{0}") { None } else { self.free_text(words) };
                ReplyDetails { words, ..ReplyDetails::default() }
            }
            _ => ReplyDetails::default(),
        }
    }

    /// A token call submits a credential that the decoder does not have, so it cannot remove it from
    /// the vendor's message. The message is dropped.
    fn free_text(&self, message: &str) -> Option<String> {
        if self.call.is_token() { None } else { self.submitted.free_text(message) }
    }

    /// The retry time in whole seconds. An HTTP date is ignored, because there is no clock here.
    fn retry_after(&self) -> Option<u32> {
        ["x-ogw-ratelimit-reset", "retry-after"]
            .into_iter()
            .filter_map(|name| self.reply.header(name))
            .map(str::trim)
            .filter(|value| value.bytes().all(|byte| byte.is_ascii_digit()))
            .find_map(|value| value.parse().ok().filter(|seconds| *seconds <= LONGEST_WAIT))
    }
}

impl Outcome<Option<String>> {
    /// The answer to a call for this account. A success for another account belongs to another call
    /// that a proxy or a cache has mixed up, so the result of this call is unknown.
    pub fn about(self, user_id: &UserId, status: u16) -> Answer {
        match self {
            Self::Success(Some(named)) if named != user_id.as_str() => {
                Answer::Unknown(UnknownCause::OtherAccount(status))
            }
            Self::Success(user_id) => Answer::Done { user_id },
            Self::Refused(refusal) => Answer::Refused(refusal),
            Self::Unknown(cause) => Answer::Unknown(cause),
        }
    }
}

impl From<Outcome<Token>> for TokenAnswer {
    fn from(outcome: Outcome<Token>) -> Self {
        match outcome {
            Outcome::Success(token) => Self::Granted(token),
            Outcome::Refused(refusal) => Self::Refused(refusal),
            Outcome::Unknown(cause) => Self::Unknown(cause),
        }
    }
}

/// A code as text, whether the vendor writes it as a string or a number; trimmed, because EIAM's own
/// example has a leading space. `None` for any other value or an invalid code.
pub(crate) fn code(value: &Value) -> Option<String> {
    let code = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) if number.is_i64() || number.is_u64() => number.to_string(),
        _ => return None,
    };
    let shaped = (1..=64).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_graphic());
    shaped.then_some(code)
}

/// The text of a member; `None` for any other type.
pub(crate) fn text(value: Option<Value>) -> Option<String> {
    match value {
        Some(Value::String(text)) => Some(text),
        _ => None,
    }
}

/// A token with this text and lifetime, if both are valid: visible ASCII of at most 8 KiB, and whole
/// seconds, written as a number or a string.
pub(crate) fn token(value: Option<Value>, lifetime: Option<&Value>) -> Option<Token> {
    let value = passgate_core::Secret::new(text(value)?);
    let fits = (1..=8192).contains(&value.expose().len())
        && value.expose().bytes().all(|byte| byte.is_ascii_graphic());
    let lifetime_seconds = code(lifetime?)?.parse().ok()?;
    fits.then_some(Token { value, lifetime_seconds })
}
