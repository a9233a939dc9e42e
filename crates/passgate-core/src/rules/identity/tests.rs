use super::*;
use crate::identity::Identity;
use crate::rules::table::{Verdict, judge, rule};
use crate::violation::Violation;

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
        phones: vec!["13800138000".into()],
        emails: vec!["xiaoming.w@example.com".into()],
        words: vec!["Passgate".into()],
        ..Identity::default()
    }
}

fn named(name: &str) -> Identity {
    Identity { name: Some(name.into()), ..Identity::default() }
}

/// What a row is, in one word.
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
fn what_the_page_names_is_refused() {
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
    all_are("unmet", &named("John Smith"), &["JohnSmith1", "john.smith1", "John Smith"]);
}

#[test]
fn what_no_page_names_is_a_guess() {
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
fn nobody_is_accused_of_nothing() {
    all_are(
        "met",
        &wang(),
        &["Kx7#mQ2$vL9p", "1380013!", "wangwei88!", "correct-horse", "Minghui#2024", "li", ""],
    );
    all_are("met", &named("李娜"), &["Alibaba#1", "Nanjing#1"]);
}

#[test]
fn names_as_directories_have_them() {
    for (name, seen) in [
        ("张三(roger)", "zhangsan#1"),
        ("王小明(外包)", "wangxiaoming#1"),
        ("王小明（外包）", "wangxiaoming#1"),
        ("王小明【外包】", "wangxiaoming#1"),
        ("王小明/Mike", "wangxiaoming#1"),
        ("Mike 王小明", "wangxiaoming#1"),
        ("Mike(王小明)", "wangxiaoming#1"),
        ("张三01", "zhangsan#1"),
        ("01张三", "zhangsan#1"),
        ("王小明-研发部", "wangxiaoming#1"),
        ("研发部-王小明", "wangxiaoming#1"),
        ("王小明 研发部", "wangxiaoming#1"),
        ("王小明@上海", "wangxiaoming#1"),
        ("上海-王小明", "wangxiaoming#1"),
        ("王小明_运维组", "wangxiaoming#1"),
        ("张三，", "zhangsan#1"),
        ("张三。", "zhangsan#1"),
        ("张\u{2009}三", "zhangsan#1"),
        ("张\t三", "zhangsan#1"),
        ("张\u{200B}三", "zhangsan#1"),
        ("张\u{3000}三", "zhangsan#1"),
        ("\u{202A}张三\u{202C}", "zhangsan#1"),
        ("张-三", "zhangsan#1"),
        ("王小明🌸", "wangxiaoming#1"),
        ("★王小明★", "wangxiaoming#1"),
        ("⼩王", "xiaowang#1"),
        ("佐々木", "zuozuomu#1"),
        ("买买提.艾力", "maimaitiaili#1"),
        ("迪丽热巴·迪力木拉提", "dilirebadilimulati#1"),
        ("迪丽热巴-迪力木拉提", "dilireba#1"),
        ("欧阳 锋", "ouyangfeng#1"),
    ] {
        assert_eq!(status(ALL, &named(name), seen), "unmet", "{name}: {seen}");
        assert_eq!(status(ALL, &named(name), "Kx7#mQ2$vL9p"), "met", "{name}: nobody in it");
    }
    for (name, seen) in [
        ("王小明(外包)", "wangxm#2024"),
        ("张三(roger)", "Roger#2024"),
        ("王小明/Mike", "mike#2024"),
        ("买买提.艾力", "maimaiti#1"),
        ("阿依古丽、买买提", "ayiguli#1"),
        ("阿依古丽*买买提", "ayiguli#1"),
        ("阿依古丽﹒买买提", "ayiguli#1"),
        ("王小明经理", "wangxiaoming#1"),
        ("研发部王小明", "wangxiaoming#1"),
        ("王小明(原名李大明)", "lidaming#1"),
        ("Ana García-López", "garcia#77"),
    ] {
        assert_eq!(status(ALL, &named(name), seen), "unsure", "{name}: {seen}");
        assert_eq!(status(ALL, &named(name), "Kx7#mQ2$vL9p"), "met", "{name}: nobody in it");
    }
}

#[test]
fn a_department_is_no_name() {
    for (name, text) in [
        ("王小明(外包)", "waibao#2024"),
        ("王小明（研发部）", "yanfabu#2024"),
        ("王小明-研发部", "yanfabu#2024"),
        ("研发部-王小明", "yanfabu#2024"),
        ("王小明@上海", "shanghai#2024"),
        ("王小明@广州", "guangzhou#2024"),
        ("王小明-项目经理", "xiangmujingli#2024"),
        ("王小明B", "Tr0ub4dor&3x"),
        ("张三01", "01#2024kx"),
    ] {
        assert_eq!(status(ALL, &named(name), text), "met", "{name}: {text}");
    }
}

#[test]
fn what_is_masked_or_cannot_be_read_is_unsure() {
    for name in [
        "王*明",
        "王**",
        "*小明",
        "张＊三",
        "王?明",
        "王○明",
        "王某某",
        "张XX",
        "王X明",
        "王𰻞明",
        "王□明",
        "王\u{FFFD}明",
        "王\u{E000}",
    ] {
        assert_eq!(status(ALL, &named(name), "Kx7#mQ2$vL9p"), "unknown", "{name}");
    }
    let person = |phone: &str, email: &str| Identity {
        phones: vec![phone.into()],
        emails: vec![email.into()],
        ..Identity::default()
    };
    for (phone, email) in [
        ("138****8000", "wangxm@corp.example"),
        ("13800138000", "wa***m@corp.example"),
        ("13800138000", "w*m@corp.example"),
        ("138____8000", "wangxm@corp.example"),
        ("138xxxx8000", "a@b.example"),
    ] {
        assert_eq!(status(ALL, &person(phone, email), "Kx7#mQ2$vL9p"), "unknown", "{phone} {email}");
    }
    let (verdict, _) = judge(&rule(ALL).unwrap(), &named("王*明"), "Kx7#mQ2$vL9p");
    let unknown = Violation::UnknownIdentity { fields: [NamePinyin].into() };
    assert_eq!(verdict, Verdict::Unsure(Some(unknown)));
    // Nobody asked for the name.
    let phone = r#"{"rule":"identity","fields":["phone"]}"#;
    let person = Identity { phones: vec!["13800138000".into()], ..named("王*明") };
    assert_eq!(status(phone, &person, "Kx7#mQ2$vL9p"), "met");
}

#[test]
fn nobody_to_compare_with_is_unsure() {
    let phone = r#"{"rule":"identity","fields":["phone"]}"#;
    let words = Identity { words: vec!["passgate".into()], ..Identity::default() };
    for (json, person, expected) in [
        (ALL, Identity::default(), "unknown"),
        (ALL, Identity { name: Some(" ".into()), ..Identity::default() }, "unknown"),
        (ALL, words.clone(), "unknown"),
        (phone, named("王小明"), "unknown"),
        (phone, Identity { phones: vec!["无".into()], ..Identity::default() }, "unknown"),
        (ALL, named("王小明"), "met"),
        (OFF, Identity::default(), "unknown"),
        (REFUSE, Identity::default(), "unknown"),
    ] {
        assert_eq!(status(json, &person, "Kx7#mQ2$vL9p"), expected, "{json}");
    }
    assert_eq!(status(ALL, &words, "Passgate#1"), "unmet");
}

#[test]
fn phones_and_accounts_as_directories_have_them() {
    let phone = |number: &str| Identity { phones: vec![number.into()], ..Identity::default() };
    all_are("unmet", &phone("13800138000/13900139000"), &["a13800138000", "a13900139000"]);
    all_are("unmet", &phone("010-62345678-801"), &["a01062345678", "a010-62345678"]);
    all_are("unmet", &phone("13800138000-801"), &["a13800138000"]);
    all_are("met", &phone("9,13800138000"), &["a9#"]);
    all_are("unmet", &phone("010-62345678转801"), &["a01062345678"]);
    all_are("unsure", &phone("010-62345678-801"), &["a62345678"]);
    all_are("unmet", &phone("+86 138-0013-8000"), &["a13800138000", "a8613800138000"]);
    all_are("unsure", &phone("+86 138-0013-8000"), &["a00138000", "a0138000", "a138000"]);
    all_are("met", &phone("13800138000"), &["a8000", "a13800"]);
    all_are("met", &phone("13819900131"), &["a19900131"]);
    all_are("unmet", &phone("12345"), &["a12345"]);

    let user = |name: &str| Identity { username: Some(name.into()), ..Identity::default() };
    for name in [
        r"CORP\wangxm",
        "corp/wangxm",
        "wangxm@corp.example",
        "wangxm＠corp.example",
        "ｗａｎｇｘｍ",
        r"CORP＼wangxm",
        r"i:0#.w|corp\wangxm",
        "uid=wangxm,ou=people,dc=example",
        "corp%5Cwangxm",
        "\u{200B}wangxm;",
    ] {
        all_are("unmet", &user(name), &["Wangxm#2024"]);
        all_are("met", &user(name), &["example#2024", "Corporal#1"]);
    }
    all_are("unsure", &user("wangxm/admin@CORP.EXAMPLE"), &["wangxm#2024"]);
    all_are("unsure", &user("wangxm|zhangsan"), &["wangxm#2024"]);
    all_are("unsure", &user("wangxm（王小明）"), &["wangxm#2024"]);
    let email = |address: &str| Identity { emails: vec![address.into()], ..Identity::default() };
    for address in [
        "mailto:wangxm@corp.example",
        "wangxm＠corp.example",
        "王小明 <wangxm@corp.example>",
        "qz@b.example;wangxm@corp.example",
        "【wangxm@corp.example】",
        "邮箱：wangxm@corp.example",
    ] {
        all_are("unmet", &email(address), &["Wangxm#2024"]);
        all_are("met", &email(address), &["mailto#2024", "example#77"]);
    }
    all_are("unmet", &email("xy@example.com"), &["a1xyz#"]);
    all_are("unsure", &user("x"), &["a1xyz#"]);
    all_are("unsure", &user("Wang_XiaoMing88"), &["wang#77", "xiaoming88", "xiaoming", "wangxiaoming"]);
    all_are("unmet", &user("Wang_XiaoMing88"), &["wang_xiaoming88", "wangxiaoming88"]);
}

#[test]
fn the_companys_words_always_count() {
    let company = |word: &str| Identity { words: vec![word.into()], ..named("李四") };
    all_are("unmet", &company("飞书"), &["飞书#1", "feishu#1"]);
    all_are("unmet", &company("竹云(深圳)"), &["zhuyun#1"]);
    all_are("unsure", &company("PassGate"), &["p@ssg@te"]);
    all_are("met", &company("it"), &["italian#1"]);
}

#[test]
fn nicknames_are_guesses() {
    let person = Identity { names: vec!["张三(roger)".into(), "明哥".into()], ..named("王小明") };
    all_are("unsure", &person, &["zhangsan#1", "Roger#1", "mingge#1"]);
    all_are("unmet", &person, &["wangxiaoming#1"]);
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
        let person = Identity { username: Some(username.into()), ..Identity::default() };
        assert_ne!(status(ALL, &person, &format!("~{username}~")), "met", "{username}");
    }
}

