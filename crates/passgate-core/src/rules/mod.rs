//! The rules, one file each: what the document says, what makes it impossible, how it is checked.
//!
//! A rule is added here, in its own file, in [`RuleName`] and in the words.

mod charset;
mod common;
mod composition;
mod history;
mod identity;
mod length;
mod repetition;
mod username;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::candidate::Candidate;
use crate::document::{self, DocumentError};
use crate::finding::{RuleName, Span};
use crate::identity::Identity;
use crate::violation::Violation;

pub use charset::{Charset, Letters};
pub use common::{Common, Patterns};
pub use composition::Composition;
pub use history::History;
pub use identity::IdentityRule;
pub use length::{Length, Unit};
pub use repetition::Repetition;
pub use username::{Relation, Username};

/// One rule of a policy, as its document states it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "rule", rename_all = "kebab-case")]
pub enum Rule {
    /// How many characters.
    Length(Length),
    /// Which characters may be used.
    Charset(Charset),
    /// How many kinds of character.
    Composition(Composition),
    /// Not the username, nor the username backwards.
    Username(Username),
    /// Not a password many people use.
    Common(Common),
    /// Not a password used before.
    History(History),
    /// Not the same character too often.
    Repetition(Repetition),
    /// Nothing about the person.
    Identity(IdentityRule),
}

impl Rule {
    /// Reads one rule's fields, its name apart, and refuses what is impossible by itself.
    pub(crate) fn read(name: &str, fields: Map<String, Value>) -> Result<Self, DocumentError> {
        let fields = Value::Object(fields);
        let rule = match name {
            "length" => Self::Length(document::read(fields)?),
            "charset" => Self::Charset(document::read(fields)?),
            "composition" => Self::Composition(document::read(fields)?),
            "username" => Self::Username(document::read(fields)?),
            "common" => Self::Common(document::read(fields)?),
            "history" => Self::History(document::read(fields)?),
            "repetition" => Self::Repetition(document::read(fields)?),
            "identity" => Self::Identity(document::read(fields)?),
            _ => {
                return Err(DocumentError::new(
                    "rule",
                    "must be one of `length`, `charset`, `composition`, `username`, `common`, `history`, `repetition`, `identity`",
                ));
            }
        };
        match &rule {
            Self::Length(length) => length.validate()?,
            Self::Charset(charset) => charset.validate()?,
            Self::Composition(composition) => composition.validate()?,
            Self::Repetition(repetition) => repetition.validate()?,
            Self::Identity(identity) => identity.validate()?,
            Self::Username(_) | Self::Common(_) | Self::History(_) => {}
        }
        Ok(rule)
    }

    /// The row this rule is.
    pub const fn name(&self) -> RuleName {
        match self {
            Self::Length(_) => RuleName::Length,
            Self::Charset(_) => RuleName::Charset,
            Self::Composition(_) => RuleName::Composition,
            Self::Username(_) => RuleName::Username,
            Self::Common(_) => RuleName::Common,
            Self::History(_) => RuleName::History,
            Self::Repetition(_) => RuleName::Repetition,
            Self::Identity(_) => RuleName::Identity,
        }
    }

    /// Makes the check ready for one person.
    pub(crate) fn prepare(&self, identity: &Identity) -> Box<dyn Check> {
        match self {
            Self::Length(rule) => Box::new(rule.clone()),
            Self::Charset(rule) => Box::new(rule.clone()),
            Self::Composition(rule) => Box::new(rule.clone()),
            Self::Username(rule) => Box::new(rule.prepare(identity)),
            Self::Common(rule) => Box::new(rule.prepare(identity)),
            Self::History(rule) => Box::new(rule.clone()),
            Self::Repetition(rule) => Box::new(rule.clone()),
            Self::Identity(rule) => Box::new(rule.prepare(identity)),
        }
    }
}

/// What a rule says of a text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Met,
    Unmet(Violation),
    /// Not decided here; the violation is what it may turn out to be.
    Unsure(Option<Violation>),
}

/// A rule made ready: pure, and linear in the length of the text.
pub(crate) trait Check: Send + Sync {
    /// Judges the text; pushes the ranges at fault, in order and without overlap.
    fn judge(&self, candidate: &Candidate<'_>, spans: &mut Vec<Span>) -> Verdict;
}

/// Adds the range, growing the last one where they touch or overlap.
pub(crate) fn push_span(spans: &mut Vec<Span>, span: Span) {
    match spans.last_mut() {
        Some(last) if span.0 <= last.1 => last.1 = last.1.max(span.1),
        _ => spans.push(span),
    }
}

#[cfg(test)]
pub(crate) mod table {
    //! One table per rule: a password, and what the rule says of it.

    use super::*;

    /// Judges one text by one prepared rule.
    pub(crate) fn judge(rule: &Rule, identity: &Identity, text: &str) -> (Verdict, Vec<Span>) {
        let mut spans = Vec::new();
        let verdict = rule.prepare(identity).judge(&Candidate::new(text), &mut spans);
        (verdict, spans)
    }

    /// Reads a rule from its JSON, as a policy would.
    pub(crate) fn rule(json: &str) -> Result<Rule, DocumentError> {
        let Value::Object(mut fields) = document::parse(json)? else { panic!("not an object") };
        let Some(Value::String(name)) = fields.remove("rule") else { panic!("no rule") };
        Rule::read(&name, fields)
    }

    #[test]
    fn touching_ranges_grow_together() {
        let mut spans = Vec::new();
        for span in [Span(0, 2), Span(2, 3), Span(5, 6), Span(5, 9)] {
            push_span(&mut spans, span);
        }
        assert_eq!(spans, [Span(0, 3), Span(5, 9)]);
    }

    #[test]
    fn an_unknown_rule_is_named() {
        let error = rule(r#"{"rule":"lenght"}"#).unwrap_err();
        assert_eq!(error.path, "rule");
    }
}
