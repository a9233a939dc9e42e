//! Names that are known in part, or that stand beside a department that looks like a name.

use super::*;

const CONTROL: &str = "Kx7#mQ2$vL9p";

/// The statuses on a password with the name, on one with the text beside it, and on one with neither.
#[track_caller]
fn judged(cases: &[(&str, &str, &str, &str, &str)], control: &str) {
    let mut wrong = Vec::new();
    for (name, typed, expected, beside, expected_beside) in cases {
        let status = |text: &str| status(ALL, &named(name), text);
        let found = [format!("{typed}#2024Kq"), format!("{beside}#2024Kq"), CONTROL.to_owned()];
        let found = found.map(|text| status(&text));
        if found != [*expected, *expected_beside, control] {
            wrong.push(format!("{name}: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_department_beside_a_latin_name_is_not_a_name() {
    judged(
        &[
            ("Wang Xiaoming(研发部)", "wangxiaoming", "unmet", "yanfabu", "met"),
            ("Wang Xiaoming-研发部", "wangxiaoming", "unmet", "yanfabu", "met"),
            ("Wang Xiaoming 研发部", "wangxiaoming", "unmet", "yanfabu", "met"),
            ("研发部 Wang Xiaoming", "wangxiaoming", "unmet", "yanfabu", "met"),
            ("研发部(Wang Xiaoming)", "wangxiaoming", "unmet", "yanfabu", "met"),
            ("Wang Xiaoming(外包)", "wangxiaoming", "unmet", "waibao", "met"),
            ("Wang Xiaoming【外包】", "wangxiaoming", "unmet", "waibao", "met"),
            ("Wang Xiaoming 总监", "wangxiaoming", "unmet", "zongjian", "met"),
            ("John Smith(上海)", "johnsmith", "unmet", "shanghai", "met"),
            ("Ahmad(技术部)", "ahmad", "unmet", "jishubu", "met"),
            ("Ahmad-金桥", "ahmad", "unsure", "jinqiao", "unsure"),
            ("Mr. Wang Xiaoming", "wangxiaoming", "unmet", "mister", "met"),
            // Beside a Chinese name, the Latin one is a guess.
            ("Mike(张三)", "zhangsan", "unmet", "mike", "unsure"),
            ("Mike-王小明", "wangxiaoming", "unmet", "mike", "unsure"),
            ("Mike 安尼瓦尔", "anniwaer", "unmet", "mike", "unsure"),
            ("CN=张三,OU=研发部", "zhangsan", "unmet", "yanfabu", "met"),
        ],
        "met",
    );
}

#[test]
fn the_part_that_looks_like_a_name_is_the_name() {
    judged(
        &[
            ("吉林-王小明", "wangxiaoming", "unmet", "jilin", "unsure"),
            ("国际-王小明", "wangxiaoming", "unmet", "guoji", "unsure"),
            ("安防-王小明", "wangxiaoming", "unmet", "anfang", "unsure"),
            ("水务/王小明", "wangxiaoming", "unmet", "shuiwu", "unsure"),
            ("王小明_水务", "wangxiaoming", "unmet", "shuiwu", "unsure"),
            ("秦皇岛-王小明", "wangxiaoming", "unsure", "qinhuangdao", "unsure"),
            ("甘肃 王石", "wangshi", "unsure", "gansu", "unsure"),
            ("甘肃-王石", "wangshi", "unsure", "gansu", "unsure"),
        ],
        "met",
    );
}

#[test]
fn a_name_that_is_known_in_part_is_never_met() {
    let mut wrong = Vec::new();
    for name in [
        // A surname alone, or with a department, an address or a title.
        "Li",
        "Ma",
        "He",
        "An",
        "Wang",
        "Ouyang",
        "Ma (HR)",
        "Li/HR",
        "Li(外包)",
        "Li-外包",
        "Li/研发部",
        "研发部 Li",
        "Ma(研发)",
        "Mr. Wang",
        "Ms Li",
        "Mr. Smith",
        "李(研发部)",
        "李-研发部",
        "王总 上海",
        // A placeholder for the rest.
        "李 无",
        "李 暂无",
        "李暂无",
        "欧阳暂无",
        "李未填写",
        "Li null",
        "undefined Li",
        "null Li",
        "null Xiaoming",
        "Wang null",
        "王 null",
        "王小明 undefined",
        // Initials and letters that are not romanised.
        "张S",
        "王XM",
        "王M.",
        "王·M",
        "张S先生",
        "李娜な",
        "王メ明",
        "김 哲洙",
        "珙鬼츠",
        "譚惹ｸｽ",
        // Masks.
        "zhang###",
        "wang##",
        "Wang ##",
        "Wang----",
        "wang~~~",
        "wang@@@",
        "Wang===",
        "王\u{1A}明",
        "王()明",
        "王（）小明",
        "王(-)明",
        "王(x)明",
        "王{氵也}明",
        "王(缺字)明",
        "王(三点水加也)明",
        "王(小)明",
        "王小()明",
        // Wrong encodings.
        "Âº†‰ºü",
        "’≈Œ∞",
        "Õı–°√˜",
        "u738bu5c0fu660e",
    ] {
        if status(ALL, &named(name), CONTROL) != "unknown" {
            wrong.push(name);
        }
        for part in name.split(|one: char| !one.is_alphanumeric()).filter(|part| !part.is_empty()) {
            assert_ne!(status(ALL, &named(name), &format!("{part}#2024Kq")), "unmet", "{name}: {part}");
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
    for (name, typed) in [
        ("Li", "Clipper"),
        ("李", "Clipper"),
        ("Wáng", "Kx7#mQ2"),
        ("He", "Shepherd"),
        ("Ma(研发)", "Mammal"),
    ] {
        assert_eq!(status(ALL, &named(name), &format!("{typed}#2024Kq")), "unknown", "{name}: {typed}");
    }
    for (name, typed) in [("김 哲洙", "zhezhu"), ("王()明", "wangming"), ("zhang###", "zhang")] {
        assert_eq!(status(ALL, &named(name), &format!("{typed}#2024Kq")), "unsure", "{name}: {typed}");
    }
    for username in ["wang\u{1A}xm", "wang null", "wang.null", "null_wang", "Âº†‰ºü"] {
        let person = Identity { username: Some(username.into()), ..none() };
        assert_eq!(status(ALL, &person, CONTROL), "unknown", "{username}");
        let person = Identity { emails: Some(vec![format!("{username}@corp.example")]), ..none() };
        assert_eq!(status(ALL, &person, CONTROL), "unknown", "{username}");
    }
    for phone in ["00000000000", "11111111111", "138\u{1A}8000"] {
        let person = Identity { phones: Some(vec![phone.into()]), ..none() };
        assert_eq!(status(ALL, &person, CONTROL), "unknown", "{phone}");
    }
}

#[test]
fn a_name_that_is_known_is_met_by_other_passwords() {
    for name in [
        "王小明(null)",
        "王小明(暂无)",
        "王 Mike",
        "Mr. John Smith",
        "王未明",
        "王无知",
        "Li Nan",
        "Ann Blank",
        "王小明---研发部",
        "(外包)王小明",
        "Li Ming",
        "Li, Ming",
        "Ahmad",
        "王小明（王晓明）",
        "朴智星(박지성)",
    ] {
        assert_eq!(status(ALL, &named(name), CONTROL), "met", "{name}");
    }
}

#[test]
fn short_company_words() {
    let company = |word: &str| Identity { words: Some(vec![word.into()]), ..none() };
    for (word, text, expected) in [
        ("HP", "Hp#2024Kq", "unsure"),
        ("HP", "Php#2024Kq", "met"),
        ("3M", "x#3m#2024Kq", "unsure"),
        ("3M", "em#2024Kq", "met"),
        ("LG", "7lg7#Kq24", "unsure"),
        ("中", "中Kq#2024", "unsure"),
        ("X", CONTROL, "unknown"),
        ("SAP", "Sap#2024Kq", "unmet"),
    ] {
        assert_eq!(status(ALL, &company(word), text), expected, "{word}: {text}");
    }
}
