//! What a row of the log tells.

use serde::{Deserialize, Serialize};

/// Something that happened. It names a person's account by a keyed tag only, and never holds a
/// password, a credential or a vendor's words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// Unique in the log: an event that is delivered twice is written once.
    pub id: String,
    /// When, in milliseconds since 1970.
    pub at_ms: u64,
    /// What.
    pub kind: Kind,
    /// The request it belongs to. An intent and its outcome have the same.
    pub request_id: String,
    /// Who: the kind of caller and its name; of somebody's own account `user` and no name, for the tag
    /// beside it would then be no pseudonym.
    pub actor: String,
    /// The product, which is the log's name too.
    pub product: String,
    /// The account's keyed tag, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// What was asked of the vendor, where it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,
    /// What came of it, by its word (`done`, `refused-password`, `unknown`, …). Only of an outcome, and of a
    /// search that ended a reset.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    /// A word more: a vendor's code, or a reason of ours; of an intent, what came of the search for
    /// the password among breached ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A password call is about to be made.
    Intent,
    /// What came of it.
    Outcome,
    /// A ticket was minted.
    TicketMinted,
    /// A ticket was bound to the browser that claimed it first.
    TicketBound,
    /// The limits learned from refusals were reset.
    LimitsReset,
    /// An operator applied a limit learned from refusals to every account.
    LimitAdopted,
    /// A search for the password among breached ones ended a reset before it was one.
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
    /// An event of a request, of which there is at most one of each kind.
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

    /// Of that account, by its keyed tag.
    #[must_use]
    pub fn account(mut self, tag: &str) -> Self {
        self.account = Some(tag.to_owned());
        self
    }

    /// About that action.
    #[must_use]
    pub fn action(mut self, name: &str) -> Self {
        self.action = Some(name.to_owned());
        self
    }

    /// With that outcome.
    #[must_use]
    pub fn outcome(mut self, name: &str) -> Self {
        self.outcome = Some(name.to_owned());
        self
    }

    /// With a word more; none when there is nothing to add.
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
