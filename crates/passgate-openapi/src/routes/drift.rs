//! What was accepted here and refused there, and the limits learned from it.

use passgate_core::Product;
use passgate_worker::problem::Problem;
use serde_json::json;

use crate::answers::Answers;
use crate::operation::{Caller, Operation};
use crate::schemas::{Schemas, reference};

/// `GET /v1/drift`.
pub fn drift(schemas: &Schemas) -> Operation {
    let (first_at, last_at) = ("2026-11-20T02:11:09.120Z", "2026-11-22T08:25:00.512Z");
    let counted = |name: &str, value: &str, refused: u32| json!({ name: value, "refused": refused, "first_at": first_at, "last_at": last_at });
    let example = json!({ "products": [{
        "product": "eiam",
        "rules": [counted("rule", "history", 2), counted("rule", "length", 5)],
        "violations": [counted("code", "reused", 2), counted("code", "wrong-length", 5)],
        "limits": [
            { "rule": "length", "limit": "min", "shipped": 8, "configured": 8, "in_force": 12, "learned_at": first_at },
            { "rule": "length", "limit": "max", "shipped": 18, "configured": 18, "in_force": 18 },
            { "rule": "repetition", "limit": "max", "shipped": 2, "configured": 2, "in_force": 2 },
        ],
    }] });
    Operation::new("GET", "drift", "operators", "What was accepted here and refused there.")
        .described_as(
            "Of each product that the caller oversees: how often the vendor refused a password that the \
             policy had accepted, by the policy's rule and by the violation, and the limits that its \
             refusals carried, beside those shipped and configured. Nothing of any password.",
        )
        .for_callers(&[Caller::Staff])
        .answering(
            Answers::new()
                .json(200, "What is remembered.", &reference("Drift"), example)
                .for_overseers("The caller may not do this.", schemas)
                .problem(
                    &Problem::TooOften { retry_after_seconds: 3 },
                    "Too often from one address.",
                    schemas,
                )
                .problem(&Problem::Unavailable, "Not now.", schemas),
        )
}

/// `DELETE /v1/drift/{product}/limits`.
pub fn reset(schemas: &Schemas) -> Operation {
    Operation::new("DELETE", "resetLimits", "operators", "Forget the limits that were learned of a product.")
        .described_as(
            "The policy in force is the configured one again, at once; it tightens anew with the next \
             refusal that carries a limit. What was counted stays. The audit log is told of it.",
        )
        .for_callers(&[Caller::Staff])
        .in_path(
            "product",
            "Which product.",
            &json!({ "enum": Product::ALL.map(Product::name) }),
            Product::Eiam.name(),
        )
        .answering(
            Answers::new()
                .bare(204, "They are forgotten, or there were none.")
                .for_overseers("The caller may not do this.", schemas)
                .problem(&Problem::NotFound, "No such product, or it is not set up here.", schemas)
                .problem(
                    &Problem::TooOften { retry_after_seconds: 3 },
                    "Too often; nothing was changed.",
                    schemas,
                )
                .problem(&Problem::Unavailable, "Not now; try again.", schemas),
        )
}
