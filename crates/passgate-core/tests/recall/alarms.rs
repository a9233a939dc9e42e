//! False alarms: passwords that are unrelated to the person.

use passgate_core::{Checker, Identity, Status};

use crate::people::{CLASSES, Lists};
use crate::random::Random;
use crate::tally::{Tally, checker, status};
use crate::writing::initials;

const WORDS: &str = include_str!("../../data/sources/zxcvbn-passwords.txt");
const PASSWORDS_EACH: usize = 100_000;
const PEOPLE: usize = 500;

/// The verdicts on unrelated passwords, for people whose surnames have the same number of letters.
pub struct Alarms {
    pub surname: &'static str,
    pub random: Tally,
    pub phrases: Tally,
    /// The number of passwords that are unsure only because of three or more letters that are the person's
    /// initials.
    pub initials: u32,
}

/// Generates passwords that are unrelated to any person.
pub struct Strangers {
    words: Vec<&'static str>,
    symbols: Vec<char>,
}

impl Strangers {
    pub fn new() -> Self {
        let is_word =
            |word: &&str| (3..=9).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_lowercase());
        Self { words: WORDS.lines().filter(is_word).take(8_000).collect(), symbols: ('!'..='~').collect() }
    }

    /// 8 to 16 random visible ASCII characters.
    pub fn random(&self, random: &mut Random) -> String {
        (0..8 + random.below(9)).map(|_| *random.pick(&self.symbols)).collect()
    }

    /// Three to five common words.
    pub fn phrase(&self, random: &mut Random) -> String {
        let picked: Vec<&str> = (0..3 + random.below(3)).map(|_| *random.pick(&self.words)).collect();
        picked.join(["", "-", " "][random.below(3)])
    }
}

/// Judges unrelated passwords for people whose surnames have this many letters; 4 stands for four or more.
pub fn alarms(lists: &Lists, surname: &'static str, letters: usize) -> Alarms {
    let mut random = Random(7);
    let strangers = Strangers::new();
    let mut people: Vec<(Checker, String)> = Vec::new();
    while people.len() < PEOPLE {
        let (_, make) = *random.pick(&CLASSES);
        let person = make(lists, &mut random);
        if person.surname.concat().len().min(4) != letters {
            continue;
        }
        let phone = format!("1{:010}", random.next() % 10_000_000_000);
        let username = person.syllables().concat() + &people.len().to_string();
        let identity = Identity {
            name: Some(person.name.clone()),
            emails: Some(vec![format!("{username}@example.com")]),
            username: Some(username),
            phones: Some(vec![phone]),
            ..Identity::default()
        };
        people.push((checker(&identity), initials(&person.syllables())));
    }
    let mut alarms = Alarms { surname, random: Tally::default(), phrases: Tally::default(), initials: 0 };
    for round in 0..PASSWORDS_EACH {
        let is_phrase = round % 2 == 1;
        let text = if is_phrase { strangers.phrase(&mut random) } else { strangers.random(&mut random) };
        let (checker, initials) = random.pick(&people);
        let report = checker.check(&text);
        let status = status(&report);
        let tally = if is_phrase { &mut alarms.phrases } else { &mut alarms.random };
        tally.add(status);
        // In a name of three characters, only the initials have three letters.
        let is_initials = |part: &str| {
            let is_short = part.len() == 3 && part.bytes().all(|byte| byte.is_ascii_alphabetic());
            initials.len() > 2 && (part.eq_ignore_ascii_case(initials) || (initials.len() == 3 && is_short))
        };
        let spans = report.findings.iter().flat_map(|row| &row.spans);
        let parts: Vec<&str> = spans.map(|span| &text[span.0 as usize..span.1 as usize]).collect();
        alarms.initials += u32::from(status == Status::Unsure && parts.iter().all(|part| is_initials(part)));
    }
    alarms
}
