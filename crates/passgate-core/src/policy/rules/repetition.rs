//! Repeated characters (EIAM `PWD.0008` 密码中最大字符重复数不能超过{0}个).

use std::sync::Arc;

use serde::Serialize;
use zeroize::Zeroize as _;

use crate::document::{Count, Document, Fault, Field, Letters, Record, Shape};
use crate::identity::{Identity, Person};
use crate::phrases::{Sentence, Values};
use crate::policy::Limit;
use crate::policy::rules::{Charset, Check, RuleKind, Scratch, Verdict, push, shape};
use crate::text::{Place, Span, Text};
use crate::verdict::{Code, PackedViolation};

/// How often one character may occur, in a row or in total.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Repetition {
    /// What is counted.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub count: Count,
    /// The maximum; at least 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 1)))]
    pub max: u32,
    /// Whether `a` and `A` are different characters. Only the case of ASCII letters can be ignored.
    #[cfg_attr(feature = "schema", schemars(default = "yes"))]
    pub case_sensitive: bool,
    /// The vendor's own maximum that refusals have reported. A text within the rule but beyond this is
    /// unsure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reported: Option<ReportedRepetition>,
}

/// A maximum of a repetition that refusals have reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct ReportedRepetition {
    /// The maximum; at least 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 1)))]
    pub max: u32,
}

static REPORTED: Document = Document { tag: None, strict: true, shapes: &[Shape::new(&[Field::Max], &[])] };

#[cfg(feature = "schema")]
const fn yes() -> bool {
    true
}

impl Repetition {
    /// The rule's own maximum, or the reported one if it is smaller.
    pub fn strictest(&self) -> u32 {
        self.reported.map_or(self.max, |reported| self.max.min(reported.max))
    }

    /// Whether the text exceeds this maximum.
    pub(crate) fn forbids(&self, max: u32, text: &Text<'_>) -> bool {
        let rule = Self { max, reported: None, ..*self };
        rule.judge(text, &mut Vec::new(), &mut Scratch::default()) != Verdict::Met
    }

    /// The rule with this maximum, if it is smaller.
    pub(crate) fn tightened(&self, max: u32) -> Option<Self> {
        (max < self.max).then_some(Self { max, ..*self })
    }

    /// The rule with this reported maximum, if it is smaller than every other maximum of the rule.
    pub(crate) fn reporting(&self, max: u32) -> Option<Self> {
        let reported = Some(ReportedRepetition { max });
        (max < self.strictest()).then_some(Self { reported, ..*self })
    }

    /// The maximum length of a text of this charset; `None` if it is unlimited.
    pub(crate) fn longest(&self, charset: &Charset) -> Option<u32> {
        let is_allowed = |character: &char| {
            charset.allows(*character) && (self.case_sensitive || !character.is_ascii_uppercase())
        };
        let characters = (' '..='~').filter(is_allowed).count() as u32;
        let has_end = !charset.any_symbol() && charset.letters != Letters::Any;
        match self.count {
            Count::Total if has_end => Some(characters.saturating_mul(self.max)),
            Count::Run if has_end && characters == 1 => Some(self.max),
            _ => None,
        }
    }

    /// The key of a character. Characters with equal keys count as the same.
    const fn key(&self, place: &Place) -> u32 {
        let character = place.character;
        (if self.case_sensitive { character } else { character.to_ascii_lowercase() }) as u32
    }

    fn runs(&self, max: u32, text: &Text<'_>, spans: &mut Vec<Span>) {
        let mut run = (None, Span(0, 0), 0_u32);
        for place in text.places() {
            let key = Some(self.key(&place));
            if run.0 == key {
                run = (key, Span(run.1.0, place.end), run.2.saturating_add(1));
            } else {
                end_run(max, run.1, run.2, spans);
                run = (key, place.span(), 1);
            }
        }
        end_run(max, run.1, run.2, spans);
    }

    fn totals(&self, max: u32, text: &Text<'_>, spans: &mut Vec<Span>, keys: &mut Vec<u32>) {
        let begin = spans.len();
        keys.clear();
        for place in text.places() {
            keys.push(self.key(&place));
        }
        sort(keys);
        for place in text.places() {
            let key = self.key(&place);
            let first = keys.partition_point(|other| *other < key);
            // The keys are sorted: it occurs more than `max` times if it is also `max` positions further on.
            if keys.get(first.saturating_add(max as usize)) == Some(&key) {
                push(spans, begin, place.span());
            }
        }
        keys.zeroize();
    }

