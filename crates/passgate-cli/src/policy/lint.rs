//! `passgate policy lint`.

use std::process::ExitCode;

use anyhow::Result;
use passgate_policy::lint::{Finding, Kind, lint_json};
use serde_json::{Value, json};

use super::{success, text_of};
use crate::args::Format;

/// Prints what is wrong, and succeeds if nothing is.
pub fn run(name: &str, allowed: &[Kind], format: Format) -> Result<ExitCode> {
    let mut findings = lint_json(&text_of(name)?);
    findings.retain(|finding| !allowed.contains(&finding.kind));
    match format {
        Format::Json => println!("{}", json_of(name, &findings)),
        Format::Text => print!("{}", text(name, &findings)),
    }
    Ok(success(findings.is_empty()))
}

/// The kind with this name.
///
/// # Errors
/// When no kind has it.
pub fn kind_of(name: &str) -> Result<Kind, String> {
    let known = Kind::ALL.into_iter().find(|kind| kind.name() == name);
    known.ok_or_else(|| format!("must be one of {}", Kind::ALL.map(Kind::name).join(", ")))
}

pub(super) fn json_of(name: &str, findings: &[Finding]) -> Value {
    let of_finding = |finding: &Finding| {
        json!({
            "kind": finding.kind.name(), "path": finding.path, "problem": finding.problem,
            "requirement": finding.requirement, "witness": finding.witness,
        })
    };
    let listed: Vec<Value> = findings.iter().map(of_finding).collect();
    json!({ "ok": findings.is_empty(), "policy": name, "findings": listed })
}

pub(super) fn text(name: &str, findings: &[Finding]) -> String {
    let count = match findings.len() {
        0 => "nothing found".to_owned(),
        1 => "1 finding".to_owned(),
        many => format!("{many} findings"),
    };
    let mut lines = vec![format!("{name}: {count}")];
    for finding in findings {
        let path = if finding.path.is_empty() { "the document" } else { &finding.path };
        let requirement = finding.requirement.map_or_else(String::new, |standard| format!(" ({standard})"));
        lines.push(format!("  {:<13} {path}: {}{requirement}", finding.kind.name(), finding.problem));
        if let Some(witness) = &finding.witness {
            lines.push(format!(
                "  {:<13} accepted here, refused there: {}",
                "",
                super::diff::quoted(witness)
            ));
        }
    }
    lines.join("\n") + "\n"
}
