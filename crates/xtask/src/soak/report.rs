//! The report: the load, its results, and whether attempts and executions agree.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::SoakOptions;
use super::attempt::Reported;
use super::memory_report;
use super::reconcile::Reconciliation;

/// How the Worker runs with `--program`.
const UNDER_PROGRAM: &str = "The Worker runs under `passgate serve`, as in a deployment. There is no issuer, so the callers are clients and holders of links. The Worker is the build for tests, whose clock can be set,";

/// Markdown.
pub fn text(found: &Reconciliation, options: &SoakOptions) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = write(&mut text, found, options);
    text
}

fn write(out: &mut String, found: &Reconciliation, options: &SoakOptions) -> std::fmt::Result {
    let attempts = &found.attempts;
    let requests: usize = attempts.iter().map(|attempt| attempt.answers.len()).sum();
    let faults: u32 = found.chaos.faults.values().sum();
    writeln!(out, "# Soak test: mixed load with faults and kills\n")?;
    let (flags, page, worker) = if options.under_program {
        (" --program", "docs/soak-program.md", UNDER_PROGRAM)
    } else {
        ("", "docs/soak.md", "The Worker runs on `workerd`")
    };
    writeln!(
        out,
        "Written by `cargo xtask soak --minutes {}{flags} --report {page}`. {worker} and both vendors are simulated, on one machine that also runs other programs.\n",
        options.seconds / 60,
    )?;
    writeln!(
        out,
        "{} callers over {} accounts for {} s: **{} attempts** in {requests} requests, {faults} faults injected at the vendors, **{} kills** (SIGKILL) of the {}. The Worker's clock was changed **{} times**, by up to an hour in either direction.\n",
        options.callers,
        options.accounts,
        options.seconds,
        attempts.len(),
        found.chaos.kills,
        if options.under_program {
            format!("program with its runtime and **{}** of the runtime alone", found.chaos.crashes)
        } else {
            "Worker".to_owned()
        },
        found.chaos.steps
    )?;
    writeln!(out, "## Results by caller\n")?;
    writeln!(
        out,
        "| caller | attempts | done | refused | not sent | unknown | no answer |\n|---|---|---|---|---|---|---|"
    )?;
    let mut rows: BTreeMap<&str, [usize; 6]> = BTreeMap::new();
    for attempt in attempts {
        for name in [attempt.by.name(), "**all**"] {
            let row = rows.entry(name).or_default();
            let column = match attempt.told {
                Reported::Done => 1,
                Reported::Refused => 2,
                Reported::NotSent => 3,
                Reported::Unknown => 4,
                Reported::Silence | Reported::Unexpected(_) => 5,
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
        "\n{keyed} attempts carried an `Idempotency-Key`. The caller repeated these requests when no answer came, and sometimes after an answer. *No answer*: the Worker was killed, and the attempt had no key, or its credential was invalid by the clock of the restarted Worker.\n"
    )?;
    writeln!(out, "## Reconciliation\n")?;
    writeln!(out, "| compared with the vendors' own logs | count |\n|---|---|")?;
    writeln!(out, "| password calls that arrived | {} |", found.arrived)?;
    writeln!(out, "| executed | {} |", found.executed)?;
    writeln!(out, "| unknown or unanswered attempts that had been executed | {} |", found.unknown_executed)?;
    writeln!(out, "| reported as done, but not executed (**lost**) | **{}** |", found.lost.len())?;
    writeln!(out, "| executed more than once (**doubled**) | **{}** |", found.doubled.len())?;
    writeln!(out, "| executed, but reported as not changed | {} |", found.denied.len())?;
    writeln!(out, "| executed without an attempt | {} |", found.unattributed.len())?;
    writeln!(out, "| answers with an undocumented outcome | {} |", found.unexpected.len())?;
    writeln!(out, "| verified rows of the audit log | {} |", found.audit_rows)?;
    writeln!(
        out,
        "| of these changed, missing, out of order, or an intent without an outcome | {} |",
        found.audit_findings.len()
    )?;
    writeln!(out, "| last passwords tried at the vendor after the run | {} |", found.tried)?;
    writeln!(out, "| of these not in force | {} |", found.not_in_force.len())?;
    memory_report::write(out, &found.chaos.memory, options)?;
    writeln!(out, "\n## Faults\n\n| fault | injected |\n|---|---|")?;
    for (kind, count) in &found.chaos.faults {
        writeln!(out, "| `{kind}` | {count} |")?;
    }
    Ok(())
}