    fn at_most(&self, max: u32, text: &Text<'_>, spans: &mut Vec<Span>, scratch: &mut Scratch) -> Verdict {
        let begin = spans.len();
        match self.count {
            Count::Run => self.runs(max, text, spans),
            Count::Total => self.totals(max, text, spans, &mut scratch.numbers),
        }
        if spans.len() == begin {
            Verdict::Met
        } else {
            let count = (self.count as u32).saturating_add(1);
            Verdict::Unmet(PackedViolation::of_members(Code::TooRepetitive, &[max.saturating_add(1), count]))
        }
    }
}

fn end_run(max: u32, span: Span, length: u32, spans: &mut Vec<Span>) {
    if length > max {
        spans.push(span);
    }
}

/// Heap sort: O(n log n) for every text, and a tenth of the code of the standard library's sort.
fn sort(keys: &mut [u32]) {
    for top in (0..keys.len() >> 1).rev() {
        sink(keys, top);
    }
    let mut rest = keys;
    while let [first, .., last] = rest {
        std::mem::swap(first, last);
        let Some((_, heap)) = rest.split_last_mut() else { return };
        rest = heap;
        sink(rest, 0);
    }
}

/// Moves a key down the heap until no key below it is greater.
fn sink(heap: &mut [u32], mut at: usize) {
    loop {
        let left = at.wrapping_mul(2).wrapping_add(1);
        let right = left.wrapping_add(1);
        let below = if heap.get(right) > heap.get(left) { right } else { left };
        match heap.get_disjoint_mut([at, below]) {
            Ok([key, greater]) if *greater > *key => std::mem::swap(key, greater),
            _ => return,
        }
        at = below;
    }
}

impl RuleKind for Repetition {
    const SHAPE: Shape = shape(&[Field::Max], &[Field::Count, Field::CaseSensitive, Field::Reported]);
    type Prepared = ();

    fn read(record: &Record<'_>) -> Result<Self, Fault> {
        let reported = record.inner(Field::Reported, &REPORTED)?;
        Ok(Self {
            count: record.word(Field::Count).unwrap_or_default(),
            max: record.count(Field::Max),
            case_sensitive: record.flag(Field::CaseSensitive, true),
            reported: reported.map(|reported| ReportedRepetition { max: reported.count(Field::Max) }),
        })
    }

    fn ask<'r>(&'r self, values: &mut Values<'r>) -> Sentence {
        values.numbers = [self.max, 0];
        match (self.count, self.max) {
            (Count::Run, 1) => Sentence::AskRunOfOne,
            (Count::Run, _) => Sentence::AskRun,
            (Count::Total, 1) => Sentence::AskTotalOfOne,
            (Count::Total, _) => Sentence::AskTotal,
        }
    }

    fn prepare(&self, _: &Identity, _: &Arc<Person>) {}

    fn check<'c>(&'c self, (): &'c ()) -> &'c dyn Check {
        self
    }

    fn limit_in(&self, violation: PackedViolation) -> Option<Limit> {
        let [max, counted, ..] = violation.parameters;
        let is_own = violation.code == Code::TooRepetitive
            && (counted == 0 || counted == (self.count as u32).saturating_add(1));
        Limit::repetition(max.checked_sub(1).filter(|_| is_own)?)
    }

    fn forbids_by(&self, limit: Limit, text: &Text<'_>) -> bool {
        matches!(limit, Limit::Repetition { max } if self.forbids(max, text))
    }

    fn tightened_by(&self, limit: Limit) -> Option<Self> {
        if let Limit::Repetition { max } = limit { self.tightened(max) } else { None }
    }

    fn learned(&self) -> Vec<&'static str> {
        self.reported.map(|_| "reported").into_iter().collect()
    }

    fn reporting_limit(&self, limit: Limit) -> Option<Self> {
        if let Limit::Repetition { max } = limit { self.reporting(max) } else { None }
    }
}

