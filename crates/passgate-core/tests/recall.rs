//! How many passwords made from a person are seen, and how many that are not are accused.
//!
//! Names are built from the surname tables beside the core and from given-name characters, in
//! readings that the `pinyin` crate and those tables give: the core's own code is only asked.
//! Everything is drawn from fixed seeds, so the figures are the same at every run; print them with
//! `cargo test -p passgate-core --test recall -- --nocapture`.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::arithmetic_side_effects,
    reason = "a test may stop"
)]

use std::collections::BTreeMap;

use passgate_core::{Checker, Identity, Policy, RuleName, Status};
use pinyin::ToPinyin;

const SINGLE: &str = include_str!("../data/sources/readings/surnames.txt");
const COMPOUND: &str = include_str!("../data/sources/readings/compound-surnames.txt");
const WORDS: &str = include_str!("../data/sources/zxcvbn-passwords.txt");
/// The most frequent surnames, then ones with two and three letters.
const USUAL: &str = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文張劉陳楊趙黃吳孫馬羅鄭謝韓馮許呂蘇盧蔣賈葉";
/// Given-name characters: simplified, traditional, with ü, and read in several ways.
const GIVEN: &str = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂华建国志红玉梅欣宇浩然子轩梓涵诗雨佳怡俊文思源博雅婷雪琳慧颖嘉晨晓东海燕春丹凤云飞鹏龙斌波辉宁健毅峰亮成康星光天达安岩中茂进林有坚和彪诚先敬震振壮会思群豪心邦承乐绍功松善厚庆民友裕河哲江超浩亮政谦亨奇固之轮翰朗伯宏言若鸣朋斌栋维启克伦翔旭女绿律侣略虐吕單偉麗國華紅蘭霞軍濤傑嬌潔穎憶瓊雲龍鳳飛鵬東曉慶輝衛長行重朝乐折";

/// A splitmix64 stream.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    fn pick<'l, T>(&mut self, list: &'l [T]) -> &'l T {
        &list[self.below(list.len())]
    }
}

/// A name, and how its bearer writes it.
struct Person {
    name: String,
    surname: Vec<String>,
    given: Vec<String>,
}

fn table(text: &str) -> impl Iterator<Item = (&str, Vec<&str>)> {
    text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let (forms, readings) = line.split_once('\t')?;
        Some((forms, readings.split(' ').collect()))
    })
}

fn people(random: &mut Random, count: usize) -> Vec<Person> {
    let plain = |character: char| character.to_pinyin().map(|pinyin| pinyin.plain().replace('ü', "v"));
    let special: Vec<(String, Vec<String>)> = table(SINGLE)
        .flat_map(|(forms, readings)| {
            forms.chars().map(|form| (form.to_string(), vec![readings[0].to_owned()])).collect::<Vec<_>>()
        })
        .collect();
    let compound: Vec<(String, Vec<String>)> = table(COMPOUND)
        .flat_map(|(forms, readings)| {
            let readings: Vec<String> = readings.iter().map(|reading| (*reading).to_owned()).collect();
            forms.split(' ').map(|form| (form.to_owned(), readings.clone())).collect::<Vec<_>>()
        })
        .collect();
    let usual: Vec<(String, Vec<String>)> = USUAL
        .chars()
        .map(|form| {
            let known = special.iter().find(|(other, _)| *other == form.to_string());
            let reading =
                known.map_or_else(|| vec![plain(form).expect("a reading")], |(_, reading)| reading.clone());
            (form.to_string(), reading)
        })
        .collect();
    let given: Vec<(char, String)> =
        GIVEN.chars().filter_map(|character| Some((character, plain(character)?))).collect();
    (0..count)
        .map(|_| {
            let surnames = match random.below(4) {
                0 => &special,
                1 => &compound,
                _ => &usual,
            };
            let (surname, readings) = random.pick(surnames).clone();
            let syllables = 1 + usize::from(random.below(4) > 0);
            let given: Vec<(char, String)> = (0..syllables).map(|_| random.pick(&given).clone()).collect();
            Person {
                name: surname + &given.iter().map(|(character, _)| *character).collect::<String>(),
                surname: readings,
                given: given.into_iter().map(|(_, reading)| reading).collect(),
            }
        })
        .collect()
}

