//! What a checker says before the rest is there, and after: the road of a browser, natively. A
//! process takes it in once, so this is one test, in a build that does not have it from the start.
#![cfg(not(feature = "whole"))]

use passgate_core::{Checker, Finding, Identity, Policy, Product, RuleName, Status, Violation, arrived};

fn row(checker: &Checker, text: &str, name: RuleName) -> Finding {
    checker.check(text).findings.into_iter().find(|finding| finding.rule == name).unwrap()
}

#[test]
fn what_waits_for_the_rest_is_unsure_until_it_is_there() {
    let person = Identity {
        name: Some("王小明".into()),
        username: Some("anna.schmidt".into()),
        ..Identity::default()
    };
    let mut checker = Checker::new(&Policy::shipped(Product::Eiam), &person);
    let refused = "Wk7#mQ2$vL9p";
    checker.refuse(refused, &[Violation::WrongLength { min: Some(9), max: None }]);

    for (text, waits) in [
        ("Wangxm@2024", RuleName::Identity),
        ("Schmidt@2024", RuleName::Identity),
        ("Password123", RuleName::Common),
        ("Kx7#mQ2$密码", RuleName::Charset),
        ("Kx7#mQ2$密码", RuleName::Length),
        ("密", RuleName::Length),
    ] {
        assert_eq!(row(&checker, text, waits).status, Status::Unsure, "{text}");
    }
    for text in ["Wangxm@2024", "Kx7#mQ2$密码"] {
        assert!(checker.accepts(text) && checker.check(text).accepted, "what is unsure never blocks: {text}");
    }
    for (text, name) in [
        ("Kx7#mQ2$", RuleName::Length),
        ("Kx7#mQ2$\t", RuleName::Charset),
        ("kxxmqqvvlpp", RuleName::Composition),
        ("anna.schmidt", RuleName::Username),
        ("Kx7#mQ2$vvv", RuleName::Repetition),
        (refused, RuleName::Length),
        ("", RuleName::Length),
    ] {
        assert_eq!(row(&checker, text, name).status, Status::Unmet, "{text:?} {name:?}");
        assert!(!checker.accepts(text), "{text:?}");
    }
    assert!(!checker.refresh(), "nothing new");

    arrived(include_str!("../data/standards.txt").encode_utf16().collect());
    assert!(checker.refresh() && !checker.refresh());
    for (text, name) in [
        ("Wangxm@2024", RuleName::Identity),
        ("Schmidt@2024", RuleName::Identity),
        ("Password123", RuleName::Common),
        ("Kx7#mQ2$密码", RuleName::Charset),
        ("密", RuleName::Length),
    ] {
        assert_eq!(row(&checker, text, name).status, Status::Unmet, "{text}");
        assert!(!checker.accepts(text), "{text}");
    }
    assert_eq!(row(&checker, "Kx7#mQ2$vL", RuleName::Identity).status, Status::Met);
    assert!(!checker.accepts(refused), "what the vendor refused stays refused");
    assert_eq!(
        row(&checker, "Kx7#mQ2$", RuleName::Length).violation,
        Some(Violation::TooShort { min: 9 }),
        "what was learned stays"
    );
}
