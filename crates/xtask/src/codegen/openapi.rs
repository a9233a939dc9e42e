//! The OpenAPI document, which the Worker serves as `/openapi.json`.

use anyhow::Result;

use crate::project::Project;

/// OpenAPI 3.1, from the routes and the types.
pub fn document(_: &Project) -> Result<Vec<u8>> {
    Ok(format!("{}\n", serde_json::to_string_pretty(&passgate_openapi::document())?).into_bytes())
}