/// Every form of the name that people build passwords on, `ü` typed as `u_umlaut`.
fn forms(person: &Person, u_umlaut: &str, separator: &str) -> Vec<(&'static str, String)> {
    let typed = |syllables: &[String]| -> Vec<String> {
        syllables.iter().map(|syllable| syllable.replace('v', u_umlaut)).collect()
    };
    let initials = |syllables: &[String]| syllables.iter().map(|syllable| &syllable[..1]).collect::<String>();
    let (surname, given) = (typed(&person.surname), typed(&person.given));
    let both: Vec<String> = surname.iter().chain(&given).cloned().collect();
    let short = initials(&person.surname) + &initials(&person.given);
    let mut forms = vec![
        ("full", both.concat()),
        ("separated", both.join(separator)),
        ("capitals", both.iter().map(|syllable| capital(syllable)).collect()),
        ("given name first", given.concat() + &surname.concat()),
    ];
    for (form, text, fewest) in [
        ("surname and initials", surname.concat() + &initials(&person.given), 4),
        ("initials and surname", initials(&person.given) + &surname.concat(), 4),
        ("initials", short, 3),
        ("given name alone", if given.len() > 1 { given.concat() } else { String::new() }, 4),
    ] {
        if text.chars().count() >= fewest {
            forms.push((form, text));
        }
    }
    forms
}

fn capital(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}

/// Some of the letters that have one are written as their look-alike.
fn leet(text: &str, random: &mut Random) -> String {
    let alike = |letter| match letter {
        'a' => Some('@'),
        'e' => Some('3'),
        'i' => Some('1'),
        'o' => Some('0'),
        's' => Some('$'),
        _ => None,
    };
    text.chars().map(|letter| alike(letter).filter(|_| random.below(3) == 0).unwrap_or(letter)).collect()
}

fn dress(text: &str, random: &mut Random) -> String {
    let text = match random.below(5) {
        0 => capital(text),
        1 => text.to_uppercase(),
        2 => leet(text, random),
        _ => text.to_owned(),
    };
    let before = random.pick(&["", "", "", "88", "#", "2024"]);
    let after = random.pick(&["", "123", "@2024", "1990!", "#88", "_01", "@123", "!", "520", "."]);
    format!("{before}{text}{after}")
}

fn checker(identity: &Identity) -> Checker {
    let policy = r#"{"product":"eiam","rules":[{"rule":"identity","fields":["username","phone","email-prefix","name-pinyin"]}]}"#;
    Checker::new(&Policy::from_json(policy).expect("a policy"), identity)
}

fn accused(checker: &Checker, text: &str) -> bool {
    let report = checker.check(text);
    report.findings.iter().any(|row| row.rule == RuleName::Identity && row.status == Status::Unmet)
}

#[test]
fn passwords_made_from_a_name_are_seen() {
    let mut random = Random(20_261_122);
    let mut seen: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    for person in people(&mut random, 4_000) {
        let checker = checker(&Identity { name: Some(person.name.clone()), ..Identity::default() });
        let u_umlaut = random.pick(&["v", "u", "yu", "ü"]);
        let separator = random.pick(&[".", "-", "_", " ", "·"]);
        for (form, text) in forms(&person, u_umlaut, separator) {
            let (hits, all) = seen.entry(form).or_default();
            *hits += u32::from(accused(&checker, &dress(&text, &mut random)));
            *all += 1;
        }
    }
    for (form, (hits, all)) in seen {
        let recall = f64::from(hits) / f64::from(all);
        println!("{form:<22} {hits:>5} of {all:>5}  {:.2} %", recall * 100.0);
        assert!(recall >= 0.995, "{form}: {recall}");
    }
}

#[test]
fn passwords_made_from_nothing_are_left_alone() {
    let mut random = Random(7);
    let words: Vec<&str> = WORDS
        .lines()
        .filter(|word| (3..=9).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_lowercase()))
        .take(8_000)
        .collect();
    let symbols: Vec<char> = ('!'..='~').collect();
    let checkers: Vec<Checker> = people(&mut random, 500)
        .into_iter()
        .enumerate()
        .map(|(index, person)| {
            let phone = format!("1{:010}", random.next() % 10_000_000_000);
            let username = person.surname.concat() + &person.given.concat() + &index.to_string();
            checker(&Identity {
                name: Some(person.name),
                emails: vec![format!("{username}@example.com")],
                username: Some(username),
                phones: vec![phone],
                words: Vec::new(),
            })
        })
        .collect();
    let (mut alarms, all) = ([0_u32; 2], 100_000);
    for round in 0..all {
        let kind = round % 2;
        let text: String = if kind == 0 {
            (0..8 + random.below(9)).map(|_| *random.pick(&symbols)).collect()
        } else {
            let picked: Vec<&str> = (0..3 + random.below(3)).map(|_| *random.pick(&words)).collect();
            picked.join(["", "-", " "][random.below(3)])
        };
        alarms[kind] += u32::from(accused(random.pick(&checkers), &text));
    }
    println!("of {all}: {} random passwords and {} passphrases accused", alarms[0], alarms[1]);
    assert!(alarms[0] + alarms[1] <= all as u32 / 1_000, "{alarms:?}");
}
