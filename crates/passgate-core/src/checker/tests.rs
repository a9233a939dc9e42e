mod sentences;

use super::*;
use crate::Count;
use crate::document::Product;
use crate::verdict::{Finding, Status, Violation};

fn checker(product: Product) -> Checker {
    Checker::new(&Policy::shipped(product), &Identity::default())
}

fn row(report: &Report, name: RuleName) -> &Finding {
    report.findings.iter().find(|finding| finding.rule == name).unwrap()
}

#[test]
fn the_pages_own_examples_pass() {
    assert!(checker(Product::Feishu).accepts("abcd*efg"));
    assert!(checker(Product::Feishu).accepts("1234abcd"));
    assert!(checker(Product::Eiam).accepts("P@ssw0rd123"));
}

#[test]
fn rows_are_in_policy_order() {
    use RuleName::{Charset, Common, Composition, History, Identity, Length, Repetition, Username};
    let rows = |product| -> Vec<RuleName> {
        checker(product).check("x").findings.iter().map(|finding| finding.rule).collect()
    };
    assert_eq!(rows(Product::Feishu), [Length, Composition, Charset, Common, Identity]);
    assert_eq!(
        rows(Product::Eiam),
        [Length, Charset, Composition, Username, Common, History, Repetition, Identity]
    );
}

#[test]
fn advice_never_blocks() {
    let identity = Identity { name: Some("王小明".into()), ..Identity::default() };
    let checker = Checker::new(&Policy::shipped(Product::Feishu), &identity);
    let report = checker.check("wangxiaoming密码1");
    assert!(report.accepted && checker.accepts("wangxiaoming密码1"));
    assert_eq!(row(&report, RuleName::Identity).status, Status::Unsure);
    assert_eq!(row(&report, RuleName::Charset).status, Status::Unsure);
    assert_eq!(row(&report, RuleName::Charset).spans, [Span(12, 14)]);
}

