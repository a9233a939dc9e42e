//! A document for each mistake, with the expected findings.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "all of it is test code; clippy.toml knows only the functions marked so"
)]

use passgate_core::{Checker, Policy, Product};
use passgate_policy::diff::sample_person;
use passgate_policy::lint::{Finding, Kind, lint, lint_json};

fn found(product: &str, rules: &str, kind: Kind) -> Vec<(String, String)> {
    let findings = lint_json(&format!(r#"{{"product":"{product}","rules":[{rules}]}}"#));
    let of_kind = findings.into_iter().filter(|finding| finding.kind == kind);
    of_kind.map(|finding| (finding.path, finding.problem)).collect()
}

/// Each mistake is found once, at its path.
#[test]
fn each_mistake_has_its_kind_and_its_path() {
    const EIAM: &str = r#"{"rule":"length","min":8},{"rule":"charset","symbols":"!"},{"rule":"composition","classes":["lower"],"at_least":1},{"rule":"username","match":"contains","reversed":true},{"rule":"common"},{"rule":"repetition","max":2},{"rule":"identity","fields":["username","phone","email-prefix","name-pinyin"]},{"rule":"history"}"#;
    for (product, rules, kind, paths) in [
        ("eiam", r#"{"rule":"length","min":9,"max":8}"#, Kind::Invalid, vec!["rules[0].max"]),
        ("eiam", r#"{"rule":"length","min":9000}"#, Kind::Invalid, vec!["rules[0].min"]),
        ("eiam", r#"{"rule":"length","min":9,"surplus":8}"#, Kind::Invalid, vec!["rules[0].surplus"]),
        // There are ten ASCII digits, and each may occur once: eleven are impossible. Without a charset, the vendor
        // may also count digits beyond ASCII.
        (
            "eiam",
            r#"{"rule":"repetition","count":"total","max":1},{"rule":"composition","classes":["digit"],"at_least":1,"each":11}"#,
            Kind::Contradictory,
            vec![],
        ),
        (
            "eiam",
            r#"{"rule":"charset"},{"rule":"repetition","count":"total","max":1},{"rule":"composition","classes":["digit"],"at_least":1,"each":11}"#,
            Kind::Contradictory,
            vec!["rules[2]"],
        ),
        // Six of the only symbol need five others between them, and eight characters have no room for them. In the
        // first document, digits and spaces separate them.
        (
            "eiam",
            r#"{"rule":"charset","symbols":"!","letters":"none","space":true},{"rule":"composition","classes":["symbol","digit"],"at_least":2,"each":4},{"rule":"length","max":8},{"rule":"repetition","max":1}"#,
            Kind::Contradictory,
            vec![],
        ),
        (
            "eiam",
            r#"{"rule":"charset","symbols":"!","letters":"none"},{"rule":"composition","classes":["symbol"],"at_least":1,"each":6},{"rule":"length","max":8},{"rule":"repetition","max":1}"#,
            Kind::Contradictory,
            vec!["rules[3]"],
        ),
        // Every password of one character is common.
        ("feishu", r#"{"rule":"length","max":1},{"rule":"common"}"#, Kind::Unsatisfiable, vec!["rules"]),
        ("feishu", r#"{"rule":"length","min":1}"#, Kind::Redundant, vec!["rules[0]"]),
        // If the unit is open, a letter with nine equal marks may be one character.
        ("feishu", r#"{"rule":"length","max":8},{"rule":"repetition","max":8}"#, Kind::Redundant, vec![]),
        (
            "feishu",
            r#"{"rule":"length","max":8,"unit":"code-point"},{"rule":"repetition","max":8}"#,
            Kind::Redundant,
            vec!["rules[1]"],
        ),
        (
            "feishu",
            r#"{"rule":"charset","letters":"none"},{"rule":"composition","classes":["digit"],"at_least":1}"#,
            Kind::Redundant,
            vec!["rules[1]"],
        ),
        (
            "feishu",
            r#"{"rule":"charset"},{"rule":"composition","classes":["letter","digit","symbol"],"at_least":2}"#,
            Kind::Redundant,
            vec!["rules[1].classes[2]"],
        ),
        (
            "feishu",
            r#"{"rule":"charset"},{"rule":"length","min":8,"unit":"byte"}"#,
            Kind::Redundant,
            vec!["rules[1].unit"],
        ),
        (
            "feishu",
            r#"{"rule":"username"},{"rule":"identity","fields":["username"]},{"rule":"history","advice":true}"#,
            Kind::Redundant,
            vec!["rules[0]", "rules[2].advice"],
        ),
        (
            "feishu",
            r#"{"rule":"length","min":8,"reported":{"min":9},"documented":{"min":7}}"#,
            Kind::Learned,
            vec!["rules[0].reported", "rules[0].documented"],
        ),
        // The page states eight characters, and two of three classes.
        (
            "feishu",
            r#"{"rule":"length","min":7},{"rule":"composition","classes":["letter","digit","symbol"],"at_least":2}"#,
            Kind::Looser,
            vec!["rules[0]"],
        ),
        (
            "feishu",
            r#"{"rule":"length","min":8},{"rule":"composition","classes":["lower","upper","digit"],"at_least":2}"#,
            Kind::Looser,
            vec!["rules[1]"],
        ),
        (
            "feishu",
            r#"{"rule":"length","min":8,"advice":true}"#,
            Kind::Looser,
            vec!["rules[0].advice", "rules"],
        ),
        (
            "feishu",
            r#"{"rule":"length","min":12},{"rule":"composition","classes":["letter","digit"],"at_least":2}"#,
            Kind::Looser,
            vec![],
        ),
        // EIAM leaves its numbers open: the tenant's own are no mistake.
        ("eiam", EIAM, Kind::Looser, vec![]),
        (
            "eiam",
            r#"{"rule":"length","min":8},{"rule":"charset"},{"rule":"composition","classes":["lower"],"at_least":1},{"rule":"username"},{"rule":"common","advice":true},{"rule":"repetition","max":9},{"rule":"identity","fields":["username"]}"#,
            Kind::Looser,
            vec!["rules[3].reversed", "rules[4].advice", "rules[6].fields", "rules"],
        ),
    ] {
        let found = found(product, rules, kind);
        let own: Vec<&str> = found.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(own, paths, "{rules}: {found:?}");
    }
}

/// A finding names the requirement of its standard, and a policy that follows both standards gets none.
#[test]
fn conflicts_with_the_standards_are_named_with_their_requirement() {
    let of = |rules: &str| -> Vec<(&'static str, String)> {
        let policy = Policy::from_json(&format!(r#"{{"product":"feishu","rules":[{rules}]}}"#)).unwrap();
        let findings = lint(&policy).into_iter();
        findings.filter_map(|finding| Some((finding.requirement?, finding.path))).collect()
    };
    let nist = |path: &str| ("SP 800-63B-4, 3.1.1.2", path.to_owned());
    let asvs = |requirement, path: &str| (requirement, path.to_owned());
    const GOOD: &str = r#"{"rule":"length","min":15,"max":64,"unit":"code-point"},{"rule":"common"},{"rule":"identity","fields":["username"]}"#;
    assert_eq!(of(GOOD), []);
    for (rules, expected) in [
        (GOOD.replace("15", "14"), vec![nist("rules[0].min")]),
        (GOOD.replace("15", "7"), vec![nist("rules[0].min"), asvs("ASVS 5.0, 6.2.1", "rules[0].min")]),
        (GOOD.replace("64", "63"), vec![nist("rules[0].max"), asvs("ASVS 5.0, 6.2.9", "rules[0].max")]),
        (GOOD.replace("code-point", "utf16"), vec![nist("rules[0].unit")]),
        (
            GOOD.replace(r#""common""#, r#""common","advice":true"#),
            vec![nist("rules[1].advice"), asvs("ASVS 5.0, 6.2.4", "rules[1].advice")],
        ),
        (
            GOOD.replace(r#""username"]"#, r#""username"],"advice":true"#),
            vec![asvs("ASVS 5.0, 6.2.11", "rules[2].advice")],
        ),
        (
            format!(r#"{GOOD},{{"rule":"composition","classes":["digit"],"at_least":1}}"#),
            vec![nist("rules[3]"), asvs("ASVS 5.0, 6.2.5", "rules[3]")],
        ),
        (format!(r#"{GOOD},{{"rule":"repetition","max":2}}"#), vec![nist("rules[3]")]),
        (
            format!(r#"{GOOD},{{"rule":"charset","symbols":"!","digits":false}}"#),
            vec![
                nist("rules[3].symbols"),
                nist("rules[3].digits"),
                nist("rules[3].space"),
                nist("rules[3].letters"),
                asvs("ASVS 5.0, 6.2.5", "rules[3]"),
            ],
        ),
        (
            r#"{"rule":"history"}"#.to_owned(),
            vec![
                nist("rules"),
                nist("rules"),
                asvs("ASVS 5.0, 6.2.1", "rules"),
                asvs("ASVS 5.0, 6.2.4", "rules"),
                asvs("ASVS 5.0, 6.2.11", "rules"),
            ],
        ),
    ] {
        assert_eq!(of(&rules), expected, "{rules}");
    }
}

/// A shipped policy has no mistakes; it only conflicts with the standards, as its vendor's page does.
#[test]
fn a_shipped_policy_conflicts_with_the_standards_alone() {
    for product in Product::ALL {
        let others: Vec<Finding> = lint(&Policy::shipped(product))
            .into_iter()
            .filter(|finding| !matches!(finding.kind, Kind::Nist | Kind::Asvs))
            .collect();
        assert_eq!(others, [], "{product}");
    }
}

/// The policy accepts each witness, and the shipped policy refuses it.
#[test]
fn a_witness_is_judged_by_the_real_checkers() {
    let rules = r#"{"rule":"length","min":6},{"rule":"username"},{"rule":"identity","fields":["phone"]}"#;
    let policy = Policy::from_json(&format!(r#"{{"product":"eiam","rules":[{rules}]}}"#)).unwrap();
    let [own, shipped] = [policy.clone(), Policy::shipped(Product::Eiam)]
        .map(|policy| Checker::new(&policy, &sample_person()));
    let witnesses: Vec<String> = lint(&policy).into_iter().filter_map(|finding| finding.witness).collect();
    assert!(witnesses.len() >= 4, "{witnesses:?}");
    for witness in witnesses {
        assert!(own.accepts(&witness) && !shipped.accepts(&witness), "{witness}");
    }
}
