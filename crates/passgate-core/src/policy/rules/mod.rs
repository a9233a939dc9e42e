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

use std::sync::Arc;

use serde::Serialize;

use crate::document::{Document, Fault, Field, Record, Shape, Word as _};
use crate::identity::{Identity, Person, READINGS, Trace};
use crate::policy::Limit;
use crate::text::{Span, Text};
use crate::verdict::{Count, FieldSet, PackedViolation, RuleName};

pub use charset::{Charset, Letters};
pub use common::{Common, Patterns};
pub use composition::Composition;
pub use history::History;
pub use identity::{IdentityRule, Wider};
pub use length::{Length, ReportedLength, Unit};
pub use repetition::{Repetition, ReportedRepetition};
pub use username::{Relation, Username};

pub(crate) use common::PreparedCommon;
pub(crate) use identity::PreparedIdentity;
pub(crate) use username::PreparedUsername;

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

/// A rule as a document: its name says which fields it has.
pub(crate) static RULE: Document = Document {
    tag: Some(Field::Rule),
    strict: true,
    shapes: &[
        Length::SHAPE,
        Charset::SHAPE,
        Composition::SHAPE,
        Username::SHAPE,
        Common::SHAPE,
        History::SHAPE,
        Repetition::SHAPE,
        IdentityRule::SHAPE,
    ],
};

/// The shape of a rule: its own fields, and what any rule may carry.
pub(crate) const fn shape(must: &[Field], may: &[Field]) -> Shape {
    Shape::new(must, may).or(&[Field::Rule, Field::Advice, Field::Source])
}

impl Rule {
    /// The rule of a [`RULE`], possible or not.
    pub(crate) fn read(record: &Record<'_>) -> Result<Self, Fault> {
        Ok(match RuleName::of(record.tag).unwrap_or(RuleName::Vendor) {
            RuleName::Length => Self::Length(Length::read(record)?),
            RuleName::Charset => Self::Charset(Charset::read(record)),
            RuleName::Composition => Self::Composition(Composition::read(record)),
            RuleName::Username => Self::Username(Username::read(record)),
            RuleName::Common => Self::Common(Common::read(record)),
            // No document names the vendor's own row.
            RuleName::History | RuleName::Vendor => Self::History(History {}),
            RuleName::Repetition => Self::Repetition(Repetition::read(record)?),
            RuleName::Identity => Self::Identity(IdentityRule::read(record)),
        })
    }

