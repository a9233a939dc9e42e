//! The audit log.

use passgate_core::Product;
use passgate_wire::feishu::UserIdType;
use passgate_worker::base::fields::Wrong;
use passgate_worker::http::audit_query::MAX_ROWS;
use passgate_worker::http::problem::Problem;
use serde_json::json;

use crate::answers::Answers;
use crate::operation::{Caller, Operation};
use crate::schemas::{Schemas, user_id};

const ROW: &str = r#"{"seq":1,"event":{"id":"5f0c1e7a9b3d4c8e8f2a6b1d0e9c7f35/intent","at_ms":1795334400000,"kind":"intent","request_id":"5f0c1e7a9b3d4c8e8f2a6b1d0e9c7f35","actor":"client:hr-system","product":"eiam","account":"0Zk3v1b9Qm2sT8xWc5YdAg","action":"change-password"},"prev":"5eebf5992b4b2a5a1b02d01b5ab4d9376fe5af60339278ff7b49e9e1888df661","hash":"8fd3c5c2a1c6ce1f58cbb6f8ffbcd3a1f2b0f8b4ed2a9a1f6cf6b1e1c3d4a5b6"}"#;

/// `GET /v1/audit`.
pub fn audit(schemas: &Schemas) -> Operation {
    let wrong = Wrong { field: "limit".to_owned(), problem: "is too large".to_owned() };
    let products = Product::ALL.map(Product::name);
    let id_types = UserIdType::NAMES;
    Operation::new("GET", "audit", "operators", "A product's audit log, a page of rows at a time.")
        .described_as(
            "One JSON object per line. `passgate audit verify` verifies the concatenated pages, in \
             the order of their `Link: …; rel=\"next\"`: each row has the hash of the row \
             before it, and the last page ends with the head of the log. A selection of one \
             account has no head.",
        )
        .for_callers(&[Caller::Staff])
        .in_query("product", true, "The product of the log.", &json!({ "enum": products }), "eiam")
        .in_query(
            "after",
            false,
            "Only rows after this number.",
            &json!({ "type": "string", "pattern": "^[0-9]{1,15}$" }),
            "0",
        )
        .in_query(
            "limit",
            false,
            &format!("The maximum number of rows; {MAX_ROWS} by default."),
            &json!({ "type": "string", "pattern": "^[1-9][0-9]{0,2}$|^1000$" }),
            "100",
        )
        .in_query("user_id", false, "Only the rows about this account.", &user_id(), "u-1")
        .in_query(
            "user_id_type",
            false,
            "The kind of `user_id`. Required for Feishu, not allowed otherwise.",
            &json!({ "enum": id_types }),
            "open_id",
        )
        .answering(
            Answers::new()
                .media(200, "application/x-ndjson", "The rows.", &json!({ "type": "string" }), json!(ROW))
                .problem(&Problem::BadInput(vec![wrong]), "Parameters are invalid.", schemas)
                .for_overseers("The caller is neither operator nor auditor of a product.", schemas)
                .problem(
                    &Problem::TooOften { retry_after_seconds: 3 },
                    "The rate limit of the address is exceeded.",
                    schemas,
                )
                .problem(&Problem::Unavailable, "Temporarily unavailable.", schemas),
        )
}
