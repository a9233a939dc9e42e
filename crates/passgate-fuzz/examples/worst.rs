//! How long the worst texts and people known take: `cargo run --release -p passgate-fuzz --example worst`.
#![expect(clippy::expect_used, clippy::print_stdout, reason = "a program of the developer")]

use std::time::{Duration, Instant};

use passgate_core::{Checker, Identity, Policy, Verdicts};
use passgate_fuzz::worst::{people, texts};

const POLICIES: [&str; 3] = [
    r#"{"product":"eiam","rules":[{"rule":"length","min":8},{"rule":"charset","symbols":"any","letters":"any","space":true},{"rule":"composition","classes":["lower","upper","digit","symbol"],"at_least":3},{"rule":"username","match":"contains","reversed":true},{"rule":"common","patterns":"refuse"},{"rule":"history"},{"rule":"repetition","count":"total","max":1},{"rule":"identity","fields":["username","phone","email-prefix","name-pinyin"],"wider":"refuse"}]}"#,
    r#"{"product":"eiam","rules":[{"rule":"length","min":8,"max":8192,"unit":"grapheme"},{"rule":"charset","symbols":"any"},{"rule":"composition","classes":["letter","digit","symbol"],"at_least":3,"each":9},{"rule":"username","match":"equal"},{"rule":"common"},{"rule":"repetition","max":1,"case_sensitive":false},{"rule":"identity","fields":["username","phone","email-prefix","name-pinyin"],"readings":9}]}"#,
    r#"{"product":"eiam","rules":[{"rule":"identity","fields":["username","phone","email-prefix","name-pinyin"]}]}"#,
];

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
                let mut verdicts = Verdicts::default();
                judged.push((
                    least(|| checker.judge(&units, &mut verdicts)),
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
        let _ = Identity::default();
    }
    for (what, mut all) in [("made ready", made), ("judged", judged)] {
        all.sort();
        println!("{what}, the slowest:");
        for (took, name) in all.iter().rev().take(12) {
            println!("  {:8.3} ms  {name}", took.as_secs_f64() * 1e3);
        }
    }
}

/// The least of three runs.
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
