//! How many characters (EIAM `PWD.0002` 密码长度为{0}~{1}个字符; Feishu 不少于8个字符).

use std::sync::Arc;

use serde::Serialize;

use crate::document::{Document, DocumentError, Fault, Field, Record, Shape, Unit};
use crate::identity::{Identity, Person};
use crate::phrases::{Sentence, Values};
use crate::policy::Limit;
use crate::policy::rules::{Check, RuleKind, Scratch, Verdict, shape};
use crate::text::strings::numbered;
use crate::text::{Span, Text};
use crate::verdict::{Code, PackedViolation};

/// A minimum, a maximum, or both, in characters of a stated unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Length {
    /// The fewest characters allowed; at least 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(range(min = 1)))]
    pub min: Option<u32>,
    /// The most characters allowed; at least 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(range(min = 1)))]
    pub max: Option<u32>,
    /// What a character is.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub unit: Unit,
    /// What refusals have reported of the vendor's own limits. A text that is within the rule and outside
    /// of these is unsure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reported: Option<LengthBounds>,
    /// The limits that the document had before the vendor told some that leave no length beside them.
    /// Those are the rule's own now: the vendor knows its policy, and the document is a copy. A text that
    /// is within the rule and outside of these is unsure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub documented: Option<LengthBounds>,
}

/// Limits of a length beside those of its rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields, extend("minProperties" = 1))
)]
pub struct LengthBounds {
    /// The fewest characters; at least 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(range(min = 1)))]
    pub min: Option<u32>,
    /// The most characters; at least 1.
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

    /// Its own limits and those reported, the stricter of each.
    pub fn strictest(&self) -> (Option<u32>, Option<u32>) {
        let (min, max) = self.reported.map_or((None, None), |reported| (reported.min, reported.max));
        stricter((self.min, self.max), (min, max))
    }

    /// Whether the text is outside of these limits whatever a character is.
    pub(crate) fn forbids(&self, min: Option<u32>, max: Option<u32>, text: &Text<'_>) -> bool {
        let verdict = within(text, self.unit, min, max, &mut Vec::new(), &mut String::new());
        !text.is_empty() && matches!(verdict, Verdict::Unmet(_))
    }

    /// The rule with these limits, where they are stricter and leave anything.
    pub(crate) fn tightened(&self, min: Option<u32>, max: Option<u32>) -> Option<Self> {
        let (min, max) = stricter((self.min, self.max), (min, max));
        let rule = Self { min, max, ..*self };
        (rule != *self && possible(min, max).is_ok()).then_some(rule)
    }

    /// The rule with these limits instead of its own, where no length is within both.
    pub(crate) fn replaced(&self, min: Option<u32>, max: Option<u32>) -> Option<Self> {
        let own = LengthBounds { min: self.min, max: self.max };
        let (both_min, both_max) = stricter((self.min, self.max), (min, max));
        let is_contradiction = possible(both_min, both_max).is_err() && possible(min, max).is_ok();
        let documented = self.documented.or(Some(own)).filter(|own| *own != LengthBounds { min, max });
        is_contradiction.then_some(Self { min, max, unit: self.unit, reported: None, documented })
    }

