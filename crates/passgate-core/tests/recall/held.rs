//! Data as directories store it, against passwords with the person's data and without.

use passgate_core::Identity;

use crate::alarms::Strangers;
use crate::directories::{Field, Masked, Way};
use crate::people::{CLASSES, Lists};
use crate::random::Random;
use crate::tally::{Tally, checker, none, status};
use crate::writing::dress_plainly;

const EACH: usize = 300;

/// The verdicts for one way to store a text.
pub struct Held {
    pub label: String,
    /// On passwords with the person's data.
    pub person: Tally,
    /// On passwords without.
    pub controls: Tally,
    /// Examples of missed passwords and of reported controls.
    pub wrong: Vec<String>,
}

pub fn held(lists: &Lists, field: Field, ways: Vec<Way>) -> Vec<Held> {
    let strangers = Strangers::new();
    ways.into_iter()
        .map(|way| {
            let mut random = Random(1_122);
            let (mut person, mut controls) = (Tally::default(), Tally::default());
            let mut wrong = Vec::new();
            for _ in 0..EACH {
                let held = (way.make)(lists, &mut random);
                let checker = checker(&identity(field, &held.text));
                let password = dress_plainly(&held.stated, &mut random);
                if person.add(status(&checker.check(&password))) && wrong.len() < 6 {
                    wrong.push(format!("missed: {} {password}", held.text));
                }
                let beside = held.beside.map(|text| dress_plainly(&text, &mut random));
                let strange = [strangers.random(&mut random), strangers.phrase(&mut random)];
                for password in strange.into_iter().chain(beside) {
                    if !controls.add(status(&checker.check(&password))) && wrong.len() < 6 {
                        wrong.push(format!("false alarm: {} {password}", held.text));
                    }
                }
            }
            Held { label: way.label, person, controls, wrong }
        })
        .collect()
}

/// Judges unrelated passwords for people with masked data.
pub fn masked(lists: &Lists, ways: Vec<Masked>) -> Vec<(&'static str, Tally)> {
    let strangers = Strangers::new();
    ways.into_iter()
        .map(|way| {
            let mut random = Random(1_122);
            let mut tally = Tally::default();
            for _ in 0..EACH {
                let person = (CLASSES[0].1)(lists, &mut random);
                let text = (way.make)(&person, &mut random);
                let checker = checker(&identity(way.field, &text));
                tally.add(status(&checker.check(&strangers.random(&mut random))));
            }
            (way.label, tally)
        })
        .collect()
}

/// Judges every character in CLDR's reading, in a name of two characters.
pub fn characters(lists: &Lists) -> (Tally, Vec<String>) {
    let (mut tally, mut missed) = (Tally::default(), Vec::new());
    for (character, reading) in lists.readings.characters() {
        let name = format!("王{character}");
        let checker = checker(&identity(Field::Name, &name));
        if tally.add(status(&checker.check(&format!("wang{reading}#1")))) {
            missed.push(format!("{character} {reading}"));
        }
    }
    (tally, missed)
}

fn identity(field: Field, text: &str) -> Identity {
    let mut identity = none();
    match field {
        Field::Name => identity.name = Some(text.to_owned()),
        Field::Username => identity.username = Some(text.to_owned()),
        Field::Email => identity.emails = Some(vec![text.to_owned()]),
        Field::Phone => identity.phones = Some(vec![text.to_owned()]),
    }
    identity
}