#[test]
fn words_that_fold_into_one_are_both_found() {
    let person = Identity {
        username: Some("lll".into()),
        emails: vec!["111@example.com".into()],
        ..Identity::default()
    };
    all_are("unmet", &person, &["~lll~", "~111~"]);
    all_are("unsure", &person, &["~1l1~"]);
}

#[test]
fn long_words_of_the_company_leave_room_for_the_name() {
    let characters: Vec<char> = "重长行乐曾单解朝降藏和传兴".chars().collect();
    let word = |first: usize| characters.iter().cycle().skip(first).take(24).collect();
    let words = (0..characters.len()).map(word).collect();
    let person = Identity { words, ..named("王小明") };
    all_are("unmet", &person, &["wangxiaoming1"]);
}

#[test]
fn what_there_is_no_room_for_is_unsure() {
    // Too many letters, too many different characters, too deeply nested.
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
        let person = Identity { words, ..wang() };
        assert_eq!(status(ALL, &person, "7#2$9^4&"), expected, "{}", person.words.len());
        assert_eq!(status(ALL, &person, "Wangxm@1"), "unmet");
    }
}

#[test]
fn the_policy_says_how_many_readings() {
    for (readings, expected) in [(1, "met"), (2, "unmet")] {
        let rule = format!(r#"{{"rule":"identity","fields":["name-pinyin"],"readings":{readings}}}"#);
        assert_eq!(status(&rule, &named("曾毅"), "cengyi99#"), expected, "{readings}");
    }
}

#[test]
fn only_the_fields_asked_for() {
    let phone = r#"{"rule":"identity","fields":["phone"]}"#;
    assert_eq!(status(phone, &wang(), "wangxm-wangxiaoming"), "met");
}

#[test]
fn as_many_marks_as_anybody_looks_at() {
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
