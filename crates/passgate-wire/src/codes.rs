//! The shape of a product's table of codes: what decoding, envelopes and documentation read.

use passgate_core::{IdentityField, Locale, Violation};

use crate::action::Action;
use crate::answer::{Advice, Reason};
use crate::language::Words;
use crate::outcome::Outcome;

/// A kind of call to a vendor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum VendorCall {
    /// The call for a token. It changes nothing.
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

    /// Whether the call only asks for a token, and so changes nothing.
    pub(crate) const fn is_token(self) -> bool {
        matches!(self, Self::Token)
    }
}

/// One code of a product.
#[derive(Clone, Copy, Debug)]
pub struct CodeRow {
    /// The code, whole and trimmed, as text.
    pub code: &'static str,
    /// The HTTP status the source states; `None` where it states none.
    pub status: Option<u16>,
    /// The calls it can answer.
    pub calls: &'static [VendorCall],
    /// The vendor's sentence with `{0}` and `{1}` unfilled; its meaning where the source gives
    /// no sentence.
    pub text: &'static str,
    /// The vendor's English sentence, where the page has one beside the Chinese.
    pub english: Option<&'static str>,
    /// A translation, where the page has English alone and the edge may say it to a caller.
    pub chinese: Option<&'static str>,
    /// What the page advises (排查建议, Handling Measures), where it does.
    pub advice: Option<PageAdvice>,
    /// What it becomes.
    pub meaning: Meaning,
    /// Whether the call had an effect.
    pub executed: Executed,
    /// Where it is documented.
    pub source: &'static str,
}

/// What a page advises for a code (排查建议, Handling Measures): in the page's own words in the language it
/// is written in, and a faithful translation. `{0}` stands for the number of the code's sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageAdvice {
    /// In Simplified Chinese.
    pub zh_cn: &'static str,
    /// In English.
    pub en: &'static str,
}

impl PageAdvice {
    /// With the number filled in; nothing where the number is not known.
    pub(crate) fn filled(self, number: Option<u32>) -> Option<Advice> {
        let filled = |text: &str| match number {
            Some(number) => Some(text.replace("{0}", &number.to_string()).into()),
            None => (!text.contains("{0}")).then(|| text.into()),
        };
        Some(Advice { zh_cn: filled(self.zh_cn)?, en: filled(self.en)? })
    }
}

impl CodeRow {
    /// What the page advises, with the number of the violation.
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

    /// The sentence in that language; where there is none in it, as the source has it.
    pub(crate) fn text_in(&self, language: Locale) -> &'static str {
        let other = match language {
            Locale::ZhCn | Locale::ZhTw => self.chinese,
            Locale::En => self.english,
        };
        other.unwrap_or(self.text)
    }

    /// The row of that code for that call.
    pub(crate) fn find(rows: &'static [Self], call: VendorCall, code: &str) -> Option<&'static Self> {
        rows.iter().find(|row| row.code == code && row.calls.contains(&call))
    }
}

/// Whether a call that was answered with a code had an effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Executed {
    /// Certainly not.
    No,
    /// The source does not say.
    Perhaps,
}

/// An answer of the edge's own, in a vendor's shape but with a code that is not the vendor's.
#[derive(Clone, Copy, Debug)]
pub struct OwnCode {
    /// The code.
    pub code: &'static str,
    /// The HTTP status it comes with.
    pub status: u16,
    /// The sentence.
    pub words: Words,
}

/// What a code becomes: a [`Reason`] without what only a reply can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// [`Reason::Password`] with this fault.
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
    /// The reason, filled with what the reply told.
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

    /// The word for what happened where a reply has this code.
    pub fn outcome(self) -> Outcome {
        self.reason(&ReplyDetails::default()).outcome()
    }
}

/// What a reply tells beside its code.
#[derive(Debug, Default)]
pub(crate) struct ReplyDetails {
    /// The two numbers of a length.
    pub length: Option<(u32, u32)>,
    /// The number of a repetition.
    pub repeats: Option<u32>,
    /// The vendor's own words, bounded and free of what was submitted.
    pub words: Option<String>,
    /// How long to wait, in seconds.
    pub retry_after_seconds: Option<u32>,
}

/// The violation a code names, without its numbers and words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordFault {
    /// [`Violation::Empty`].
    Empty,
    /// [`Violation::WrongLength`], with the two numbers of the message.
    WrongLength,
    /// [`Violation::MatchesUsername`].
    MatchesUsername,
    /// [`Violation::ReversesUsername`].
    ReversesUsername,
    /// [`Violation::NotAccepted`], with the vendor's words.
    NotAccepted,
    /// [`Violation::TooCommon`].
    TooCommon,
    /// [`Violation::Reused`].
    Reused,
    /// [`Violation::TooRepetitive`], with the number of the message.
    TooRepetitive,
    /// [`Violation::ContainsIdentity`], with the four fields the page lists.
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
            Self::WrongLength => Violation::WrongLength {
                min: details.length.map(|(min, _)| min),
                max: details.length.map(|(_, max)| max),
            },
            Self::MatchesUsername => Violation::MatchesUsername,
            Self::ReversesUsername => Violation::ReversesUsername,
            Self::NotAccepted => Violation::NotAccepted { message: details.words.clone() },
            Self::TooCommon => Violation::TooCommon { pattern: None },
            Self::Reused => Violation::Reused,
            // Run or total: the page does not say.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_stands_once_for_a_call() {
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
