//! Made-up bearers of names, class by class, with how each reads their name.

use std::collections::BTreeSet;

use pinyin::ToPinyin;

use crate::random::Random;

const SPECIAL: &str = include_str!("../../data/sources/readings/surnames.txt");
const COMPOUND: &str = include_str!("../../data/sources/readings/compound-surnames.txt");
const DICTIONARY: &str = include_str!("../../data/sources/readings/ktghz2013.txt");
const IN_NAMES: &str = include_str!("../../data/sources/readings/name-readings.txt");
const SURNAMES: &str = include_str!("names/surnames-cn.txt");
const GIVEN: &str = include_str!("names/given-cn.txt");
const SURNAMES_TRADITIONAL: &str = include_str!("names/surnames-tw.txt");
const GIVEN_TRADITIONAL: &str = include_str!("names/given-tw.txt");
/// Made-up names of three characters, whose last two widen the characters of given names.
const MADE_UP: &str = include_str!("../../../../tests/bench/data/names.json");
/// Given-name characters that are read in more than one way.
const READ_TWICE: &str =
    "茜莘晟乐重朝长行曾单盛朴柏传祥和兴降藏解冠炅昕枞琛翟隽好少中正相应华任宁更种佳予卓尽";
/// Characters with ü, as surnames and in given names.
const WITH_U_UMLAUT: &str = "吕闾绿律侣旅履女略率";
/// What Uyghur, Kazakh, Tibetan and Mongolian names are transcribed with. 卜 is read as in 阿卜杜,
/// which the crate `pinyin` reads second.
const TRANSCRIBED: &str = "阿杜热合曼买提艾力迪丽古娜尔江木拉沙依汗克巴图格桑扎西卓玛德吉次仁多白乌云其娅斯赛达吾帕孜库尼亚孜努玉山哈米塔";

/// A name, and how its bearer reads it: syllables in small letters, `ü` as `v`.
pub struct Person {
    pub name: String,
    pub surname: Vec<String>,
    pub given: Vec<String>,
}

/// A class of names, and how one of them is made up.
pub type Class = (&'static str, fn(&Lists, &mut Random) -> Person);

pub const CLASSES: [Class; 8] = [
    ("usual surnames", usual),
    ("special surnames", special),
    ("compound surnames", compound),
    ("traditional characters", traditional),
    ("ü in surname or given name", u_umlaut),
    ("given names read in several ways", read_twice),
    ("two to six characters", any_length),
    ("transcribed names with a dot", dotted),
];

/// What names are made of: texts with the readings each may have.
pub struct Lists {
    usual: Vec<Part>,
    special: Vec<Part>,
    compound: Vec<Part>,
    given: Vec<Part>,
    usual_traditional: Vec<Part>,
    given_traditional: Vec<Part>,
    u_umlaut: Vec<Part>,
    read_twice: Vec<Part>,
    transcribed: Vec<Part>,
}

/// Characters, and every way they are read together.
#[derive(Clone)]
struct Part {
    text: String,
    readings: Vec<Vec<String>>,
}

impl Lists {
    pub fn new() -> Self {
        let special: Vec<Part> = entries(SPECIAL)
            .flat_map(|(forms, readings)| {
                let readings: Vec<Vec<String>> = readings.iter().map(|one| vec![(*one).to_owned()]).collect();
                let part = move |form: char| Part { text: form.to_string(), readings: readings.clone() };
                forms.chars().map(part).collect::<Vec<_>>()
            })
            .collect();
        let compound: Vec<Part> = entries(COMPOUND)
            .flat_map(|(forms, readings)| {
                let readings = vec![readings.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>()];
                let part = move |form: &str| Part { text: form.to_owned(), readings: readings.clone() };
                forms.split(' ').map(part).collect::<Vec<_>>()
            })
            .collect();
        let surnames = |text: &str| -> Vec<Part> {
            let known = |surname: &str| special.iter().chain(&compound).find(|part| part.text == surname);
            text.lines().filter_map(|line| known(line).cloned().or_else(|| read_once(line))).collect()
        };
        let parts = |text: &str| -> Vec<Part> { text.lines().filter_map(read_once).collect() };
        let each = |text: &str| text.chars().map(String::from).collect::<Vec<_>>().join("\n");
        Self {
            usual: surnames(SURNAMES),
            given: parts(GIVEN),
            usual_traditional: surnames(SURNAMES_TRADITIONAL),
            given_traditional: parts(GIVEN_TRADITIONAL),
            u_umlaut: parts(&each(WITH_U_UMLAUT)),
            read_twice: read_in_several_ways(),
            transcribed: [
                vec![Part { text: "卜".into(), readings: vec![vec!["bu".into()]] }],
                parts(&each(TRANSCRIBED)),
            ]
            .concat(),
            special,
            compound,
        }
    }
}

/// Lines of characters and readings, a tab between.
fn entries(text: &str) -> impl Iterator<Item = (&str, Vec<&str>)> {
    text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let (forms, readings) = line.split_once('\t')?;
        Some((forms, readings.split(' ').collect()))
    })
}

