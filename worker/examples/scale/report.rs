//! `docs/scale.md` and its curves.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::cast_precision_loss,
    clippy::indexing_slicing,
    reason = "a simulation may stop"
)]

use std::fmt::Write as _;

use crate::crowd::{Arrival, Person, RATE, Told};

/// The longest lifetime of a link, in seconds.
const LINK_SECONDS: u32 = 600;

pub fn page(all: &[(&str, Arrival, Told)]) -> String {
    let mut rows = String::new();
    for (name, _, told) in all {
        let waits = sorted(told, |person| (person.served_ms - person.arrived_ms) / 1000);
        let visits = sorted(told, |person| u64::from(person.visits));
        let late = told.people.iter().filter(|person| person.longest_told > LINK_SECONDS).count();
        writeln!(
            rows,
            "| {name} | {} | {} / {} / {} | {} / {} / {} | {:.1} % | {} | {} |",
            hours(told.over_ms / 1000),
            hours(part(&waits, 50)),
            hours(part(&waits, 95)),
            hours(part(&waits, 100)),
            part(&visits, 50),
            part(&visits, 95),
            part(&visits, 100),
            late as f64 * 100.0 / told.people.len() as f64,
            told.most_waiting,
            told.most_positions,
        )
        .unwrap();
    }
    let shortest = hours(u64::from(all[0].1.people) / u64::from(RATE.per_second));
    format!(
        "# 100,000 people at once\n\n\
        Written by `cargo run --release -p passgate-worker --example scale`. The vendor's queue and its rate are the Worker's own code; \
        the clock and the people are simulated. A company forces 100,000 people to set a new password, and the edge \
        sends {} calls a second with a burst of {}, below the 10 that Feishu documents. All resets take at least \
        {shortest} hours. The edge answers each person it cannot serve yet with a time to try again. Four of five people \
        try again within 20 seconds after that time, one in five within half an hour.\n\n\
        ![Passwords set over time](scale.svg)\n\n\
        | they arrive | all are done after | from arrival to the new password: median / 95 % / longest | visits: median / 95 % / most | waits beyond the lifetime of a link | most waiting requests in memory | most positions kept |\n\
        |---|---|---|---|---|---|---|\n{rows}\n\
        Times are hours and minutes. A request waits at most two seconds in the queue; then the edge answers with the \
        time to try again, and keeps the person's position. The memory is bounded: 64 waiting requests, 10,000 positions.\n\n\
        **Recommendations.** Ask people in groups, not all at once: the vendor's rate limit alone decides how long it \
        takes. A link is valid for ten minutes. Mint links no faster than the vendor accepts calls, {} a minute; \
        otherwise people whose turn comes later need a new one. People who sign in, and clients, lose nothing by \
        waiting.\n",
        RATE.per_second,
        RATE.burst,
        RATE.per_second * 60,
    )
}

fn sorted(told: &Told, of: impl Fn(&Person) -> u64) -> Vec<u64> {
    let mut all: Vec<u64> = told.people.iter().map(of).collect();
    all.sort_unstable();
    all
}

fn part(sorted: &[u64], percent: usize) -> u64 {
    sorted[(sorted.len() * percent / 100).min(sorted.len() - 1)]
}

fn hours(seconds: u64) -> String {
    format!("{}:{:02}", seconds / 3600, seconds / 60 % 60)
}

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 320.0;
const COLOURS: [&str; 3] = ["#b3261e", "#8a5a00", "#1565c0"];

/// The share of people who are done, over time.
pub fn curves(all: &[(&str, Arrival, Told)]) -> String {
    let longest_ms = all.iter().map(|(.., told)| told.over_ms).max().unwrap();
    let first_ms = |told: &Told| told.people.iter().map(|person| person.arrived_ms).min().unwrap();
    let mut body = String::new();
    for (number, (name, _, told)) in all.iter().enumerate() {
        let (start, count) = (first_ms(told), told.people.len());
        let mut points = String::new();
        for at in (0..=100).map(|percent| (count * percent / 100).min(count - 1)) {
            let x = 60.0 + (told.people[at].served_ms - start) as f64 / longest_ms as f64 * (WIDTH - 80.0);
            let y = HEIGHT - 40.0 - at as f64 / count as f64 * (HEIGHT - 60.0);
            write!(points, "{x:.1},{y:.1} ").unwrap();
        }
        let colour = COLOURS[number];
        writeln!(
            body,
            "<polyline fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\" points=\"{}\"/>",
            points.trim()
        )
        .unwrap();
        let y = HEIGHT - 110.0 + number as f64 * 20.0;
        writeln!(
            body,
            "<text x=\"{}\" y=\"{y}\" fill=\"{colour}\" text-anchor=\"end\">they arrive {name}</text>",
            WIDTH - 30.0
        )
        .unwrap();
    }
    for hour in 0..=longest_ms / 3_600_000 {
        let x = 60.0 + (hour * 3_600_000) as f64 / longest_ms as f64 * (WIDTH - 80.0);
        writeln!(body, "<text x=\"{x:.1}\" y=\"{}\" text-anchor=\"middle\">{hour} h</text>", HEIGHT - 20.0)
            .unwrap();
    }
    for percent in [0, 50, 100] {
        let y = HEIGHT - 40.0 - f64::from(percent) / 100.0 * (HEIGHT - 60.0);
        writeln!(body, "<text x=\"50\" y=\"{:.1}\" text-anchor=\"end\">{percent} %</text>", y + 4.0).unwrap();
        writeln!(body, "<path d=\"M60 {y:.1}H{}\" stroke=\"#8888\"/>", WIDTH - 20.0).unwrap();
    }
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" font-family=\"sans-serif\" font-size=\"12\">\n\
        <title>Passwords set over time</title>\n<rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#fff\"/>\n{body}</svg>\n"
    )
}
