//! Names, accounts and phone numbers as directories store them, with passwords that contain the person's data
//! and passwords that do not.

use crate::people::{CLASSES, Lists, Person, compound, dotted, with_characters};
use crate::random::Random;

/// A text about a person as a directory stores it, with what a password must not contain.
pub struct Held {
    pub text: String,
    /// The form that the vendor's page names.
    pub stated: String,
    /// The text beside it, if there is any. A password with only this text must be met.
    pub beside: Option<String>,
}

/// A way to store a text: a label, and a function that makes an example.
pub struct Way {
    pub label: String,
    pub make: Make,
}

type Make = Box<dyn Fn(&Lists, &mut Random) -> Held>;

/// Texts around a name, each with the part beside the name in pinyin.
const AROUND: [(&str, &str); 52] = [
    ("{n}(外包)", "waibao"),
    ("{n}（研发部）", "yanfabu"),
    ("{n}【外包】", "waibao"),
    ("{n}[上海]", "shanghai"),
    ("{n}〔驻场〕", "zhuchang"),
    ("{n}<实习>", "shixi"),
    ("【离职】{n}", "lizhi"),
    ("({n})", ""),
    ("{n}(广州)", "guangzhou"),
    ("{n}(老王)", "laowang"),
    ("{n}(roger)", ""),
    ("{n}-研发部", "yanfabu"),
    ("研发部-{n}", "yanfabu"),
    ("{n}—财务", "caiwu"),
    ("广州-{n}", "guangzhou"),
    ("{n}_运维组", "yunweizu"),
    ("运维组_{n}", "yunweizu"),
    ("{n}@上海", "shanghai"),
    ("{n}/Mike", ""),
    ("{n}/技术中心", "jishuzhongxin"),
    ("技术中心/架构组/{n}", "jiagouzu"),
    ("{n}|研发", "yanfa"),
    ("{n} 研发部", "yanfabu"),
    ("研发部 {n}", "yanfabu"),
    ("Mike {n}", ""),
    ("{n} Mike Wang", ""),
    ("{n}Mike", ""),
    ("{n}01", ""),
    ("01{n}", ""),
    ("{n}B", ""),
    ("A12345 {n}", ""),
    ("{n}，", ""),
    ("{n}。", ""),
    ("“{n}”", ""),
    ("姓名：{n}", "xingming"),
    ("CN={n},OU=研发部,DC=corp", "yanfabu"),
    ("{n} <mike@corp.example>", ""),
    ("\u{202A}{n}\u{202C}", ""),
    ("{n}🌸", ""),
    ("★{n}★", ""),
    ("👨‍💻 {n} ❤️", ""),
    ("{n}&amp;", ""),
    ("{n}经理", ""),
    ("{n}老师", ""),
    ("研发部{n}", ""),
    ("外包{n}", ""),
    ("财务部{n}经理", ""),
    ("上海 {n}", ""),
    ("{n}、Mike", ""),
    ("外包({n})", "waibao"),
    ("研发部（{n}）", "yanfabu"),
    ("金山办公-{n}", ""),
];

/// Separators between the characters of a name.
const INSIDE: [(&str, &str); 8] = [
    ("a thin space", "\u{2009}"),
    ("a tab", "\t"),
    ("a zero-width space", "\u{200B}"),
    ("a full-width space", "\u{3000}"),
    ("a no-break space", "\u{A0}"),
    ("a soft hyphen", "\u{AD}"),
    ("a hyphen", "-"),
    ("a middle dot", "·"),
];

/// Separators of the parts of a transcribed name.
const DOTS: [&str; 9] = ["·", ".", "•", "﹒", "、", "*", "・", "‧", "．"];

/// Pairs of a radical and the character that looks like it.
const KANGXI: &str = "⼦子⼩小⼲干⼼心⼽戈⽀支⽂文⽅方⽉月⽑毛⽜牛⽟玉⽢甘⽥田⽩白⽪皮⽯石⽶米⽺羊⽻羽⾐衣⾕谷⾟辛⾠辰⾦金⾬雨⾱韋⾹香⾺馬⾼高⿅鹿⿆麥⿇麻⿈黃⿑齊⿓龍";
const SUPPLEMENT: &str =
    "⻢马⻩黄⻄西⻰龙⻜飞⻛风⻉贝⻋车⻓长⻔门⻥鱼⻦鸟⻨麦⻬齐⻳龟⻘青⻙韦⻅见⺠民⺟母⺩王";
/// Pairs of a private-use character of GBK and the character that replaced it.
const PRIVATE: &str =
    "\u{E863}䶮\u{E844}䜣\u{E81A}㑳\u{E840}䓖\u{E828}㧟\u{E82D}㭎\u{E834}䁖\u{E83F}䏝\u{E846}䝼\u{E85B}䲢";

