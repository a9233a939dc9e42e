//! Not the same character too often (EIAM `PWD.0008` 密码中最大字符重复数不能超过{0}个).

use serde::Serialize;
use zeroize::Zeroize as _;

use crate::fields::{Field, Shape};
use crate::finding::Span;
use crate::reason::{Code, Reason};
use crate::record::Record;
use crate::rules::{Check, Scratch, Verdict, push, shape};
use crate::text::{Place, Text};
use crate::violation::Count;

/// How often one character may stand, in a row or in total.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Repetition {
    /// What is counted.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub count: Count,
    /// The most allowed; at least 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 1)))]
    pub max: u32,
    /// Whether `a` and `A` are two characters.
    #[cfg_attr(feature = "schema", schemars(default = "yes"))]
    pub case_sensitive: bool,
}

#[cfg(feature = "schema")]
const fn yes() -> bool {
    true
}

impl Repetition {
    pub(crate) const SHAPE: Shape = shape(&[Field::Max], &[Field::Count, Field::CaseSensitive]);

    pub(crate) fn read(record: &Record<'_>) -> Self {
        Self {
            count: record.word(Field::Count).unwrap_or_default(),
            max: record.count(Field::Max),
            case_sensitive: record.flag(Field::CaseSensitive, true),
        }
    }

    /// Takes over a stricter number; never a looser one.
    pub(crate) fn tighten(&mut self, max: u32) {
        if max > 0 {
            self.max = self.max.min(max);
        }
    }

    /// Two characters with the same key are the same.
    const fn key(&self, place: &Place) -> u32 {
        let character = place.character;
        (if self.case_sensitive { character } else { character.to_ascii_lowercase() }) as u32
    }

    fn runs(&self, text: &Text<'_>, spans: &mut Vec<Span>) {
        let mut run = (None, Span(0, 0), 0_u32);
        for place in text.places() {
            let key = Some(self.key(&place));
            if run.0 == key {
                run = (key, Span(run.1.0, place.end), run.2.saturating_add(1));
            } else {
                self.end_run(run.1, run.2, spans);
                run = (key, place.span(), 1);
            }
        }
        self.end_run(run.1, run.2, spans);
    }

    fn end_run(&self, span: Span, length: u32, spans: &mut Vec<Span>) {
        if length > self.max {
            spans.push(span);
        }
    }

    fn totals(&self, text: &Text<'_>, spans: &mut Vec<Span>, keys: &mut Vec<u32>) {
        let begin = spans.len();
        keys.clear();
        for place in text.places() {
            keys.push(self.key(&place));
        }
        sort(keys);
        for place in text.places() {
            let key = self.key(&place);
            let first = keys.partition_point(|other| *other < key);
            // In order, so it stands too often if it still stands so much further on.
            if keys.get(first.saturating_add(self.max as usize)) == Some(&key) {
                push(spans, begin, place.span());
            }
        }
        keys.zeroize();
    }
}

/// Heap sort: no slower on any text than on another, and a tenth of the code of the library's sort.
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

/// Moves a key down until none below it is greater.
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

impl Check for Repetition {
    fn judge(&self, text: &Text<'_>, spans: &mut Vec<Span>, scratch: &mut Scratch) -> Verdict {
        let begin = spans.len();
        match self.count {
            Count::Run => self.runs(text, spans),
            Count::Total => self.totals(text, spans, &mut scratch.numbers),
        }
        if spans.len() == begin {
            Verdict::Met
        } else {
            let count = (self.count as u32).saturating_add(1);
            Verdict::Unmet(Reason::new(Code::TooRepetitive, [self.max.saturating_add(1), count, 0]))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::Identity;
    use crate::rules::table::{Verdict, judge, rule};
    use crate::violation::Violation;

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
    fn keys_in_order() {
        for many in 0..40_u32 {
            let mut keys: Vec<u32> = (0..many).map(|key| key.wrapping_mul(0x9E37_79B9) >> 27).collect();
            let mut expected = keys.clone();
            expected.sort();
            sort(&mut keys);
            assert_eq!(keys, expected);
        }
    }

    #[test]
    fn the_number_travels() {
        let (verdict, _) =
            judge(&rule(r#"{"rule":"repetition","max":1}"#).unwrap(), &Identity::default(), "aa");
        let expected = Violation::TooRepetitive { max: Some(1), count: Some(Count::Run) };
        assert_eq!(verdict, Verdict::Unmet(expected));
        assert_eq!(rule(r#"{"rule":"repetition","max":0}"#).unwrap_err().path, "max");
        assert_eq!(rule(r#"{"rule":"repetition"}"#).unwrap_err().path, "max");
    }
}