    /// Refuses what is impossible by itself.
    pub(crate) fn validate(&self) -> Result<(), Fault> {
        match self {
            Self::Length(rule) => rule.validate(),
            Self::Charset(rule) => rule.validate(),
            Self::Composition(rule) => rule.validate(),
            _ => Ok(()),
        }
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

    /// What the rule needs of one person: `person` is the same one, made ready for these rules.
    pub(crate) fn prepare(&self, identity: &Identity, person: &Arc<Person>) -> Prepared {
        match self {
            Self::Username(rule) => Prepared::Username(rule.prepare(identity)),
            Self::Common(rule) => Prepared::Common(rule.prepare(person)),
            Self::Identity(rule) => Prepared::Identity(rule.prepare(person)),
            _ => Prepared::Nothing,
        }
    }

    /// The most characters it allows.
    pub(crate) const fn longest(&self) -> Option<u32> {
        match self {
            Self::Length(length) => length.max,
            _ => None,
        }
    }

    /// The limit of this rule that a refusal tells, if it tells one that can be.
    pub(crate) fn limit_in(&self, violation: PackedViolation) -> Option<Limit> {
        let limit = Limit::in_violation(
            violation,
            if let Self::Repetition(own) = self { own.count } else { Count::Run },
        )?;
        let is_own = matches!(
            (self, limit),
            (Self::Length(_), Limit::Length { .. }) | (Self::Repetition(_), Limit::Repetition { .. })
        );
        is_own.then_some(limit)
    }

    /// Whether the limit is one of this rule and certainly forbids the text.
    pub(crate) fn forbids(&self, limit: Limit, text: &Text<'_>) -> bool {
        match (self, limit) {
            (Self::Length(rule), Limit::Length { min, max }) => rule.forbids(min, max, text),
            (Self::Repetition(rule), Limit::Repetition { max }) => rule.forbids(max, text),
            _ => false,
        }
    }

    /// The rule with a limit of its own, where that is stricter and leaves anything.
    pub(crate) fn tightened(&self, limit: Limit) -> Option<Self> {
        match (self, limit) {
            (Self::Length(rule), Limit::Length { min, max }) => rule.tightened(min, max).map(Self::Length),
            (Self::Repetition(rule), Limit::Repetition { max }) => rule.tightened(max).map(Self::Repetition),
            _ => None,
        }
    }

    /// The rule that reports a limit of its own, too, where that is stricter and leaves anything.
    pub(crate) fn reporting(&self, limit: Limit) -> Option<Self> {
        match (self, limit) {
            (Self::Length(rule), Limit::Length { min, max }) => rule.reporting(min, max).map(Self::Length),
            (Self::Repetition(rule), Limit::Repetition { max }) => rule.reporting(max).map(Self::Repetition),
            _ => None,
        }
    }
}

/// A person as these rules ask for one; nothing is made ready that none of them needs.
pub(crate) fn person<'r>(rules: impl Iterator<Item = &'r Rule>, identity: &Identity) -> Arc<Person> {
    let (mut fields, mut depth) = (FieldSet::default(), READINGS);
    for rule in rules {
        match rule {
            Rule::Identity(rule) => {
                fields.add(rule.wanted());
                depth = rule.depth();
            }
            Rule::Common(rule) => fields.add(rule.stems()),
            _ => {}
        }
    }
    Arc::new(Person::new(identity, fields, depth))
}

/// What a rule needs of one person.
pub(crate) enum Prepared {
    /// The rule is the same for everybody.
    Nothing,
    Username(PreparedUsername),
    Common(PreparedCommon),
    Identity(PreparedIdentity),
}

impl Prepared {
    /// Whether a text that the rule does not refuse satisfies it for certain.
    pub(crate) fn is_complete(&self) -> bool {
        match self {
            Self::Username(username) => username.is_complete(),
            Self::Identity(identity) => identity.is_complete(),
            _ => true,
        }
    }

    /// The check of the rule this was made of.
    pub(crate) fn check<'c>(&'c self, rule: &'c Rule) -> &'c dyn Check {
        match (self, rule) {
            (Self::Username(check), _) => check,
            (Self::Common(check), _) => check,
            (Self::Identity(check), _) => check,
            (_, Rule::Length(check)) => check,
            (_, Rule::Charset(check)) => check,
            (_, Rule::Composition(check)) => check,
            (_, Rule::Repetition(check)) => check,
            // Nobody here knows.
            _ => &History {},
        }
    }
}

/// What a rule says of a text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Met,
    Unmet(PackedViolation),
    /// Not decided here; the violation is what it may turn out to be.
    Unsure(Option<PackedViolation>),
}

impl Verdict {
    /// The same by a limit that is only reported.
    pub(crate) fn reported(self) -> Self {
        match self {
            Self::Unmet(violation) => Self::Unsure(Some(violation)),
            other => other,
        }
    }
}

/// Memory that is used again for every text, so that a keystroke allocates nothing.
#[derive(Default)]
pub(crate) struct Scratch {
    pub(crate) numbers: Vec<u32>,
    pub(crate) traces: Vec<Trace>,
    /// A copy of the text in UTF-8; wiped by who made it.
    pub(crate) copy: String,
}

impl Scratch {
    pub(crate) const fn new() -> Self {
        Self { numbers: Vec::new(), traces: Vec::new(), copy: String::new() }
    }
}

