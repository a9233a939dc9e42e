//! How many characters (EIAM `PWD.0002` 密码长度为{0}~{1}个字符; Feishu 不少于8个字符).

use serde::Serialize;

use crate::document::{DocumentError, Fault};
use crate::fields::{Field, Shape};
use crate::finding::Span;
use crate::reason::{Code, Reason};
use crate::record::Record;
use crate::rules::{Check, Scratch, Verdict, shape};
use crate::strings::numbered;
use crate::text::Text;
use crate::vocabulary::words_of;

/// A minimum, a maximum, or both, in characters of a stated unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
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
}

/// What is counted as one character.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Unit {
    /// A user-perceived character (UAX #29, extended grapheme cluster).
    Grapheme,
    /// A Unicode code point.
    CodePoint,
    /// A UTF-16 code unit, as `String.length` counts in Java and JavaScript.
    Utf16,
    /// A byte of UTF-8.
    Byte,
    /// Not known: the minimum is judged in the smallest unit and the maximum in the largest, so
    /// that what is accepted here is accepted in each of the four.
    #[default]
    Any,
}

words_of!(Units: Unit { Grapheme, CodePoint, Utf16, Byte, Any });

impl Length {
    pub(crate) const SHAPE: Shape = shape(&[], &[Field::Min, Field::Max, Field::Unit]);

    pub(crate) fn read(record: &Record<'_>) -> Self {
        Self {
            min: record.number(Field::Min),
            max: record.number(Field::Max),
            unit: record.word(Field::Unit).unwrap_or_default(),
        }
    }

    pub(crate) fn validate(&self) -> Result<(), Fault> {
        match (self.min, self.max) {
            (None, None) => Err(DocumentError::new("", &["needs `min`, `max` or both"])),
            (Some(min), Some(max)) if min > max => {
                Err(DocumentError::new("max", &[&numbered("# is less than the minimum #", &[max, min])]))
            }
            _ => Ok(()),
        }
    }

    /// Takes over stricter numbers; never a looser one, and never a pair that nothing fits.
    pub(crate) fn tighten(&mut self, min: Option<u32>, max: Option<u32>) {
        let min = self.min.max(min).unwrap_or(0);
        let told = max.filter(|max| *max > 0).unwrap_or(u32::MAX);
        let max = self.max.unwrap_or(u32::MAX).min(told);
        if min <= max {
            self.min = Some(min).filter(|min| *min > 0);
            self.max = Some(max).filter(|max| *max < u32::MAX);
        }
    }
}

impl Check for Length {
    fn judge(&self, text: &Text<'_>, spans: &mut Vec<Span>, scratch: &mut Scratch) -> Verdict {
        if text.is_empty() {
            return Verdict::Unmet(Reason::of(Code::Empty, 0));
        }
        if let Some(max) = self.max {
            let most = max as usize;
            let count = match self.unit {
                Unit::Grapheme => text.graphemes(most.saturating_add(1), &mut scratch.copy),
                Unit::CodePoint => text.code_points(),
                Unit::Utf16 => text.units().len(),
                Unit::Byte | Unit::Any => text.bytes(),
            };
            if count > most {
                if let Some(place) = text.places().nth(most) {
                    spans.push(Span(place.at, text.whole().1));
                }
                return Verdict::Unmet(Reason::of(Code::TooLong, max));
            }
        }
        if let Some(min) = self.min {
            let fewest = min as usize;
            let count = match self.unit {
                Unit::Grapheme | Unit::Any => text.graphemes(fewest, &mut scratch.copy),
                Unit::CodePoint => text.code_points(),
                Unit::Utf16 => text.units().len(),
                Unit::Byte => text.bytes(),
            };
            if count < fewest {
                return Verdict::Unmet(Reason::of(Code::TooShort, min));
            }
        }
        Verdict::Met
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
        let short = || Verdict::Unmet(Violation::TooShort { min: 4 });
        let long = || Verdict::Unmet(Violation::TooLong { max: 6 });
        let family = "👨‍👩‍👧"; // 1 grapheme, 5 code points, 8 UTF-16 units, 18 bytes
        for (unit, text, expected) in [
            ("any", "", Verdict::Unmet(Violation::Empty)),
            ("any", "abc", short()),
            ("any", "abcd", Verdict::Met),
            ("any", "abcdef", Verdict::Met),
            ("any", "abcdefg", long()),
            ("any", "密码啊", long()), // three characters at the minimum, nine bytes at the maximum
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
        ] {
            assert_eq!(rule(json).unwrap_err().path, path, "{json}");
        }
    }

    #[test]
    fn learning_only_tightens() {
        let learned = |min, max| {
            let mut length = Length { min: Some(8), max: Some(18), unit: Unit::Any };
            length.tighten(min, max);
            (length.min, length.max)
        };
        assert_eq!(learned(Some(10), Some(16)), (Some(10), Some(16)));
        assert_eq!(learned(Some(6), Some(50)), (Some(8), Some(18)));
        assert_eq!(learned(None, None), (Some(8), Some(18)));
        assert_eq!(learned(Some(30), None), (Some(8), Some(18)));
        assert_eq!(learned(None, Some(0)), (Some(8), Some(18)));
    }
}
