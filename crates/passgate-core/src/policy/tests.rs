use super::*;
use crate::verdict::RuleName;

#[test]
fn shipped_policies_read_back() {
    for product in Product::ALL {
        let policy = Policy::shipped(product);
        assert_eq!(policy.product(), product);
        assert_eq!(Policy::from_json(&policy.to_json()).unwrap(), policy);
        assert!(policy.rules().iter().all(|rule| rule.source().is_some()), "each rule states its source");
    }
}

#[test]
fn a_policy_reads_back_with_every_field_set() {
    let json = r#"{"product":"eiam","rules":[
        {"rule":"length","min":8,"max":18,"unit":"grapheme","reported":{"min":14},"advice":true,"source":"page"},
        {"rule":"charset","letters":"any","digits":false,"symbols":"!","space":true},
        {"rule":"composition","classes":["lower","symbol"],"at_least":2,"each":2},
        {"rule":"username","match":"contains","reversed":true,"case_sensitive":true},
        {"rule":"common","patterns":"refuse"},
        {"rule":"repetition","max":2,"count":"total","case_sensitive":false},
        {"rule":"identity","fields":["phone"],"readings":2,"wider":"refuse"}]}"#;
    let policy = Policy::from_json(json).unwrap();
    assert_eq!(Policy::from_json(&policy.to_json()).unwrap(), policy);
}

#[test]
fn numbers_that_no_page_states_are_marked_as_assumed() {
    use RuleName::{Charset, Composition, Length, Repetition};
    let assumed = |product| -> Vec<RuleName> {
        let policy = Policy::shipped(product);
        let rules = policy.rules().iter().filter(|entry| entry.is_assumed());
        rules.map(|entry| entry.rule().name()).collect()
    };
    assert_eq!(assumed(Product::Eiam), [Length, Charset, Composition, Repetition]);
    assert_eq!(assumed(Product::Feishu), []);
}

#[test]
fn errors_name_the_path() {
    for (json, path, part) in [
        ("[]", "", "an object"),
        ("{", "", "EOF"),
        (r#"{"rules":[]}"#, "product", "missing"),
        (r#"{"product":"gmail","rules":[]}"#, "product", "feishu"),
        (r#"{"product":7,"rules":[]}"#, "product", "a number"),
        (r#"{"product":"eiam"}"#, "rules", "missing"),
        (r#"{"product":"eiam","rules":{}}"#, "rules", "an object"),
        (r#"{"product":"eiam","rules":[]}"#, "rules", "at least one"),
        (r#"{"product":"eiam","rules":[{"rule":"history"}],"name":"x"}"#, "name", "unknown field"),
        (r#"{"product":"eiam","rules":["length"]}"#, "rules[0]", "object"),
        (r#"{"product":"eiam","rules":[{"min":8}]}"#, "rules[0].rule", "missing"),
        (r#"{"product":"eiam","rules":[{"rule":"entropy"}]}"#, "rules[0].rule", "one of"),
        (r#"{"product":"eiam","rules":[{"rule":"length","min":18,"max":8}]}"#, "rules[0].max", "less than"),
        (r#"{"product":"eiam","rules":[{"rule":"length","min":4294967295}]}"#, "rules[0].min", "8192"),
        (r#"{"product":"eiam","rules":[{"rule":"length","mn":8}]}"#, "rules[0].mn", "unknown field"),
        (r#"{"product":"eiam","rules":[{"rule":"length","min":8,"min":9}]}"#, "", "is repeated"),
        (
            r#"{"product":"eiam","rules":[{"rule":"history"},{"rule":"history"}]}"#,
            "rules[1].rule",
            "is repeated",
        ),
        (r#"{"product":"eiam","rules":[{"rule":"history","advice":"yes"}]}"#, "rules[0].advice", "boolean"),
        (r#"{"product":"eiam","rules":[{"rule":"history","source":1}]}"#, "rules[0].source", "string"),
        (
            r#"{"product":"eiam","rules":[{"rule":"charset"},{"rule":"composition","classes":["digit","symbol"],"at_least":2}]}"#,
            "rules[1].at_least",
            "charset",
        ),
        (
            r#"{"product":"eiam","rules":[{"rule":"length","max":3},{"rule":"composition","classes":["letter","digit"],"at_least":2,"each":2}]}"#,
            "rules[1].at_least",
            "4 characters",
        ),
        (
            r#"{"product":"eiam","rules":[{"rule":"length","min":11},{"rule":"charset","letters":"none"},{"rule":"repetition","count":"total","max":1}]}"#,
            "rules[2].max",
            "has 10",
        ),
        (
            r##"{"product":"eiam","rules":[{"rule":"length","min":3},{"rule":"charset","letters":"none","digits":false,"symbols":"#"},{"rule":"repetition","max":2}]}"##,
            "rules[2].max",
            "has 2",
        ),
    ] {
        let error = Policy::from_json(json).unwrap_err();
        assert_eq!(error.path, path, "{json}");
        assert!(error.message.contains(part), "{json}: {error}");
    }
}

#[test]
fn a_schema_reference_is_allowed() {
    let json = r#"{"$schema":"policy.schema.json","product":"eiam","rules":[{"rule":"history"}]}"#;
    assert!(Policy::from_json(json).is_ok());
}

#[test]
fn needed_parts_of_an_identity() {
    use IdentityField::{EmailPrefix, NamePinyin, Phone, Username, Words};
    let all = [Username, Phone, EmailPrefix, NamePinyin, Words];
    assert_eq!(Policy::shipped(Product::Eiam).identity_fields(), all);
    let history = Policy::from_json(r#"{"product":"eiam","rules":[{"rule":"history"}]}"#).unwrap();
    let wang = Identity { username: Some("wangxm".into()), ..Identity::default() };
    assert_eq!(history.needed_of(&wang), Identity::default());
}

#[test]
fn every_shipped_rule_has_a_sentence_in_every_language() {
    for product in Product::ALL {
        let policy = Policy::shipped(product);
        for entry in policy.rules() {
            let [cn, tw, en] = crate::Locale::ALL.map(|locale| entry.rule().ask(locale));
            assert!(!cn.is_empty() && !tw.is_empty() && !en.is_empty() && cn != en && tw != en);
            assert!(en.starts_with(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit()), "{en}");
        }
    }
}

#[test]
fn what_a_rule_of_one_word_requires() {
    for (rule, expected) in [
        (
            r#"{"rule":"composition","classes":["lower"],"at_least":1,"each":3}"#,
            ["至少 3 个小写字母", "至少 3 個小寫字母", "At least 3 lowercase letters"],
        ),
        (
            r#"{"rule":"charset","letters":"none","digits":false,"symbols":"!"}"#,
            ["只使用符号 !", "只使用符號 !", "Only the symbol !"],
        ),
        (
            r#"{"rule":"charset","letters":"none","digits":false,"symbols":"!#"}"#,
            ["只使用符号 !#", "只使用符號 !#", "Only the symbols !#"],
        ),
    ] {
        let policy = Policy::from_json(&format!(r#"{{"product":"eiam","rules":[{rule}]}}"#)).unwrap();
        let asked = crate::Locale::ALL.map(|locale| policy.rules()[0].rule().ask(locale));
        assert_eq!(asked, expected, "{rule}");
    }
}
