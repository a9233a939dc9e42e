//! What keeps the edge running, and the forms.

use passgate_worker::problem::Problem;
use serde_json::json;

use crate::answers::Answers;
use crate::operation::{Caller, Operation};
use crate::schemas::Schemas;

/// `GET /healthz`.
pub fn health(schemas: &Schemas) -> Operation {
    let schema = json!({
        "type": "object", "additionalProperties": false, "required": ["status"],
        "properties": { "status": { "const": "ok" } },
    });
    Operation::new("GET", "health", "operations", "Whether the edge is up and its setup can be read.")
        .for_callers(&[Caller::Anyone])
        .answering(Answers::new().json(200, "It is.", &schema, json!({ "status": "ok" })).problem(
            &Problem::Internal,
            "An operator must mend the edge's setup.",
            schemas,
        ))
}

/// `GET /.well-known/change-password`.
pub fn change_password(schemas: &Schemas) -> Operation {
    Operation::new("GET", "changePassword", "operations", "Where a person changes their password.")
        .for_callers(&[Caller::Anyone])
        .answering(Answers::new().bare(302, "There.").with_header(302, "Location", "/feishu/").problem(
            &Problem::Internal,
            "An operator must mend the edge's setup.",
            schemas,
        ))
}

/// `GET /.well-known/security.txt`.
pub fn security_txt(schemas: &Schemas) -> Operation {
    let text = "Contact: mailto:security@example.com\nExpires: 2027-06-30T00:00:00Z\n";
    Operation::new("GET", "securityTxt", "operations", "Whom to tell of a weakness (RFC 9116).")
        .for_callers(&[Caller::Anyone])
        .answering(
            Answers::new()
                .media(200, "text/plain", "The file.", &json!({ "type": "string" }), json!(text))
                .problem(&Problem::NotFound, "Nobody is named, or no longer.", schemas)
                .problem(&Problem::Internal, "An operator must mend the edge's setup.", schemas),
        )
}

/// `GET /openapi.json`.
pub fn openapi(schemas: &Schemas) -> Operation {
    let schema = json!({
        "type": "object", "required": ["openapi", "info", "paths"],
        "properties": { "openapi": { "const": "3.1.0" } },
    });
    Operation::new("GET", "openapi", "operations", "This document.").for_callers(&[Caller::Anyone]).answering(
        Answers::new()
            .json(200, "It is.", &schema, json!({ "openapi": "3.1.0", "info": {}, "paths": {} }))
            .with_header(200, "Cache-Control", "public, max-age=300, must-revalidate")
            .problem(&Problem::NotFound, "It was not deployed with the edge.", schemas)
            .problem(&Problem::Internal, "An operator must mend the edge's setup.", schemas),
    )
}

/// Every other path: the forms' files.
pub fn file(schemas: &Schemas) -> Operation {
    Operation::new("GET", "file", "operations", "A file of the forms: a page, a script, a style, the module.")
        .for_callers(&[Caller::Anyone])
        .in_path(
            "file",
            "Its path, which may have several segments.",
            &json!({ "type": "string", "minLength": 1 }),
            "feishu/",
        )
        .answering(
            Answers::new()
                .media(200, "*/*", "The file.", &json!({}), json!(""))
                .with_header(200, "Cache-Control", "no-store")
                .bare(308, "A folder's path lacks its slash.")
                .with_header(308, "Location", "/feishu/")
                .problem(&Problem::NotFound, "There is nothing there.", schemas)
                .problem(&Problem::Internal, "An operator must mend the edge's setup.", schemas),
        )
}
