//! `passgate check`: every mistake of a configuration, by the Worker's own parser.

use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;
use passgate_worker::base::fields::Wrong;
use passgate_worker::config::parts;
use serde_json::json;

use crate::args::Format;
use crate::config::File;

/// Prints what is wrong, and succeeds if nothing is.
pub fn run(path: &Path, format: Format, cloudflare: bool) -> Result<ExitCode> {
    let file = File::read(path)?;
    let mistakes = mistakes(&file, cloudflare);
    match format {
        Format::Json => {
            let listed: Vec<_> = mistakes
                .iter()
                .map(|wrong| json!({ "path": wrong.field, "problem": wrong.problem }))
                .collect();
            println!("{}", json!({ "ok": mistakes.is_empty(), "mistakes": listed, "assumed": file.assumed }));
        }
        Format::Text => print(path, &mistakes, &file.assumed),
    }
    Ok(if mistakes.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Everything that is wrong, each once.
pub fn mistakes(file: &File, cloudflare: bool) -> Vec<Wrong> {
    let mut mistakes: Vec<Wrong> = Vec::new();
    // A secret that cannot be read is named with the reason; that it is then not set is a consequence.
    let unreadable = file.secrets.problems();
    for (name, problem) in &unreadable {
        mistakes.push(Wrong { field: format!("secrets.{name}"), problem: problem.clone() });
    }
    for wrong in &file.mistakes {
        let is_consequence = unreadable.iter().any(|(name, _)| wrong.problem == format!("{name} is not set"));
        if !is_consequence {
            mistakes.push(Wrong { field: wrong.field.clone(), problem: wrong.problem.clone() });
        }
    }
    if cloudflare {
        let document = file.document.to_string();
        mistakes.extend(parts::too_long_for_cloudflare(&[(parts::VARIABLES[0], &document)]));
    }
    mistakes
}

/// Prints mistakes and assumptions for people.
pub fn print(path: &Path, mistakes: &[Wrong], assumed: &[String]) {
    let count = match mistakes.len() {
        0 => "no mistakes".to_owned(),
        1 => "1 mistake".to_owned(),
        many => format!("{many} mistakes"),
    };
    println!("{}: {count}", path.display());
    for Wrong { field, problem } in mistakes {
        let field = if field.is_empty() { "the document" } else { field };
        println!("  {field}: {problem}");
    }
    if mistakes.is_empty() && !assumed.is_empty() {
        println!("The shipped policies assume numbers that no page of the vendor states:");
        for assumption in assumed {
            println!("  {assumption}");
        }
    }
}
