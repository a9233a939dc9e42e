//! Measures the worst known texts and persons: `cargo run --release -p passgate-fuzz --example worst`.
#![expect(clippy::expect_used, clippy::print_stdout, reason = "a program of the developer")]

use std::time::{Duration, Instant};

use passgate_core::{Checker, Policy, Rows};
use passgate_fuzz::worst::{POLICIES, people, texts};

fn main() {
    let mut made: Vec<(Duration, String)> = Vec::new();
    let mut judged: Vec<(Duration, String)> = Vec::new();
    for (person, identity) in people() {
        for (number, policy) in POLICIES.iter().enumerate() {
            let policy = Policy::from_json(policy).expect("a policy");
            made.push((
                least(|| drop(Checker::new(&policy, &identity))),
                format!("policy {number}: {person}"),
            ));
            let checker = Checker::new(&policy, &identity);
            for (name, text) in texts(&identity) {
                let units: Vec<u16> = text.encode_utf16().collect();
                let mut rows = Rows::default();
                judged.push((
                    least(|| checker.judge(&units, &mut rows)),
                    format!("policy {number}: {person}: {name}"),
                ));
                judged.push((
                    least(|| {
                        checker.accepts_units(&units);
                    }),
                    format!("policy {number}: {person}: {name} (accepts)"),
                ));
            }
        }
    }
    for (what, mut all) in [("prepared", made), ("checked", judged)] {
        all.sort();
        println!("{what}, the slowest:");
        for (took, name) in all.iter().rev().take(12) {
            println!("  {:8.3} ms  {name}", took.as_secs_f64() * 1e3);
        }
    }
}

/// The shortest of three runs.
fn least(mut run: impl FnMut()) -> Duration {
    (0..3)
        .map(|_| {
            let begin = Instant::now();
            run();
            begin.elapsed()
        })
        .min()
        .unwrap_or_default()
}
