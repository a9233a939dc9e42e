//! The content of a row of the log.

use serde::{Deserialize, Serialize};

/// An event. It identifies an account only by a keyed tag, and contains no password, no credential and
/// no message of a vendor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// The unique id in the log. The log ignores a second delivery of the same event.
    pub id: String,
    /// The time of the event, in milliseconds since 1970.
    pub at_ms: u64,
    /// The kind of the event.
    pub kind: Kind,
    /// The id of the request. An intent and its outcome have the same.
    pub request_id: String,
    /// The actor: the kind of caller and its name. For a person's own account it is `user` without a
    /// name, because a name next to the account's tag would reveal whose tag it is.
    pub actor: String,
    /// The product, which is also the name of the log.
    pub product: String,
    /// The account's keyed tag, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// The action of the call, if there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,
    /// The outcome by its name (`done`, `refused-password`, `unknown`, …), only for an outcome and for
    /// a search that ended a reset.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    /// A detail: a vendor's code, or a cause of the edge; for an intent, the result of the search among
    /// breached passwords.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

/// The kind of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A password call will be made.
    Intent,
    /// The outcome of a password call.
    Outcome,
    /// A ticket was minted.
    TicketMinted,
    /// A ticket was bound to the browser that claimed it first.
    TicketBound,
    /// The learned limits were cleared.
    LimitsReset,
    /// An operator adopted a learned limit for all accounts.
    LimitAdopted,
    /// The search among breached passwords ended a reset before an attempt.
    BreachSearch,
}

impl Kind {
    /// The name in the log.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Intent => "intent",
            Self::Outcome => "outcome",
            Self::TicketMinted => "ticket-minted",
            Self::TicketBound => "ticket-bound",
            Self::LimitsReset => "limits-reset",
            Self::LimitAdopted => "limit-adopted",
            Self::BreachSearch => "breach-search",
        }
    }
}

impl Event {
    /// An event of a request, which has at most one event of each kind.
    pub fn new(kind: Kind, product: &str, request_id: &str, actor: &str, at_ms: u64) -> Self {
        Self {
            id: format!("{request_id}/{}", kind.name()),
            at_ms,
            kind,
            request_id: request_id.to_owned(),
            actor: actor.to_owned(),
            product: product.to_owned(),
            account: None,
            action: None,
            outcome: None,
            detail: None,
        }
    }

    /// Adds the account, by its keyed tag.
    #[must_use]
    pub fn account(mut self, tag: &str) -> Self {
        self.account = Some(tag.to_owned());
        self
    }

    /// Adds the action.
    #[must_use]
    pub fn action(mut self, name: &str) -> Self {
        self.action = Some(name.to_owned());
        self
    }

    /// Adds the outcome.
    #[must_use]
    pub fn outcome(mut self, name: &str) -> Self {
        self.outcome = Some(name.to_owned());
        self
    }

    /// Adds a detail; an empty text adds none.
    #[must_use]
    pub fn detail(mut self, text: &str) -> Self {
        self.detail = (!text.is_empty()).then(|| text.to_owned());
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_has_the_same_name_in_json() {
        for kind in [
            Kind::Intent,
            Kind::Outcome,
            Kind::TicketMinted,
            Kind::TicketBound,
            Kind::LimitsReset,
            Kind::LimitAdopted,
            Kind::BreachSearch,
        ] {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.name());
        }
    }
}
