//! Names, phones and accounts as directories store them.

use super::*;

#[test]
fn names_as_directories_store_them() {
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
        ("王⼩明", "wangxiaoming#1"),
        ("佐々木", "zuozuomu#1"),
        ("买买提.艾力", "maimaitiaili#1"),
        ("迪丽热巴·迪力木拉提", "dilirebadilimulati#1"),
        ("迪丽热巴-迪力木拉提", "dilireba#1"),
        ("欧阳 锋", "ouyangfeng#1"),
    ] {
        assert_eq!(status(ALL, &named(name), seen), "unmet", "{name}: {seen}");
        assert_eq!(status(ALL, &named(name), "Kx7#mQ2$vL9p"), "met", "{name}: no personal data in it");
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
        assert_eq!(status(ALL, &named(name), "Kx7#mQ2$vL9p"), "met", "{name}: no personal data in it");
    }
}

#[test]
fn a_department_is_not_a_name() {
    for (name, text) in [
        ("王小明(外包)", "waibao#2024"),
        ("王小明（研发部）", "yanfabu#2024"),
        ("王小明-研发部", "yanfabu#2024"),
        ("研发部-王小明", "yanfabu#2024"),
        ("王小明@上海", "shanghai#2024"),
        ("王小明@广州", "guangzhou#2024"),
        ("王小明-项目经理", "xiangmujingli#2024"),
        ("王小明B", "Tr0ub4dor&3x"),
        ("王小明A", "Tr0ub4dor&3x"),
        ("王小明(é)", "Tr3ub4dor&ex"),
        ("张三01", "01#2024kx"),
    ] {
        assert_eq!(status(ALL, &named(name), text), "met", "{name}: {text}");
    }
}

#[test]
fn masked_or_unreadable_data_is_unsure() {
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
    // The rest of a partly known name may be anyone's.
    for (name, left) in [
        ("王小*", "wangxiao"),
        ("王小X", "wangxiao"),
        ("王小Ｘ", "wangxiao"),
        ("王小○", "wangxiao"),
        ("王小…", "wangxiao"),
        ("王**", "wang"),
        ("欧阳*", "ouyang"),
        ("zhang***", "zhang"),
        ("zhangxxx", "zhang"),
        ("*小明", "xiaoming"),
        ("王某", "wang"),
        ("王某某", "wang"),
        ("&#29579;小明", "xiaoming"),
        ("\\u738b小明", "xiaoming"),
        ("%E7%8E%8B小明", "xiaoming"),
        ("王&amp;明", "wangming"),
        ("王_明", "wangming"),
        ("王o明", "wangming"),
        ("王0明", "wangming"),
        ("王〇明", "wanglingming"),
        ("王小\u{FFFD}", "wangxiao"),
        ("ÍõÐ¡Ã÷", "ÍõÐ"),
        ("çŽ‹å°æ˜Ž", "wang"),
        ("???", "wang"),
    ] {
        let status = |text: &str| status(ALL, &named(name), text);
        assert!(["unsure", "unknown"].contains(&status(&format!("{left}#2024Kq"))), "{name}: {left}");
        assert_eq!(status("Kx7#mQ2$vL9p"), "unknown", "{name}");
    }
    for (name, left) in
        [("王小*", "wangxiao"), ("欧阳*", "ouyang"), ("zhang***", "zhang"), ("*小明", "xiaoming")]
    {
        assert_eq!(status(ALL, &named(name), &format!("{left}#2024Kq")), "unsure", "{name}: {left}");
    }
    let person = |phone: &str, email: &str| Identity {
        phones: Some(vec![phone.into()]),
        emails: Some(vec![email.into()]),
        ..none()
    };
    for (phone, email) in [
        ("138****8000", "wangxm@corp.example"),
        ("13800138000", "wa***m@corp.example"),
        ("13800138000", "w*m@corp.example"),
        ("138____8000", "wangxm@corp.example"),
        ("138xxxx8000", "a@b.example"),
        ("138****1234", "a@b.example"),
        ("尾号1234", "a@b.example"),
        ("13800138000", "w***@corp.example"),
    ] {
        assert_eq!(status(ALL, &person(phone, email), "Kx7#mQ2$vL9p"), "unknown", "{phone} {email}");
    }
    let (verdict, _) = judge(&rule(ALL).unwrap(), &named("王*明"), "Kx7#mQ2$vL9p");
    let unknown = Violation::UnknownIdentity { fields: [NamePinyin].into() };
    assert_eq!(verdict, Verdict::Unsure(Some(unknown)));
    // The rule does not ask for the name.
    let phone = r#"{"rule":"identity","fields":["phone"]}"#;
    let person = Identity { phones: Some(vec!["13800138000".into()]), ..named("王*明") };
    assert_eq!(status(phone, &person, "Kx7#mQ2$vL9p"), "met");
}

#[test]
fn placeholders_are_unknown() {
    for none_there in [
        "null",
        "undefined",
        "(null)",
        "None",
        "nil",
        "N/A",
        "NaN",
        "[object Object]",
        "TBD",
        "暂无",
        "未知",
        "待定",
        "保密",
        "无",
        "-",
        "/",
    ] {
        let text = || Some(none_there.to_owned());
        for (field, person) in [
            (Username, Identity { username: text(), ..none() }),
            (NamePinyin, Identity { name: text(), ..none() }),
            (Phone, Identity { phones: text().map(|one| vec![one]), ..none() }),
            (EmailPrefix, Identity { emails: text().map(|one| vec![one]), ..none() }),
            (EmailPrefix, Identity { emails: Some(vec![format!("{none_there}@corp.example")]), ..none() }),
        ] {
            for password in ["Kx7#mQ2$vL9p", &format!("Kx7#{none_there}$vL9p")] {
                let verdict = judge(&rule(ALL).unwrap(), &person, password).0;
                let unknown = Violation::UnknownIdentity { fields: [field].into() };
                assert_eq!(verdict, Verdict::Unsure(Some(unknown)), "{none_there} {password}");
            }
        }
    }
}

