//! The table of the vendors' codes, with the outcome of each.

use std::fmt::Write as _;

use anyhow::{Result, bail};
use passgate_wire::{CodeRow, Executed, Meaning, Outcome, OwnCode, Spec, Words};

use crate::codegen::rules::cell;
use crate::codegen::shown_by::{self, Shown};
use crate::project::Project;

/// Every product: the vendors' codes, then the edge's own codes in the vendors' formats.
pub fn table(project: &Project) -> Result<String> {
    let tests = shown_by::read(project)?;
    let mut text = String::new();
    let mut written: Vec<&Spec> = Vec::new();
    for spec in Spec::all() {
        let heading = spec.brand.en;
        writeln!(text, "### {heading}\n")?;
        if let Some(other) = written.iter().find(|other| std::ptr::eq(other.codes, spec.codes)) {
            writeln!(text, "The codes of {}.\n", other.brand.en)?;
            continue;
        }
        written.push(spec);
        writeln!(
            text,
            "| code | HTTP | calls | the vendor's text | the page's advice | outcome | executed | source | tests |"
        )?;
        writeln!(text, "|---|---|---|---|---|---|---|---|---|")?;
        for row in spec.codes {
            writeln!(text, "{}", vendors(spec, row, &tests)?)?;
        }
        writeln!(text, "\nThe edge's own codes, in {heading}'s format:\n")?;
        writeln!(text, "| code | HTTP | text |\n|---|---|---|")?;
        for row in spec.own_codes {
            writeln!(text, "{}", ours(row))?;
        }
        writeln!(text)?;
    }
    Ok(text)
}

fn vendors(spec: &Spec, row: &CodeRow, tests: &[Shown]) -> Result<String> {
    let calls: Vec<String> =
        row.calls.iter().map(|call| format!("{}.{}", spec.product.name(), call.name())).collect();
    let status = row.status.map_or_else(|| "-".to_owned(), |status| status.to_string());
    let said = match row.english {
        Some(english) => format!("{}<br>{}", cell(row.text), cell(english)),
        None => cell(row.text),
    };
    let advised = row
        .advice
        .map_or_else(|| "-".to_owned(), |advice| format!("{}<br>{}", cell(advice.zh_cn), cell(advice.en)));
    let effect = match row.executed {
        Executed::No => "no",
        Executed::Perhaps => "perhaps",
    };
    let shown_by = shown_by::names(tests, spec, row.code);
    if shown_by.is_empty() {
        bail!("no test of the wire or the edge names the code {} of {}", row.code, spec.product.name());
    }
    Ok(format!(
        "| `{}` | {status} | {} | {said} | {advised} | {} | {effect} | {} | {} |",
        row.code,
        calls.join(", "),
        becomes(row.meaning),
        cell(row.source),
        shown_by.join("<br>"),
    ))
}

/// The outcome for the caller, with the violation of a password or the retry before it.
fn becomes(meaning: Meaning) -> String {
    let outcome = meaning.outcome();
    match meaning {
        Meaning::Password(fault) => format!("`{outcome}`: `{}`", fault.name()),
        Meaning::StaleToken => format!("one retry with a new token, then `{outcome}`"),
        _ => format!("`{outcome}`"),
    }
}

/// Every outcome with its meaning.
pub fn outcomes() -> Result<String> {
    let mut text = "| outcome | meaning | the password changed, or may have |\n|---|---|---|\n".to_owned();
    for outcome in Outcome::ALL {
        let changed = if outcome.may_have_changed() { "yes" } else { "no" };
        writeln!(text, "| `{outcome}` | {} | {changed} |", cell(outcome.says()))?;
    }
    Ok(text)
}

/// `www/outcomes.js`.
pub fn outcomes_script() -> Result<Vec<u8>> {
    let words = Outcome::ALL.map(Outcome::name);
    let text = format!(
        "// The words of crates/passgate-wire/src/outcome.rs; written by `cargo xtask codegen`.\n\
         export const OUTCOMES = {};\n",
        serde_json::to_string_pretty(&words)?
    );
    Ok(text.into_bytes())
}

fn ours(row: &OwnCode) -> String {
    let Words { zh_cn, en } = row.words;
    format!("| `{}` | {} | {}<br>{} |", row.code, row.status, cell(zh_cn), cell(en))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_a_row() {
        let table = table(&Project::locate().unwrap()).unwrap();
        for row in Spec::all().flat_map(|spec| spec.codes) {
            let begin = format!("| `{}` |", row.code);
            assert!(table.lines().any(|line| line.starts_with(&begin)), "{}", row.code);
            assert!(table.contains(&becomes(row.meaning)), "{}", row.code);
        }
    }
}