/// A text as the crate `pinyin` reads it.
fn read_once(text: &str) -> Option<Part> {
    let plain = |character: char| Some(character.to_pinyin()?.plain().replace('ü', "v"));
    Some(Part { text: text.to_owned(), readings: vec![text.chars().map(plain).collect::<Option<_>>()?] })
}

/// The characters of given names for which the dictionary of 2013 has several readings, and all of
/// these; of those that stand in a list of their own, because the others are units or particles,
/// what that list has.
fn read_in_several_ways() -> Vec<Part> {
    let made_up =
        MADE_UP.split('"').filter(|name| name.chars().count() == 3).flat_map(|name| name.chars().skip(1));
    let characters: BTreeSet<char> = made_up.chain(READ_TWICE.chars()).chain(GIVEN.chars()).collect();
    let readings_of = |text: &'static str, wanted: char| {
        entries(text)
            .find(|(_, forms)| forms.iter().any(|form| form.contains(wanted)))
            .map(|(readings, _)| readings)
    };
    let in_names = |wanted: char| {
        entries(IN_NAMES).find(|(forms, _)| forms.contains(wanted)).map(|(_, readings)| readings)
    };
    characters
        .into_iter()
        .filter_map(|character| {
            let dictionary: Vec<&str> = readings_of(DICTIONARY, character)?.split(' ').collect();
            let readings = in_names(character).unwrap_or(dictionary);
            let readings: Vec<Vec<String>> = readings.iter().map(|one| vec![(*one).to_owned()]).collect();
            (readings.len() > 1).then_some(Part { text: character.to_string(), readings })
        })
        .collect()
}

fn usual(lists: &Lists, random: &mut Random) -> Person {
    person(random, &[&lists.usual], &[&lists.given])
}

fn special(lists: &Lists, random: &mut Random) -> Person {
    person(random, &[&lists.special], &[&lists.given])
}

fn compound(lists: &Lists, random: &mut Random) -> Person {
    person(random, &[&lists.compound], &[&lists.given])
}

fn traditional(lists: &Lists, random: &mut Random) -> Person {
    person(random, &[&lists.usual_traditional], &[&lists.given_traditional])
}

fn u_umlaut(lists: &Lists, random: &mut Random) -> Person {
    match random.below(3) {
        // 吕 and 闾 stand first.
        0 => person(random, &[&lists.u_umlaut[..2]], &[&lists.given]),
        1 => person(random, &[&lists.usual], &[&lists.u_umlaut]),
        _ => person(random, &[&lists.usual], &[&lists.given, &lists.u_umlaut]),
    }
}

fn read_twice(lists: &Lists, random: &mut Random) -> Person {
    match random.below(3) {
        0 => person(random, &[&lists.usual], &[&lists.read_twice]),
        1 => person(random, &[&lists.usual], &[&lists.read_twice, &lists.read_twice]),
        _ => person(random, &[&lists.usual], &[&lists.given, &lists.read_twice]),
    }
}

/// As many characters in each case, from two to six; two surnames where there are many.
fn any_length(lists: &Lists, random: &mut Random) -> Person {
    let length = 2 + random.below(5);
    loop {
        let surnames: &[&[Part]] = if length > 4 { &[&lists.compound] } else { &[&lists.usual] };
        let given = vec![lists.given.as_slice(); 1 + random.below(4)];
        let person = person(random, surnames, &given);
        if person.name.chars().count() == length {
            return person;
        }
    }
}

fn dotted(lists: &Lists, random: &mut Random) -> Person {
    let part = |random: &mut Random| vec![lists.transcribed.as_slice(); 2 + random.below(4)];
    let (before, after) = (part(random), part(random));
    let person = person(random, &before, &after);
    let dot = person.surname.len();
    let dotted = |(index, character): (usize, char)| {
        if index == dot { vec!['·', character] } else { vec![character] }
    };
    Person { name: person.name.chars().enumerate().flat_map(dotted).collect(), ..person }
}

/// One part of each list, each in one of its readings.
fn person(random: &mut Random, surname: &[&[Part]], given: &[&[Part]]) -> Person {
    let mut name = String::new();
    let mut take = |lists: &[&[Part]]| -> Vec<String> {
        let mut syllables = Vec::new();
        for list in lists {
            let part = random.pick(list);
            name.push_str(&part.text);
            syllables.extend(random.pick(&part.readings).iter().cloned());
        }
        syllables
    };
    let (surname, given) = (take(surname), take(given));
    Person { name, surname, given }
}
