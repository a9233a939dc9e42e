//! The text of a configuration file: TOML by its name, JSON with comments otherwise.

use std::path::Path;

use anyhow::{Result, bail};
use serde_json::Value;

use super::text_of;

/// Reads the file.
///
/// # Errors
/// The place of what is no JSON or TOML; never the text around it, which could be a secret.
pub fn read(path: &Path) -> Result<Value> {
    let text = text_of(path)?;
    if path.extension().is_some_and(|extension| extension == "toml") {
        let parsed: std::result::Result<toml::Value, _> = toml::from_str(&text);
        match parsed.map(serde_json::to_value) {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(_)) => bail!("{}: has a value that JSON does not know, such as a date", path.display()),
            Err(error) => {
                let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
                bail!("{}: is not TOML ({})", path.display(), place(before))
            }
        }
    } else {
        match jsonc_parser::parse_to_serde_value::<Value>(&text, &jsonc_parser::ParseOptions::default()) {
            Ok(value) => Ok(value),
            Err(error) => {
                let before = text.get(..error.range().start).unwrap_or_default();
                bail!("{}: is not JSON ({})", path.display(), place(before))
            }
        }
    }
}

fn place(before: &str) -> String {
    let line = before.lines().count().max(1);
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count().saturating_add(1);
    let line = if before.ends_with('\n') { line.saturating_add(1) } else { line };
    format!("line {line}, column {column}")
}
