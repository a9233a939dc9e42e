//! Operation of the edge, and the forms.

use passgate_core::Product;
use passgate_worker::http::problem::Problem;
use passgate_worker::http::readiness::{Check, Part, Readiness};
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
    Operation::new(
        "GET",
        "health",
        "operations",
        "Whether the edge is running and its configuration is valid.",
    )
    .for_callers(&[Caller::Anyone])
    .answering(
        Answers::new()
            .json(
                200,
                "The edge is running and its configuration is valid.",
                &schema,
                json!({ "status": "ok" }),
            )
            .problem(&Problem::Internal, "The edge is misconfigured; an operator must act.", schemas),
    )
}

/// `GET /readyz`.
pub fn ready(schemas: &Schemas) -> Operation {
    let check = json!({
        "type": "object", "additionalProperties": false, "required": ["part", "of", "ready"],
        "properties": {
            "part": {
                "enum": Part::ALL,
                "description": "`vendor-token`: the vendor has given a token within its life. `issuer-keys`: \
                                the issuer's keys were read. `gate`: the product's gate writes to its disk. \
                                `audit-log`: the product's audit log can be read.",
            },
            "of": { "type": "string", "description": "A product, or an issuer's URL." },
            "ready": { "type": "boolean" },
        },
    });
    let schema = json!({
        "type": "object", "additionalProperties": false, "required": ["ready", "checks"],
        "properties": {
            "ready": { "type": "boolean" },
            "checks": {
                "type": "array", "items": check,
                "description": "Empty until the first check has ended.",
            },
        },
    });
    let example = |ready: bool| {
        Readiness::of(vec![
            Check::of_product(Part::VendorToken, Product::Eiam, ready),
            Check::of_product(Part::Gate, Product::Eiam, true),
            Check::of_product(Part::AuditLog, Product::Eiam, true),
            Check::of_issuer("https://sso.example.com", true),
        ])
    };
    Operation::new("GET", "ready", "operations", "Whether the vendors, the issuers and the disk are ready.")
        .described_as("The edge checks its parts at most once in two seconds.")
        .for_callers(&[Caller::Anyone])
        .answering(
            Answers::new()
                .json(200, "All parts are ready.", &schema, json!(example(true)))
                .json(503, "A part is not ready; `checks` names it.", &schema, json!(example(false)))
                .with_header(503, "Retry-After", "2")
                .problem(&Problem::Internal, "The edge is misconfigured; an operator must act.", schemas),
        )
}

/// `GET /.well-known/change-password`.
pub fn change_password(schemas: &Schemas) -> Operation {
    Operation::new("GET", "changePassword", "operations", "Where a person changes their password.")
        .for_callers(&[Caller::Anyone])
        .answering(
            Answers::new()
                .bare(302, "The address of the form.")
                .with_header(302, "Location", "/feishu/")
                .problem(&Problem::Internal, "The edge is misconfigured; an operator must act.", schemas),
        )
}

/// `GET /.well-known/security.txt`.
pub fn security_txt(schemas: &Schemas) -> Operation {
    let text = "Contact: mailto:security@example.com\nExpires: 2027-06-30T00:00:00Z\n";
    Operation::new("GET", "securityTxt", "operations", "Security contacts (RFC 9116).")
        .for_callers(&[Caller::Anyone])
        .answering(
            Answers::new()
                .media(200, "text/plain", "The file.", &json!({ "type": "string" }), json!(text))
                .problem(&Problem::NotFound, "No contact is configured, or the entry has expired.", schemas)
                .problem(&Problem::Internal, "The edge is misconfigured; an operator must act.", schemas),
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
            .json(
                200,
                "The OpenAPI document.",
                &schema,
                json!({ "openapi": "3.1.0", "info": {}, "paths": {} }),
            )
            .with_header(200, "Cache-Control", "public, max-age=300, must-revalidate")
            .problem(&Problem::NotFound, "The document was not deployed with the edge.", schemas)
            .problem(&Problem::Internal, "The edge is misconfigured; an operator must act.", schemas),
    )
}

/// Every other path: the files of the forms.
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
                .bare(308, "The path of a folder lacks its trailing slash.")
                .with_header(308, "Location", "/feishu/")
                .problem(&Problem::NotFound, "The path does not exist.", schemas)
                .media(404, "text/html", "The path does not exist.", &json!({}), json!(""))
                .problem(&Problem::Internal, "The edge is misconfigured; an operator must act.", schemas),
        )
}
