//! How many passwords made from a person are seen, and how many that are not are accused.
//!
//! Names are built from the surname tables beside the core and from given names of the package
//! Faker (`names/`, MIT), in readings that the crate `pinyin` and dictionaries give: the core's own
//! code is only asked. Everything is drawn from fixed seeds, so the figures are the same at every
//! run, and stand in `docs/bench.md`. When they change for a reason, write them anew:
//! `PASSGATE_FIGURES=write cargo test -p passgate-core --release --test recall`.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::arithmetic_side_effects,
    reason = "a test may stop"
)]

mod people;
mod random;
mod report;
mod writing;

use std::collections::BTreeMap;
use std::thread;

use passgate_core::{Checker, Identity, Policy, RuleName, Status};

use people::{CLASSES, Lists, Person};
use random::Random;
use report::{Alarms, Seen};
use writing::{dress, forms, stray_forms};

const WORDS: &str = include_str!("../../data/sources/zxcvbn-passwords.txt");

const NAMES_EACH: usize = 1_500;
const PASSWORDS_EACH: usize = 100_000;

fn checker(identity: &Identity) -> Checker {
    let policy = r#"{"product":"eiam","rules":[{"rule":"identity","fields":["username","phone","email-prefix","name-pinyin"]}]}"#;
    Checker::new(&Policy::from_json(policy).expect("a policy"), identity)
}

fn accused(checker: &Checker, text: &str) -> bool {
    let report = checker.check(text);
    report.findings.iter().any(|row| row.rule == RuleName::Identity && row.status == Status::Unmet)
}

#[test]
fn what_is_a_person_is_seen_and_what_is_nobody_is_left_alone() {
    let lists = Lists::new();
    let (seen, alarms): (Vec<Seen>, Vec<Alarms>) = thread::scope(|scope| {
        let lists = &lists;
        let seen = CLASSES.map(|(class, make)| scope.spawn(move || seen(lists, class, make)));
        let alarms = [("two letters", 2), ("three letters", 3), ("more letters", 4)]
            .map(|(surname, letters)| scope.spawn(move || alarms(lists, surname, letters)));
        (
            seen.map(|class| class.join().expect("its figures")).into(),
            alarms.map(|group| group.join().expect("its figures")).into(),
        )
    });
    for seen in &seen {
        println!("{}: not seen: {:?}", seen.class, seen.missed);
        for (form, share) in seen.shares() {
            assert!(share >= 0.995, "{}, {form}: {share:.4}", seen.class);
        }
    }
    for alarms in &alarms {
        let accused = alarms.random + alarms.phrases;
        assert!(accused * 1_000 <= alarms.all, "{}: {accused} of {}", alarms.surname, alarms.all);
    }
    let strays = strays(&lists);
    report::hold(&seen, &strays, &alarms);
}

fn seen(lists: &Lists, class: &'static str, make: fn(&Lists, &mut Random) -> Person) -> Seen {
    let mut random = Random(20_261_122);
    let mut forms_seen: BTreeMap<&'static str, (u32, u32)> = BTreeMap::new();
    let mut missed = Vec::new();
    for _ in 0..NAMES_EACH {
        let person = make(lists, &mut random);
        let checker = checker(&Identity { name: Some(person.name.clone()), ..Identity::default() });
        let u_umlaut = random.pick(&["v", "u", "yu", "ü"]);
        let separator = random.pick(&[".", "-", "_", " ", "·"]);
        for (form, text) in forms(&person, u_umlaut, separator) {
            let password = dress(&text, &mut random);
            let hit = accused(&checker, &password);
            let (hits, all) = forms_seen.entry(form).or_default();
            *hits += u32::from(hit);
            *all += 1;
            if !hit && missed.len() < 12 {
                missed.push(format!("{} {form} {password}", person.name));
            }
        }
    }
    Seen { class, forms: forms_seen, missed }
}

/// The same for forms that nobody promises, of usual names.
fn strays(lists: &Lists) -> Seen {
    let mut random = Random(3);
    let mut forms: BTreeMap<&'static str, (u32, u32)> = BTreeMap::new();
    for _ in 0..NAMES_EACH {
        let person = (CLASSES[0].1)(lists, &mut random);
        let checker = checker(&Identity { name: Some(person.name.clone()), ..Identity::default() });
        for (form, text) in stray_forms(&person) {
            let (hits, all) = forms.entry(form).or_default();
            *hits += u32::from(accused(&checker, &dress(&text, &mut random)));
            *all += 1;
        }
    }
    Seen { class: "forms nobody promises", forms, missed: Vec::new() }
}

/// Passwords that are not built from anybody, before people whose surnames have so many letters.
fn alarms(lists: &Lists, surname: &'static str, letters: usize) -> Alarms {
    let mut random = Random(7);
    let words: Vec<&str> = WORDS
        .lines()
        .filter(|word| (3..=9).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_lowercase()))
        .take(8_000)
        .collect();
    let symbols: Vec<char> = ('!'..='~').collect();
    let mut checkers: Vec<Checker> = Vec::new();
    while checkers.len() < 500 {
        let (_, make) = *random.pick(&CLASSES);
        let person = make(lists, &mut random);
        if person.surname.concat().len().min(4) != letters {
            continue;
        }
        let phone = format!("1{:010}", random.next() % 10_000_000_000);
        let username = person.surname.concat() + &person.given.concat() + &checkers.len().to_string();
        checkers.push(checker(&Identity {
            name: Some(person.name),
            emails: vec![format!("{username}@example.com")],
            username: Some(username),
            phones: vec![phone],
            ..Identity::default()
        }));
    }
    let mut alarms = Alarms { surname, all: PASSWORDS_EACH as u32, random: 0, phrases: 0 };
    for round in 0..PASSWORDS_EACH {
        let phrase = round % 2 == 1;
        let text: String = if phrase {
            let picked: Vec<&str> = (0..3 + random.below(3)).map(|_| *random.pick(&words)).collect();
            picked.join(["", "-", " "][random.below(3)])
        } else {
            (0..8 + random.below(9)).map(|_| *random.pick(&symbols)).collect()
        };
        let count = if phrase { &mut alarms.phrases } else { &mut alarms.random };
        *count += u32::from(accused(random.pick(&checkers), &text));
    }
    alarms
}
