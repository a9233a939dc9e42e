use super::*;
use crate::text::units;

fn read(text: &str) -> DisplayName {
    DisplayName::read(&units(text), Readings::shipped())
}

fn han(text: &str, is_full: bool) -> Vec<String> {
    let names = read(text).han.into_iter().filter(|name| name.is_full == is_full);
    names.map(|name| name.characters.into_iter().collect()).collect()
}

#[test]
fn the_full_name() {
    for (text, expected) in [
        ("王小明", "王小明"),
        ("王小明(外包)", "王小明"),
        ("【离职】王小明", "王小明"),
        ("研发部 张三", "张三"),
        ("经理 张三", "张三"),
        ("张三 总监", "张三"),
        ("顾问-王小明", "王小明"),
        ("董事长-王小明", "王小明"),
        ("班长-王小明", "王小明"),
        ("师傅-王小明", "王小明"),
        ("广州-张三", "张三"),
        ("华为/张三", "张三"),
        ("平台-上官婉儿", "上官婉儿"),
        ("文案-商小明", "商小明"),
        ("上海-楼宇", "楼宇"),
        ("财务科-李科", "李科"),
        ("李科-财务科", "李科"),
        ("王小明-项目经理", "王小明"),
        ("欧阳 娜娜", "欧阳娜娜"),
        ("商 小明", "商小明"),
        ("王小明﹐﹙外包﹚", "王小明"),
        ("CN=王小明,OU=研发部,DC=corp", "王小明"),
        ("外包(王小明)", "王小明"),
        ("前台（张伟）", "张伟"),
        ("华为“王小明”", "王小明"),
        ("研发部(王小明", "王小明"),
        ("”研发部“王小明", "王小明"),
        ("外包(研发部-王小明)", "王小明"),
        ("外包(阿依古丽)", "阿依古丽"),
        ("金山办公-王小明", "王小明"),
        ("安尼瓦尔-翻译官", "安尼瓦尔"),
    ] {
        assert_eq!(han(text, true), [expected], "{text}");
    }
}

#[test]
fn a_space_joins_or_separates_names() {
    for (text, full, guessed) in [
        ("上海 王小明", vec!["王小明", "上海王小明"], vec![]),
        ("王小明 研发", vec!["王小明", "王小明研发"], vec![]),
        ("腾讯 上官婉儿", vec!["上官婉儿", "腾讯上官婉儿"], vec![]),
        ("腾讯 欧阳娜", vec!["欧阳娜", "腾讯欧阳娜"], vec![]),
        ("张三 外包", vec!["张三"], vec![]),
        ("张三 驻场", vec!["张三", "张三驻场"], vec!["驻场"]),
        ("驻场 张三", vec!["驻场张三"], vec!["驻场", "张三"]),
        ("王小明 李四", vec!["王小明", "王小明李四"], vec!["李四"]),
        ("田中 太郎", vec!["田中", "田中太郎"], vec!["太郎"]),
    ] {
        assert_eq!(
            (han(text, true), han(text, false)),
            (
                full.iter().map(|name| (*name).to_owned()).collect(),
                guessed.iter().map(|name| (*name).to_owned()).collect()
            ),
            "{text}"
        );
    }
}

#[test]
fn names_inside_other_text() {
    for (text, expected) in [
        ("研发部王小明", "王小明"),
        ("经理王小明", "王小明"),
        ("已离职王小明", "王小明"),
        ("北京王小明", "王小明"),
        ("王小明房产中介", "王小明"),
        ("AAA建材王小明13800138000", "王小明"),
        ("研发部王小明经理", "王小明"),
        ("财务张三", "张三"),
        ("张三主管", "张三"),
        ("研发部阿依古丽", "阿依古丽"),
        ("阿依古丽经理", "阿依古丽"),
        ("张三总", "张三"),
        ("仉晨经理", "仉晨"),
        ("研发部仉晨", "仉晨"),
        ("华为技术有限公司北京研究所王小明经理", "王小明"),
        ("王小明经理-华为云", "王小明"),
        ("文思海辉_王小明", "王小明"),
        ("外包上官婉儿", "上官婉儿"),
        ("妫海燕-平台", "妫海燕"),
        ("楼宇-文案", "楼宇"),
        ("王小明(原名李大明)", "李大明"),
        ("王小明（曾用名：李大明）", "李大明"),
        ("王(小)明", "王小明"),
        ("集团/中国区/华东/上海/研发/平台/架构/甲组/王小明", "王小明"),
        ("金山办公-楼宇", "楼宇"),
        ("小明(余杭)", "小明"),
        ("小明(余杭)", "余杭"),
        ("阿依古丽(安全员)", "阿依古丽"),
        ("宁波(大卫)", "宁波"),
        ("路桥(王小明)", "王小明"),
        ("路桥(张伟)", "张伟"),
        ("前台(阿依古丽)", "阿依古丽"),
        ("金山办公(王小明)", "金山办公"),
    ] {
        assert!([han(text, true), han(text, false)].concat().contains(&expected.to_owned()), "{text}");
    }
}

