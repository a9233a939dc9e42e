//! `passgate check`: every mistake of a configuration, by the Worker's own parser.

use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;
use passgate_worker::base::fields::Wrong;
use passgate_worker::config::{Config, parts};
use serde_json::json;

use crate::args::Format;
use crate::config::File;

/// Prints what is wrong, and succeeds if nothing is.
pub fn run(path: &Path, format: Format, cloudflare: bool) -> Result<ExitCode> {
    let mut file = File::read_at(path, Some(jiff::Timestamp::now()))?;
    if cloudflare {
        let document = file.document.to_string();
        file.mistakes.extend(parts::too_long_for_cloudflare(&[(parts::VARIABLES[0], &document)]));
    }
    let File { mistakes, warnings, assumed, .. } = &file;
    match format {
        Format::Json => {
            let [mistakes, warnings] = [mistakes, warnings].map(|listed| {
                let one = |wrong: &Wrong| json!({ "path": wrong.field, "problem": wrong.problem });
                listed.iter().map(one).collect::<Vec<_>>()
            });
            let is_ok = mistakes.is_empty();
            println!(
                "{}",
                json!({ "ok": is_ok, "mistakes": mistakes, "warnings": warnings, "assumed": assumed })
            );
        }
        Format::Text => print(path, mistakes, warnings, assumed),
    }
    Ok(if mistakes.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Reads a configuration. If it has mistakes, prints them and returns `None`.
///
/// # Errors
/// As [`File::read`].
pub fn read_correct(path: &Path) -> Result<Option<(File, Config)>> {
    let mut file = File::read(path)?;
    match file.config.take().filter(|_| file.mistakes.is_empty()) {
        Some(config) => Ok(Some((file, config))),
        None => {
            print(path, &file.mistakes, &[], &file.assumed);
            Ok(None)
        }
    }
}

/// Prints mistakes, warnings and assumptions for people.
fn print(path: &Path, mistakes: &[Wrong], warnings: &[Wrong], assumed: &[String]) {
    let count = match mistakes.len() {
        0 => "no mistakes".to_owned(),
        1 => "1 mistake".to_owned(),
        many => format!("{many} mistakes"),
    };
    println!("{}: {count}", path.display());
    print_each(mistakes);
    if !warnings.is_empty() {
        println!("These should change:");
        print_each(warnings);
    }
    if mistakes.is_empty() && !assumed.is_empty() {
        println!("The shipped policies assume numbers that no page of the vendor states:");
        for assumption in assumed {
            println!("  {assumption}");
        }
    }
}

fn print_each(listed: &[Wrong]) {
    for Wrong { field, problem } in listed {
        let field = if field.is_empty() { "the document" } else { field };
        println!("  {field}: {problem}");
    }
}
