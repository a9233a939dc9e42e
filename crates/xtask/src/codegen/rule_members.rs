//! The members of each rule in a policy document, from its JSON Schema.

use std::fmt::Write as _;

use anyhow::{Context as _, Result};
use serde_json::Value;

use crate::codegen::policies;
use crate::codegen::rules::cell;
use crate::project::Project;

/// The members that every rule may have, and those that only an edge writes.
const COMMON: [&str; 5] = ["rule", "advice", "source", "reported", "documented"];

/// A table for each rule that has members of its own.
pub fn tables(project: &Project) -> Result<String> {
    let schema: Value = serde_json::from_slice(&policies::schema(project)?)?;
    let rules = schema.pointer("/properties/rules/items/oneOf").and_then(Value::as_array);
    let mut text = String::new();
    for rule in rules.context("the schema lists no rules")? {
        let name = rule.get("title").and_then(Value::as_str).context("a rule has a title")?;
        writeln!(text, "### `{name}`\n\n{}\n", described(rule))?;
        let own = rule.get("properties").and_then(Value::as_object).context("a rule has members")?;
        let own: Vec<_> = own.iter().filter(|(member, _)| !COMMON.contains(&member.as_str())).collect();
        if own.is_empty() {
            continue;
        }
        text.push_str("| member | meaning | values | default |\n|---|---|---|---|\n");
        for (member, schema) in own {
            let default = schema.get("default").map_or_else(String::new, |value| format!("`{value}`"));
            writeln!(text, "| `{member}` | {} | {} | {default} |", described(schema), values(schema))?;
        }
        text.push('\n');
    }
    Ok(text.trim_end().to_owned() + "\n")
}

fn described(schema: &Value) -> String {
    cell(schema.get("description").and_then(Value::as_str).unwrap_or_default())
}

/// The words that a member takes, or its type.
fn values(schema: &Value) -> String {
    let words = |list: &Value| -> Vec<String> {
        list.as_array().into_iter().flatten().map(|word| format!("`{word}`")).collect()
    };
    if let Some(list) = schema.get("enum") {
        return words(list).join(", ");
    }
    if let Some(choices) = schema.get("oneOf").and_then(Value::as_array) {
        let choice = |one: &Value| match one.get("const") {
            Some(word) => format!("`{word}`: {}", described(one)),
            None => values(one),
        };
        return choices.iter().map(choice).collect::<Vec<_>>().join("<br>");
    }
    if let Some(items) = schema.get("items") {
        return format!("a list of {}", values(items));
    }
    match schema.get("type") {
        Some(Value::Array(types)) => {
            let types = types.iter().filter_map(Value::as_str).filter(|kind| *kind != "null");
            types.collect::<Vec<_>>().join(" or ")
        }
        Some(Value::String(kind)) => kind.clone(),
        _ => String::new(),
    }
}
