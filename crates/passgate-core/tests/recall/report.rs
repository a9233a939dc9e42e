//! The figures as tables, compared with those in the committed report.

use std::path::Path;

use crate::alarms::Alarms;
use crate::held::Held;
use crate::seen::{Forms, Seen};
use crate::tally::Tally;

const REPORT: &str = "docs/bench.md";
const BEGIN: &str = "<!-- measured: recall -->\n";
const END: &str = "<!-- end -->";

/// Compares the tables with those of the report. With `PASSGATE_FIGURES=write` it writes them and
/// fails, because tables must be read before they are committed.
pub fn hold(tables: &[String]) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(REPORT);
    let text = std::fs::read_to_string(&path).expect("the report");
    let (before, rest) = text.split_once(BEGIN).expect("a place for the figures");
    let (committed, after) = rest.split_once(END).expect("its end");
    let tables = format!("\n{}\n\n", tables.join("\n\n"));
    if std::env::var("PASSGATE_FIGURES").as_deref() == Ok("write") {
        std::fs::write(&path, [before, BEGIN, &tables, END, after].concat()).expect("the report");
        panic!("wrote {REPORT}: read it, then run this again without PASSGATE_FIGURES");
    }
    assert_eq!(committed, tables, "{REPORT} is out of date: run this with PASSGATE_FIGURES=write");
}

/// The forms that the page names, by class.
pub fn stated(seen: &[Seen]) -> String {
    let mut table = "| names | passwords | unmet | weakest form |\n| --- | --: | --: | --- |".to_owned();
    for Seen { class, stated, .. } in seen {
        let (least, share) = least(stated, Tally::refused);
        let all = Tally::together(stated.values().copied());
        table += &row(&[
            *class,
            &all.all.to_string(),
            &percent(all.refused()),
            &format!("{least}, {}", percent(share)),
        ]);
    }
    table
}

/// The promised forms in every disguise, by class.
pub fn dressed(seen: &[Seen]) -> String {
    let mut table =
        "| names | passwords | detected | of these unmet | least detected form |\n| --- | --: | --: | --: | --- |".to_owned();
    for Seen { class, dressed, .. } in seen {
        let (least, share) = least(dressed, Tally::seen);
        let all = Tally::together(dressed.values().copied());
        let least = format!("{least}, {}", percent(share));
        table += &row(&[*class, &all.all.to_string(), &percent(all.seen()), &percent(all.refused()), &least]);
    }
    table
}

/// The forms of the names of all classes.
pub fn by_form<'s>(title: &str, forms: impl IntoIterator<Item = &'s Forms>) -> String {
    let mut together = Forms::new();
    for (form, tally) in forms.into_iter().flatten() {
        let sum = together.entry(form).or_default();
        *sum = Tally::together([*sum, *tally]);
    }
    let mut table = format!("| {title} | passwords | detected | unmet |\n| --- | --: | --: | --: |");
    for (form, tally) in together {
        table += &row(&[form, &tally.all.to_string(), &percent(tally.seen()), &percent(tally.refused())]);
    }
    table
}

/// The ways in which directories store data.
pub fn held(title: &str, held: &[Held]) -> String {
    let mut table = format!("| {title} | unmet | detected | controls met |\n| --- | --: | --: | --: |");
    for Held { label, person, controls, .. } in held {
        let label = if label.contains(['{', '<']) {
            format!("`{}`", label.replace('|', "\\|"))
        } else {
            label.clone()
        };
        let met = f64::from(controls.met()) / f64::from(controls.all);
        table += &row(&[&label, &percent(person.refused()), &percent(person.seen()), &percent(met)]);
    }
    table
}

pub fn masked(masked: &[(&str, Tally)]) -> String {
    let mut table = "| masked | unsure |\n| --- | --: |".to_owned();
    for (label, tally) in masked {
        table += &row(&[*label, &percent(f64::from(tally.unsure) / f64::from(tally.all))]);
    }
    table
}

pub fn characters(tally: &Tally) -> String {
    let heading = "| characters | unmet in CLDR's reading | unsure: reading not in the table | met |\n| --: | --: | --: | --: |";
    let numbers = [tally.all, tally.unmet, tally.unsure, tally.met()].map(|number| number.to_string());
    heading.to_owned() + &row(&numbers)
}

pub fn false_alarms(alarms: &[Alarms]) -> String {
    let mut table = "| surnames of | passwords | random: unmet | unsure | passphrases: unmet | unsure | unsure only because of initials |\n\
        | --- | --: | --: | --: | --: | --: | --: |"
        .to_owned();
    for Alarms { surname, random, phrases, initials } in alarms {
        let numbers =
            [random.all + phrases.all, random.unmet, random.unsure, phrases.unmet, phrases.unsure, *initials];
        let cells: Vec<String> =
            std::iter::once((*surname).to_owned()).chain(numbers.map(|number| number.to_string())).collect();
        table += &row(&cells);
    }
    table
}

/// The form with the least share.
fn least(forms: &Forms, share: fn(&Tally) -> f64) -> (&'static str, f64) {
    let shares = forms.iter().map(|(form, tally)| (*form, share(tally)));
    shares.min_by(|a, b| a.1.total_cmp(&b.1)).expect("a form")
}

fn row<S: AsRef<str>>(cells: &[S]) -> String {
    let cells: Vec<&str> = cells.iter().map(AsRef::as_ref).collect();
    format!("\n| {} |", cells.join(" | "))
}

fn percent(share: f64) -> String {
    format!("{:.2} %", share * 100.0)
}