#[test]
fn titles_and_places_are_not_names() {
    for text in [
        "王小明-项目经理",
        "王小明(广州)",
        "王小明(余杭)",
        "王小明-车间主任",
        "海外 王小明",
        "王小明@高级工程师",
    ] {
        assert_eq!([han(text, true), han(text, false)].concat(), ["王小明"], "{text}");
    }
}

#[test]
fn unreadable_and_incomplete_names_are_reported() {
    for (text, unreadable) in [
        ("王小明", false),
        ("王", true),
        ("王●", true),
        ("王★明", true),
        ("王__明", true),
        ("王_明", true),
        ("张-三", false),
        ("王小*", true),
        ("王小X", true),
        ("王小Ｘ", true),
        ("王o明", true),
        ("王小oo", true),
        ("王0明", true),
        ("张三01", false),
        ("王小…", true),
        ("王小...", true),
        ("王小__", true),
        ("__小明", true),
        ("王小明_运维组", false),
        ("王✕明", true),
        // U+FFF9 begins an interlinear annotation: the name is unreadable.
        ("王\u{FFF9}小明", true),
        ("zhang***", true),
        ("zhangxxx", true),
        ("Zhang XX", true),
        ("zhang...", true),
        ("Malcolm X", true),
        ("WXM", true),
        ("wxm", true),
        ("W.X.M", true),
        ("W X M", true),
        ("J. Smith", true),
        ("Smith, J.", true),
        ("Wang X.", true),
        ("Wang XM", true),
        ("W小明", true),
        ("W.小明", true),
        ("A王小明", false),
        ("LI", false),
        ("WANG XIAOMING", false),
        ("NG Ka Wai", false),
        ("Ng Wai", false),
        ("D'Angelo Russo", false),
        ("Seán Ó Briain", false),
        ("José e Silva", false),
        ("JosĂ©", true),
        ("Ĺukasz", true),
        ("Ĺ\u{81}ukasz", true),
        ("¹ukasz", true),
        ("³ukasz", true),
        ("M–ller", true),
        ("MĂĽller", true),
        ("烫烫烫", true),
        ("屯屯屯", true),
        ("Jean–Pierre", false),
        ("O´Brien", false),
        ("Ľubica Ĺžková", true),
        ("Ľudmila", false),
        ("Əli", true),
        ("Ɓala", true),
        ("Ɖovi", true),
        ("Ŋoa", true),
        ("Ǆemal", true),
        ("ǈuba", true),
        ("Jeſſe", true),
        ("ĸalle", true),
        ("Ștefan", false),
        ("Łukasz", false),
        ("Đorđe", false),
        ("Mu\u{308}ller", false),
        ("王博士", true),
        ("王教授", true),
        ("王医生", true),
        ("王叔", true),
        ("王小姐", true),
        ("王太太", true),
        ("王科长", true),
        ("王校长", true),
        ("老王", true),
        ("小王", true),
        ("阿王", true),
        ("欧阳先生", true),
        ("欧阳总", true),
        ("欧阳", true),
        ("上官", true),
        ("小欧阳", true),
        ("欧阳锋", false),
        ("王博", false),
        ("李科", false),
        ("小明", true),
        ("王小明教授", false),
        ("Xu Xiaoxin", false),
        ("Oo Aung", false),
        ("O'Brien", false),
        ("???", true),
        ("王&amp;明", true),
        ("&#29579;小明", true),
        ("Wang%20Xiaoming", false),
        // GBK and UTF-8 read as Latin-1 and as Windows-1252.
        ("ÍõÐ¡Ã÷", true),
        ("ÕÅÈý", true),
        ("ÀîËÄ", true),
        ("ç\u{8e}\u{8b}å°\u{8f}æ\u{98}\u{8e}", true),
        ("çŽ‹å°æ˜Ž", true),
        ("MÃ¼ller", true),
        ("JosÃ©", true),
        ("锟斤拷", true),
        ("张锟", false),
        ("José Peña", false),
        ("Øystein Åse", false),
        ("Ærøskøbing", false),
        ("«Ångström»", false),
        ("Þór Guðmundsson", false),
        ("★王小明★", false),
        ("王•明", true),
        ("买买提•艾力", false),
        ("集团/中国区/华东/上海/研发/平台/架构/甲组/王小明", false),
        ("甲乙-丙丁-戊己-庚辛-壬癸-子丑-寅卯-辰巳-午未-申酉-戌亥-甲子-乙丑-丙寅-丁卯-戊辰-王小明", true),
        ("一-二-三-四-五-六-七-八-九-十-百-千-万-亿-兆-京-垓-王小明", true),
        ("a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/Wang", true),
        ("迪丽热巴迪力木拉提迪丽热巴迪力木拉提迪丽热巴迪力木拉提", true),
        ("王〇明", true),
        ("王(*)明", true),
        (r"王\*明", true),
        ("王﹡明", true),
        ("王　明", false),
        ("王 Mike", false),
        ("&#x738B;&#x5C0F;", true),
        ("&#29579;", true),
        (r"\u738b\u5c0f", true),
        (r"\xe7\x8e\x8b", true),
        ("%E7%8E%8B", true),
        (r"\e7\8e\8b", true),
        ("=E7=8E=8B", true),
        ("王小明&amp;", false),
        ("欧阳丽华秀英", false),
        ("研发部王小明经理", false),
        ("100%abc Wang", false),
        (r"CORP\abby", false),
        ("ç\u{8e}\u{8b}å°\u{8f}", true),
        ("=?UTF-8?B?546L5bCP5piO?=", true),
        ("%u738B%u5C0F", true),
        (r"\U0000738B", true),
        (r"\u{738b}", true),
        (r"\x{738b}", true),
        ("U+738B U+5C0F", true),
        ("Lu+Chen", false),
        ("王先生", true),
        ("王经理", true),
        ("王总", true),
        ("王小明先生", false),
        ("王小明总", false),
        ("김철수", true),
        ("金철수", true),
        ("Алия", true),
        ("Nguyễn Văn A", true),
        ("王小明 김철수", false),
        ("wáng xiǎomíng", false),
        ("xia\u{30C}o", false),
        ("Müller", false),
    ] {
        let name = read(text);
        assert_eq!(name.unreadable || name.incomplete, unreadable, "{text}");
    }
}

#[test]
fn a_partly_known_name_is_never_full() {
    for text in [
        "王小*",
        "王小X",
        "王**",
        "欧阳*",
        "*小明",
        "王某",
        "&#29579;小明",
        "王&amp;明",
        "王_明",
        "王小明(*)",
    ] {
        let name = read(text);
        assert!(name.han.iter().all(|name| !name.is_full), "{text}");
    }
    for text in ["zhang***", "ÍõÐ¡Ã÷", "MÃ¼ller", "w\u{FFFD}m"] {
        assert!(read(text).other.iter().all(|name| !name.is_full), "{text}");
    }
    assert_eq!(han("张-三", true), ["张三"]);
}

#[test]
fn small_forms() {
    assert_eq!(SMALL.chars().count(), 0xFE6B - 0xFE50 + 1);
    for (small, of) in
        [('﹐', ','), ('﹒', '.'), ('﹡', '*'), ('﹫', '@'), ('﹨', '\\'), ('\u{FE53}', '\u{FE53}')]
    {
        assert_eq!(narrow(small), of, "{small}");
    }
}
