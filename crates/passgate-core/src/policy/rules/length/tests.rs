use super::*;
use crate::identity::Identity;
use crate::policy::rules::table::{Verdict, judge, rule};
use crate::verdict::Violation;

#[test]
fn passwords() {
    let short = || Verdict::Unmet(Violation::TooShort { min: 4 });
    let long = || Verdict::Unmet(Violation::TooLong { max: 6 });
    let neither = || Verdict::Unmet(Violation::wrong_length(Some(4), Some(6)));
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
fn disagreeing_units_are_unsure() {
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
        // With an emoji of two UTF-16 units, the text exceeds the maximum in two of four units.
        (r#""max":3"#, "ab👍".to_owned(), long(3)),
        (r#""max":1"#, "e\u{301}".to_owned(), long(1)),
        // One grapheme, five code points, eight UTF-16 units: too short, within, too long.
        (
            r#""min":4,"max":6"#,
            family.to_owned(),
            Verdict::Unsure(Some(Violation::wrong_length(Some(4), Some(6)))),
        ),
        // A line end is one grapheme, and two in every other unit.
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
        (r#"{"rule":"length","min":8193}"#, "min"),
        (r#"{"rule":"length","min":9000,"max":9000,"unit":"utf16"}"#, "min"),
        (r#"{"rule":"length","min":4294967295}"#, "min"),
        (r#"{"rule":"length","min":8,"reported":{"min":9000}}"#, "reported.min"),
        (r#"{"rule":"length","min":8,"documented":{"min":9000}}"#, "documented.min"),
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
fn a_minimum_of_the_longest_text_is_possible() {
    assert_eq!(rule(r#"{"rule":"length","min":8192,"max":9000}"#).unwrap().name().name(), "length");
    assert_eq!(
        rule(r#"{"rule":"length","min":9000}"#).unwrap_err().message,
        "9000 is more than 8192, the longest text that is judged"
    );
}

#[test]
fn limits_only_tighten_and_can_be_satisfied() {
    let length = Length { min: Some(8), max: Some(18), unit: Unit::Any, reported: None, documented: None };
    let numbers = |rule: Length| (rule.min, rule.max);
    for (min, max, expected) in [
        (Some(10), Some(16), Some((Some(10), Some(16)))),
        (Some(14), Some(50), Some((Some(14), Some(18)))),
        (Some(6), Some(50), None),
        (None, None, None),
        (Some(30), None, None),
        (Some(9_000), None, None),
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
fn reported_limits_are_unsure() {
    let json = r#"{"rule":"length","min":8,"max":18,"reported":{"min":14,"max":16}}"#;
    let short = Verdict::Unsure(Some(Violation::TooShort { min: 14 }));
    let long = Verdict::Unsure(Some(Violation::TooLong { max: 16 }));
    for (text, expected) in [
        ("Tz~5820", Verdict::Unmet(Violation::TooShort { min: 8 })),
        ("Tz~5820k", short),
        ("Tz~5820kQ.Mb4w", Verdict::Met),
        ("Tz~5820kQ.Mb4wLpX", long),
        ("Tz~5820kQ.Mb4wLpX1s", Verdict::Unmet(Violation::TooLong { max: 18 })),
        // The units disagree about the rule's own limit, which takes precedence.
        ("密码密码密码密码", Verdict::Unsure(Some(Violation::TooLong { max: 18 }))),
    ] {
        assert_eq!(judge(&rule(json).unwrap(), &Identity::default(), text).0, expected, "{text}");
    }
    assert_eq!(serde_json::to_string(&rule(json).unwrap()).unwrap().matches("reported").count(), 1);
}

#[test]
fn a_contradicting_limit_replaces_that_of_the_document() {
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
    // The document's own limits restore the document.
    let replaced = document.replaced(Some(20), Some(30)).unwrap();
    assert_eq!(replaced.replaced(Some(8), Some(18)), Some(document));
    // A second contradiction keeps the document's limits.
    let again = replaced.replaced(Some(40), Some(50)).unwrap();
    assert_eq!((again.min, again.documented), (Some(40), of(Some(8), Some(18))));
    // The rule states what the vendor requires now; the document's own limit is a doubt.
    let json = r#"{"rule":"length","min":20,"max":30,"documented":{"min":8,"max":18}}"#;
    let doubt = Verdict::Unsure(Some(Violation::WrongLength {
        min: Some(20),
        max: Some(30),
        documented_min: Some(8),
        documented_max: Some(18),
    }));
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
        serde_json::to_string(&rule(json).unwrap()).unwrap().contains(r#""documented":{"min":8,"max":18}"#)
    );
}

#[test]
fn a_limit_forbids_a_text_in_every_unit() {
    let length = Length { min: Some(8), max: Some(18), unit: Unit::Any, reported: None, documented: None };
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
