//! The length of a password (EIAM `PWD.0002` 密码长度为{0}~{1}个字符; Feishu 不少于8个字符).

use std::sync::Arc;

use serde::Serialize;

use crate::document::{Document, DocumentError, Fault, Field, Record, Shape, Unit};
use crate::identity::{Identity, Person};
use crate::phrases::{Sentence, Values};
use crate::policy::Limit;
use crate::policy::rules::{Check, RuleKind, Scratch, Verdict, shape};
use crate::text::strings::numbered;
use crate::text::{Span, TEXT_MAX, Text};
use crate::verdict::{Code, PackedViolation};

/// A minimum, a maximum, or both, in characters of a stated unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Length {
    /// The minimum number of characters; at least 1, and at most as many as are judged.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = TEXT_MAX)))]
    pub min: Option<u32>,
    /// The maximum number of characters; at least 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(range(min = 1)))]
    pub max: Option<u32>,
    /// What counts as one character.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub unit: Unit,
    /// The vendor's own limits that refusals have reported. A text within the rule but outside of these is
    /// unsure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reported: Option<LengthBounds>,
    /// The document's limits, if the vendor reported limits that contradict them. The vendor's limits then
    /// replace them in `min` and `max`, and a text within the rule but outside of these is unsure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub documented: Option<LengthBounds>,
}

/// Limits of a length in addition to those of its rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields, extend("minProperties" = 1))
)]
pub struct LengthBounds {
    /// The minimum number of characters; at least 1, and at most as many as are judged.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = TEXT_MAX)))]
    pub min: Option<u32>,
    /// The maximum number of characters; at least 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(range(min = 1)))]
    pub max: Option<u32>,
}

static BOUNDS: Document =
    Document { tag: None, strict: true, shapes: &[Shape::new(&[], &[Field::Min, Field::Max])] };

impl Length {
    pub(crate) fn possible(&self) -> Result<(), Fault> {
        possible(self.min, self.max)?;
        if let Some(documented) = self.documented {
            possible(documented.min, documented.max).map_err(|fault| fault.in_parent("documented"))?;
        }
        let Some(reported) = self.reported else { return Ok(()) };
        possible(reported.min, reported.max).map_err(|fault| fault.in_parent("reported"))?;
        match self.strictest() {
            (Some(min), Some(max)) if min > max => {
                Err(DocumentError::new("reported", &["leaves no length that the rule allows"]))
            }
            _ => Ok(()),
        }
    }

    /// Whether the sentences about this rule count bytes. A character of any other unit is called a character.
    pub(crate) const fn in_bytes(&self) -> bool {
        matches!(self.unit, Unit::Byte)
    }

    /// The rule's own limits and the reported ones, the stricter of each.
    pub fn strictest(&self) -> (Option<u32>, Option<u32>) {
        let (min, max) = self.reported.map_or((None, None), |reported| (reported.min, reported.max));
        stricter((self.min, self.max), (min, max))
    }

    /// Whether the text is outside of these limits in every unit that a character may be.
    pub(crate) fn forbids(&self, min: Option<u32>, max: Option<u32>, text: &Text<'_>) -> bool {
        let verdict = within(text, self.unit, min, max, &mut Vec::new(), &mut String::new());
        !text.is_empty() && matches!(verdict, Verdict::Unmet(_))
    }

    /// The rule with these limits, if they are stricter and can be satisfied.
    pub(crate) fn tightened(&self, min: Option<u32>, max: Option<u32>) -> Option<Self> {
        let (min, max) = stricter((self.min, self.max), (min, max));
        let rule = Self { min, max, ..*self };
        (rule != *self && possible(min, max).is_ok()).then_some(rule)
    }

    /// The rule with these limits in place of its own, if no length is within both.
    pub(crate) fn replaced(&self, min: Option<u32>, max: Option<u32>) -> Option<Self> {
        let own = LengthBounds { min: self.min, max: self.max };
        let (both_min, both_max) = stricter((self.min, self.max), (min, max));
        let is_contradiction = possible(both_min, both_max).is_err() && possible(min, max).is_ok();
        let documented = self.documented.or(Some(own)).filter(|own| *own != LengthBounds { min, max });
        is_contradiction.then_some(Self { min, max, unit: self.unit, reported: None, documented })
    }

    /// The rule with these limits added to its reported limits, if they are stricter and can be satisfied.
    pub(crate) fn reporting(&self, min: Option<u32>, max: Option<u32>) -> Option<Self> {
        let reported = self.reported.map_or((None, None), |reported| (reported.min, reported.max));
        let (min, max) = stricter(reported, (min, max));
        let rule = Self { reported: Some(LengthBounds { min, max }), ..*self };
        (rule.strictest() != self.strictest() && rule.possible().is_ok()).then_some(rule)
    }
}

/// The greater minimum and the smaller maximum.
fn stricter(
    (min, max): (Option<u32>, Option<u32>),
    (other_min, other_max): (Option<u32>, Option<u32>),
) -> (Option<u32>, Option<u32>) {
    let max = match (max, other_max) {
        (Some(max), Some(other)) => Some(max.min(other)),
        (max, other) => max.or(other),
    };
    (min.max(other_min), max)
}

fn possible(min: Option<u32>, max: Option<u32>) -> Result<(), Fault> {
    match (min, max) {
        (None, None) => Err(DocumentError::new("", &["needs `min`, `max` or both"])),
        (Some(min), _) if min as usize > TEXT_MAX => {
            let message =
                numbered("# is more than #, the longest text that is judged", &[min, TEXT_MAX as u32]);
            Err(DocumentError::new("min", &[&message]))
        }
        (Some(min), Some(max)) if min > max => {
            Err(DocumentError::new("max", &[&numbered("# is less than the minimum #", &[max, min])]))
        }
        _ => Ok(()),
    }
}