/// Every way to store a name.
pub fn names() -> Vec<Way> {
    let mut ways = Vec::new();
    for (template, beside) in AROUND {
        ways.push(way(
            template.replace('\u{202A}', "LRE ").replace('\u{202C}', " PDF"),
            move |lists, random| {
                let person = usual_or_compound(lists, random);
                let beside = (!beside.is_empty()).then(|| beside.to_owned());
                held(&person, template.replace("{n}", &person.name), beside)
            },
        ));
    }
    for (label, between) in INSIDE {
        ways.push(way(format!("{label} between the characters"), move |lists, random| {
            let person = usual_or_compound(lists, random);
            let characters: Vec<String> = person.name.chars().map(String::from).collect();
            held(&person, characters.join(between), None)
        }));
    }
    for dot in DOTS {
        ways.push(way(format!("`{dot}` in a transcribed name"), move |lists, random| {
            let person = dotted(lists, random);
            held(&person, person.name.replace('·', dot), None)
        }));
    }
    for (label, pairs) in [
        ("Kangxi radicals", KANGXI),
        ("CJK radicals", SUPPLEMENT),
        ("private-use characters of GBK", PRIVATE),
    ] {
        ways.push(way(label.to_owned(), move |lists, random| {
            let pairs: Vec<char> = pairs.chars().collect();
            let (forms, characters): (Vec<char>, Vec<char>) =
                pairs.chunks(2).map(|pair| (pair[0], pair[1])).unzip();
            let person = with_characters(lists, random, &characters);
            let form = |one| characters.iter().position(|other| *other == one).map_or(one, |at| forms[at]);
            held(&person, person.name.chars().map(form).collect(), None)
        }));
    }
    ways
}

fn way(label: String, make: impl Fn(&Lists, &mut Random) -> Held + 'static) -> Way {
    Way { label, make: Box::new(make) }
}

fn held(person: &Person, text: String, beside: Option<String>) -> Held {
    Held { text, stated: person.syllables().concat(), beside }
}

/// A usual name; one in four has a surname of two characters.
fn usual_or_compound(lists: &Lists, random: &mut Random) -> Person {
    let make = if random.below(4) == 0 { compound } else { CLASSES[0].1 };
    make(lists, random)
}

/// Ways to store a user name. The text beside each is a word of the company.
pub fn usernames() -> Vec<Way> {
    let templates = [
        "{u}",
        r"CORP\{u}",
        "corp/{u}",
        r"CORP＼{u}",
        "{u}@corp.example",
        "{u}＠corp.example",
        "mailto:{u}@corp.example",
        r"CORP\{u}@corp.example",
        "uid={u},ou=people,dc=corp,dc=example",
        "CN={u}",
        r"i:0#.w|corp\{u}",
        "corp%5C{u}",
        "{u}%40corp.example",
        "<{u}>",
        "\u{200B}{u}\u{3000}",
        "full width",
    ];
    accounts(&templates)
}

/// Ways to store an e-mail address.
pub fn emails() -> Vec<Way> {
    let templates = [
        "{u}@corp.example",
        "{u}",
        "mailto:{u}@corp.example",
        "SMTP:{u}@corp.example",
        "{u}＠corp.example",
        "王小明 <{u}@corp.example>",
        "\"Wang, Xiaoming\" <{u}@corp.example>",
        "'{u}@corp.example'",
        "【{u}@corp.example】",
        "邮箱：{u}@corp.example",
        "{u}@corp.example(王小明)",
        "qz@corp.example; {u}@corp.example",
        "qz@corp.example、{u}@corp.example",
        "qz@corp.example/{u}@corp.example",
        "full width",
    ];
    accounts(&templates)
}

fn accounts(templates: &[&'static str]) -> Vec<Way> {
    let make = |template: &'static str| {
        way(template.replace('\u{200B}', "ZWSP ").replace('\u{3000}', " U+3000"), move |lists, random| {
            let person = usual_or_compound(lists, random);
            let account = account(&person, random);
            let text =
                if template == "full width" { wide(&account) } else { template.replace("{u}", &account) };
            Held { text, stated: account, beside: Some("Corporal-Example".to_owned()) }
        })
    };
    templates.iter().map(|template| make(template)).collect()
}

/// An account of a person: `wangxiaoming88`, `wang.xiaoming`, `xiaomingwang`, `q20240017`.
fn account(person: &Person, random: &mut Random) -> String {
    let (surname, given) = (person.surname.concat(), person.given.concat());
    match random.below(4) {
        0 => format!("{surname}{given}{}", random.below(100)),
        1 => format!("{surname}.{given}"),
        2 => format!("{given}_{surname}"),
        _ => format!("q{}", 20_240_000 + random.below(10_000)),
    }
}

