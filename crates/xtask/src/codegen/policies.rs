//! The JSON Schema of the policy document.

use anyhow::Result;
use passgate_core::schema::policy_schema;

use crate::project::Project;

/// For editors and for whoever writes a policy by hand.
pub fn schema(_: &Project) -> Result<String> {
    Ok(format!("{}\n", serde_json::to_string_pretty(&policy_schema())?))
}
