//! What the rows say.

use super::*;

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
            "長度須為 8～16 個位元組；文件規定：1～4 個位元組（以服務提供者的結果為準）",
            "長度須為 8～16 個字元；文件規定：1～4 個字元（以服務提供者的結果為準）",
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