impl RuleKind for Length {
    const SHAPE: Shape =
        shape(&[], &[Field::Min, Field::Max, Field::Unit, Field::Reported, Field::Documented]);
    type Prepared = ();

    fn read(record: &Record<'_>) -> Result<Self, Fault> {
        let (min, max) = (record.number(Field::Min), record.number(Field::Max));
        let unit = record.word(Field::Unit).unwrap_or_default();
        let bounds = |bounds: Record<'_>| LengthBounds {
            min: bounds.number(Field::Min),
            max: bounds.number(Field::Max),
        };
        let reported = record.inner(Field::Reported, &BOUNDS)?.map(bounds);
        let documented = record.inner(Field::Documented, &BOUNDS)?.map(bounds);
        Ok(Self { min, max, unit, reported, documented })
    }

    fn validate(&self) -> Result<(), Fault> {
        self.possible()
    }

    fn ask<'r>(&'r self, values: &mut Values<'r>) -> Sentence {
        values.numbers = [self.min.or(self.max).unwrap_or(0), self.max.unwrap_or(0)];
        values.name(if self.in_bytes() { Sentence::Bytes } else { Sentence::Characters });
        match (self.min, self.max) {
            (Some(min), Some(max)) if min == max => Sentence::AskExactly,
            (Some(_), Some(_)) => Sentence::AskBetween,
            (Some(_), None) => Sentence::AskMin,
            (None, _) => Sentence::AskMax,
        }
    }

    fn prepare(&self, _: &Identity, _: &Arc<Person>) {}

    fn check<'c>(&'c self, (): &'c ()) -> &'c dyn Check {
        self
    }

    fn longest(&self) -> Option<u32> {
        self.max
    }

    fn limit_in(&self, violation: PackedViolation) -> Option<Limit> {
        let (min, max) = violation.lengths();
        Limit::length(min, max)
    }

    fn forbids_by(&self, limit: Limit, text: &Text<'_>) -> bool {
        matches!(limit, Limit::Length { min, max } if self.forbids(min, max, text))
    }

    fn tightened_by(&self, limit: Limit) -> Option<Self> {
        if let Limit::Length { min, max } = limit { self.tightened(min, max) } else { None }
    }

    fn replaced_by(&self, limit: Limit) -> Option<Self> {
        if let Limit::Length { min, max } = limit { self.replaced(min, max) } else { None }
    }

    fn learned(&self) -> Vec<&'static str> {
        let members = [("reported", self.reported), ("documented", self.documented)];
        members.into_iter().filter(|(_, bounds)| bounds.is_some()).map(|(name, _)| name).collect()
    }

    fn reporting_limit(&self, limit: Limit) -> Option<Self> {
        if let Limit::Length { min, max } = limit { self.reporting(min, max) } else { None }
    }
}

impl Check for Length {
    fn judge(&self, text: &Text<'_>, spans: &mut Vec<Span>, scratch: &mut Scratch) -> Verdict {
        if text.is_empty() {
            return Verdict::Unmet(PackedViolation::of(Code::Empty, 0));
        }
        let verdict = within(text, self.unit, self.min, self.max, spans, &mut scratch.copy);
        if let Some(documented) = self.documented
            && verdict == Verdict::Met
            && self.forbids(documented.min, documented.max, text)
        {
            let documented = (documented.min, documented.max);
            return Verdict::Unsure(Some(PackedViolation::wrong_length((self.min, self.max), documented)));
        }
        match self.reported {
            Some(reported) if verdict == Verdict::Met => {
                within(text, self.unit, reported.min, reported.max, spans, &mut scratch.copy).reported()
            }
            _ => verdict,
        }
    }
}

/// Judges the text in each unit that a character may be.
fn within(
    text: &Text<'_>,
    unit: Unit,
    min: Option<u32>,
    max: Option<u32>,
    spans: &mut Vec<Span>,
    copy: &mut String,
) -> Verdict {
    let fewest = min.unwrap_or(0) as usize;
    let most = max.map_or(usize::MAX, |max| max as usize);
    // Counting graphemes is the most expensive, and counting beyond both limits does not change the result.
    let enough = max.map_or(fewest, |_| most.saturating_add(1)).max(fewest);
    let (mut short, mut long, mut inside) = (false, false, false);
    let mut count = |characters: usize| {
        short |= characters < fewest;
        long |= characters > most;
        inside |= (fewest..=most).contains(&characters);
    };
    if matches!(unit, Unit::Grapheme | Unit::Any) {
        count(text.graphemes(enough, copy));
    }
    if matches!(unit, Unit::CodePoint | Unit::Any) {
        count(text.code_points());
    }
    if matches!(unit, Unit::Utf16 | Unit::Any) {
        count(text.units().len());
    }
    if matches!(unit, Unit::Byte | Unit::Any) {
        count(text.bytes());
    }
    let violation = match (short, long) {
        (false, false) => return Verdict::Met,
        (true, false) => PackedViolation::of(Code::TooShort, min.unwrap_or(0)),
        (false, true) => {
            if let Some(place) = text.places().nth(most) {
                spans.push(Span(place.at, text.whole().1));
            }
            PackedViolation::of(Code::TooLong, max.unwrap_or(0))
        }
        // Too short in one unit and too long in another: seven Han characters against 8 to 18.
        (true, true) => PackedViolation::wrong_length((min, max), (None, None)),
    };
    if inside { Verdict::Unsure(Some(violation)) } else { Verdict::Unmet(violation) }
}

#[cfg(test)]
mod tests;
