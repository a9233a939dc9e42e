//! The schemas and the parsers agree about each rule by itself, and about identities.

use passgate_core::schema::{Member, MemberKind, policy_schema, schema_of, violations};
use passgate_core::{Identity, Policy, Product};
use serde_json::{Value, json};

#[test]
fn the_schema_agrees_with_the_parser() {
    let schema = jsonschema::validator_for(&policy_schema()).unwrap();
    let rule = |rule: Value| json!({ "product": "eiam", "rules": [rule] });
    let shipped = Product::ALL.map(|product| serde_json::from_str(Policy::shipped_json(product)).unwrap());
    let valid = shipped.into_iter().chain([
        rule(json!({ "rule": "length", "min": 8 })),
        rule(json!({ "rule": "length", "max": 8, "unit": "grapheme", "advice": true, "source": "x" })),
        rule(json!({ "rule": "length", "min": 8, "reported": { "min": 14, "max": 18 } })),
        rule(json!({ "rule": "length", "min": 8, "reported": { "max": 18 } })),
        rule(json!({ "rule": "charset" })),
        rule(
            json!({ "rule": "charset", "symbols": "any", "letters": "any", "digits": false, "space": true }),
        ),
        rule(json!({ "rule": "composition", "classes": ["letter", "digit"], "at_least": 1, "each": 2 })),
        rule(json!({ "rule": "username", "match": "contains", "reversed": true, "case_sensitive": true })),
        rule(json!({ "rule": "common", "patterns": "refuse" })),
        rule(json!({ "rule": "history" })),
        rule(json!({ "rule": "repetition", "max": 1, "count": "total", "case_sensitive": false })),
        rule(json!({ "rule": "repetition", "max": 2, "reported": { "max": 1 } })),
        rule(json!({ "rule": "identity", "fields": ["phone", "words"], "readings": 2 })),
    ]);
    for document in valid {
        assert!(schema.is_valid(&document), "{document}");
        assert!(Policy::from_value(document.clone()).is_ok(), "{document}");
    }
    for document in [
        json!([]),
        json!({ "product": "eiam", "rules": [] }),
        json!({ "product": "gmail", "rules": [{ "rule": "history" }] }),
        json!({ "product": "eiam", "rules": [{ "rule": "history" }], "extra": 1 }),
        json!({ "rules": [{ "rule": "history" }] }),
        rule(json!({ "min": 8 })),
        rule(json!({ "rule": "entropy" })),
        rule(json!({ "rule": "length", "min": 0 })),
        rule(json!({ "rule": "length", "min": -1 })),
        rule(json!({ "rule": "length", "min": "8" })),
        rule(json!({ "rule": "length", "min": 8, "unit": "rune" })),
        rule(json!({ "rule": "length", "min": 8, "extra": 1 })),
        rule(json!({ "rule": "charset", "letters": "latin" })),
        rule(json!({ "rule": "composition", "classes": ["digit"] })),
        rule(json!({ "rule": "composition", "classes": [], "at_least": 1 })),
        rule(json!({ "rule": "composition", "classes": ["digit"], "at_least": 0 })),
        rule(json!({ "rule": "history", "advice": "yes" })),
        rule(json!({ "rule": "length", "min": 8, "reported": {} })),
        rule(json!({ "rule": "length", "min": 8, "reported": 14 })),
        rule(json!({ "rule": "length", "min": 8, "reported": { "min": 0 } })),
        rule(json!({ "rule": "length", "min": 8, "reported": { "min": 14, "unit": "byte" } })),
        rule(json!({ "rule": "history", "reported": { "max": 1 } })),
        rule(json!({ "rule": "repetition", "max": 0 })),
        rule(json!({ "rule": "repetition", "max": 2, "reported": {} })),
        rule(json!({ "rule": "repetition", "max": 2, "reported": { "min": 1, "max": 1 } })),
        rule(json!({ "rule": "identity", "fields": [] })),
        rule(json!({ "rule": "identity", "fields": ["birthday"] })),
    ] {
        assert!(!schema.is_valid(&document), "{document}");
        assert!(Policy::from_value(document.clone()).is_err(), "{document}");
    }
}

#[test]
fn the_schema_of_an_identity_agrees_with_its_parser() {
    let schema = jsonschema::validator_for(&schema_of::<Identity>().to_value()).unwrap();
    let texts = |count: usize, length: usize| vec!["x".repeat(length); count];
    for document in [
        json!({}),
        json!({ "username": "wang", "name": "王伟" }),
        json!({ "names": null, "phones": null, "emails": null, "words": null }),
        json!({ "names": [], "phones": ["13800138000"], "emails": ["wang@corp.example"], "words": ["Acme"] }),
        json!({ "words": texts(64, 256) }),
    ] {
        assert!(schema.is_valid(&document), "{document}");
        assert!(Identity::from_value(document.clone()).is_ok(), "{document}");
    }
    for document in [
        json!([]),
        json!({ "birthday": "2000-01-01" }),
        json!({ "name": ["王伟"] }),
        json!({ "phones": "13800138000" }),
        json!({ "phones": [13800138000_u64] }),
        json!({ "emails": [null] }),
        json!({ "words": texts(65, 1) }),
        json!({ "words": texts(1, 257) }),
    ] {
        assert!(!schema.is_valid(&document), "{document}");
        assert!(Identity::from_value(document.clone()).is_err(), "{document}");
    }
}

/// `cargo xtask codegen` writes JavaScript's types from these.
#[test]
fn each_member_of_a_violation_has_the_kind_of_its_number() {
    let violations = violations();
    let members = |code: &str| -> &[Member] {
        let packed = violations.iter().find(|packed| packed.code == code);
        packed.map_or(&[], |packed| packed.members.as_slice())
    };
    assert!(matches!(
        members("not-accepted"),
        [Member { name: "message", kind: MemberKind::Text, is_optional: true }]
    ));
    assert!(matches!(
        members("too-short"),
        [Member { name: "min", kind: MemberKind::Number, is_optional: false }]
    ));
    assert!(matches!(
        members("too-common"),
        [Member { name: "pattern", kind: MemberKind::Word(_), is_optional: true }]
    ));
    assert!(matches!(
        members("contains-identity"),
        [Member { name: "fields", kind: MemberKind::Set(_), is_optional: false }]
    ));
}
