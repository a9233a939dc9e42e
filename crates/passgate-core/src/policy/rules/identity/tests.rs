mod directories;
mod uncertain;

use super::*;
use crate::identity::Identity;
use crate::policy::rules::table::{Verdict, judge, rule};
use crate::verdict::Violation;

use IdentityField::{EmailPrefix, NamePinyin, Phone, Username, Words};

const ALL: &str = r#"{"rule":"identity","fields":["username","phone","email-prefix","name-pinyin"]}"#;
const REFUSE: &str =
    r#"{"rule":"identity","fields":["username","phone","email-prefix","name-pinyin"],"wider":"refuse"}"#;
const OFF: &str =
    r#"{"rule":"identity","fields":["username","phone","email-prefix","name-pinyin"],"wider":"off"}"#;

fn wang() -> Identity {
    Identity {
        username: Some("wangxm".into()),
        name: Some("王小明".into()),
        phones: Some(vec!["13800138000".into()]),
        emails: Some(vec!["xiaoming.w@example.com".into()]),
        words: Some(vec!["Passgate".into()]),
        ..none()
    }
}

/// A person who is known to have nothing that the page names.
fn none() -> Identity {
    Identity {
        username: Some(String::new()),
        name: Some(String::new()),
        phones: Some(Vec::new()),
        emails: Some(Vec::new()),
        ..Identity::default()
    }
}

fn named(name: &str) -> Identity {
    Identity { name: Some(name.into()), ..none() }
}

/// The status of the row, in one word.
fn status(json: &str, person: &Identity, text: &str) -> &'static str {
    match judge(&rule(json).unwrap(), person, text).0 {
        Verdict::Met => "met",
        Verdict::Unmet(_) => "unmet",
        Verdict::Unsure(Some(Violation::UnknownIdentity { .. })) => "unknown",
        Verdict::Unsure(_) => "unsure",
    }
}

#[track_caller]
fn all_are(expected: &str, person: &Identity, texts: &[&str]) {
    for text in texts {
        assert_eq!(status(ALL, person, text), expected, "{text}");
    }
}

#[test]
fn stated_words_are_refused() {
    for (text, fields, spans) in [
        ("Wangxiaoming@13800138000", vec![Phone, NamePinyin], vec![Span(0, 12), Span(13, 24)]),
        ("x-WANGXM-1", vec![Username], vec![Span(2, 8)]),
        ("wang.xiao-ming_1", vec![NamePinyin], vec![Span(0, 14)]),
        ("Wang Xiao Ming 1", vec![NamePinyin], vec![Span(0, 14)]),
        ("WANG·xiao·ming 1", vec![NamePinyin], vec![Span(0, 14)]),
        ("👍xiaoming.w1", vec![EmailPrefix], vec![Span(2, 12)]),
        ("138-0013-8000", vec![Phone], vec![Span(0, 13)]),
        ("myPASSGATE1", vec![Words], vec![Span(2, 10)]),
    ] {
        let (verdict, found) = judge(&rule(ALL).unwrap(), &wang(), text);
        let fields = fields.into_iter().collect();
        assert_eq!(verdict, Verdict::Unmet(Violation::ContainsIdentity { fields }), "{text}");
        assert_eq!(found, spans, "{text}");
    }
    all_are("unmet", &named("吕布"), &["lvbu#1", "lubu#1", "lyubu#1", "lübu#1", "LÜBU#1"]);
    all_are("unmet", &named("曾毅"), &["zengyi#1", "cengyi#1"]);
    all_are("unmet", &named("单雄信"), &["shanxiongxin#1", "danxiongxin#1"]);
    all_are("unmet", &named("吴娥"), &["wue#2024x", "xwuex#2024"]);
    all_are("unmet", &named("欧阳锋"), &["Ouyangfeng1"]);
    all_are("unsure", &named("王小明"), &["xiaomingwang1", "XiaoMing.Wang1"]);
    all_are("unmet", &named("wáng xiǎomíng"), &["wangxiaoming#1", "Wang.XiaoMing#1", "wáng xiǎomíng"]);
    all_are("unmet", &named("Wa\u{301}ng We\u{30C}i"), &["wangwei#2024", "Wáng Wěi"]);
    all_are("unmet", &named("Lu\u{308} Bu\u{300}"), &["lvbu#1", "lubu#1", "LyuBu#1", "Lü Bù"]);
    all_are("unmet", &named("Mu\u{308}ller"), &["Müller#1", "Mu\u{308}ller#1"]);
    all_are("unmet", &named("Müller"), &["Müller#1", "Mu\u{308}ller#1"]);
    all_are("unmet", &named("Ōu yáng Fēng"), &["ouyangfeng#1"]);
    all_are("unmet", &named("Lǚ Bù"), &["lvbu#1", "lubu#1", "LyuBu#1"]);
    all_are("unmet", &named("LÜ Bu"), &["lvbu#1", "lubu#1", "LyuBu#1", "lübu#1"]);
    all_are("unmet", &named("Michał Müller"), &["Michał Müller", "michał.müller"]);
    all_are("unmet", &named("John Smith"), &["JohnSmith1", "john.smith1", "John Smith"]);
}

