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
fn sentences_ask_only_for_allowed_characters() {
    use crate::document::CharacterKind;
    let texts = [
        "“Kx7”",
        "it’s",
        "a—b…",
        "密码",
        "Ａ１，",
        "é",
        "👍",
        "a b",
        "\t",
        "(",
        "abc",
        "ABC",
        "123",
        "!!!",
        "",
    ];
    let of_class = [
        ("lowercase letters", "小写字母", 'a'),
        ("uppercase letters", "大写字母", 'A'),
        ("digits", "数字", '1'),
        ("symbols", "符号", '!'),
    ];
    for charset in [
        r#","symbols":"!""#,
        r#","symbols":"~#""#,
        r#","letters":"none""#,
        r#","letters":"none","digits":false,"symbols":"!""#,
        r#","digits":false"#,
        "",
    ] {
        for (least, classes) in
            [(1, r#""lower","upper","digit","symbol""#), (2, r#""lower","upper","digit""#)]
        {
            let rules = format!(
                r#"{{"rule":"charset"{charset}}},{{"rule":"composition","classes":[{classes}],"at_least":{least}}}"#
            );
            let document = format!(r#"{{"product":"eiam","rules":[{rules}]}}"#);
            let Ok(policy) = Policy::from_json(&document) else { continue };
            let checker = Checker::new(&policy, &Identity::default());
            let taken = policy.classes();
            let mut said: Vec<String> = Vec::new();
            for locale in Locale::ALL {
                said.extend(checker.checklist(locale).into_iter().skip(1).map(|asked| asked.text));
                for report in texts.map(|text| checker.check(text)) {
                    let rows = report.findings.iter().filter(|row| row.rule == RuleName::Composition);
                    let reasons = rows.filter_map(|row| row.violation.as_ref());
                    said.extend(reasons.map(|violation| violation.describe(locale)));
                }
            }
            for (en, zh, character) in of_class {
                let is_taken = taken.iter().any(|class| class.has(character));
                let names = |sentence: &String| sentence.contains(en) || sentence.contains(zh);
                // An unsupported character is named without advice about what to type.
                assert!(is_taken || !said.iter().any(names), "{document}: {said:?}");
            }
        }
    }
    for kind in CharacterKind::ALL {
        let violation = Violation::UnsupportedCharacter { kind: Some(kind) };
        for locale in Locale::ALL {
            let symbols = |c: char| c.is_ascii_punctuation() && !",;-".contains(c);
            assert!(!violation.describe(locale).contains(symbols), "{kind:?}");
        }
    }
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
fn a_row_that_is_not_met_says_why() {
    let mut checker = checker(Product::Eiam);
    let says = |checker: &Checker, text: &str, locale| -> Vec<(RuleName, Status, String)> {
        let units: Vec<u16> = text.encode_utf16().collect();
        let mut rows = Rows::new();
        checker.judge(&units, &mut rows);
        rows.rows().map(|row| (row.rule, row.status, row.says(locale))).collect()
    };
    let of = |rows: &[(RuleName, Status, String)], name| {
        rows.iter().find(|(rule, ..)| *rule == name).map(|(_, status, says)| (*status, says.clone())).unwrap()
    };
    for locale in Locale::ALL {
        for text in [
            "",
            "a",
            "Tide*Lamp72",
            "Tide Lamp72",
            "密码密码密码密码",
            "password",
            "aaaaaaaaaaaaaaaaaaaaaaaa",
        ] {
            for (rule, status, says) in says(&checker, text, locale) {
                assert_eq!(says.is_empty(), status == Status::Met, "{rule} {status} {says}");
                assert!(!says.contains(['{', '}', '\n']), "{says}");
            }
        }
    }
    let rows = says(&checker, "Tide*Lamp72", Locale::En);
    let only = "Only the service knows your earlier passwords";
    assert_eq!(of(&rows, RuleName::History), (Status::Unsure, only.to_owned()));
    assert_eq!(of(&rows, RuleName::Length), (Status::Met, String::new()));
    let rows = says(&checker, "Tide*L7", Locale::ZhTw);
    assert_eq!(of(&rows, RuleName::Length), (Status::Unmet, "至少需要 8 個字元".to_owned()));
    // The text is too long to be judged: one row is unmet, and the service decides about the others.
    let rows = says(&checker, &"a".repeat(TEXT_MAX + 1), Locale::En);
    assert_eq!(of(&rows, RuleName::Charset).1, "Only the service can confirm this");
    // A contradiction between the document and the vendor is a doubt, and the sentence says so.
    checker.refuse("Tide*Lamp72", &[Violation::wrong_length(Some(20), Some(30))]);
    let rows = says(&checker, "Tide*Lamp72-Tide*Lamp", Locale::En);
    let (status, says) = of(&rows, RuleName::Length);
    assert!(status == Status::Unsure && says.ends_with(" (the service decides)"), "{status} {says}");
}

#[test]
fn a_row_counts_in_the_unit_of_its_rule() {
    use Locale::{En, ZhCn, ZhTw};
    let says = |limits: &str, unit: &str, text: &str, locale| {
        let rules = format!(r#"[{{"rule":"history"}},{{"rule":"length",{limits},"unit":"{unit}"}}]"#);
        let policy = Policy::from_json(&format!(r#"{{"product":"eiam","rules":{rules}}}"#)).unwrap();
        let checker = Checker::new(&policy, &Identity::default());
        let mut rows = Rows::new();
        let units: Vec<u16> = text.encode_utf16().collect();
        checker.judge(&units, &mut rows);
        rows.rows().find(|row| row.rule == RuleName::Length).map(|row| row.says(locale)).unwrap()
    };
    let documented = r#""min":8,"max":16,"documented":{"min":1,"max":4}"#;
    let long = "a".repeat(TEXT_MAX + 1);
    for (limits, text, locale, bytes, characters) in [
        (r#""min":8"#, "a", ZhCn, "至少需要 8 个字节", "至少需要 8 个字符"),
        (r#""min":8"#, "a", ZhTw, "至少需要 8 個位元組", "至少需要 8 個字元"),
        (r#""min":8"#, "a", En, "Use at least 8 bytes", "Use at least 8 characters"),
        (r#""max":1"#, "aa", ZhCn, "不能超过 1 个字节", "不能超过 1 个字符"),
        (r#""max":1"#, "aa", ZhTw, "不能超過 1 個位元組", "不能超過 1 個字元"),
        (r#""max":1"#, "aa", En, "Use at most 1 byte", "Use at most 1 character"),
        (r#""max":16"#, &long, En, "Use at most 16 bytes", "Use at most 16 characters"),
        // This limit is in UTF-16 code units, whatever the rule counts.
        (r#""max":9000"#, &long, En, "Use at most 8192 characters", "Use at most 8192 characters"),
        (
            documented,
            "abcdefgh",
            ZhCn,
            "长度须为 8～16 个字节；文档规定：1～4 个字节（以服务方的结果为准）",
            "长度须为 8～16 个字符；文档规定：1～4 个字符（以服务方的结果为准）",
        ),
        (
            documented,
            "abcdefgh",
            ZhTw,
            "長度須為 8～16 個位元組；文件規定：1～4 個位元組（以服務端的結果為準）",
            "長度須為 8～16 個字元；文件規定：1～4 個字元（以服務端的結果為準）",
        ),
        (
            documented,
            "abcdefgh",
            En,
            "Use 8 to 16 bytes; the documented limits are 1 to 4 bytes (the service decides)",
            "Use 8 to 16 characters; the documented limits are 1 to 4 characters (the service decides)",
        ),
    ] {
        assert_eq!(says(limits, "byte", text, locale), bytes);
        for unit in ["grapheme", "code-point", "utf16", "any"] {
            assert_eq!(says(limits, unit, text, locale), characters, "{unit}");
        }
    }
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
