//! Measures how many passwords made from a person's data are detected, and how many unrelated ones are
//! reported.
//!
//! Names are built from public lists (`names/README.md`), in readings from sources that the core's table is
//! not made from, so no code of the core is used except to judge. Everything is drawn from fixed seeds, so
//! the figures in `docs/bench.md` are the same in every run. If they change for a reason, write them, read
//! them, and run the test again:
//! `PASSGATE_FIGURES=write cargo test -p passgate-core --release --test recall`.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::arithmetic_side_effects,
    clippy::panic,
    reason = "a test may stop"
)]

mod alarms;
mod directories;
mod held;
mod people;
mod random;
mod readings;
mod report;
mod seen;
mod tally;
mod writing;

use std::thread;

use alarms::{Alarms, alarms};
use directories::Field;
use held::{Held, held};
use people::{CLASSES, Lists};
use seen::{Seen, seen};

/// The minimum share of each promised form that is detected.
const SEEN_MIN: f64 = 0.995;
/// The minimum share of passwords without the person's data that are *met*, for each way to store the data.
const CONTROLS_MIN: f64 = 0.99;
/// At most one in this many unrelated passwords is refused, and at most one in this many is unsure.
const PER_REFUSAL: u32 = 10_000;
const PER_DOUBT: u32 = 800;

#[test]
fn personal_data_is_detected_and_unrelated_passwords_are_met() {
    let lists = &Lists::new();
    let (seen, names, fields, alarms) = thread::scope(|scope| {
        let seen = CLASSES.map(|class| scope.spawn(move || seen(lists, class)));
        let names = scope.spawn(|| held(lists, Field::Name, directories::names()));
        let fields = scope.spawn(|| {
            [
                held(lists, Field::Username, directories::usernames()),
                held(lists, Field::Email, directories::emails()),
                held(lists, Field::Phone, directories::phones()),
            ]
        });
        let alarms = [("two letters", 2), ("three letters", 3), ("more letters", 4)]
            .map(|(surname, letters)| scope.spawn(move || alarms(lists, surname, letters)));
        let seen: Vec<Seen> = seen.map(|class| class.join().expect("its figures")).into();
        let alarms: Vec<Alarms> = alarms.map(|group| group.join().expect("its figures")).into();
        (seen, names.join().expect("names"), fields.join().expect("accounts and phones"), alarms)
    });
    let masked = held::masked(lists, directories::masked());
    let (characters, unread) = held::characters(lists);

    let mut failures: Vec<String> = Vec::new();
    for Seen { class, stated, dressed, plain, missed, .. } in &seen {
        println!("{class}: missed: {missed:?}");
        let refused = stated.iter().map(|(form, tally)| (form, tally.refused(), "unmet"));
        let others = dressed.iter().chain(plain).map(|(form, tally)| (form, tally.seen(), "seen"));
        failures.extend(
            refused
                .chain(others)
                .filter(|(_, share, _)| *share < SEEN_MIN)
                .map(|(form, share, what)| format!("{class}, {form}: {share:.4} {what}")),
        );
    }
    if !unread.is_empty() {
        failures.push(format!("met in CLDR's reading: {unread:?}"));
    }
    for Held { label, person, controls, wrong } in names.iter().chain(fields.iter().flatten()) {
        let met = f64::from(controls.met()) / f64::from(controls.all);
        if person.seen() < SEEN_MIN || met < CONTROLS_MIN {
            failures
                .push(format!("{label}: {:.4} seen, {met:.4} of the controls met: {wrong:?}", person.seen()));
        }
    }
    for (label, tally) in &masked {
        if tally.unsure < tally.all {
            failures.push(format!("{label}: {} of {} unsure", tally.unsure, tally.all));
        }
    }
    for Alarms { surname, random, phrases, .. } in &alarms {
        let all = random.all + phrases.all;
        let (unmet, unsure) = (random.unmet + phrases.unmet, random.unsure + phrases.unsure);
        if unmet * PER_REFUSAL > all || unsure * PER_DOUBT > all {
            failures.push(format!("{surname}: {unmet} refused and {unsure} unsure of {all}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));

    let [usernames, emails, phones] = &fields;
    report::hold(&[
        report::stated(&seen),
        report::dressed(&seen),
        report::by_form("form, plain or disguised", seen.iter().map(|seen| &seen.dressed)),
        report::by_form("form, plain", seen.iter().map(|seen| &seen.plain)),
        report::by_form("form outside the promise", seen.iter().map(|seen| &seen.strays)),
        report::held("display name", &names),
        report::held("username", usernames),
        report::held("e-mail address", emails),
        report::held("phone number", phones),
        report::masked(&masked),
        report::characters(&characters),
        report::false_alarms(&alarms),
    ]);
}