#[test]
fn a_latin_name_without_its_marks_is_a_guess() {
    for (name, typed) in [
        ("Straße", vec!["strasse", "STRASSE"]),
        ("Þór", vec!["thor"]),
        ("Œuvre", vec!["oeuvre"]),
        ("Ægir", vec!["aegir"]),
        ("Łukasz", vec!["lukasz"]),
        ("Søren", vec!["soren", "soeren"]),
        ("Müller", vec!["mueller", "muller", "Mu3ller"]),
        ("Mu\u{308}ller", vec!["mueller", "muller"]),
        ("İlker", vec!["ilker"]),
        ("Işık", vec!["isik"]),
        ("José", vec!["jose"]),
        ("Ana García-López", vec!["anagarcialopez", "garcialopez"]),
        // Beside another name it is a guess, even as written.
        ("王小明(Søren)", vec!["soeren", "Søren"]),
    ] {
        for typed in typed {
            assert_eq!(status(ALL, &named(name), &format!("{typed}#1")), "unsure", "{name} {typed}");
        }
        if !name.contains('王') {
            assert_eq!(status(ALL, &named(name), &format!("{name}#1")), "unmet", "{name}");
        }
        assert_eq!(status(ALL, &named(name), "Kx7#mQ2$vL9p"), "met", "{name}");
    }
}

#[test]
fn a_placeholder_among_several_addresses_is_not_a_prefix() {
    let emails = Some(vec!["wangxm@corp.example; null@corp.example".into()]);
    let person = Identity { emails, ..none() };
    assert_eq!(status(ALL, &person, "Null#4kTq"), "met");
    assert_eq!(status(ALL, &person, "Wangxm#4kTq"), "unmet");
}

#[test]
fn names_that_only_look_like_pinyin_are_guesses() {
    for (name, typed) in [
        ("René", "rene"),
        ("Hélène", "helene"),
        ("Mélanie", "melanie"),
        ("Amélie", "amelie"),
        ("Adèle", "adele"),
        ("Máté", "mate"),
        ("Peña", "pena"),
        ("Leão", "leao"),
        ("Jiří Li", "jirili"),
        ("Māté Ma", "matema"),
    ] {
        assert_eq!(status(ALL, &named(name), &format!("{typed}#2024")), "unsure", "{name}");
        assert_eq!(status(ALL, &named(name), &format!("{name}#2024")), "unmet", "{name}");
        assert_eq!(status(ALL, &named(name), "Kx7#mQ2$vL9p"), "met", "{name}");
    }
}

#[test]
fn forms_that_no_page_names_are_guesses() {
    for (text, fields, spans) in [
        ("wxm#2024", vec![NamePinyin], vec![Span(0, 3)]),
        ("Xqwxmz#2024a", vec![NamePinyin], vec![Span(2, 5)]),
        ("Wxm#2024Zq", vec![NamePinyin], vec![Span(0, 3)]),
        ("Wang2801#Q 8000wang", vec![], vec![]),
        ("Wang8000#Q", vec![NamePinyin], vec![Span(0, 8)]),
        ("XmWang#2024", vec![NamePinyin], vec![Span(0, 6)]),
        ("W@ng_X1ao-M1ng9", vec![EmailPrefix, NamePinyin], vec![Span(0, 14)]),
        ("#xiaoming#1", vec![EmailPrefix, NamePinyin], vec![Span(1, 9)]),
        ("gnimoaixgnaw1", vec![NamePinyin], vec![Span(0, 12)]),
        ("mxgnaw#77", vec![Username], vec![Span(0, 6)]),
        ("00083100831!", vec![Phone], vec![Span(0, 11)]),
        ("138000#a", vec![Phone], vec![Span(0, 6)]),
        ("王小明Abc123", vec![NamePinyin], vec![Span(0, 3)]),
        ("ｗａｎｇxiǎomíng", vec![EmailPrefix, NamePinyin], vec![Span(0, 12)]),
        ("w\u{200B}angxm", vec![Username, NamePinyin], vec![Span(0, 7)]),
        ("w(ang)xm", vec![Username, NamePinyin], vec![Span(0, 8)]),
    ] {
        let (verdict, found) = judge(&rule(ALL).unwrap(), &wang(), text);
        let fields: FieldSet = fields.into_iter().collect();
        let wanted = if fields.is_empty() {
            Verdict::Met
        } else {
            Verdict::Unsure(Some(Violation::ResemblesIdentity { fields }))
        };
        assert_eq!((verdict, found), (wanted, spans), "{text}");
        let refused = if fields.is_empty() {
            Verdict::Met
        } else {
            Verdict::Unmet(Violation::ContainsIdentity { fields })
        };
        assert_eq!(judge(&rule(REFUSE).unwrap(), &wang(), text).0, refused, "{text}");
        assert_eq!(judge(&rule(OFF).unwrap(), &wang(), text), (Verdict::Met, vec![]), "{text}");
    }
    for (json, expected) in [(ALL, "unmet"), (REFUSE, "unmet"), (OFF, "unmet")] {
        assert_eq!(status(json, &wang(), "Wangxiaoming#1"), expected, "{json}");
    }
}