#[test]
fn an_empty_text_is_never_accepted() {
    for product in Product::ALL {
        assert!(!checker(product).accepts(""));
        assert_eq!(checker(product).check("").violations().first(), Some(&Violation::Empty));
    }
    for rule in [r#"{"rule":"history"}"#, r#"{"rule":"length","min":8,"advice":true}"#] {
        let policy = Policy::from_json(&format!(r#"{{"product":"eiam","rules":[{rule}]}}"#)).unwrap();
        let checker = Checker::new(&policy, &Identity::default());
        assert!(!checker.accepts("") && !checker.check("").accepted, "{rule}");
        assert!(checker.accepts("x"), "{rule}");
    }
}

#[test]
fn a_refusal_affects_its_row_for_that_text_only() {
    let mut checker = checker(Product::Eiam);
    checker.refuse("Kx7#mQ2$vL9p", &[Violation::Reused]);
    let report = checker.check("Kx7#mQ2$vL9p");
    assert!(!report.accepted && !checker.accepts("Kx7#mQ2$vL9p"));
    assert_eq!(row(&report, RuleName::History).violation, Some(Violation::Reused));
    assert!(checker.accepts("Kx7#mQ2$vL9q"));
}

#[test]
fn limits_that_explain_the_refusal_tighten_for_every_text() {
    let mut checker = checker(Product::Eiam);
    checker.refuse("Kx7#mQ2$", &[Violation::wrong_length(Some(10), Some(16))]);
    let report = checker.check("Kx7#mQ2$");
    assert_eq!(row(&report, RuleName::Length).violation, Some(Violation::TooShort { min: 10 }));
    assert!(!checker.accepts("Ab1#Cd2$e") && checker.accepts("Ab1#Cd2$ef"));
    checker.refuse("Acc1#Cd2$ef", &[Violation::TooRepetitive { max: Some(1), count: None }]);
    assert!(!checker.accepts("Abb1#Cd2$ef"));
    checker.refuse("Kx7#mQ2$vL", &[Violation::TooRepetitive { max: Some(9), count: Some(Count::Run) }]);
    assert!(!checker.accepts("Abb1#Cd2$ef"), "never loosens");
}

#[test]
fn a_limit_that_does_not_explain_the_refusal_tightens_nothing() {
    let length = |min, max| Violation::wrong_length(Some(min), Some(max));
    let repeats = |max| Violation::TooRepetitive { max: Some(max), count: Some(Count::Run) };
    for (text, violation, name) in [
        // Ten characters, refused with the limits nine to eleven.
        ("Kx7#mQ2$vL", length(9, 11), RuleName::Length),
        ("Kx7#mQ2$vL", length(200, 256), RuleName::Length),
        ("Kx7#mQ2$vL", length(2, 4), RuleName::Length),
        ("Kx7#mQ2$vL", Violation::TooShort { min: 5000 }, RuleName::Length),
        ("Kx7#mQ2$vL", Violation::TooLong { max: 16 }, RuleName::Length),
        ("Kx7#mQ2$vL", repeats(1), RuleName::Repetition),
        (
            "Kx7#mQ2$vL",
            Violation::TooRepetitive { max: Some(1), count: Some(Count::Total) },
            RuleName::Repetition,
        ),
    ] {
        let mut checker = checker(Product::Eiam);
        checker.refuse(text, std::slice::from_ref(&violation));
        let report = checker.check(text);
        assert_eq!(row(&report, name).violation.as_ref(), Some(&violation));
        assert!(!report.accepted && !checker.accepts(text));
        for other in ["Kx7#mQ2$", "Kx7#mQ2$vLL", "Kx7#mQ2$vLmQ2$vLw9"] {
            let report = checker.check(other);
            assert!(report.accepted && checker.accepts(other), "{violation:?}: {other}");
            assert_eq!(row(&report, name).status, Status::Met, "{violation:?}: {other}");
        }
    }
}

#[test]
fn a_length_that_the_document_excludes_is_no_dead_end() {
    let mut checker = checker(Product::Eiam);
    let (ten, long) = ("Kx7#mQ2$vL", "Kx7#mQ2$vLw9Tz-Rw3&hN");
    assert!(checker.accepts(ten) && !checker.accepts(long));
    let told = Violation::wrong_length(Some(20), Some(30));
    checker.refuse(ten, std::slice::from_ref(&told));
    assert_eq!(checker.checklist(Locale::En)[0].text, "20 to 30 characters");
    let report = checker.check(ten);
    assert_eq!(row(&report, RuleName::Length).violation, Some(Violation::TooShort { min: 20 }));
    assert!(!checker.accepts("Kx7#mQ2$vM"));
    let report = checker.check(long);
    assert!(report.accepted && checker.accepts(long));
    let length = row(&report, RuleName::Length);
    let contradicted = Violation::WrongLength {
        min: Some(20),
        max: Some(30),
        documented_min: Some(8),
        documented_max: Some(18),
    };
    assert_eq!((length.status, &length.violation), (Status::Unsure, &Some(contradicted)));
    assert_eq!(checker.password_rules().attribute.split("; ").next(), Some("minlength: 20"));
    // Another page that reads this checker's policy gives the same result.
    let again = Checker::new(&Policy::from_json(&checker.policy.to_json()).unwrap(), &Identity::default());
    assert_eq!(again.check(long), checker.check(long));
    // The vendor contradicts its earlier refusal: the latest one counts.
    checker.refuse(long, &[Violation::TooLong { max: 18 }]);
    assert!(checker.accepts("Kx7#mQ2$vM") && !checker.accepts(long));
}

#[test]
fn a_reported_limit_is_unsure_until_a_refusal_confirms_it() {
    let limits = [crate::Limit::Length { min: Some(14), max: Some(18) }, crate::Limit::Repetition { max: 1 }];
    let policy = Policy::shipped(Product::Eiam).reporting(&limits);
    let mut checker = Checker::new(&policy, &Identity::default());
    let report = checker.check("Kx7#mmQ2$v");
    assert!(report.accepted && checker.accepts("Kx7#mmQ2$v"));
    let length = row(&report, RuleName::Length);
    assert_eq!((length.status, &length.violation), (Status::Unsure, &Some(Violation::TooShort { min: 14 })));
    let repetition = row(&report, RuleName::Repetition);
    assert_eq!((repetition.status, repetition.spans.as_slice()), (Status::Unsure, &[Span(4, 6)][..]));
    checker.refuse("Kx7#mQ2$vL", &[Violation::wrong_length(Some(14), Some(18))]);
    assert_eq!(row(&checker.check("Kx7#mQ2$v"), RuleName::Length).status, Status::Unmet);
    assert!(!checker.accepts("Kx7#mQ2$v") && checker.accepts("Kx7#mQ2$vLw9Tz"));
}

#[test]
fn an_unexplained_refusal_goes_to_the_row_that_was_unsure() {
    let not_accepted = [Violation::NotAccepted { message: None }];
    let mut checker = checker(Product::Feishu);
    checker.refuse("密码abcd1234", &not_accepted);
    assert_eq!(row(&checker.check("密码abcd1234"), RuleName::Charset).status, Status::Unmet);
    let lists_the_vendor =
        |checker: &Checker| checker.checklist(Locale::En).iter().any(|row| row.rule == RuleName::Vendor);
    assert!(!lists_the_vendor(&checker), "a row of the policy explains the refusal");
    // If every row is met, none of them explains the refusal: the vendor has given no reason.
    checker.refuse("Kx7#mQ2$", &[]);
    let report = checker.check("Kx7#mQ2$");
    assert_eq!(row(&report, RuleName::Vendor).status, Status::Unmet);
    assert!(lists_the_vendor(&checker));
    assert!(report.findings.iter().all(|row| row.rule == RuleName::Vendor || row.status != Status::Unmet));
    // The same if the vendor gives its reason as a text.
    let told = Violation::NotAccepted { message: Some("复杂度不足".into()) };
    checker.refuse("Kx7#mQ2$v", std::slice::from_ref(&told));
    let report = checker.check("Kx7#mQ2$v");
    assert_eq!(row(&report, RuleName::Composition).status, Status::Met);
    assert_eq!(row(&report, RuleName::Vendor).violation.as_ref(), Some(&told));
    // An unmet row explains the refusal, and says more than the vendor.
    checker.refuse("KxmQvLpT", std::slice::from_ref(&told));
    let report = checker.check("KxmQvLpT");
    assert!(matches!(
        row(&report, RuleName::Composition).violation,
        Some(Violation::TooFewClasses { required: 2, found: 1, .. })
    ));
    assert!(report.findings.iter().all(|row| row.rule != RuleName::Vendor));
}

#[test]
fn the_vendors_text_is_one_line_without_bidirectional_controls() {
    for (message, shown) in [
        ("复杂\u{202E}度不足\u{200B}", Some("复杂度不足")),
        ("two\r\nlines", Some("two lines")),
        ("\u{2066}\u{202E}", None),
    ] {
        let told = Violation::NotAccepted { message: Some(message.into()) };
        let reason = shown.map_or("密码未被接受，请换一个再试".to_owned(), |shown| {
            format!("密码未被接受：{shown}")
        });
        assert_eq!(told.describe(Locale::ZhCn), reason);
        let mut checker = checker(Product::Eiam);
        checker.refuse("Kx7#mQ2$v", &[told]);
        let shown = Violation::NotAccepted { message: shown.map(str::to_owned) };
        assert_eq!(row(&checker.check("Kx7#mQ2$v"), RuleName::Vendor).violation, Some(shown));
    }
    let error = Policy::from_json("{\"product\":\"eiam\",\"rules\":[],\"a\u{202E}b\":1}").unwrap_err();
    assert_eq!(error.path, "ab");
}

#[test]
fn a_refusal_no_rule_covers_has_a_row_of_its_own() {
    let mut checker = checker(Product::Feishu);
    checker.refuse("Kx7#mQ2$", &[Violation::Reused]);
    let report = checker.check("Kx7#mQ2$");
    assert_eq!(report.findings.last().unwrap().rule, RuleName::Vendor);
    assert_eq!(checker.checklist(Locale::En).last().unwrap().text, "Accepted by the service");
    assert!(!report.accepted);
}

#[test]
fn replacing_the_person_keeps_what_was_learned() {
    let mut checker = checker(Product::Eiam);
    checker.refuse("Tide*Lamp72", &[Violation::TooShort { min: 12 }]);
    let wang = Identity {
        username: Some("wangxm".into()),
        name: Some("王小明".into()),
        phones: Some(Vec::new()),
        emails: Some(Vec::new()),
        words: Some(Vec::new()),
        ..Identity::default()
    };
    assert_eq!(row(&checker.check("Wangxiaoming*72"), RuleName::Identity).status, Status::Unsure);
    checker.identify(&wang);
    let fresh = Checker::new(&Policy::shipped(Product::Eiam), &wang);
    for text in ["Wangxiaoming*72", "Wangxm*Lamp-72", "Tide*Lamp-7234", "密码Tide*Lamp72", "wangxm*wangxm"]
    {
        assert_eq!(checker.check(text), fresh.check(text), "{text}");
        assert_eq!(checker.accepts(text), fresh.accepts(text), "{text}");
    }
    assert!(!checker.accepts("Tide*Lamp73") && fresh.accepts("Tide*Lamp73"), "11 characters");
    assert_eq!(row(&checker.check("Tide*Lamp72"), RuleName::Length).status, Status::Unmet);
    checker.identify(&Identity { name: Some("李雷".into()), ..wang });
    assert!(checker.accepts("Wangxiaoming*72") && !checker.accepts("Lilei*Tide-72"));
}

#[test]
fn old_refusals_are_forgotten() {
    let mut checker = checker(Product::Feishu);
    for index in 0..=refusals::REFUSED_MAX {
        checker.refuse(&format!("Kx7#mQ2${index}"), &[Violation::Reused]);
    }
    assert!(checker.accepts("Kx7#mQ2$0"));
    assert!(!checker.accepts("Kx7#mQ2$1"));
}

#[test]
fn a_file_pasted_by_accident_is_only_too_long() {
    let only_history = Policy::from_json(r#"{"product":"eiam","rules":[{"rule":"history"}]}"#).unwrap();
    for (policy, name, max) in [
        (Policy::shipped(Product::Eiam), RuleName::Length, 18),
        (Policy::shipped(Product::Feishu), RuleName::Length, TEXT_MAX as u32),
        (only_history, RuleName::Vendor, TEXT_MAX as u32),
    ] {
        let checker = Checker::new(&policy, &Identity::default());
        let text = "密 \u{200B}a\u{FFFF}".repeat(300_000);
        let report = checker.check(&text);
        assert!(!report.accepted && !checker.accepts(&text));
        let row = row(&report, name);
        assert_eq!((row.status, &row.violation), (Status::Unmet, &Some(Violation::TooLong { max })));
        let unmet = report.findings.iter().filter(|finding| finding.status == Status::Unmet);
        assert_eq!(unmet.count(), 1);
        assert_eq!(row.spans, if name == RuleName::Length { vec![Span(max, 1_500_000)] } else { vec![] });
        let at_bound = "Kx7#".repeat(TEXT_MAX / 4);
        assert_eq!(checker.check(&at_bound).accepted, checker.accepts(&at_bound));
    }
}

#[test]
fn debug_prints_no_password() {
    let mut checker = checker(Product::Feishu);
    checker.refuse("Kx7#mQ2$", &[Violation::Reused]);
    assert!(!format!("{checker:?}").contains("Kx7#"));
}
