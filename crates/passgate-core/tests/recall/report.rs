//! The figures as a table, held against the one in the committed report.

use std::collections::BTreeMap;
use std::path::Path;

const REPORT: &str = "docs/bench.md";
const BEGIN: &str = "<!-- measured: recall -->\n";
const END: &str = "<!-- end -->";

/// How many passwords made of names of one class were seen, of how many, by form.
pub struct Seen {
    pub class: &'static str,
    pub forms: BTreeMap<&'static str, (u32, u32)>,
    /// Some that were not.
    pub missed: Vec<String>,
}

impl Seen {
    pub fn shares(&self) -> impl Iterator<Item = (&'static str, f64)> {
        self.forms.iter().map(|(form, (hits, all))| (*form, f64::from(*hits) / f64::from(*all)))
    }
}

/// How many passwords that are nobody's were accused.
pub struct Alarms {
    /// How long the surnames of the people asked are.
    pub surname: &'static str,
    pub all: u32,
    pub random: u32,
    pub phrases: u32,
}

/// Compares the tables with those of the report, or writes them.
pub fn hold(seen: &[Seen], strays: &Seen, alarms: &[Alarms]) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(REPORT);
    let text = std::fs::read_to_string(&path).expect("the report");
    let (before, rest) = text.split_once(BEGIN).expect("a place for the figures");
    let (committed, after) = rest.split_once(END).expect("its end");
    let tables = format!("\n{}\n\n{}\n\n{}\n\n", recall(seen), by_form(strays), false_alarms(alarms));
    if std::env::var("PASSGATE_FIGURES").as_deref() == Ok("write") {
        std::fs::write(&path, [before, BEGIN, &tables, END, after].concat()).expect("the report");
    } else {
        assert_eq!(committed, tables, "PASSGATE_FIGURES=write writes {REPORT} anew");
    }
}

fn recall(seen: &[Seen]) -> String {
    let mut table =
        "| names | passwords | seen | the form seen least |\n| --- | --: | --: | --- |".to_owned();
    for seen in seen {
        let (hits, all) = seen.forms.values().fold((0, 0), |(hits, all), form| (hits + form.0, all + form.1));
        let least = seen.shares().min_by(|a, b| a.1.total_cmp(&b.1)).expect("a form");
        let share = f64::from(hits) / f64::from(all);
        table +=
            &format!("\n| {} | {all} | {} | {}, {} |", seen.class, percent(share), least.0, percent(least.1));
    }
    table
}

fn by_form(seen: &Seen) -> String {
    let mut table = format!("| {} | seen |\n| --- | --: |", seen.class);
    for (form, share) in seen.shares() {
        table += &format!("\n| {form} | {} |", percent(share));
    }
    table
}

fn false_alarms(alarms: &[Alarms]) -> String {
    let mut table =
        "| surnames of | passwords | random ones accused | passphrases accused |\n| --- | --: | --: | --: |"
            .to_owned();
    for Alarms { surname, all, random, phrases } in alarms {
        table += &format!("\n| {surname} | {all} | {random} | {phrases} |");
    }
    table
}

fn percent(share: f64) -> String {
    format!("{:.2} %", share * 100.0)
}
