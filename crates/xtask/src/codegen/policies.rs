//! The JSON Schema of the policy document.

use anyhow::Result;
use passgate_core::schema::policy_schema;

use crate::project::Project;

/// For editors and for whoever writes a policy by hand.
pub fn schema(_: &Project) -> Result<Vec<u8>> {
    Ok(format!(
        "{}
",
        serde_json::to_string_pretty(&policy_schema())?
    )
    .into_bytes())
}
