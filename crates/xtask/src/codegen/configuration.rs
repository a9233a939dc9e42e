//! `docs/configuration.md` and the schema of the configuration file, from the table of the members.

use std::fmt::Write as _;

use anyhow::{Context as _, Result};
use passgate_core::schema::policy_schema;
use passgate_worker::config::reference::{self, MACHINE, Member, Row, SECTIONS};

use crate::codegen::rules::cell;
use crate::files;
use crate::project::Project;

/// The JSON Schema of the configuration file.
pub fn schema() -> Result<Vec<u8>> {
    Ok(format!("{}\n", serde_json::to_string_pretty(&reference::schema(&policy_schema()))?).into_bytes())
}

/// The rows of a section of the page.
pub fn section(_: &Project, name: &str) -> Result<String> {
    let section = SECTIONS.iter().find(|section| section.name == name);
    table(section.with_context(|| format!("the configuration has no section {name}"))?.members, "meaning")
}

/// The rows of the rate limits, with another title of the column.
pub fn rates() -> Result<String> {
    let section = SECTIONS.iter().find(|section| section.name == "rates");
    table(section.context("the configuration has no section rates")?.members, "limits")
}

/// The rows of the members for the machine.
pub fn machine() -> Result<String> {
    table(MACHINE, "meaning")
}

fn table(members: &[Member], column: &str) -> Result<String> {
    let mut table = format!("| field | {column} | default |\n|---|---|---|\n");
    for Row { path, meaning, default } in reference::rows(members) {
        writeln!(table, "| `{path}` | {} | {} |", cell(meaning), cell(default))?;
    }
    Ok(table)
}

/// An example of a whole configuration file.
pub fn example(project: &Project, name: &str) -> Result<String> {
    let text = String::from_utf8(files::read_bytes(&project.path(format!("docs/examples/{name}")))?)?;
    let language = name.rsplit('.').next().unwrap_or_default();
    Ok(format!("[`examples/{name}`](examples/{name})\n\n```{language}\n{}\n```\n", text.trim_end()))
}