impl Check for Repetition {
    fn judge(&self, text: &Text<'_>, spans: &mut Vec<Span>, scratch: &mut Scratch) -> Verdict {
        let verdict = self.at_most(self.max, text, spans, scratch);
        match self.reported {
            Some(reported) if verdict == Verdict::Met => {
                self.at_most(reported.max, text, spans, scratch).reported()
            }
            _ => verdict,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::Identity;
    use crate::policy::rules::table::{Verdict, judge, rule};
    use crate::verdict::Violation;

    #[test]
    fn passwords() {
        let run = r#"{"rule":"repetition","max":2}"#;
        let folded = r#"{"rule":"repetition","max":2,"case_sensitive":false}"#;
        let total = r#"{"rule":"repetition","count":"total","max":2}"#;
        for (json, text, expected) in [
            (run, "P@ssw0rd123", vec![]),
            (run, "aaab111", vec![Span(0, 3), Span(4, 7)]),
            (run, "aAa", vec![]),
            (run, "密密密", vec![Span(0, 3)]),
            (run, "👍👍👍", vec![Span(0, 6)]),
            (run, "", vec![]),
            (folded, "aAa", vec![Span(0, 3)]),
            (total, "abab", vec![]),
            (total, "ababa", vec![Span(0, 1), Span(2, 3), Span(4, 5)]),
        ] {
            assert_eq!(judge(&rule(json).unwrap(), &Identity::default(), text).1, expected, "{text:?}");
        }
    }

    #[test]
    fn keys_are_sorted() {
        for many in 0..40_u32 {
            let mut keys: Vec<u32> = (0..many).map(|key| key.wrapping_mul(0x9E37_79B9) >> 27).collect();
            let mut expected = keys.clone();
            expected.sort();
            sort(&mut keys);
            assert_eq!(keys, expected);
        }
    }

    #[test]
    fn the_violation_states_the_maximum() {
        let (verdict, _) =
            judge(&rule(r#"{"rule":"repetition","max":1}"#).unwrap(), &Identity::default(), "aa");
        let expected = Violation::TooRepetitive { max: Some(1), count: Some(Count::Run) };
        assert_eq!(verdict, Verdict::Unmet(expected));
        assert_eq!(rule(r#"{"rule":"repetition","max":0}"#).unwrap_err().path, "max");
        assert_eq!(rule(r#"{"rule":"repetition"}"#).unwrap_err().path, "max");
    }

    #[test]
    fn a_reported_maximum_is_unsure() {
        let too_many = |max, count| Violation::TooRepetitive { max: Some(max), count: Some(count) };
        for (count, of, texts) in [
            ("run", Count::Run, ["abcabc", "aabc", "aaabc"]),
            ("total", Count::Total, ["abc", "abca", "abcaa"]),
        ] {
            let json = format!(r#"{{"rule":"repetition","count":"{count}","max":2,"reported":{{"max":1}}}}"#);
            let rule = rule(&json).unwrap();
            let verdicts = texts.map(|text| judge(&rule, &Identity::default(), text).0);
            let expected =
                [Verdict::Met, Verdict::Unsure(Some(too_many(1, of))), Verdict::Unmet(too_many(2, of))];
            assert_eq!(verdicts, expected);
        }
        for (json, path) in [
            (r#"{"rule":"repetition","max":2,"reported":{}}"#, "reported.max"),
            (r#"{"rule":"repetition","max":2,"reported":{"max":0}}"#, "reported.max"),
            (r#"{"rule":"repetition","max":2,"reported":{"max":1,"min":1}}"#, "reported.min"),
            (r#"{"rule":"repetition","max":2,"reported":1}"#, "reported"),
        ] {
            assert_eq!(rule(json).unwrap_err().path, path, "{json}");
        }
    }

    #[test]
    fn limits_only_tighten() {
        let runs = Repetition { count: Count::Run, max: 2, case_sensitive: true, reported: None };
        let totals = Repetition { count: Count::Total, ..runs };
        assert_eq!(runs.tightened(1).map(|rule| rule.max), Some(1));
        assert_eq!((runs.tightened(2), runs.tightened(9), runs.reporting(2)), (None, None, None));
        let reported = runs.reporting(1).unwrap();
        assert_eq!((reported.max, reported.strictest(), reported.reporting(1)), (2, 1, None));
        for (text, max, run, total) in [
            ("abab", 1, false, true),
            ("aabb", 1, true, true),
            ("abcd", 1, false, false),
            ("", 1, false, false),
        ] {
            let units: Vec<u16> = text.encode_utf16().collect();
            let text = Text::new(&units);
            assert_eq!((runs.forbids(max, &text), totals.forbids(max, &text)), (run, total));
        }
    }
}
