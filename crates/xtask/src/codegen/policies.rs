//! The JSON Schema of the policy document, and the shipped policies of the package.

use anyhow::Result;
use passgate_core::schema::policy_schema;
use passgate_core::{Policy, Product};
use serde_json::Value;

use crate::project::Project;

/// The schema for editors and for people who write a policy by hand.
pub fn schema(_: &Project) -> Result<Vec<u8>> {
    Ok(format!(
        "{}
",
        serde_json::to_string_pretty(&policy_schema())?
    )
    .into_bytes())
}

/// A shipped policy in compact form, without the sources of its rules.
pub fn compact(product: Product) -> Result<Vec<u8>> {
    let mut document: Value = serde_json::from_str(Policy::shipped_json(product))?;
    for rule in document.get_mut("rules").and_then(Value::as_array_mut).into_iter().flatten() {
        rule.as_object_mut().and_then(|rule| rule.remove("source"));
    }
    Ok(serde_json::to_vec(&document)?)
}
