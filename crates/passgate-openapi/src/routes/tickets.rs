//! Tickets.

use passgate_core::{Policy, Product};
use passgate_wire::MAX_BODY_BYTES;
use passgate_worker::base::fields::Wrong;
use passgate_worker::config::SIGN_IN_WITHIN_SECONDS;
use passgate_worker::http::problem::Problem;
use passgate_worker::reset::idempotency;
use serde_json::{Value, json};

use crate::answers::Answers;
use crate::operation::{Caller, Operation};
use crate::schemas::{Schemas, reference};

const ETAG: &str = "\"2f3c9a7be1\"";
const TICKET: &str = "rt1.wX3k.9mQyB2";
const EXPIRES_AT: &str = "2026-11-22T08:25:00Z";

/// `POST /v1/tickets`.
pub fn mint(schemas: &Schemas) -> Operation {
    let wrong = Wrong { field: "action".to_owned(), problem: "is missing".to_owned() };
    let minted = json!({
        "ticket": TICKET,
        "link": format!("https://passwords.example.com/feishu/#{TICKET}"),
        "expires_at": EXPIRES_AT,
    });
    let body = json!({
        "product": "feishu", "action": "reset", "user_id": "abc123", "user_id_type": "user_id",
        "identity": { "username": "wangxiaoming", "name": "王小明" },
    });
    Operation::new("POST", "mintTicket", "tickets", "Mint a link with which one person sets one password.")
        .for_callers(&[Caller::Client, Caller::Staff])
        .with_body("application/json", &reference("MintRequest"), &body)
        .answering(
            Answers::new()
                .json(201, "The ticket; shown only once.", &reference("Minted"), minted)
                .problem(&Problem::BadInput(vec![wrong]), "Fields are invalid.", schemas)
                .problem(&Problem::NotJson, "The body is not JSON.", schemas)
                .unauthenticated("The credential is missing or invalid.", schemas)
                .problem(
                    &Problem::SignInTooOld { sign_in_within: SIGN_IN_WITHIN_SECONDS },
                    "The sign-in is too old; the operator must sign in again.",
                    schemas,
                )
                .problem(&Problem::Forbidden(None), "The caller may not do this.", schemas)
                .problem(
                    &Problem::TooOften { retry_after_seconds: 3 },
                    "A rate limit is exceeded; no ticket was minted.",
                    schemas,
                )
                .problem(&Problem::BodyTooSlow, "The body did not arrive within eight seconds.", schemas)
                .problem(&Problem::BodyTooLarge(MAX_BODY_BYTES), "The body is too large.", schemas)
                .problem(&Problem::WrongContentType, "The body has the wrong content type.", schemas)
                .problem(&Problem::WrongContentCoding, "The body is compressed.", schemas)
                .problem(&Problem::Internal, "The edge is misconfigured; an operator must act.", schemas)
                .problem(&Problem::Unavailable, "Temporarily unavailable; no ticket was minted.", schemas),
        )
}

/// `GET /v1/tickets/self`.
pub fn show(schemas: &Schemas) -> Operation {
    let policy = serde_json::to_value(Policy::shipped(Product::Feishu)).unwrap_or(Value::Null);
    let shown = json!({
        "product": "feishu", "action": "reset", "user_id": "abc123", "user_id_type": "user_id",
        "policy": policy, "policy_etag": ETAG, "identity": { "username": "wangxiaoming", "name": "王小明" },
        "expires_at": EXPIRES_AT, "attempts_left": 10, "claimed": false, "sign_in_url": "https://mail.example.com/",
    });
    Operation::new(
        "GET",
        "showTicket",
        "tickets",
        "The data that the form needs. The request changes nothing, so mail scanners and other browsers may send it.",
    )
        .for_callers(&[Caller::Holder])
        .in_browser()
        .with_header(
            idempotency::HEADER,
            "The key of a submission with this ticket. The answer then contains its state in `submission`, \
             also after the submission has used up the ticket. Only the browser that claimed the ticket gets it.",
            &json!({ "type": "string" }),
        )
        .answering(
            Answers::new()
                .json(200, "Only the data that the form needs.", &reference("Shown"), shown)
                .unauthenticated(
                    "The ticket is missing, unknown, used or expired. Each of these gets the same answer.",
                    schemas,
                )
                .problem(&Problem::Forbidden(None), "The page's origin is not allowed.", schemas)
                .problem(
                    &Problem::TooOften { retry_after_seconds: 3 },
                    "The rate limit of the address is exceeded.",
                    schemas,
                )
                .problem(&Problem::Internal, "The edge is misconfigured; an operator must act.", schemas)
                .problem(&Problem::Unavailable, "Temporarily unavailable.", schemas),
        )
}

/// `POST /v1/tickets/self/claim`.
pub fn claim(schemas: &Schemas) -> Operation {
    Operation::new(
        "POST",
        "claimTicket",
        "tickets",
        "Bind a ticket to the browser that presents it, at the person's first action (a key, a paste, a \
         button). A submission also binds it. The request can be repeated safely.",
    )
    .for_callers(&[Caller::Holder])
    .in_browser()
    .answering(
        Answers::new()
            .bare(204, "The ticket is now bound to this browser.")
            .unauthenticated(
                "The ticket is missing, unknown, used, expired or bound to another browser. Each of these gets the same answer.",
                schemas,
            )
            .problem(&Problem::Forbidden(None), "The page's origin is not allowed.", schemas)
            .problem(&Problem::TooOften { retry_after_seconds: 3 }, "The rate limit of the address is exceeded.", schemas)
            .problem(&Problem::Unavailable, "Temporarily unavailable.", schemas),
    )
}