/// A rule made ready: pure, and linear in the length of the text.
pub(crate) trait Check {
    /// Judges the text; pushes the ranges at fault, in order and apart from each other.
    fn judge(&self, text: &Text<'_>, spans: &mut Vec<Span>, scratch: &mut Scratch) -> Verdict;
}

/// Adds the range, growing the last one of this rule where they touch or overlap.
pub(crate) fn push(spans: &mut Vec<Span>, begin: usize, span: Span) {
    match spans.get_mut(begin..).and_then(<[Span]>::last_mut) {
        Some(last) if span.0 <= last.1 => last.1 = last.1.max(span.1),
        _ => spans.push(span),
    }
}

/// Puts the ranges from `begin` on in order, and those that touch or overlap into one.
pub(crate) fn merge(spans: &mut Vec<Span>, begin: usize) {
    // Few, and nearly in order: sorting by insertion is less code than sorting in general.
    for end in begin.saturating_add(1)..spans.len() {
        let mut at = end;
        while let Some(before) = at.checked_sub(1).filter(|before| *before >= begin)
            && spans.get(before) > spans.get(at)
        {
            spans.swap(before, at);
            at = before;
        }
    }
    let mut kept = begin;
    for index in begin..spans.len() {
        let Some(span) = spans.get(index).copied() else { break };
        match kept.checked_sub(1).filter(|_| kept > begin).and_then(|last| spans.get_mut(last)) {
            Some(last) if span.0 <= last.1 => last.1 = last.1.max(span.1),
            _ => {
                if let Some(slot) = spans.get_mut(kept) {
                    *slot = span;
                }
                kept = kept.saturating_add(1);
            }
        }
    }
    spans.truncate(kept);
}

#[cfg(test)]
pub(crate) mod table {
    //! One table per rule: a password, and what the rule says of it.

    use super::*;
    use crate::document::{DocumentError, Node, json};
    use crate::verdict::Violation;

    /// What a rule says, in words.
    #[derive(Debug, PartialEq, Eq)]
    pub(crate) enum Verdict {
        Met,
        Unmet(Violation),
        Unsure(Option<Violation>),
    }

    /// Judges one text by one prepared rule.
    pub(crate) fn judge(rule: &Rule, identity: &Identity, text: &str) -> (Verdict, Vec<Span>) {
        let units: Vec<u16> = text.encode_utf16().collect();
        let mut spans = Vec::new();
        let prepared = rule.prepare(identity, &person(std::iter::once(rule), identity));
        let verdict = prepared.check(rule).judge(&Text::new(&units), &mut spans, &mut Scratch::default());
        let unpack = |violation| Violation::new(violation, None);
        let verdict = match verdict {
            super::Verdict::Met => Verdict::Met,
            super::Verdict::Unmet(violation) => Verdict::Unmet(unpack(violation)),
            super::Verdict::Unsure(violation) => Verdict::Unsure(violation.map(unpack)),
        };
        (verdict, spans)
    }

    /// Reads a rule from its JSON, as a policy would.
    pub(crate) fn rule(json: &str) -> Result<Rule, DocumentError> {
        let units = json::units(json)?;
        let rule = Record::read(Node::new(&units), &RULE).and_then(|record| Rule::read(&record));
        rule.and_then(|rule| rule.validate().map(|()| rule)).map_err(|fault| *fault)
    }

    #[test]
    fn touching_ranges_grow_together() {
        let mut spans = vec![Span(7, 8)];
        for span in [Span(0, 2), Span(2, 3), Span(5, 6), Span(5, 9)] {
            push(&mut spans, 1, span);
        }
        assert_eq!(spans, [Span(7, 8), Span(0, 3), Span(5, 9)]);
        let mut spans = vec![Span(7, 8), Span(5, 9), Span(0, 2), Span(1, 3), Span(0, 1)];
        merge(&mut spans, 1);
        assert_eq!(spans, [Span(7, 8), Span(0, 3), Span(5, 9)]);
    }

    #[test]
    fn an_unknown_rule_is_named() {
        for name in ["lenght", "vendor"] {
            assert_eq!(rule(&format!(r#"{{"rule":"{name}"}}"#)).unwrap_err().path, "rule");
        }
        assert_eq!(rule("{}").unwrap_err().to_string(), "rule: is missing");
    }
}
