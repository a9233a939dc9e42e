//! The interface of every rule: its document, its sentence and its check.

use std::sync::Arc;

use crate::document::{ClassSet, Fault, Field, FieldSet, Record, Shape};
use crate::identity::{Identity, Person, Trace};
use crate::phrases::{Sentence, Values};
use crate::policy::Limit;
use crate::text::{Span, Text};
use crate::verdict::PackedViolation;

/// A rule of a policy. The defaults fit most rules.
pub(crate) trait RuleKind: Sized {
    /// The fields of its document, as returned by [`shape`].
    const SHAPE: Shape;
    /// Whether it never refuses a text.
    const NEVER_REFUSES: bool = false;
    /// The data it prepares once for each person; `()` if it does not depend on the person.
    type Prepared;

    /// Reads it from its document, without checking that it can be satisfied.
    fn read(record: &Record<'_>) -> Result<Self, Fault>;

    /// Rejects a rule that is impossible by itself.
    fn validate(&self) -> Result<(), Fault> {
        Ok(())
    }

    /// What it requires: a sentence, and the values for its placeholders.
    fn ask<'r>(&'r self, values: &mut Values<'r>) -> Sentence;

    /// Prepares it for a person. `person` is the same person, prepared for all rules of the policy.
    fn prepare(&self, identity: &Identity, person: &Arc<Person>) -> Self::Prepared;

    /// The check of the prepared rule.
    fn check<'c>(&'c self, prepared: &'c Self::Prepared) -> &'c dyn Check;

    /// Whether a text that it does not refuse certainly satisfies it.
    fn is_complete(_prepared: &Self::Prepared) -> bool {
        true
    }

    /// The fields of an identity that it needs, in addition to those that other rules need.
    fn reads(&self) -> FieldSet {
        FieldSet::default()
    }

    /// The fields of the person whose words it searches for.
    fn looks_for(&self) -> FieldSet {
        FieldSet::default()
    }

    /// The number of readings that it tries for each character of a name, if it specifies one.
    fn readings(&self) -> Option<usize> {
        None
    }

    /// The maximum number of characters that it allows.
    fn longest(&self) -> Option<u32> {
        None
    }

    /// The limit that a violation states, if it belongs to this rule and is plausible.
    fn limit_in(&self, _violation: PackedViolation) -> Option<Limit> {
        None
    }

    /// Whether the limit belongs to this rule and certainly forbids the text.
    fn forbids_by(&self, _limit: Limit, _text: &Text<'_>) -> bool {
        false
    }

    /// The rule with this limit, if the limit belongs to this rule, is stricter and can be satisfied.
    fn tightened_by(&self, _limit: Limit) -> Option<Self> {
        None
    }

    /// The rule with this limit in place of its own, if the limit belongs to this rule and contradicts it.
    fn replaced_by(&self, _limit: Limit) -> Option<Self> {
        None
    }

    /// The members of this rule that only an edge writes, from a vendor's refusals.
    fn learned(&self) -> Vec<&'static str> {
        Vec::new()
    }

    /// The rule with this limit added to its reported limits, under the same conditions.
    fn reporting_limit(&self, _limit: Limit) -> Option<Self> {
        None
    }
}

/// The shape of a rule: its own fields, and those that every rule may have.
pub(crate) const fn shape(must: &[Field], may: &[Field]) -> Shape {
    Shape::new(must, may).or(&[Field::Rule, Field::Advice, Field::Source])
}

/// The result of a rule for a text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Met,
    Unmet(PackedViolation),
    /// Not decided here. The violation is the one that the vendor may find.
    Unsure(Option<PackedViolation>),
}

impl Verdict {
    /// The verdict of a limit that is only reported: unmet becomes unsure.
    pub(crate) fn reported(self) -> Self {
        match self {
            Self::Unmet(violation) => Self::Unsure(Some(violation)),
            other => other,
        }
    }

    /// The same verdict, in which the missing classes are restricted to these.
    pub(crate) fn of_classes(mut self, classes: ClassSet) -> Self {
        if let Self::Unmet(violation) | Self::Unsure(Some(violation)) = &mut self {
            violation.keep_missing(classes);
        }
        self
    }
}

/// Buffers that are reused for every text, so that a keystroke allocates nothing.
#[derive(Default)]
pub(crate) struct Scratch {
    pub(crate) numbers: Vec<u32>,
    pub(crate) traces: Vec<Trace>,
    /// A copy of the text in UTF-8. The function that writes it also wipes it.
    pub(crate) copy: String,
}

impl Scratch {
    pub(crate) const fn new() -> Self {
        Self { numbers: Vec::new(), traces: Vec::new(), copy: String::new() }
    }
}

/// A prepared rule. Its check has no side effects and takes time linear in the length of the text.
pub(crate) trait Check {
    /// Judges the text. Adds the ranges at fault to `spans`, in order and without overlaps.
    fn judge(&self, text: &Text<'_>, spans: &mut Vec<Span>, scratch: &mut Scratch) -> Verdict;
}
