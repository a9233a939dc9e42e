//! What every rule is: a part of a document, what it asks for in words, and how it judges a text.

use std::sync::Arc;

use crate::document::{ClassSet, Fault, Field, FieldSet, Record, Shape};
use crate::identity::{Identity, Person, Trace};
use crate::phrases::{Sentence, Values};
use crate::policy::Limit;
use crate::text::{Span, Text};
use crate::verdict::PackedViolation;

/// A rule of a policy. What has a default is for the few rules that need it.
pub(crate) trait RuleKind: Sized {
    /// The fields of its document, made by [`shape`].
    const SHAPE: Shape;
    /// Whether no text is ever refused by it.
    const NEVER_REFUSES: bool = false;
    /// The data it prepares once for each person; `()` if it does not depend on the person.
    type Prepared;

    /// Reads it from its document, possible or not.
    fn read(record: &Record<'_>) -> Result<Self, Fault>;

    /// Refuses what is impossible by itself.
    fn validate(&self) -> Result<(), Fault> {
        Ok(())
    }

    /// What it asks for: a sentence, and what that is filled with.
    fn ask<'r>(&'r self, values: &mut Values<'r>) -> Sentence;

    /// Makes it ready for a person; `person` is the same one, made ready for the rules of the policy.
    fn prepare(&self, identity: &Identity, person: &Arc<Person>) -> Self::Prepared;

    /// The check of the rule made ready.
    fn check<'c>(&'c self, prepared: &'c Self::Prepared) -> &'c dyn Check;

    /// Whether a text that it does not refuse satisfies it for certain.
    fn is_complete(_prepared: &Self::Prepared) -> bool {
        true
    }

    /// What it reads of an identity, beside what other rules read.
    fn reads(&self) -> FieldSet {
        FieldSet::default()
    }

    /// The fields of the person whose words it looks for.
    fn looks_for(&self) -> FieldSet {
        FieldSet::default()
    }

    /// How many readings of each character of a name it asks for.
    fn readings(&self) -> Option<usize> {
        None
    }

    /// The most characters it allows.
    fn longest(&self) -> Option<u32> {
        None
    }

    /// The limit of its own that a violation reports, if there can be such a policy.
    fn limit_in(&self, _violation: PackedViolation) -> Option<Limit> {
        None
    }

    /// Whether the limit is one of its own and certainly forbids the text.
    fn forbids_by(&self, _limit: Limit, _text: &Text<'_>) -> bool {
        false
    }

    /// The rule with this limit, where it is one of its own, is stricter and leaves anything.
    fn tightened_by(&self, _limit: Limit) -> Option<Self> {
        None
    }

    /// The rule with this limit in place of its own, if the limit belongs to this rule and contradicts it.
    fn replaced_by(&self, _limit: Limit) -> Option<Self> {
        None
    }

    /// The members that this rule has and that only an edge writes, from a vendor's refusals.
    fn learned(&self) -> Vec<&'static str> {
        Vec::new()
    }

    /// The rule that reports this limit, too, under the same conditions.
    fn reporting_limit(&self, _limit: Limit) -> Option<Self> {
        None
    }
}

/// The shape of a rule: its own fields, and what any rule may carry.
pub(crate) const fn shape(must: &[Field], may: &[Field]) -> Shape {
    Shape::new(must, may).or(&[Field::Rule, Field::Advice, Field::Source])
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

    /// The same; of the classes that are missing, only these are named.
    pub(crate) fn of_classes(mut self, classes: ClassSet) -> Self {
        if let Self::Unmet(violation) | Self::Unsure(Some(violation)) = &mut self {
            violation.keep_missing(classes);
        }
        self
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
