//! The policy in force.

use passgate_core::{Policy, Product};
use passgate_worker::http::problem::Problem;
use serde_json::{Value, json};

use crate::answers::Answers;
use crate::operation::{Caller, Operation};
use crate::schemas::{Schemas, reference};

const KEPT: &str = "public, max-age=300, must-revalidate";
const ETAG: &str = "\"2f3c9a7be1\"";

/// `GET /v1/policies/{product}`.
pub fn policy(schemas: &Schemas) -> Operation {
    let example = serde_json::to_value(Policy::shipped(Product::Feishu)).unwrap_or(Value::Null);
    Operation::new("GET", "policy", "policies", "The policy in force for a product.")
        .for_callers(&[Caller::Anyone])
        .in_path(
            "product",
            "Which product.",
            &json!({ "enum": Product::ALL.map(Product::name) }),
            Product::Feishu.name(),
        )
        .with_header(
            "If-None-Match",
            "The entity tags that the caller already has.",
            &json!({ "type": "string" }),
        )
        .answering(
            Answers::new()
                .json(200, "The policy document.", &reference("Policy"), example)
                .with_header(200, "ETag", ETAG)
                .with_header(200, "Cache-Control", KEPT)
                .bare(304, "The document is unchanged.")
                .with_header(304, "ETag", ETAG)
                .problem(&Problem::NotFound, "The product does not exist or is not configured.", schemas)
                .problem(&Problem::Internal, "The edge is misconfigured; an operator must act.", schemas),
        )
}