fn wide(text: &str) -> String {
    let wide = |one: char| char::from_u32(u32::from(one) + 0xFEE0).filter(|_| one.is_ascii_graphic());
    text.chars().map(|one| wide(one).unwrap_or(one)).collect()
}

/// Ways to store phone numbers: `{p}` is a mobile number, `{q}` another one, `{l}` a number with an area
/// code.
pub fn phones() -> Vec<Way> {
    let templates = [
        "{p}",
        "+86 {p}",
        "+86-{p}",
        "（+86）{p}",
        "86{p}",
        "0086-{p}",
        "+86 (0) {p}",
        "grouped 3-4-4",
        "full width",
        "手机：{p}",
        "{p}（微信同号）",
        "tel:+86{p}",
        "{p}/{q}",
        "{q}，{p}",
        "{q}；{p}",
        "{q} {p}",
        "{q}或{p}",
        "{q}{p}",
        "{p}-801",
        "{p}转801",
        "{p}.0",
        "{q} / {l}",
        "{l}",
        "{l}-801",
        "{l}转801",
        "{l} 分机801",
        "{l}(801)",
        "{l},801",
    ];
    let make = |template: &'static str| {
        way(template.to_owned(), move |_, random| {
            let mobile =
                |random: &mut Random| format!("1{}{:09}", 3 + random.below(7), random.next() % 1_000_000_000);
            let (number, other) = (mobile(random), mobile(random));
            let area = random.pick(&["010", "021", "0755", "0571"]);
            let landline = format!("{}{:07}", 2 + random.below(7), random.next() % 10_000_000);
            let stated = if template.contains("{l}") { format!("{area}{landline}") } else { number.clone() };
            let text = match template {
                "grouped 3-4-4" => format!("{}-{}-{}", &number[..3], &number[3..7], &number[7..]),
                "full width" => wide(&number),
                _ => template
                    .replace("{p}", &number)
                    .replace("{q}", &other)
                    .replace("{l}", &format!("{area}-{landline}")),
            };
            Held { text, stated, beside: None }
        })
    };
    templates.iter().map(|template| make(template)).collect()
}

/// A partly masked text, of which nothing is known for certain.
pub struct Masked {
    pub label: &'static str,
    pub field: Field,
    pub make: fn(&Person, &mut Random) -> String,
}

/// Every way to mask a text.
pub fn masked() -> Vec<Masked> {
    let way = |label, field, make| Masked { label, field, make };
    vec![
        way("`王*明`", Field::Name, |person, _| masked_name(person, "*")),
        way("`王＊明`", Field::Name, |person, _| masked_name(person, "＊")),
        way("`王○明`", Field::Name, |person, _| masked_name(person, "○")),
        way("`王●明`", Field::Name, |person, _| masked_name(person, "●")),
        way("`王x明`", Field::Name, |person, _| masked_name(person, "x")),
        way("`王某某`", Field::Name, |person, _| first(person) + "某某"),
        way("`王**`", Field::Name, |person, _| first(person) + "**"),
        way("`王？`", Field::Name, |person, _| first(person) + "？"),
        way("`**明`", Field::Name, |person, _| "**".to_owned() + &last(person)),
        way("`王*明(外包)`", Field::Name, |person, _| masked_name(person, "*") + "(外包)"),
        way("`研发部-王*明`", Field::Name, |person, _| "研发部-".to_owned() + &masked_name(person, "*")),
        way("`王` alone", Field::Name, |person, _| first(person)),
        way("`138****8000`", Field::Phone, |_, random| masked_phone(random, "****")),
        way("`138xxxx8000`", Field::Phone, |_, random| masked_phone(random, "xxxx")),
        way("`138••••8000`", Field::Phone, |_, random| masked_phone(random, "••••")),
        way("`138....8000`", Field::Phone, |_, random| masked_phone(random, "....")),
        way("`1.38E+10`", Field::Phone, |_, random| format!("1.{}E+10", 30 + random.below(69))),
        way("`w***m@corp.example`", Field::Email, |person, random| {
            let account = account(person, random);
            format!("{}***{}@corp.example", &account[..1], &account[account.len() - 1..])
        }),
    ]
}

/// The field of an identity that a text belongs to.
#[derive(Clone, Copy)]
pub enum Field {
    Name,
    Username,
    Email,
    Phone,
}

fn first(person: &Person) -> String {
    person.name.chars().take(1).collect()
}

fn last(person: &Person) -> String {
    person.name.chars().last().into_iter().collect()
}

fn masked_name(person: &Person, mask: &str) -> String {
    first(person) + mask + &last(person)
}

fn masked_phone(random: &mut Random, mask: &str) -> String {
    format!("13{}{mask}{:04}", random.below(10), random.below(10_000))
}