#[test]
fn partly_known_data_refuses_nothing() {
    for name in [
        "WXM",
        "W.X.M",
        "J. Smith",
        "Smith, J.",
        "Wang X.",
        "W小明",
        "王博士",
        "王先生",
        "老王",
        "欧阳",
        "欧阳总",
        "JosĂ©",
        "¹ukasz",
        "M–ller",
        "烫烫烫",
    ] {
        assert_eq!(status(ALL, &named(name), "Kx7#mQ2$vL9p"), "unknown", "{name}");
        assert_ne!(status(ALL, &named(name), &format!("{name}#2024Kq")), "unmet", "{name}");
    }
    for (name, typed) in [("老王", "laowang"), ("王博士", "wangboshi"), ("J. Smith", "jsmith")] {
        assert_eq!(status(ALL, &named(name), &format!("{typed}#2024Kq")), "unsure", "{name}");
    }
    for username in ["wa__m", "wa##m", "waxxm", "ÍõÐ¡Ã÷", "çŽ‹å°æ˜Ž"] {
        let person = Identity { username: Some(username.into()), ..none() };
        assert_eq!(status(ALL, &person, "Kx7#mQ2$vL9p"), "unknown", "{username}");
        assert_ne!(status(ALL, &person, username), "unmet", "{username}");
        let person = Identity { emails: Some(vec![format!("{username}@corp.example")]), ..none() };
        assert_eq!(status(ALL, &person, "Kx7#mQ2$vL9p"), "unknown", "{username}");
    }
}

#[test]
fn phones_and_accounts_as_directories_store_them() {
    let phone = |number: &str| Identity { phones: Some(vec![number.into()]), ..none() };
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
    all_are("unknown", &phone("12345"), &["a12345"]);

    let user = |name: &str| Identity { username: Some(name.into()), ..none() };
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
        "wang\txm",
        "wang\u{200B}xm",
        "wang\u{A0}xm",
        r"cn=CORP\\wangxm,ou=example",
        "cn=王小明+uid=wangxm,ou=example",
        "/C=CN/O=Example/CN=wangxm",
    ] {
        all_are("unmet", &user(name), &["Wangxm#2024"]);
        all_are("met", &user(name), &["example#2024", "Corporal#1"]);
    }
    all_are("unsure", &user("wangxm/admin@CORP.EXAMPLE"), &["wangxm#2024"]);
    all_are("unsure", &user("wangxm|zhangsan"), &["wangxm#2024"]);
    all_are("unmet", &user("wangxm（王小明）"), &["wangxm#2024"]);
    all_are("unmet", &user("wangxm@CORP.EXAMPLE/host"), &["wangxm#2024"]);
    for name in [r"cn=Wang\, Xm,ou=example", r"cn=Wang\2C Xm,ou=example", r#"cn="Wang, Xm",ou=example"#] {
        all_are("unmet", &user(name), &["Wang, Xm#2024", "wang,xm#2024"]);
        all_are("unsure", &user(name), &["Wangxm#2024", "Wang.Xm#2024", "Wang#2024Kq"]);
        all_are("met", &user(name), &["example#2024"]);
    }
    for name in [r"CORP\", "@corp.example", "uid=,ou=corp", "mailto:"] {
        all_are("unknown", &user(name), &["Kx7#mQ2$vL9p", "Corp#2024Kq", "Mailto#2024Kq"]);
    }
    all_are("unsure", &user("corp/"), &["Corp#2024Kq"]);
    all_are("unknown", &user("corp/"), &["Kx7#mQ2$vL9p"]);
    // Initials at the end are not a mask.
    all_are("met", &user("waxx"), &["Kx7#mQ2$vL9p"]);
    all_are("unmet", &user("waxx"), &["Waxx#2024Kq"]);
    let email = |address: &str| Identity { emails: Some(vec![address.into()]), ..none() };
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
fn nicknames_are_guesses() {
    let person =
        Identity { names: Some(vec!["张三(roger)".into(), "明哥".into()]), ..named("王小明") };
    all_are("unsure", &person, &["zhangsan#1", "Roger#1", "mingge#1"]);
    all_are("unmet", &person, &["wangxiaoming#1"]);
    let called = |nickname: &str| Identity { names: Some(vec![nickname.into()]), ..named("王小明") };
    for (nickname, advised) in [("王总", "met"), ("さくら", "met"), ("王", "met"), ("李*", "unknown")]
    {
        assert_eq!(status(ALL, &called(nickname), "Kx7#mQ2$vL9p"), advised, "{nickname}");
        assert_eq!(status(OFF, &called(nickname), "Kx7#mQ2$vL9p"), "met", "{nickname}");
    }
    // Nicknames do not make a full name known.
    let nameless = Identity { names: Some(vec!["王小明".into()]), name: None, ..none() };
    for (json, expected) in [(ALL, "unsure"), (REFUSE, "unmet"), (OFF, "unknown")] {
        assert_eq!(status(json, &nameless, "wangxiaoming#1"), expected, "{json}");
        assert_eq!(status(json, &nameless, "Kx7#mQ2$vL9p"), "unknown", "{json}");
    }
}
