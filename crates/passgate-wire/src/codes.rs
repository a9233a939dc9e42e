//! The table of a product's codes, which decoding, envelopes and documentation use.

use passgate_core::{IdentityField, Locale, Violation};

use crate::action::Action;
use crate::answer::{Advice, Reason};
use crate::language::Words;
use crate::outcome::Outcome;

/// A kind of call to a vendor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum VendorCall {
    /// The token call. It changes nothing.
    Token,
    /// A call that changes a password.
    Password(Action),
}

impl VendorCall {
    /// A stable name: `token`, or the name of the action.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::Password(action) => action.name(),
        }
    }

    /// Whether the call is the token call, which changes nothing.
    pub(crate) const fn is_token(self) -> bool {
        matches!(self, Self::Token)
    }
}

/// One code of a product.
#[derive(Clone, Copy, Debug)]
pub struct CodeRow {
    /// The complete code as text, trimmed.
    pub code: &'static str,
    /// The HTTP status that the source documents; `None` if it documents none.
    pub status: Option<u16>,
    /// The calls that can return the code.
    pub calls: &'static [VendorCall],
    /// The vendor's sentence with the placeholders `{0}` and `{1}`, or the meaning of the code if the
    /// source gives no sentence.
    pub text: &'static str,
    /// The vendor's English sentence, if the page has both languages.
    pub english: Option<&'static str>,
    /// A translation, if the page is only in English and the edge may show the sentence to a caller.
    pub chinese: Option<&'static str>,
    /// The advice of the page (排查建议, Handling Measures), if it gives any.
    pub advice: Option<PageAdvice>,
    /// The meaning of the code.
    pub meaning: Meaning,
    /// Whether a call with this code may have had an effect.
    pub executed: Executed,
    /// The source that documents the code.
    pub source: &'static str,
}

/// The advice of a page for a code (排查建议, Handling Measures): the page's own words in its language, and
/// a faithful translation. `{0}` is the number in the code's sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageAdvice {
    /// In Simplified Chinese.
    pub zh_cn: &'static str,
    /// In English.
    pub en: &'static str,
}

impl PageAdvice {
    /// The advice with the number filled in; `None` when the number is not known.
    pub(crate) fn filled(self, number: Option<u32>) -> Option<Advice> {
        let filled = |text: &str| match number {
            Some(number) => Some(text.replace("{0}", &number.to_string()).into()),
            None => (!text.contains("{0}")).then(|| text.into()),
        };
        Some(Advice { zh_cn: filled(self.zh_cn)?, en: filled(self.en)? })
    }
}

impl CodeRow {
    /// The advice of the page, with the number of the violation.
    pub(crate) fn advice_for(&self, violation: Option<&Violation>) -> Option<Advice> {
        let number = match violation {
            Some(Violation::TooRepetitive { max, .. }) => *max,
            _ => None,
        };
        self.advice?.filled(number)
    }

    /// The language of the page.
    pub(crate) const fn native(&self) -> Locale {
        if self.english.is_some() { Locale::ZhCn } else { Locale::En }
    }

    /// The sentence in this language, or in the source's language if there is no other.
    pub(crate) fn text_in(&self, language: Locale) -> &'static str {
        let other = match language {
            Locale::ZhCn | Locale::ZhTw => self.chinese,
            Locale::En => self.english,
        };
        other.unwrap_or(self.text)
    }

    /// The row of this code for this call.
    pub(crate) fn find(rows: &'static [Self], call: VendorCall, code: &str) -> Option<&'static Self> {
        rows.iter().find(|row| row.code == code && row.calls.contains(&call))
    }
}

/// Whether a call with a code had an effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Executed {
    /// Certainly not.
    No,
    /// The source does not say.
    Perhaps,
}

/// An answer of the edge itself, in a vendor's format but with a code of the edge.
#[derive(Clone, Copy, Debug)]
pub struct OwnCode {
    /// The code.
    pub code: &'static str,
    /// The HTTP status of the answer.
    pub status: u16,
    /// The sentence.
    pub words: Words,
}

/// The meaning of a code: a [`Reason`] without the details that only a reply contains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// [`Reason::Password`] with this violation.
    Password(PasswordFault),
    /// [`Reason::DailyLimit`].
    DailyLimit,
    /// [`Reason::NotEligible`].
    NotEligible,
    /// [`Reason::UserNotFound`].
    UserNotFound,
    /// [`Reason::MissingMobile`].
    MissingMobile,
    /// [`Reason::MissingEmail`].
    MissingEmail,
    /// [`Reason::DeliveryFailed`].
    DeliveryFailed,
    /// [`Reason::SendMode`].
    SendMode,
    /// [`Reason::Throttled`].
    Throttled,
    /// [`Reason::StaleToken`].
    StaleToken,
    /// [`Reason::Configuration`].
    Configuration,
    /// [`Reason::BadRequest`].
    BadRequest,
}

