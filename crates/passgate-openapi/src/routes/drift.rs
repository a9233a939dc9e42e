//! What was accepted here and refused there, and the limits learned from it.

use passgate_core::Product;
use passgate_wire::MAX_BODY_BYTES;
use passgate_worker::base::fields::Wrong;
use passgate_worker::http::problem::Problem;
use serde_json::{Value, json};

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
            { "rule": "length", "limit": "min", "shipped": 8, "configured": 8, "in_force": 8, "reported": 12 },
            { "rule": "length", "limit": "max", "shipped": 18, "configured": 18, "in_force": 18 },
            { "rule": "repetition", "limit": "max", "shipped": 2, "configured": 2, "in_force": 2 },
        ],
        "learned": [{
            "limit": limit(), "standing": "reported", "accounts": 1, "cause": "PWD.0002",
            "first_at": first_at, "last_at": last_at, "ends_at": "2026-12-22T08:25:00.512Z",
        }],
    }] });
    Operation::new("GET", "drift", "operators", "What was accepted here and refused there.")
        .described_as(
            "Of each product that the caller oversees: how often the vendor refused a password that the \
             policy had accepted, by the policy's rule and by the violation; the limits of the policy, \
             shipped, configured and in force; and the limits that refusals have told, with whether and for \
             whom they hold. Nothing of any password.",
        )
        .for_callers(&[Caller::Client, Caller::Staff])
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

/// One that refusals have told.
fn limit() -> Value {
    json!({ "rule": "length", "min": 12, "max": 18 })
}

fn of_product(operation: Operation) -> Operation {
    operation.in_path(
        "product",
        "Which product.",
        &json!({ "enum": Product::ALL.map(Product::name) }),
        Product::Eiam.name(),
    )
}

/// `POST /v1/drift/{product}/limits`.
pub fn adopt(schemas: &Schemas) -> Operation {
    let wrong = Wrong {
        field: "body".to_owned(),
        problem: "must be a limit as `learned[].limit` of the drift writes it".to_owned(),
    };
    let operation = Operation::new("POST", "adoptLimit", "operators", "Make a learned limit everybody's.");
    of_product(operation)
        .described_as(
            "A limit that refusals have told, exactly as `learned[].limit` of the drift writes it, holds for \
             everybody at once, and for thirty days: what is to stay belongs into the configuration. The \
             audit log is told of it.",
        )
        .for_callers(&[Caller::Staff])
        .with_body("application/json", &reference("Limit"), &limit())
        .answering(
            Answers::new()
                .bare(204, "It holds.")
                .problem(&Problem::BadInput(vec![wrong]), "The body is no limit.", schemas)
                .problem(&Problem::NotJson, "The body is not JSON.", schemas)
                .for_overseers("The caller may not do this.", schemas)
                .problem(&Problem::NotFound, "No such product, or no refusal has told such a limit.", schemas)
                .problem(&Problem::BodyTooSlow, "The body did not arrive within eight seconds.", schemas)
                .problem(&Problem::BodyTooLarge(MAX_BODY_BYTES), "The body is too large.", schemas)
                .problem(&Problem::WrongContentType, "The body is of another type.", schemas)
                .problem(
                    &Problem::TooOften { retry_after_seconds: 3 },
                    "Too often; nothing was changed.",
                    schemas,
                )
                .problem(&Problem::Unavailable, "Not now; try again.", schemas),
        )
}

/// `DELETE /v1/drift/{product}/limits`.
pub fn clear(schemas: &Schemas) -> Operation {
    let summary = "Forget the limits that were learned of a product.";
    of_product(Operation::new("DELETE", "resetLimits", "operators", summary))
        .described_as(
            "The policy in force is the configured one again, at once and for everybody; limits are learned \
             anew from the next refusals. What was counted stays. The audit log is told of it. For operators, \
             and for clients that the configuration lets (`clears_limits`).",
        )
        .for_callers(&[Caller::Client, Caller::Staff])
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
