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
    /// Not known. A text that each of the four units puts within the limits is met, one that each
    /// puts outside is unmet, and where they disagree the row is unsure.
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
        within(text, self.unit, self.min, self.max, spans, &mut scratch.copy)
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
    let reason = match (short, long) {
        (false, false) => return Verdict::Met,
        (true, false) => Reason::of(Code::TooShort, min),
        (false, true) => {
            if let Some(place) = text.places().nth(most) {
                spans.push(Span(place.at, text.whole().1));
            }
            Reason::of(Code::TooLong, max)
        }
        // Too short in one unit and too long in another: seven Han characters of eight to eighteen.
        (true, true) => Reason::new(Code::WrongLength, [min.saturating_add(1), max.saturating_add(1), 0]),
    };
    if inside { Verdict::Unsure(Some(reason)) } else { Verdict::Unmet(reason) }
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
