//! The two token routes.

use passgate_core::{Product, Secret};
use passgate_wire::{BadInput, EdgeAnswer, FieldProblem};
use passgate_worker::callers::client_token::lifetime_seconds;
use serde_json::json;

use crate::answers::Answers;
use crate::operation::{Caller, Operation};
use crate::schemas::{self, Schemas};

/// Feishu's token route.
pub fn feishu(schemas: &Schemas) -> Operation {
    Operation::new(
        "POST",
        "feishuToken",
        "feishu",
        "Exchange a client's id and secret for a token, in Feishu's format.",
    )
    .described_as("A rejected id or secret gets HTTP 200 with a code, as Feishu itself answers.")
    .for_callers(&[Caller::Anyone])
    .with_body(
        "application/json",
        &schemas::feishu_token_request(),
        &json!({ "app_id": "demo-feishu", "app_secret": "the client's secret" }),
    )
    .answering(answers(Product::Feishu, "app_id", schemas))
}

/// EIAM's token route.
pub fn eiam(schemas: &Schemas) -> Operation {
    Operation::new(
        "POST",
        "eiamToken",
        "eiam",
        "Exchange a client's id and secret for a token, in EIAM's format.",
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
            "The client is unknown, or the secret is wrong.",
            schemas,
        )
        .vendor(product, "bad-request", &EdgeAnswer::BadTokenRequest(&bad), "A field is invalid.", schemas)
        .vendor(
            product,
            "too-often",
            &EdgeAnswer::TooManyRequests { retry_after_seconds: 1 },
            "The rate limit of the address is exceeded.",
            schemas,
        )
        .vendor(product, "forbidden", &EdgeAnswer::Forbidden, "The page's origin is not allowed.", schemas)
        .vendor(product, "not-found", &EdgeAnswer::NotFound, "The product is not configured.", schemas)
        .unread(product, |bad| EdgeAnswer::BadTokenRequest(bad), schemas)
        .vendor(
            product,
            "misconfigured",
            &EdgeAnswer::Misconfigured,
            "The edge is misconfigured; an operator must act.",
            schemas,
        )
        .vendor(product, "not-sent", &EdgeAnswer::NotSent, "The edge could not make a token.", schemas)
}
