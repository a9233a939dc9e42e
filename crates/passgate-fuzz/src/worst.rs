//! The most expensive known persons and texts, from which a search for worse ones starts.

#![expect(clippy::arithmetic_side_effects, reason = "small numbers that the reader can see")]

use passgate_core::{IDENTITY_LIST_MAX, IDENTITY_TEXT_MAX, Identity, TEXT_MAX};

/// Policies that use every rule.
pub const POLICIES: [&str; 3] = [
    r#"{"product":"eiam","rules":[{"rule":"length","min":8},{"rule":"charset","symbols":"any","letters":"any","space":true},{"rule":"composition","classes":["lower","upper","digit","symbol"],"at_least":3},{"rule":"username","match":"contains","reversed":true},{"rule":"common","patterns":"refuse"},{"rule":"history"},{"rule":"repetition","count":"total","max":1},{"rule":"identity","fields":["username","phone","email-prefix","name-pinyin"],"wider":"refuse"}]}"#,
    r#"{"product":"eiam","rules":[{"rule":"length","min":8,"max":8192,"unit":"grapheme"},{"rule":"charset","symbols":"any"},{"rule":"composition","classes":["letter","digit","symbol"],"at_least":3,"each":9},{"rule":"username","match":"equal"},{"rule":"common"},{"rule":"repetition","max":1,"case_sensitive":false},{"rule":"identity","fields":["username","phone","email-prefix","name-pinyin"],"readings":9}]}"#,
    r#"{"product":"eiam","rules":[{"rule":"identity","fields":["username","phone","email-prefix","name-pinyin"]}]}"#,
];

/// The persons, with a name for each.
pub fn people() -> Vec<(&'static str, Identity)> {
    let nobody = Identity::default;
    let each = |text: fn(usize) -> String| (0..IDENTITY_LIST_MAX).map(text).collect::<Vec<String>>();
    let nested = |length: usize| "a".repeat(length);
    let everything = |text: fn(usize) -> String| Identity {
        username: Some(text(0)),
        name: Some(text(1)),
        names: Some(each(text)),
        phones: Some(each(|number| format!("1{:0255}", number.wrapping_mul(7_919)))),
        emails: Some(each(text)),
        words: Some(each(text)),
    };
    vec![
        ("nobody", nobody()),
        ("62 nested words", Identity { words: Some((189..251).map(nested).collect()), ..nobody() }),
        (
            "nested words from one letter on",
            Identity { words: Some((1..65).map(nested).collect()), ..nobody() },
        ),
        (
            "a name of one repeated letter",
            Identity {
                name: Some((1..20).map(nested).collect::<Vec<String>>().join(" ")),
                username: Some(nested(200)),
                ..nobody()
            },
        ),
        (
            "李丽丽",
            Identity {
                name: Some("李丽丽".into()),
                username: Some("lili".into()),
                phones: Some(vec!["13811111111".into()]),
                emails: Some(vec!["lili@example.com".into()]),
                ..nobody()
            },
        ),
        ("64 Han words of 75", Identity { words: Some(each(|number| han(number, 75))), ..nobody() }),
        (
            "64 names of 256 with many readings",
            Identity { names: Some(each(|number| readings(number, 256))), ..nobody() },
        ),
        ("64 x 256 letters of everything", everything(letters)),
        ("64 x 256 Han characters of everything", everything(|number| han(number, IDENTITY_TEXT_MAX))),
        ("64 x 256 of many readings of everything", everything(|number| readings(number, IDENTITY_TEXT_MAX))),
        (
            "64 x 256 of @$! of everything",
            everything(|number| "@$!1il".chars().cycle().skip(number).take(IDENTITY_TEXT_MAX).collect()),
        ),
        ("64 x 256 nested", everything(|number| "a".repeat(IDENTITY_TEXT_MAX.saturating_sub(number)))),
        (
            "64 x 256 of nested digits",
            everything(|number| "1".repeat(IDENTITY_TEXT_MAX.saturating_sub(number))),
        ),
        (
            "names of two characters, 85 in each text",
            everything(|_| "王明 ".chars().cycle().take(IDENTITY_TEXT_MAX).collect()),
        ),
        (
            "names without a gap",
            everything(|_| "王明李丽欧阳娜".chars().cycle().take(IDENTITY_TEXT_MAX).collect()),
        ),
        (
            "runs of five without a gap",
            everything(|_| "王明李丽张-".chars().cycle().take(IDENTITY_TEXT_MAX).collect()),
        ),
        (
            "runs of four with spaces",
            everything(|_| "王明李丽 ".chars().cycle().take(IDENTITY_TEXT_MAX).collect()),
        ),
        ("escapes", everything(|_| r"%E7\e7%e&#".chars().cycle().take(IDENTITY_TEXT_MAX).collect())),
        (
            "64 x 256 letters with marks",
            everything(|number| "áńgzhuāng".chars().cycle().skip(number).take(IDENTITY_TEXT_MAX).collect()),
        ),
        (
            "addresses of two letters, 85 in each text",
            everything(|_| "ab;".chars().cycle().take(IDENTITY_TEXT_MAX).collect()),
        ),
    ]
}

/// The texts, with a name for each; all have the maximum length.
pub fn texts(identity: &Identity) -> Vec<(&'static str, String)> {
    let fill = |text: &str| text.chars().cycle().take(TEXT_MAX).collect::<String>();
    let own = |text: Option<&String>| fill(text.map_or("x", |text| text.as_str()));
    vec![
        ("a and @", format!("{}@", "a".repeat(TEXT_MAX.saturating_sub(1)))),
        ("l, 1, i, !", fill("l1i!")),
        ("@$!", fill("@$!")),
        ("4", fill("4")),
        ("lili@", fill("lili@")),
        ("1", fill("1")),
        ("Han", fill("王小明")),
        ("marks", fill("a\u{301}\u{302}\u{303}")),
        ("joined emoji", "👨\u{200D}".chars().cycle().take(TEXT_MAX / 3).collect()),
        ("flags", "🇨".chars().cycle().take(TEXT_MAX / 2).collect()),
        ("full width", fill("ｗａｎｇ１")),
        (
            "different",
            (0..TEXT_MAX as u32).filter_map(|number| char::from_u32(0x4E00 + number % 0x5000)).collect(),
        ),
        ("visible ASCII", (' '..='~').cycle().take(TEXT_MAX).collect()),
        ("the user name", own(identity.username.as_ref())),
        ("the name", own(identity.name.as_ref())),
        ("a phone number", own(identity.phones.iter().flatten().next())),
        ("a word", own(identity.words.iter().flatten().next())),
    ]
}

/// Pseudo-random letters.
fn letters(number: usize) -> String {
    let mut state = number as u64 + 1;
    (0..IDENTITY_TEXT_MAX)
        .map(|_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            char::from(b'a' + (state >> 59) as u8 % 26)
        })
        .collect()
}

fn han(number: usize, length: usize) -> String {
    (0..length as u32)
        .filter_map(|at| char::from_u32(0x4E00 + (number as u32 * 97 + at * 13) % 0x1000))
        .collect()
}

/// Characters with several readings.
fn readings(number: usize, length: usize) -> String {
    "单重长行乐曾解朝降藏和传兴吕绿".chars().cycle().skip(number).take(length).collect()
}