    /// The rule that reports these limits, too, where they are stricter than it and leave anything.
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
        values.name(if self.unit == Unit::Byte { Sentence::Bytes } else { Sentence::Characters });
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
            let [min, max] =
                [self.min, self.max].map(|limit| limit.map_or(0, |limit| limit.saturating_add(1)));
            return Verdict::Unsure(Some(PackedViolation::new(Code::WrongLength, [min, max, 0])));
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
    // Counting graphemes costs the most, and beyond both numbers it says nothing more.
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
    let (min, max) = (min.unwrap_or(0), max.unwrap_or(0));
    let violation = match (short, long) {
        (false, false) => return Verdict::Met,
        (true, false) => PackedViolation::of(Code::TooShort, min),
        (false, true) => {
            if let Some(place) = text.places().nth(most) {
                spans.push(Span(place.at, text.whole().1));
            }
            PackedViolation::of(Code::TooLong, max)
        }
        // Too short in one unit and too long in another: seven Han characters of eight to eighteen.
        (true, true) => {
            PackedViolation::new(Code::WrongLength, [min.saturating_add(1), max.saturating_add(1), 0])
        }
    };
    if inside { Verdict::Unsure(Some(violation)) } else { Verdict::Unmet(violation) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::Identity;
    use crate::policy::rules::table::{Verdict, judge, rule};
    use crate::verdict::Violation;

    #[test]
    fn passwords() {
        let short = || Verdict::Unmet(Violation::TooShort { min: 4 });
        let long = || Verdict::Unmet(Violation::TooLong { max: 6 });
        let neither = || Verdict::Unmet(Violation::WrongLength { min: Some(4), max: Some(6) });
        let family = "👨‍👩‍👧"; // 1 grapheme, 5 code points, 8 UTF-16 units, 18 bytes
        for (unit, text, expected) in [
            ("any", "", Verdict::Unmet(Violation::Empty)),
            ("any", "abc", short()),
            ("any", "abcd", Verdict::Met),
            ("any", "abcdef", Verdict::Met),
            ("any", "abcdefg", long()),
            ("any", "密码啊", neither()), // three characters, and nine bytes
            ("grapheme", family, short()),
            ("code-point", family, Verdict::Met),
            ("utf16", family, long()),
            ("byte", "密码", Verdict::Met),
            ("byte", "密码啊", long()),
        ] {
            let json = format!(r#"{{"rule":"length","min":4,"max":6,"unit":"{unit}"}}"#);
            let (verdict, _) = judge(&rule(&json).unwrap(), &Identity::default(), text);
            assert_eq!(verdict, expected, "{unit}: {text:?}");
        }
    }

    #[test]
    fn where_the_units_disagree_nobody_knows() {
        let short = |min| Verdict::Unsure(Some(Violation::TooShort { min }));
        let long = |max| Verdict::Unsure(Some(Violation::TooLong { max }));
        let family = "👨‍👩‍👧";
        for (limits, text, expected) in [
            // Ten characters, thirty bytes.
            (r#""max":20"#, "一二三四五六七八九十".to_owned(), long(20)),
            (r#""max":30"#, "一二三四五六七八九十".to_owned(), Verdict::Met),
            (r#""max":9"#, "一二三四五六七八九十".to_owned(), Verdict::Unmet(Violation::TooLong { max: 9 })),
            (r#""min":8"#, "密码密码".to_owned(), short(8)),
            (r#""min":8"#, "密码".to_owned(), Verdict::Unmet(Violation::TooShort { min: 8 })),
            (r#""min":8"#, "密码密码密码密码".to_owned(), Verdict::Met),
            (r#""min":8,"max":18"#, "密码密码密1".to_owned(), short(8)),
            (r#""min":8,"max":18"#, "密码密码密码密码".to_owned(), long(18)),
            // One emoji of two UTF-16 units more than the maximum in two of four.
            (r#""max":3"#, "ab👍".to_owned(), long(3)),
            (r#""max":1"#, "e\u{301}".to_owned(), long(1)),
            // One grapheme, five code points, eight units: too short, within, too long.
            (
                r#""min":4,"max":6"#,
                family.to_owned(),
                Verdict::Unsure(Some(Violation::WrongLength { min: Some(4), max: Some(6) })),
            ),
            // A line end is one grapheme of two of everything else.
            (r#""max":3"#, "ab\r\n".to_owned(), long(3)),
        ] {
            let json = format!(r#"{{"rule":"length",{limits}}}"#);
            let (verdict, _) = judge(&rule(&json).unwrap(), &Identity::default(), &text);
            assert_eq!(verdict, expected, "{limits}: {text:?}");
        }
    }

    #[test]
    fn the_overflow_is_marked() {
        let (_, spans) = judge(&rule(r#"{"rule":"length","max":3}"#).unwrap(), &Identity::default(), "abcde");
        assert_eq!(spans, [Span(3, 5)]);
    }

    #[test]
    fn impossible_documents() {
        for (json, path) in [
            (r#"{"rule":"length"}"#, ""),
            (r#"{"rule":"length","min":0}"#, "min"),
            (r#"{"rule":"length","max":0}"#, "max"),
            (r#"{"rule":"length","min":9,"max":8}"#, "max"),
            (r#"{"rule":"length","min":-1}"#, "min"),
            (r#"{"rule":"length","min":"8"}"#, "min"),
            (r#"{"rule":"length","min":8,"unit":"rune"}"#, "unit"),
            (r#"{"rule":"length","min":8,"mx":9}"#, "mx"),
            (r#"{"rule":"length","min":8,"reported":14}"#, "reported"),
            (r#"{"rule":"length","min":8,"reported":{}}"#, "reported"),
            (r#"{"rule":"length","min":8,"reported":{"min":0}}"#, "reported.min"),
            (r#"{"rule":"length","min":8,"reported":{"min":14,"max":12}}"#, "reported.max"),
            (r#"{"rule":"length","min":8,"reported":{"min":14,"unit":"byte"}}"#, "reported.unit"),
            (r#"{"rule":"length","min":8,"max":18,"reported":{"min":20}}"#, "reported"),
            (r#"{"rule":"length","reported":{"min":14}}"#, ""),
            (r#"{"rule":"length","min":20,"documented":{"min":9,"max":8}}"#, "documented.max"),
            (r#"{"rule":"length","min":20,"documented":{}}"#, "documented"),
        ] {
            assert_eq!(rule(json).unwrap_err().path, path, "{json}");
        }
    }

    #[test]
    fn it_only_tightens_and_leaves_something() {
        let length =
            Length { min: Some(8), max: Some(18), unit: Unit::Any, reported: None, documented: None };
        let numbers = |rule: Length| (rule.min, rule.max);
        for (min, max, expected) in [
            (Some(10), Some(16), Some((Some(10), Some(16)))),
            (Some(14), Some(50), Some((Some(14), Some(18)))),
            (Some(6), Some(50), None),
            (None, None, None),
            (Some(30), None, None),
        ] {
            assert_eq!(length.tightened(min, max).map(numbers), expected, "{min:?} {max:?}");
            let reported = length.reporting(min, max);
            assert_eq!(reported.map(|rule| rule.strictest()), expected, "{min:?} {max:?}");
            assert!(reported.is_none_or(|rule| numbers(rule) == numbers(length)));
        }
        // The limits of several refusals are combined, as far as one length satisfies them all.
        let reported = length.reporting(Some(12), None).unwrap();
        assert_eq!(reported.reporting(None, Some(14)).unwrap().strictest(), (Some(12), Some(14)));
        assert_eq!(reported.reporting(None, Some(10)), None);
        assert_eq!(reported.reporting(Some(11), None), None);
    }

    #[test]
    fn what_is_only_reported_is_unsure() {
        let json = r#"{"rule":"length","min":8,"max":18,"reported":{"min":14,"max":16}}"#;
        let short = Verdict::Unsure(Some(Violation::TooShort { min: 14 }));
        let long = Verdict::Unsure(Some(Violation::TooLong { max: 16 }));
        for (text, expected) in [
            ("Tz~5820", Verdict::Unmet(Violation::TooShort { min: 8 })),
            ("Tz~5820k", short),
            ("Tz~5820kQ.Mb4w", Verdict::Met),
            ("Tz~5820kQ.Mb4wLpX", long),
            ("Tz~5820kQ.Mb4wLpX1s", Verdict::Unmet(Violation::TooLong { max: 18 })),
            // The units disagree about the rule itself: that is what is said.
            ("密码密码密码密码", Verdict::Unsure(Some(Violation::TooLong { max: 18 }))),
        ] {
            assert_eq!(judge(&rule(json).unwrap(), &Identity::default(), text).0, expected, "{text}");
        }
        assert_eq!(serde_json::to_string(&rule(json).unwrap()).unwrap().matches("reported").count(), 1);
    }

    #[test]
    fn a_limit_that_contradicts_the_document_takes_its_place() {
        let length = |min, max| Length { min, max, unit: Unit::Any, reported: None, documented: None };
        let of = |min, max| Some(LengthBounds { min, max });
        let document = length(Some(8), Some(18));
        for (min, max, is_contradiction) in [
            (Some(20), Some(30), true),
            (Some(20), None, true),
            (None, Some(6), true),
            (Some(12), Some(16), false),
            (Some(18), Some(30), false),
            (Some(6), Some(50), false),
        ] {
            let replaced = document.replaced(min, max);
            let expected = Length { documented: of(Some(8), Some(18)), ..length(min, max) };
            assert_eq!(replaced, is_contradiction.then_some(expected), "{min:?} {max:?}");
        }
        // And back: then the document is right after all.
        let replaced = document.replaced(Some(20), Some(30)).unwrap();
        assert_eq!(replaced.replaced(Some(8), Some(18)), Some(document));
        // A second contradiction does not forget what the document said.
        let again = replaced.replaced(Some(40), Some(50)).unwrap();
        assert_eq!((again.min, again.documented), (Some(40), of(Some(8), Some(18))));
        // The rule says what the vendor asks for now; the document's own bound is a doubt.
        let json = r#"{"rule":"length","min":20,"max":30,"documented":{"min":8,"max":18}}"#;
        let doubt = Verdict::Unsure(Some(Violation::WrongLength { min: Some(20), max: Some(30) }));
        for (length, expected) in [
            (10, Verdict::Unmet(Violation::TooShort { min: 20 })),
            (18, Verdict::Unmet(Violation::TooShort { min: 20 })),
            (20, doubt),
            (31, Verdict::Unmet(Violation::TooLong { max: 30 })),
        ] {
            let (verdict, spans) = judge(&rule(json).unwrap(), &Identity::default(), &"k".repeat(length));
            assert_eq!(verdict, expected, "{length}");
            assert_eq!(spans.is_empty(), length < 31);
        }
        assert!(
            serde_json::to_string(&rule(json).unwrap())
                .unwrap()
                .contains(r#""documented":{"min":8,"max":18}"#)
        );
    }

    #[test]
    fn what_forbids_a_text_does_so_in_every_unit() {
        let length =
            Length { min: Some(8), max: Some(18), unit: Unit::Any, reported: None, documented: None };
        for (text, min, max, forbids) in [
            ("Tz~5820kQ1", Some(14), Some(18), true),
            ("Tz~5820kQ1", Some(9), Some(11), false),
            ("Tz~5820kQ1", None, Some(9), true),
            // Ten characters, thirty bytes.
            ("一二三四五六七八九十", Some(14), None, false),
            ("一二三四五六七八九十", Some(31), None, true),
            ("一二三四五六七八九十", None, Some(9), true),
            ("一二三四五六七八九十", None, Some(20), false),
            ("", Some(14), Some(18), false),
        ] {
            let units: Vec<u16> = text.encode_utf16().collect();
            assert_eq!(length.forbids(min, max, &Text::new(&units)), forbids, "{text} {min:?} {max:?}");
        }
        let bytes = Length { unit: Unit::Byte, ..length };
        let units: Vec<u16> = "一二三四五六七八九十".encode_utf16().collect();
        assert!(bytes.forbids(None, Some(20), &Text::new(&units)));
    }
}
