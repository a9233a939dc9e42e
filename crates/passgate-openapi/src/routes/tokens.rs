//! The two token routes.

use passgate_core::{Product, Secret};
use passgate_wire::{BadInput, EdgeAnswer, FieldProblem};
use passgate_worker::callers::client_token::lifetime_seconds;
use serde_json::json;

use crate::answers::Answers;
use crate::operation::{Caller, Operation};
use crate::schemas::{self, Schemas};

/// Feishu's.
pub fn feishu(schemas: &Schemas) -> Operation {
    Operation::new(
        "POST",
        "feishuToken",
        "feishu",
        "Exchange an edge client's id and secret for an edge token, in Feishu's shape.",
    )
    .described_as("A refused id or secret is HTTP 200 with a code, as Feishu answers it itself.")
    .for_callers(&[Caller::Anyone])
    .with_body(
        "application/json",
        &schemas::feishu_token_request(),
        &json!({ "app_id": "demo-feishu", "app_secret": "the client's secret" }),
    )
    .answering(answers(Product::Feishu, "app_id", schemas))
}

/// EIAM's.
pub fn eiam(schemas: &Schemas) -> Operation {
    Operation::new(
        "POST",
        "eiamToken",
        "eiam",
        "Exchange an edge client's id and secret for an edge token, in EIAM's shape.",
    )
    .for_callers(&[Caller::Basic, Caller::Anyone])
    .with_body(
        "application/x-www-form-urlencoded",
        &schemas::eiam_token_request(),
        &json!({ "grant_type": "client_credentials" }),
    )
    .answering(answers(Product::Eiam, "client_secret", schemas))
}

fn answers(product: Product, field: &str, schemas: &Schemas) -> Answers {
    let bad = BadInput::new(field, FieldProblem::Missing);
    let token = Secret::new("ct1.eyJjbGllbnQiOi.Y2FuIGRvIG9uZSB0aGluZw");
    let granted = EdgeAnswer::Token { value: &token, lifetime_seconds: lifetime_seconds(product) };
    Answers::new()
        .vendor(product, "granted", &granted, "A token.", schemas)
        .vendor(
            product,
            "unauthenticated",
            &EdgeAnswer::CredentialRefused,
            "No such client, or another secret.",
            schemas,
        )
        .vendor(
            product,
            "bad-request",
            &EdgeAnswer::BadTokenRequest(&bad),
            "A field cannot be used.",
            schemas,
        )
        .vendor(
            product,
            "too-often",
            &EdgeAnswer::TooManyRequests { retry_after_seconds: 1 },
            "Too often from one address.",
            schemas,
        )
        .vendor(
            product,
            "forbidden",
            &EdgeAnswer::Forbidden,
            "A page of an origin that may not call.",
            schemas,
        )
        .vendor(product, "not-found", &EdgeAnswer::NotFound, "The product is not set up here.", schemas)
        .unread(product, |bad| EdgeAnswer::BadTokenRequest(bad), schemas)
        .vendor(
            product,
            "misconfigured",
            &EdgeAnswer::Misconfigured,
            "An operator must mend the edge's setup.",
            schemas,
        )
        .vendor(product, "not-sent", &EdgeAnswer::NotSent, "No token could be made.", schemas)
}
