//! What a vendor's reply means. All products share these types.

use passgate_core::{Locale, Violation};
use serde::Serialize;

use crate::outcome::Outcome;

/// The result of a call that changes a password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The vendor confirms the change.
    Done {
        /// The account, where the vendor names it (EIAM does, Feishu does not).
        user_id: Option<String>,
    },
    /// The vendor refused. Nothing was changed; for the exception see [`Outcome::may_have_changed`].
    Refused(Refusal),
    /// The reply does not tell the result. The password may have been changed. Never repeat the call.
    Unknown(UnknownCause),
}

/// A refusal by a vendor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The reason, in the vocabulary of all vendors.
    pub reason: Reason,
    /// The vendor's code, trimmed; empty if the reply had none (a plain-text 404).
    pub code: String,
    /// The message that may be shown to the caller.
    pub message: Message,
    /// What the vendor's page advises for this code.
    pub advice: Option<Advice>,
    /// The permission that the edge's app lacks, if the vendor names it (Feishu's
    /// `permission_violations`). It is for the operator and never for the caller.
    pub permission: Option<String>,
    /// The vendor's trace id, for a question to its support.
    pub log_id: Option<String>,
}

impl Refusal {
    /// A refusal with this reason and no other details.
    pub const fn of(reason: Reason) -> Self {
        Self {
            reason,
            code: String::new(),
            message: Message::None,
            advice: None,
            permission: None,
            log_id: None,
        }
    }
}

/// The message of a refusal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// The vendor's own message, in the vendor's language: one line, bounded, and without data of the
    /// request.
    Vendor(String),
    /// The sentence of the vendor's page. It is used when the edge itself refuses, and when the
    /// vendor's message must not be repeated.
    Page {
        /// The language of the page. A caller without a preferred language gets the message in it.
        native: Locale,
        /// In Simplified Chinese.
        zh_cn: Box<str>,
        /// In English.
        en: Box<str>,
    },
    /// There is no message to show.
    None,
}

impl Message {
    /// The message in the requested language, except for the vendor's own, which has one language;
    /// empty if there is none.
    ///
    /// ```
    /// use passgate_core::Locale;
    /// use passgate_wire::Message;
    ///
    /// let message = Message::Page { native: Locale::ZhCn, zh_cn: "密码太短".into(), en: "too short".into() };
    /// assert_eq!(message.in_language(Some(Locale::En)), "too short");
    /// assert_eq!(message.in_language(None), "密码太短");
    /// ```
    pub fn in_language(&self, asked: Option<Locale>) -> &str {
        match self {
            Self::Vendor(words) => words,
            Self::Page { native, zh_cn, en } => match asked.unwrap_or(*native) {
                Locale::ZhCn | Locale::ZhTw => zh_cn,
                Locale::En => en,
            },
            Self::None => "",
        }
    }
}

/// Why a vendor refuses, in one vocabulary for all vendors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The password is not accepted: choose another one.
    Password(Vec<Violation>),
    /// The account has reached its daily limit; try again tomorrow (Feishu `1050023`).
    DailyLimit,
    /// This account cannot be reset this way (Feishu `1050024`).
    NotEligible,
    /// The account does not exist.
    UserNotFound,
    /// The account has no mobile number to send to (EIAM `USER.0011`).
    MissingMobile,
    /// The account has no e-mail address to send to (EIAM `USER.0012`).
    MissingEmail,
    /// The generated password could not be sent (EIAM `MSG.0001`).
    DeliveryFailed,
    /// The tenant does not support this send mode (EIAM `MSG.0004`).
    SendMode,
    /// The vendor limits the rate; the call was not executed.
    Throttled {
        /// The vendor's retry time, in seconds.
        retry_after_seconds: Option<u32>,
    },
    /// The vendor no longer accepts the edge's token; the call was not executed. Get a new token and
    /// retry once.
    StaleToken,
    /// The edge's own app, permissions, network, address or request are wrong at the vendor; the call
    /// was not executed. The caller cannot fix it: an operator must act.
    Configuration,
    /// The vendor rejects a field that the caller chose, without further details (Feishu `99992402`);
    /// the call was not executed.
    BadRequest,
    /// A refusal (HTTP 4xx, in the vendor's own error format) with an undocumented code.
    Undocumented,
}

/// What a vendor's page advises for a code, for the person who reads the answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Advice {
    /// In Simplified Chinese.
    #[serde(rename = "zh-CN")]
    pub zh_cn: Box<str>,
    /// In English.
    pub en: Box<str>,
}

impl Reason {
    /// The outcome of a refusal with this reason.
    ///
    /// ```
    /// use passgate_wire::{Outcome, Reason};
    ///
    /// assert_eq!(Reason::DailyLimit.outcome(), Outcome::DailyLimit);
    /// assert_eq!(Reason::Undocumented.outcome(), Outcome::Refused);
    /// ```
    pub const fn outcome(&self) -> Outcome {
        match self {
            Self::Password(_) => Outcome::RefusedPassword,
            Self::DailyLimit => Outcome::DailyLimit,
            Self::NotEligible => Outcome::NotEligible,
            Self::UserNotFound => Outcome::UserNotFound,
            Self::MissingMobile => Outcome::MissingMobile,
            Self::MissingEmail => Outcome::MissingEmail,
            Self::DeliveryFailed => Outcome::DeliveryFailed,
            Self::SendMode => Outcome::SendMode,
            Self::Throttled { .. } => Outcome::TooOften,
            Self::StaleToken | Self::Configuration => Outcome::Misconfigured,
            Self::BadRequest => Outcome::BadRequest,
            Self::Undocumented => Outcome::Refused,
        }
    }

    /// The violations, if the password is the reason; otherwise none.
    pub fn violations(&self) -> &[Violation] {
        match self {
            Self::Password(violations) => violations,
            _ => &[],
        }
    }
}

/// Why a reply does not tell the result of the call. Each variant carries the HTTP status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnknownCause {
    /// HTTP 5xx.
    ServerError(u16),
    /// Neither success, nor a client error, nor a server error, such as a redirect.
    UnexpectedStatus(u16),
    /// The body is empty or not JSON.
    NotJson(u16),
    /// The JSON does not have the documented form.
    UnexpectedShape(u16),
    /// An undocumented code, with a status that does not mean a refusal.
    UndocumentedCode(u16),
    /// A success for another account than that of the call.
    OtherAccount(u16),
}

impl UnknownCause {
    /// The HTTP status of the reply.
    pub const fn status(&self) -> u16 {
        match self {
            Self::ServerError(status)
            | Self::UnexpectedStatus(status)
            | Self::NotJson(status)
            | Self::UnexpectedShape(status)
            | Self::UndocumentedCode(status)
            | Self::OtherAccount(status) => *status,
        }
    }
}
