//! Generated people by class of names, each with the reading of the name.

use std::collections::BTreeSet;

use crate::random::Random;
use crate::readings::{Part, Readings};

const SURNAMES: &str = include_str!("names/surnames-cn.txt");
const GIVEN: &str = include_str!("names/given-cn.txt");
const SURNAMES_TRADITIONAL: &str = include_str!("names/surnames-tw.txt");
const GIVEN_TRADITIONAL: &str = include_str!("names/given-tw.txt");
/// Generated names of three characters. The last two are further characters of given names.
const MADE_UP: &str = include_str!("../../../../tests/bench/data/names.json");
/// Characters of given names that have several readings.
const READ_TWICE: &str =
    "茜莘晟乐重朝长行曾单盛朴柏传祥和兴降藏解冠炅昕枞琛翟隽好少中正相应华任宁更种佳予卓尽";
/// Characters with ü, as surnames and in given names.
const WITH_U_UMLAUT: &str = "吕闾绿律侣旅履女略率";
/// Characters that transcribe Uyghur, Kazakh, Tibetan and Mongolian names.
const TRANSCRIBED: &str = "阿卜杜热合曼买提艾力迪丽古娜尔江木拉沙依汗克巴图格桑扎西卓玛德吉次仁多白乌云其娅斯赛达吾帕孜库尼亚孜努玉山哈米塔";

/// A name, and its bearer's reading of it: syllables in lower case, with `v` for `ü`.
#[derive(Clone)]
pub struct Person {
    pub name: String,
    pub surname: Vec<&'static str>,
    pub given: Vec<&'static str>,
}

impl Person {
    pub fn syllables(&self) -> Vec<&'static str> {
        [self.surname.as_slice(), &self.given].concat()
    }
}

/// A class of names, and a function that generates one.
pub type Class = (&'static str, fn(&Lists, &mut Random) -> Person);

pub const CLASSES: [Class; 8] = [
    ("usual surnames", usual),
    ("surnames with a special reading", special),
    ("compound surnames", compound),
    ("traditional characters", traditional),
    ("ü in surname or given name", u_umlaut),
    ("given names read in several ways", read_twice),
    ("two to six characters", any_length),
    ("transcribed names with a dot", dotted),
];

/// The parts of names: texts, each with its possible readings.
pub struct Lists {
    pub readings: Readings,
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

impl Lists {
    pub fn new() -> Self {
        let readings = Readings::new();
        let surnames = |text: &str| text.lines().filter_map(|line| readings.surname(line)).collect();
        let parts = |text: &str| text.lines().filter_map(|line| readings.text(line)).collect();
        let each = |text: &str| -> Vec<Part> {
            text.chars().filter_map(|one| readings.text(&one.to_string())).collect()
        };
        let made_up = MADE_UP.split('"').filter(|name| name.chars().count() == 3);
        let in_given = made_up.flat_map(|name| name.chars().skip(1)).chain(READ_TWICE.chars());
        let in_given: BTreeSet<char> = in_given.chain(GIVEN.chars()).collect();
        let lists = Self {
            usual: surnames(SURNAMES),
            special: readings.surnames(1),
            compound: readings.surnames(2),
            given: parts(GIVEN),
            usual_traditional: surnames(SURNAMES_TRADITIONAL),
            given_traditional: parts(GIVEN_TRADITIONAL),
            u_umlaut: each(WITH_U_UMLAUT),
            read_twice: in_given.into_iter().filter_map(|one| readings.several(one)).collect(),
            transcribed: TRANSCRIBED
                .chars()
                .filter_map(|one| readings.several(one).or_else(|| readings.text(&one.to_string())))
                .collect(),
            readings,
        };
        assert!(lists.special.len() > 30 && lists.compound.len() > 150 && lists.read_twice.len() > 20);
        lists
    }
}

fn usual(lists: &Lists, random: &mut Random) -> Person {
    person(random, &[&lists.usual], &[&lists.given])
}

fn special(lists: &Lists, random: &mut Random) -> Person {
    person(random, &[&lists.special], &[&lists.given])
}

pub fn compound(lists: &Lists, random: &mut Random) -> Person {
    person(random, &[&lists.compound], &[&lists.given])
}

fn traditional(lists: &Lists, random: &mut Random) -> Person {
    person(random, &[&lists.usual_traditional], &[&lists.given_traditional])
}

fn u_umlaut(lists: &Lists, random: &mut Random) -> Person {
    match random.below(3) {
        // 吕 and 闾 come first.
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

/// Each length from two to six characters is equally likely. Long names have a surname of two characters.
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

pub fn dotted(lists: &Lists, random: &mut Random) -> Person {
    let part = |random: &mut Random| vec![lists.transcribed.as_slice(); 2 + random.below(4)];
    let (before, after) = (part(random), part(random));
    let person = person(random, &before, &after);
    let dot = person.surname.len();
    let dotted = |(index, character): (usize, char)| {
        if index == dot { vec!['·', character] } else { vec![character] }
    };
    Person { name: person.name.chars().enumerate().flat_map(dotted).collect(), ..person }
}

/// A name with one of these characters as its surname and a usual given name, or with a usual surname and one
/// of them in the given name.
pub fn with_characters(lists: &Lists, random: &mut Random, characters: &[char]) -> Person {
    let of = |one: &char| lists.readings.surname(&one.to_string());
    let parts: Vec<Part> = characters.iter().filter_map(of).collect();
    if random.below(2) == 0 {
        person(random, &[&parts], &[&lists.given])
    } else {
        person(random, &[&lists.usual], &[&parts, &lists.given])
    }
}

/// Joins one part of each list, each in one of its readings.
fn person(random: &mut Random, surname: &[&[Part]], given: &[&[Part]]) -> Person {
    let mut name = String::new();
    let mut take = |lists: &[&[Part]]| -> Vec<&'static str> {
        let mut syllables = Vec::new();
        for list in lists {
            let part = random.pick(list);
            name.push_str(&part.text);
            syllables.extend(random.pick(&part.readings).iter());
        }
        syllables
    };
    let (surname, given) = (take(surname), take(given));
    Person { name, surname, given }
}