#[test]
fn unrelated_passwords_are_met() {
    all_are(
        "met",
        &wang(),
        &["Kx7#mQ2$vL9p", "1380013!", "wangwei88!", "correct-horse", "Minghui#2024", "li", ""],
    );
    all_are("met", &named("李娜"), &["Alibaba#1", "Nanjing#1"]);
}

#[test]
fn unknown_fields_are_unsure() {
    let phone = r#"{"rule":"identity","fields":["phone"]}"#;
    let company = r#"{"rule":"identity","fields":["words"]}"#;
    let known = |json: &str| Identity::from_json(json).unwrap();
    for (json, person, missing) in [
        (ALL, "{}", &[Username, Phone, EmailPrefix, NamePinyin][..]),
        (ALL, r#"{"username":"u77x"}"#, &[Phone, EmailPrefix, NamePinyin]),
        (ALL, r#"{"name":"王小明"}"#, &[Username, Phone, EmailPrefix]),
        (ALL, r#"{"name":"王小明","username":"u77x","phones":[]}"#, &[EmailPrefix]),
        (ALL, r#"{"name":"王小明","username":"u77x","emails":[]}"#, &[Phone]),
        (ALL, r#"{"name":"王小明","username":"u77x","emails":[],"phones":["无"]}"#, &[Phone]),
        (ALL, r#"{"name":"王小明","username":"u77x","emails":[],"phones":[""]}"#, &[Phone]),
        (ALL, r#"{"name":" ","username":"u77x","emails":[],"phones":[]}"#, &[NamePinyin]),
        (ALL, r#"{"names":[],"username":"u77x","emails":[],"phones":[]}"#, &[NamePinyin]),
        (ALL, r#"{"name":"王小明","username":"u77x","emails":[],"phones":[]}"#, &[]),
        (ALL, r#"{"name":"","username":"","emails":[],"phones":[]}"#, &[]),
        (ALL, r#"{"words":["passgate"]}"#, &[Username, Phone, EmailPrefix, NamePinyin]),
        (phone, r#"{"name":"王小明"}"#, &[Phone]),
        (phone, r#"{"phones":[]}"#, &[]),
        (company, "{}", &[Words]),
        (company, r#"{"words":[]}"#, &[]),
        (OFF, "{}", &[Username, Phone, EmailPrefix, NamePinyin]),
        (REFUSE, "{}", &[Username, Phone, EmailPrefix, NamePinyin]),
    ] {
        let expected = if missing.is_empty() {
            Verdict::Met
        } else {
            let fields = missing.iter().copied().collect();
            Verdict::Unsure(Some(Violation::UnknownIdentity { fields }))
        };
        assert_eq!(judge(&rule(json).unwrap(), &known(person), "Kx7#mQ2$vL9p").0, expected, "{person}");
    }
    // Known fields are still compared.
    let username = known(r#"{"username":"u77x"}"#);
    for (text, expected) in [("wangxiaoming#1Ab", "unknown"), ("a-u77x-b", "unmet"), ("x77u-u7-7x", "unmet")]
    {
        assert_eq!(status(ALL, &username, text), expected, "{text}");
    }
    assert_eq!(status(ALL, &known(r#"{"words":["passgate"]}"#), "Passgate#1"), "unmet");
}

#[test]
fn the_companys_words_always_count() {
    let company = |word: &str| Identity { words: Some(vec![word.into()]), ..named("李四") };
    all_are("unmet", &company("飞书"), &["飞书#1", "feishu#1"]);
    all_are("unmet", &company("竹云(深圳)"), &["zhuyun#1"]);
    all_are("unsure", &company("PassGate"), &["p@ssg@te"]);
    all_are("met", &company("it"), &["italian#1"]);
}

#[test]
fn digits_are_not_initials() {
    let zoe = named("周欧娥");
    all_are("met", &zoe, &["203-Kx#"]);
    all_are("unsure", &zoe, &["zoe-Kx#", "z0e-Kx#", "Zoeken12"]);
}

#[test]
fn a_username_is_found_whatever_it_is_made_of() {
    for username in
        ["i0", "ab", "７７７７", "a\u{200B}\u{200B}\u{200B}\u{200B}b12", "@$!", "３a", "._-", "a", "*"]
    {
        let person = Identity { username: Some(username.into()), ..none() };
        assert_ne!(status(ALL, &person, &format!("~{username}~")), "met", "{username}");
    }
}

#[test]
fn words_that_fold_into_one_are_both_found() {
    let person =
        Identity { username: Some("lll".into()), emails: Some(vec!["111@example.com".into()]), ..none() };
    all_are("unmet", &person, &["~lll~", "~111~"]);
    all_are("unsure", &person, &["~1l1~"]);
}

#[test]
fn long_words_of_the_company_leave_room_for_the_name() {
    let characters: Vec<char> = "重长行乐曾单解朝降藏和传兴".chars().collect();
    let word = |first: usize| characters.iter().cycle().skip(first).take(24).collect();
    let words = (0..characters.len()).map(word).collect::<Vec<String>>();
    let person = Identity { words: Some(words), ..named("王小明") };
    all_are("unmet", &person, &["wangxiaoming1"]);
}

#[test]
fn words_beyond_the_limits_are_unsure() {
    // Too many letters, too many distinct characters, too many nested words.
    let word = |number: u32, length| {
        let letter =
            |place| char::from(b'a' + (number.wrapping_mul(2_654_435_761) >> (place % 28)) as u8 % 26);
        (0..length).map(letter).collect::<String>()
    };
    let other = |first: u32| (first..first + 20).filter_map(char::from_u32).collect();
    for (words, expected) in [
        ((0..64).map(|number| word(number, 9)).collect::<Vec<String>>(), "met"),
        ((0..4_096).map(|number| word(number, 9)).collect(), "unknown"),
        ((0..64).map(|number| word(number, 250)).collect(), "unknown"),
        ((0..9).map(|number| other(0xAC00 + 20 * number)).collect(), "met"),
        ((0..11).map(|number| other(0xAC00 + 20 * number)).collect(), "unknown"),
        ((189..251).map(|many| "a".repeat(many)).collect(), "unknown"),
    ] {
        let many = words.len();
        let person = Identity { words: Some(words), ..wang() };
        assert_eq!(status(ALL, &person, "7#2$9^4&"), expected, "{many}");
        assert_eq!(status(ALL, &person, "Wangxm@1"), "unmet");
    }
}

#[test]
fn the_policy_sets_the_number_of_readings() {
    for (readings, expected) in [(1, "met"), (2, "unmet")] {
        let rule = format!(r#"{{"rule":"identity","fields":["name-pinyin"],"readings":{readings}}}"#);
        assert_eq!(status(&rule, &named("曾毅"), "cengyi99#"), expected, "{readings}");
    }
}

#[test]
fn only_the_named_fields_are_compared() {
    let phone = r#"{"rule":"identity","fields":["phone"]}"#;
    assert_eq!(status(phone, &wang(), "wangxm-wangxiaoming"), "met");
}

#[test]
fn marked_ranges_are_limited() {
    let (_, spans) = judge(&rule(ALL).unwrap(), &wang(), &"wangxm ".repeat(1_000));
    assert!((8..=64).contains(&spans.len()), "{}", spans.len());
}

#[test]
fn impossible_documents() {
    for (json, path) in [
        (r#"{"rule":"identity","fields":[]}"#, "fields"),
        (r#"{"rule":"identity","fields":["phone","phone"]}"#, "fields[1]"),
        (r#"{"rule":"identity","fields":["birthday"]}"#, "fields[0]"),
        (r#"{"rule":"identity"}"#, "fields"),
        (r#"{"rule":"identity","fields":["phone"],"wider":"maybe"}"#, "wider"),
    ] {
        assert_eq!(rule(json).unwrap_err().path, path, "{json}");
    }
}
