use super::*;
use crate::text::units;
use crate::vocabulary::Word as _;

use crate::identity::pinyin::DEPTH;

fn all() -> FieldSet {
    IdentityField::ALL.iter().copied().filter(|field| *field != IdentityField::Words).collect()
}

fn has(identity: &Identity, text: &str) -> bool {
    let mut words = terms(identity, all(), DEPTH).words;
    words.fold_in(&units(text));
    words.place_of_unfinished().is_some()
}

fn named(name: &str) -> Identity {
    Identity { name: Some(name.into()), ..Identity::default() }
}

#[test]
fn names() {
    for (name, expected) in [
        (
            "王小明",
            vec!["wangxiaoming", "xiaomingwang", "wangxm", "xmwang", "wxm", "xmw", "xiaoming", "王小明"],
        ),
        ("曾国藩", vec!["zengguofan", "cengguofan", "zenggf", "zgf"]),
        ("欧阳锋", vec!["ouyangfeng", "ouyangf", "oyf", "oyfeng"]),
        ("吕布", vec!["lvbu", "lubu", "lyubu", "lübu"]),
        ("李四", vec!["lisi", "sili"]),
        ("吴娥", vec!["wue"]),
        ("Ana García-López", vec!["anagarcialopez", "garcia", "lopez"]),
    ] {
        for text in expected {
            assert!(has(&named(name), text), "{name}: {text}");
        }
    }
}

#[test]
fn short_names_do_not_match_alone() {
    for name in ["李娜", "李四", "王小明"] {
        for short in ["li", "wang", "ln", "xm", "na", "si", "ming"] {
            assert!(!has(&named(name), short), "{name}: {short}");
        }
    }
}

#[test]
fn phones() {
    let phone = |number: &str| Identity { phones: vec![number.into()], ..Identity::default() };
    for text in ["8613800138000", "13800138000", "00138000", "0138000", "138000"] {
        assert!(has(&phone("+86 138-0013-8000"), text), "{text}");
    }
    assert!(!has(&phone("13800138000"), "8000") && !has(&phone("12345"), "12345"));
    for (number, date) in [("13819900131", "19900131"), ("13800900131", "900131"), ("13800199001", "199001")]
    {
        assert!(!has(&phone(number), date), "{date}");
    }
    let both = Identity { phones: vec!["13800138000".into()], ..named("李娜") };
    assert!(has(&both, "li8000"));
}

#[test]
fn accounts_as_people_write_them() {
    let identity = Identity {
        username: Some("Wang_XiaoMing88".into()),
        emails: vec!["xiao.ming-2024@example.com".into(), "xy@example.com".into()],
        words: vec!["PassGate".into(), "it".into(), "飞书".into()],
        ..Identity::default()
    };
    for text in [
        "wangxiaoming88",
        "wangxiaoming",
        "wang",
        "xiaoming88",
        "xiaoming",
        "xiaoming2024",
        "xiao",
        "passgate",
        "飞书",
        "feishu",
    ] {
        assert!(has(&identity, text), "{text}");
    }
    for text in ["xy", "it", "88", "2024x"] {
        assert!(!has(&identity, text), "{text}");
    }
}

#[test]
fn a_character_nobody_can_read_is_said() {
    for (name, incomplete) in [("王小明", false), ("José", false), ("王𰻞明", true)] {
        assert_eq!(terms(&named(name), all(), DEPTH).incomplete, incomplete, "{name}");
    }
}

#[test]
fn what_is_too_much_is_said() {
    let many = |emails: usize| Identity {
        emails: (0..emails).map(|number| format!("person-{number:05x}@example.com")).collect(),
        ..Identity::default()
    };
    let (few, many) = (terms(&many(9), all(), DEPTH), terms(&many(TERMS_MAX), all(), DEPTH));
    assert!(!few.incomplete && few.list.len() < TERMS_MAX);
    assert!(many.incomplete && many.list.len() == TERMS_MAX);
    assert!(terms(&named(&"单".repeat(200)), all(), DEPTH).list.len() <= TERMS_MAX);
}
