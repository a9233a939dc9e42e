//! Not the same character too often (EIAM `PWD.0008` 密码中最大字符重复数不能超过{0}个).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::candidate::{Candidate, Place};
use crate::document::DocumentError;
use crate::finding::Span;
use crate::rules::{Check, Verdict, push_span};
use crate::violation::{Count, Violation};

/// How often one character may stand, in a row or in total.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Repetition {
    /// What is counted.
    #[serde(default)]
    pub count: Count,
    /// The most allowed; at least 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 1)))]
    pub max: u32,
    /// Whether `a` and `A` are two characters.
    #[serde(default = "yes")]
    pub case_sensitive: bool,
}

const fn yes() -> bool {
    true
}

impl Repetition {
    pub(crate) fn validate(&self) -> Result<(), DocumentError> {
        if self.max == 0 { Err(DocumentError::new("max", "must be at least 1")) } else { Ok(()) }
    }

    /// Takes over a stricter number; never a looser one.
    pub(crate) fn tighten(&mut self, max: u32) {
        if max > 0 {
            self.max = self.max.min(max);
        }
    }

    const fn key(&self, place: &Place) -> char {
        if self.case_sensitive { place.typed } else { place.folded }
    }

    fn runs(&self, candidate: &Candidate<'_>, spans: &mut Vec<Span>) {
        let mut from = 0;
        for run in candidate.places().chunk_by(|a, b| self.key(a) == self.key(b)) {
            let to = run.len().saturating_add(from);
            if run.len() > self.max as usize {
                push_span(spans, candidate.span(from, to));
            }
            from = to;
        }
    }

    fn totals(&self, candidate: &Candidate<'_>, spans: &mut Vec<Span>) {
        let mut totals: BTreeMap<char, u32> = BTreeMap::new();
        for place in candidate.places() {
            let total = totals.entry(self.key(place)).or_default();
            *total = total.saturating_add(1);
        }
        if totals.values().all(|total| *total <= self.max) {
            return;
        }
        for (index, place) in candidate.places().iter().enumerate() {
            if totals.get(&self.key(place)).is_some_and(|total| *total > self.max) {
                push_span(spans, candidate.span(index, index.saturating_add(1)));
            }
        }
    }
}

impl Check for Repetition {
    fn judge(&self, candidate: &Candidate<'_>, spans: &mut Vec<Span>) -> Verdict {
        match self.count {
            Count::Run => self.runs(candidate, spans),
            Count::Total => self.totals(candidate, spans),
        }
        if spans.is_empty() {
            Verdict::Met
        } else {
            Verdict::Unmet(Violation::TooRepetitive { max: Some(self.max), count: Some(self.count) })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::Identity;
    use crate::rules::table::{judge, rule};

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
    fn the_number_travels() {
        let (verdict, _) =
            judge(&rule(r#"{"rule":"repetition","max":1}"#).unwrap(), &Identity::default(), "aa");
        let expected = Violation::TooRepetitive { max: Some(1), count: Some(Count::Run) };
        assert_eq!(verdict, Verdict::Unmet(expected));
        assert_eq!(rule(r#"{"rule":"repetition","max":0}"#).unwrap_err().path, "max");
        assert_eq!(rule(r#"{"rule":"repetition"}"#).unwrap_err().path, "");
    }
}
