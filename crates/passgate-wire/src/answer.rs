//! The one meaning of a vendor's reply.

use passgate_core::{Locale, Violation};
use serde::Serialize;

use crate::outcome::Outcome;

/// What became of a call that changes a password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The vendor says it is done.
    Done {
        /// The account, where the vendor names it (EIAM does, Feishu does not).
        user_id: Option<String>,
    },
    /// The vendor says no. Nothing was changed, but see [`Outcome::may_have_changed`].
    Refused(Refusal),
    /// The reply does not say. The password may have been changed; never repeat the call.
    Unknown(UnknownCause),
}

/// A vendor's no.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Why.
    pub reason: Reason,
    /// The vendor's code, trimmed; empty where the reply had none (a plain-text 404).
    pub code: String,
    /// What may be shown.
    pub message: Message,
    /// What the vendor's page advises for this code.
    pub advice: Option<Advice>,
    /// The permission that the edge's app lacks, where the vendor names it (Feishu's
    /// `permission_violations`): for the operator, never for the caller.
    pub permission: Option<String>,
    /// The vendor's trace id, to quote to its support.
    pub log_id: Option<String>,
}

impl Refusal {
    /// A refusal for that reason, of which nothing else is known.
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

/// The sentence of a refusal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// The vendor's own words, in the language in which it answered: one line, bounded, and without
    /// anything that was submitted.
    Vendor(String),
    /// The sentence of the vendor's page, where the edge itself refuses and where the vendor's words
    /// cannot be repeated.
    Page {
        /// The language of the page, in which a caller that names none is answered.
        native: Locale,
        /// In Simplified Chinese.
        zh_cn: Box<str>,
        /// In English.
        en: Box<str>,
    },
    /// Nothing that can be shown.
    None,
}

impl Message {
    /// The sentence in the language asked for, unless it is the vendor's own; empty where there is none.
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

/// Why a vendor refuses, in one vocabulary for both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Choose another password.
    Password(Vec<Violation>),
    /// Too many resets today; try again tomorrow (Feishu `1050023`).
    DailyLimit,
    /// This account cannot be reset this way (Feishu `1050024`).
    NotEligible,
    /// No such account.
    UserNotFound,
    /// The account has no mobile number to send to (EIAM `USER.0011`).
    MissingMobile,
    /// The account has no e-mail address to send to (EIAM `USER.0012`).
    MissingEmail,
    /// The generated password could not be sent (EIAM `MSG.0001`).
    DeliveryFailed,
    /// The tenant does not take this way of sending (EIAM `MSG.0004`).
    SendMode,
    /// Too fast; not executed.
    Throttled {
        /// How long the vendor asks to wait, in seconds.
        retry_after_seconds: Option<u32>,
    },
    /// The vendor no longer takes the edge's token; not executed. Refresh once and repeat.
    StaleToken,
    /// The edge's own app, permissions, network, address or request are wrong at the vendor; not
    /// executed. No caller can mend it: an operator must act.
    Configuration,
    /// The vendor did not take a field the caller chose, and does not say more than that
    /// (Feishu `99992402`); not executed.
    BadRequest,
    /// A refusal (HTTP 4xx, in the vendor's own error shape) with a code no page documents.
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
    /// The word for what happened where the vendor said this.
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

    /// The violations, where the password is at fault; else none.
    pub fn violations(&self) -> &[Violation] {
        match self {
            Self::Password(violations) => violations,
            _ => &[],
        }
    }
}

/// Why a reply does not say what became of the call. Each carries the HTTP status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnknownCause {
    /// HTTP 5xx.
    ServerError(u16),
    /// Neither success, nor a client error, nor a server error: a redirect, say.
    UnexpectedStatus(u16),
    /// Not JSON, or no body at all.
    NotJson(u16),
    /// JSON, but not as the page shapes it.
    UnexpectedShape(u16),
    /// A code no page documents, at a status that does not say no.
    UndocumentedCode(u16),
    /// A success of another account than the one of the call.
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
