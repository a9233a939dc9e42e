//! Many people against a vendor that takes few calls: how long it takes, and what each of them is told.
//!
//! The queue and the rate are the Worker's own; the clock and the people are simulated, from a fixed seed. With
//! `PASSGATE_FIGURES=write`, `cargo test -p passgate-worker --release --test scale -- --include-ignored` writes
//! `docs/scale.md` and `docs/scale.svg`; without it, the same command compares.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::panic,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "all of it is test code"
)]

mod crowd;
mod report;

use crowd::{Arrival, Crowd, Told};

const MINUTE_MS: u64 = 60_000;

/// How 100,000 people arrive.
const ARRIVALS: [(&str, Arrival); 3] = [
    ("within ten minutes", Arrival { people: 100_000, within_ms: 10 * MINUTE_MS }),
    ("within two hours", Arrival { people: 100_000, within_ms: 120 * MINUTE_MS }),
    ("within eight hours", Arrival { people: 100_000, within_ms: 480 * MINUTE_MS }),
];

#[test]
fn everybody_is_served_in_about_the_time_that_the_rate_allows() {
    let told = Crowd::new(Arrival { people: 2_000, within_ms: MINUTE_MS }).run();
    assert_eq!(told.people.len(), 2_000, "everybody is served");
    // 2,000 at 8 a second. One in five comes back up to half an hour late.
    let shortest_ms = 2_000 * 1000 / 8;
    assert!(told.over_ms >= shortest_ms - 1_000, "{} ms", told.over_ms);
    let first_ms = told.people.iter().map(|person| person.arrived_ms).min().unwrap();
    let soon = told.people.iter().filter(|person| person.served_ms - first_ms < shortest_ms * 3 / 2).count();
    assert!(soon * 100 >= 75 * told.people.len(), "{soon} were served in one and a half times that");
    assert!(told.most_waiting <= 64, "{} waited in memory", told.most_waiting);
    let longest = told.people.iter().map(|person| person.visits).max().unwrap();
    assert!(longest <= 20, "somebody came {longest} times");
}

#[test]
#[ignore = "takes long without optimization: see the first lines of this file"]
fn the_report_is_up_to_date() {
    let all: Vec<(&str, Arrival, Told)> =
        ARRIVALS.iter().map(|(name, arrival)| (*name, *arrival, Crowd::new(*arrival).run())).collect();
    report::compare("docs/scale.md", &report::page(&all));
    report::compare("docs/scale.svg", &report::curves(&all));
    assert!(
        std::env::var_os("PASSGATE_FIGURES").is_none(),
        "written: read them, then run this without PASSGATE_FIGURES"
    );
}
