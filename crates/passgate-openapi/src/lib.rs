//! The edge's API as an OpenAPI 3.1 document, generated from the types that the edge reads and answers
//! with.
//!
//! `routes` documents a route, in one file per group: who may call, the request, and each answer as
//! the value that the edge answers with (`EdgeAnswer`, `Problem`). Status, headers, schema and example
//! follow from this value. A route without documentation does not compile.
//!
//! *In scope:* every route of `passgate_worker::http::routes` except the test routes. *Out of scope:*
//! the individual files of the forms, which are one route here.

mod answers;
mod operation;
mod routes;
mod schemas;
mod shared;

use passgate_worker::http::routes::{Target, resolve};
use serde_json::{Map, Value, json};

use operation::head_of;
use schemas::Schemas;

/// Generates the document.
pub fn document() -> Value {
    let schemas = Schemas::new();
    let mut paths: Map<String, Value> = Map::new();
    for route in routes::all() {
        let template = route.template();
        let mut path = Map::new();
        for operation in routes::operations(&route, &schemas) {
            let (method, described) = operation.described();
            if method == "get" && matches!(resolve("HEAD", template, &[]), Target::Found(_)) {
                path.insert("head".to_owned(), head_of(&described));
            }
            path.insert(method, described);
        }
        paths.insert(template.to_owned(), path.into());
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "passgate",
            "version": env!("CARGO_PKG_VERSION"),
            "summary": "Password resets for Feishu enterprise mail and EIAM accounts.",
            "description": shared::INTRODUCTION,
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "servers": [{ "url": "/", "description": "The edge that serves this document." }],
        "tags": shared::tags(),
        "paths": paths,
        "components": {
            "securitySchemes": shared::security_schemes(),
            "headers": shared::headers(),
            "parameters": shared::parameters(),
            "schemas": schemas.into_components(),
        },
    })
}
