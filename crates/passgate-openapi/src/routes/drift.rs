//! The drift between policy and vendor, and the learned limits.

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
            "limit": limit(), "status": "reported", "accounts": 1, "cause": "PWD.0002",
            "first_at": first_at, "last_at": last_at, "ends_at": "2026-12-22T08:25:00.512Z",
        }],
    }] });
    Operation::new("GET", "drift", "operators", "Passwords that the edge accepted and the vendor refused.")
        .described_as(
            "For each product of the caller: the number of passwords that the policy accepted and the \
             vendor refused, by rule and by violation; the limits of the policy, as shipped, \
             as configured and in force; and the learned limits with their status. The \
             answer contains nothing of a password.",
        )
        .for_callers(&[Caller::Client, Caller::Staff])
        .answering(
            Answers::new()
                .json(200, "The recorded drift.", &reference("Drift"), example)
                .for_overseers("The caller may not do this.", schemas)
                .problem(
                    &Problem::TooOften { retry_after_seconds: 3 },
                    "The rate limit of the address is exceeded.",
                    schemas,
                )
                .problem(&Problem::Unavailable, "Temporarily unavailable.", schemas),
        )
}

/// A learned limit.
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
    let operation =
        Operation::new("POST", "adoptLimit", "operators", "Adopt a learned limit for all accounts.");
    of_product(operation)
        .described_as(
            "The body is a learned limit, exactly as in `learned[].limit` of the drift. It is then in \
             force for all accounts, at once and for thirty days. Put a permanent limit into \
             the configuration. The audit log records the request.",
        )
        .for_callers(&[Caller::Staff])
        .with_body("application/json", &reference("Limit"), &limit())
        .answering(
            Answers::new()
                .bare(204, "The limit is in force.")
                .problem(&Problem::BadInput(vec![wrong]), "The body is not a limit.", schemas)
                .problem(&Problem::NotJson, "The body is not JSON.", schemas)
                .for_overseers("The caller may not do this.", schemas)
                .problem(
                    &Problem::NotFound,
                    "The product does not exist, or no refusal has stated this limit.",
                    schemas,
                )
                .problem(&Problem::BodyTooSlow, "The body did not arrive within eight seconds.", schemas)
                .problem(&Problem::BodyTooLarge(MAX_BODY_BYTES), "The body is too large.", schemas)
                .problem(&Problem::WrongContentType, "The body has the wrong content type.", schemas)
                .problem(&Problem::WrongContentCoding, "The body is compressed.", schemas)
                .problem(
                    &Problem::TooOften { retry_after_seconds: 3 },
                    "A rate limit is exceeded; nothing was changed.",
                    schemas,
                )
                .problem(&Problem::Unavailable, "Temporarily unavailable; try again.", schemas),
        )
}

/// `DELETE /v1/drift/{product}/limits`.
pub fn clear(schemas: &Schemas) -> Operation {
    let summary = "Delete the learned limits of a product.";
    of_product(Operation::new("DELETE", "resetLimits", "operators", summary))
        .described_as(
            "The configured policy is in force again, at once and for all accounts. The edge learns \
             limits again from the next refusals. The counters keep their values. The audit \
             log records the request. Permitted for operators, and for clients with \
             `clears_limits`.",
        )
        .for_callers(&[Caller::Client, Caller::Staff])
        .answering(
            Answers::new()
                .bare(204, "The learned limits are deleted, or there were none.")
                .for_overseers("The caller may not do this.", schemas)
                .problem(&Problem::NotFound, "The product does not exist or is not configured.", schemas)
                .problem(
                    &Problem::TooOften { retry_after_seconds: 3 },
                    "A rate limit is exceeded; nothing was changed.",
                    schemas,
                )
                .problem(&Problem::Unavailable, "Temporarily unavailable; try again.", schemas),
        )
}