impl Meaning {
    /// The reason, with the details of the reply.
    pub(crate) fn reason(self, details: &ReplyDetails) -> Reason {
        match self {
            Self::Password(fault) => Reason::Password(vec![fault.violation(details)]),
            Self::DailyLimit => Reason::DailyLimit,
            Self::NotEligible => Reason::NotEligible,
            Self::UserNotFound => Reason::UserNotFound,
            Self::MissingMobile => Reason::MissingMobile,
            Self::MissingEmail => Reason::MissingEmail,
            Self::DeliveryFailed => Reason::DeliveryFailed,
            Self::SendMode => Reason::SendMode,
            Self::Throttled => Reason::Throttled { retry_after_seconds: details.retry_after_seconds },
            Self::StaleToken => Reason::StaleToken,
            Self::Configuration => Reason::Configuration,
            Self::BadRequest => Reason::BadRequest,
        }
    }

    /// The outcome of a reply with this code.
    pub fn outcome(self) -> Outcome {
        self.reason(&ReplyDetails::default()).outcome()
    }
}

/// The details of a reply beside its code.
#[derive(Debug, Default)]
pub(crate) struct ReplyDetails {
    /// The two numbers of a length message.
    pub length: Option<(u32, u32)>,
    /// The number of a repetition message.
    pub repeats: Option<u32>,
    /// The vendor's own message, bounded and free of data from the request.
    pub words: Option<String>,
    /// The retry time, in seconds.
    pub retry_after_seconds: Option<u32>,
}

/// The violation that a code stands for, without its numbers and message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordFault {
    /// [`Violation::Empty`].
    Empty,
    /// [`Violation::WrongLength`], with both numbers of the message.
    WrongLength,
    /// [`Violation::MatchesUsername`].
    MatchesUsername,
    /// [`Violation::ReversesUsername`].
    ReversesUsername,
    /// [`Violation::NotAccepted`], with the vendor's message.
    NotAccepted,
    /// [`Violation::TooCommon`].
    TooCommon,
    /// [`Violation::Reused`].
    Reused,
    /// [`Violation::TooRepetitive`], with the number of the message.
    TooRepetitive,
    /// [`Violation::ContainsIdentity`], with the four fields that the page lists.
    ContainsIdentity,
}

impl PasswordFault {
    /// The violation's `code`.
    pub fn name(self) -> &'static str {
        self.violation(&ReplyDetails::default()).code()
    }

    fn violation(self, details: &ReplyDetails) -> Violation {
        match self {
            Self::Empty => Violation::Empty,
            Self::WrongLength => Violation::wrong_length(
                details.length.map(|(min, _)| min),
                details.length.map(|(_, max)| max),
            ),
            Self::MatchesUsername => Violation::MatchesUsername,
            Self::ReversesUsername => Violation::ReversesUsername,
            Self::NotAccepted => Violation::NotAccepted { message: details.words.clone() },
            Self::TooCommon => Violation::TooCommon { pattern: None },
            Self::Reused => Violation::Reused,
            // The page does not say whether it counts a run or the total.
            Self::TooRepetitive => Violation::TooRepetitive { max: details.repeats, count: None },
            Self::ContainsIdentity => Violation::ContainsIdentity {
                fields: [
                    IdentityField::Username,
                    IdentityField::Phone,
                    IdentityField::EmailPrefix,
                    IdentityField::NamePinyin,
                ]
                .into(),
            },
        }
    }
}

/// A row without translations and advice, for a code of a call that changed nothing.
pub(crate) const fn row(
    code: &'static str,
    status: Option<u16>,
    calls: &'static [VendorCall],
    text: &'static str,
    meaning: Meaning,
    source: &'static str,
) -> CodeRow {
    CodeRow {
        code,
        status,
        calls,
        text,
        english: None,
        chinese: None,
        advice: None,
        meaning,
        executed: Executed::No,
        source,
    }
}

/// A code that the edge itself answers with.
pub(crate) const fn own(code: &'static str, status: u16, zh_cn: &'static str, en: &'static str) -> OwnCode {
    OwnCode { code, status, words: Words { zh_cn, en } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_unique_for_a_call() {
        for rows in crate::Spec::all().map(|spec| spec.codes) {
            for (index, row) in rows.iter().enumerate() {
                assert_eq!(row.code.trim(), row.code);
                assert!(
                    !row.text.is_empty() && !row.source.is_empty() && !row.calls.is_empty(),
                    "{}",
                    row.code
                );
                for call in row.calls {
                    let first =
                        rows.iter().position(|other| other.code == row.code && other.calls.contains(call));
                    assert_eq!(first, Some(index), "{} twice for {}", row.code, call.name());
                }
                let perhaps = row.meaning.outcome().may_have_changed();
                assert_eq!(row.executed == Executed::Perhaps, perhaps, "{}", row.code);
            }
        }
    }
}
