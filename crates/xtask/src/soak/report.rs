//! The report: what was done, what came of it, and whether the books agree.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::SoakOptions;
use super::attempt::Told;
use super::books::Books;
use super::memory_report;

/// Markdown.
pub fn text(books: &Books, options: &SoakOptions) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = write(&mut text, books, options);
    text
}

fn write(out: &mut String, books: &Books, options: &SoakOptions) -> std::fmt::Result {
    let attempts = &books.attempts;
    let requests: usize = attempts.iter().map(|attempt| attempt.answers.len()).sum();
    let faults: u32 = books.chaos.faults.values().sum();
    writeln!(out, "# Mixed load with faults and power cuts\n")?;
    writeln!(
        out,
        "Written by `cargo xtask soak --minutes {} --report docs/soak.md`: the Worker on `workerd`, both vendors simulated, on one machine that others use too.\n",
        options.seconds / 60
    )?;
    writeln!(
        out,
        "{} callers over {} accounts for {} s: **{} attempts** in {requests} requests, {faults} faults ordered at the vendors, **{} kills** (SIGKILL) of the Worker, whose clock was set forth or back **{} times**, by up to an hour.\n",
        options.callers,
        options.accounts,
        options.seconds,
        attempts.len(),
        books.chaos.kills,
        books.chaos.steps
    )?;
    writeln!(out, "## What callers were told\n")?;
    writeln!(
        out,
        "| caller | attempts | done | refused | not sent | unknown | no answer |\n|---|---|---|---|---|---|---|"
    )?;
    let mut rows: BTreeMap<&str, [usize; 6]> = BTreeMap::new();
    for attempt in attempts {
        for name in [attempt.by.name(), "**all**"] {
            let row = rows.entry(name).or_default();
            let column = match attempt.told {
                Told::Done => 1,
                Told::Refused => 2,
                Told::NotSent => 3,
                Told::Unknown => 4,
                Told::Silence | Told::Unexpected(_) => 5,
            };
            for place in [0, column] {
                if let Some(cell) = row.get_mut(place) {
                    *cell = cell.saturating_add(1);
                }
            }
        }
    }
    for (name, row) in rows.iter().rev() {
        writeln!(out, "| {name} | {} |", row.map(|cell| cell.to_string()).join(" | "))?;
    }
    let keyed = attempts.iter().filter(|attempt| attempt.keyed).count();
    writeln!(
        out,
        "\n{keyed} attempts carried an `Idempotency-Key` and were asked again with it after silence, and now and then after an answer. *No answer* is an attempt whose Worker was killed, without a key, or with a credential that the clock of the next Worker did not take.\n"
    )?;
    writeln!(out, "## The books\n")?;
    writeln!(out, "| by the vendors' own log | |\n|---|---|")?;
    writeln!(out, "| password calls that arrived | {} |", books.arrived)?;
    writeln!(out, "| executed | {} |", books.executed)?;
    writeln!(out, "| unknown or unanswered attempts that had been executed | {} |", books.unknown_executed)?;
    writeln!(out, "| told done, not executed (**lost**) | **{}** |", books.lost.len())?;
    writeln!(out, "| executed more than once (**doubled**) | **{}** |", books.doubled.len())?;
    writeln!(out, "| executed, told that nothing changed | {} |", books.denied.len())?;
    writeln!(out, "| executed for nobody's attempt | {} |", books.nobodys.len())?;
    writeln!(out, "| answers that are none of the documented outcomes | {} |", books.unexpected.len())?;
    writeln!(out, "| rows of the audit log, verified | {} |", books.audit_rows)?;
    writeln!(
        out,
        "| of these changed, missing, out of order, or an intent without an outcome | {} |",
        books.audit_findings.len()
    )?;
    writeln!(out, "| last passwords tried at the vendor in the end | {} |", books.tried)?;
    writeln!(out, "| of these not in force | {} |", books.not_in_force.len())?;
    memory_report::write(out, &books.chaos.memory, options)?;
    writeln!(out, "\n## The faults\n\n| fault | ordered |\n|---|---|")?;
    for (kind, count) in &books.chaos.faults {
        writeln!(out, "| `{kind}` | {count} |")?;
    }
    Ok(())
}
