//! Properties that hold for every text and every person.
#![expect(clippy::expect_used, clippy::arithmetic_side_effects, reason = "a test may stop")]

use passgate_core::{Checker, Identity, Locale, Policy, Product, Span, Status, Violation};
use proptest::prelude::*;

fn identity() -> impl Strategy<Value = Identity> {
    (
        proptest::option::of("\\PC{0,12}"),
        proptest::option::of("[王小明曾单欧阳吕\\PC]{0,8}"),
        proptest::option::of(proptest::collection::vec("[+0-9 -]{0,16}", 0..3)),
        proptest::option::of(proptest::collection::vec("\\PC{0,12}", 0..3)),
        proptest::option::of(proptest::collection::vec("\\PC{0,8}", 0..3)),
        proptest::option::of(proptest::collection::vec("[王小明(外包)·*/a-z]{0,8}", 0..3)),
    )
        .prop_map(|(username, name, phones, emails, words, names)| Identity {
            username,
            name,
            names,
            phones,
            emails,
            words,
        })
}

fn product() -> impl Strategy<Value = Product> {
    proptest::sample::select(&Product::ALL[..])
}

fn of_unit(unit: &str, min: u32, max: u32) -> Checker {
    let json = format!(
        r#"{{"product":"eiam","rules":[{{"rule":"length","min":{min},"max":{max},"unit":"{unit}"}}]}}"#
    );
    Checker::new(&Policy::from_json(&json).expect("valid"), &Identity::default())
}

proptest! {
    #[test]
    fn every_text_has_a_verdict_for_every_person(
        product in product(),
        identity in identity(),
        text in "\\PC{0,40}|[\\x00-\\x7f]{0,40}|.{0,40}",
    ) {
        let mut checker = Checker::new(&Policy::shipped(product), &identity);
        let report = checker.check(&text);
        prop_assert_eq!(checker.accepts(&text), report.accepted);
        prop_assert_eq!(report.accepted, report.findings.iter().all(|row| row.status != Status::Unmet));
        let boundaries: Vec<u32> = text
            .chars()
            .scan(0, |at, c| { let here = *at; *at += c.len_utf16() as u32; Some(here) })
            .chain([text.encode_utf16().count() as u32])
            .collect();
        for row in &report.findings {
            prop_assert!(row.status != Status::Unmet || row.violation.is_some());
            for pair in row.spans.windows(2) {
                prop_assert!(pair[0].1 <= pair[1].0, "spans are in order and do not overlap");
            }
            for Span(from, to) in &row.spans {
                prop_assert!(from < to && boundaries.contains(from) && boundaries.contains(to));
            }
            if let Some(violation) = &row.violation {
                for locale in Locale::ALL {
                    prop_assert!(!violation.describe(locale).is_empty());
                }
            }
        }
        checker.refuse(&text, &[Violation::Reused]);
        prop_assert!(!checker.accepts(&text));
    }

    #[test]
    fn any_combines_the_four_units(text in "[a密é👍\u{301}\u{200d}]{1,12}", min in 1_u32..8, more in 0_u32..12) {
        let max = min + more;
        let taken = ["grapheme", "code-point", "utf16", "byte"]
            .map(|unit| of_unit(unit, min, max).accepts(&text));
        let expected = match (taken.contains(&true), taken.contains(&false)) {
            (true, false) => Status::Met,
            (false, _) => Status::Unmet,
            (true, true) => Status::Unsure,
        };
        let any = of_unit("any", min, max);
        prop_assert_eq!(any.check(&text).findings[0].status, expected, "{:?}", taken);
        prop_assert_eq!(any.accepts(&text), expected != Status::Unmet);
    }

    #[test]
    fn more_characters_never_make_a_too_long_text_valid(text in "\\PC{0,30}", more in "\\PC{0,10}", max in 1_u32..20) {
        for unit in ["code-point", "utf16", "byte", "any"] {
            let checker = of_unit(unit, 1, max);
            let too_long = |text: &str| checker.check(text).violations() == [Violation::TooLong { max }];
            prop_assert!(!too_long(&text) || too_long(&format!("{text}{more}")), "{unit}");
        }
    }

    #[test]
    fn no_document_panics(text in "\\PC{0,200}|[{}\\[\\]\":,a-z0-9]{0,80}") {
        let _ = Policy::from_json(&text);
        let _ = Identity::from_json(&text);
    }
}
