//! The text of a configuration file: TOML by its name, JSON with comments otherwise.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Result, bail};
use jsonc_parser::ParseOptions;
use jsonc_parser::ast::Value as Ast;
use serde_json::Value;

use super::text_of;

/// JSON, with comments and commas after the last member, and no other extension.
const JSON_WITH_COMMENTS: ParseOptions = ParseOptions {
    allow_comments: true,
    allow_trailing_commas: true,
    allow_missing_commas: false,
    allow_loose_object_property_names: false,
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
};

/// Reads the file.
///
/// # Errors
/// Line and column of a syntax error, never the text, which could be a secret.
pub fn read(path: &Path) -> Result<Value> {
    let text = text_of(path)?;
    if path.extension().is_some_and(|extension| extension == "toml") {
        let parsed: std::result::Result<toml::Value, _> = toml::from_str(&text);
        match parsed {
            Ok(value) if has_a_date(&value) => {
                bail!("{}: has a date: write it as a string in quotes", path.display())
            }
            Ok(value) => Ok(serde_json::to_value(value)?),
            Err(error) => {
                let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
                // The message names what was expected or a key, never a value.
                bail!("{}: is not TOML ({}): {}", path.display(), place(before), error.message())
            }
        }
    } else {
        let text = text.trim_start_matches('\u{feff}');
        let mut wrong = Vec::new();
        let parsed = jsonc_parser::parse_to_ast(text, &Default::default(), &JSON_WITH_COMMENTS);
        match parsed.map(|parsed| parsed.value) {
            Ok(Some(value)) => {
                duplicates(&value, "", &mut wrong);
                if !wrong.is_empty() {
                    bail!("{}: a member is set twice: {}", path.display(), wrong.join(", "));
                }
                Ok(value.into())
            }
            Ok(None) => bail!("{}: is empty", path.display()),
            Err(error) => {
                let before = text.get(..error.range().start).unwrap_or_default();
                let is_json = path.extension().is_some_and(|kind| kind == "json" || kind == "jsonc");
                let hint = if is_json && toml::from_str::<toml::Value>(text).is_err() {
                    ""
                } else {
                    "; the name of a TOML file ends in .toml"
                };
                bail!("{}: is not JSON ({}){hint}", path.display(), place(before))
            }
        }
    }
}

fn has_a_date(value: &toml::Value) -> bool {
    match value {
        toml::Value::Datetime(_) => true,
        toml::Value::Array(items) => items.iter().any(has_a_date),
        toml::Value::Table(members) => members.values().any(has_a_date),
        _ => false,
    }
}

/// Duplicate members: a parser would silently keep only one.
fn duplicates(value: &Ast<'_>, path: &str, found: &mut Vec<String>) {
    match value {
        Ast::Object(object) => {
            let mut names = BTreeSet::new();
            for member in &object.properties {
                let name = member.name.as_str();
                let at = if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
                duplicates(&member.value, &at, found);
                if !names.insert(name) {
                    found.push(at);
                }
            }
        }
        Ast::Array(array) => {
            for (index, item) in array.elements.iter().enumerate() {
                duplicates(item, &format!("{path}[{index}]"), found);
            }
        }
        _ => {}
    }
}

fn place(before: &str) -> String {
    let line = before.matches('\n').count().saturating_add(1);
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count().saturating_add(1);
    format!("line {line}, column {column}")
}
