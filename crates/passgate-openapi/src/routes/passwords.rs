//! The three password calls.

use passgate_core::{Product, Violation};
use passgate_wire::{
    Action, Api, BadInput, EdgeAnswer, FieldProblem, LengthLimits, Meaning, Message, Reason, Refusal, Spec,
    VendorCall, eiam, feishu,
};
use passgate_worker::http::policy_tag;
use passgate_worker::reset::idempotency::{HEADER, REPLAYED};
use serde_json::{Value, json};

use crate::answers::Answers;
use crate::operation::{Caller, Operation};
use crate::schemas::{self, Schemas};

/// The user id on EIAM's page.
const EIAM_USER: &str = "20201028102749564-9082-DC8CD2722";
/// The user id on Feishu's page.
const FEISHU_USER: &str = "abc123";

const STALE: &str =
    "The tag of the policy in force. Present if the password is refused and the page used another policy.";
const REPEATED: &str = "This is the answer to an earlier request with the same `Idempotency-Key`.";

/// The operation of an action.
pub fn operation(action: Action, schemas: &Schemas) -> Operation {
    match action {
        Action::Reset => reset(schemas),
        Action::ChangePassword => change(schemas),
        Action::RestPassword => rest(schemas),
    }
}

fn reset(schemas: &Schemas) -> Operation {
    let types: Vec<&str> = feishu::UserIdType::NAMES.to_vec();
    Operation::new("POST", "feishuReset", "feishu", "Set a new enterprise mail password.")
        .for_callers(&[Caller::Client, Caller::User, Caller::Holder])
        .in_browser()
        .with_key()
        .judged()
        .in_query(
            "user_id_type",
            false,
            "The kind of id that `user_id` contains.",
            &json!({ "enum": types, "default": feishu::UserIdType::default().name() }),
            "user_id",
        )
        .with_body(
            "application/json",
            &schemas::reset_request(),
            &json!({ "password": { "ent_email_password": "abcd*efg" }, "user_id": FEISHU_USER }),
        )
        .answering(answers(Product::Feishu, Action::Reset, FEISHU_USER, "user_id_type", schemas))
}

fn change(schemas: &Schemas) -> Operation {
    in_eiams_path(Operation::new("PUT", "eiamChangePassword", "eiam", "Set a new password."))
        .for_callers(&[Caller::Client, Caller::User, Caller::Holder])
        .in_browser()
        .with_key()
        .judged()
        .with_body("application/json", &schemas::change_request(), &json!({ "password": "P@ssw0rd123" }))
        .answering(answers(Product::Eiam, Action::ChangePassword, EIAM_USER, "password", schemas))
}

fn rest(schemas: &Schemas) -> Operation {
    in_eiams_path(Operation::new(
        "PUT",
        "eiamRestPassword",
        "eiam",
        "Let EIAM make a new password and deliver it (the spelling is the vendor's).",
    ))
    .for_callers(&[Caller::Client, Caller::Staff, Caller::Holder])
    .in_browser()
    .with_key()
    .in_query("send_mode", true, "The way of delivery.", &json!({ "enum": eiam::SendMode::NAMES }), "SMS")
    .answering(answers(Product::Eiam, Action::RestPassword, EIAM_USER, "send_mode", schemas))
}

fn in_eiams_path(operation: Operation) -> Operation {
    let mut schema = schemas::user_id();
    if let Some(schema) = schema.as_object_mut() {
        schema.insert("pattern".to_owned(), Value::from("^[^/\\\\]+$"));
    }
    operation.in_path("user_id", "The account, as EIAM names it.", &schema, EIAM_USER)
}

fn answers(product: Product, action: Action, user_id: &str, field: &str, schemas: &Schemas) -> Answers {
    let bad = BadInput::new(field, FieldProblem::Missing);
    let local = local_refusal(product);
    let violations = local.reason.violations();
    let refused = |refusal: &Refusal, violations: &[Violation], name: &str, answers: Answers| {
        let answer = EdgeAnswer::Refused { refusal, violations };
        answers.vendor(
            product,
            name,
            &answer,
            "The edge or the vendor refused the password; nothing was changed.",
            schemas,
        )
    };
    let done = EdgeAnswer::Done { user_id };
    let used = BadInput::new(HEADER, FieldProblem::UsedOtherwise);
    let busy = EdgeAnswer::TooManyRequests { retry_after_seconds: 1 };
    let mut answers = Answers::new().vendor(product, "done", &done, "The password was changed.", schemas);
    answers = refused(&local, violations, "refused-password", answers);
    for said in vendors_refusals(product, action) {
        answers = refused(&said, &[], said.reason.outcome().name(), answers);
    }
    answers = unproven(answers, product, schemas);
    answers
        .vendor(product, "bad-request", &EdgeAnswer::BadInput(&bad), "A field is invalid.", schemas)
        .vendor(product, "forbidden", &EdgeAnswer::Forbidden, "The caller may not do this.", schemas)
        .vendor(product, "not-found", &EdgeAnswer::NotFound, "The product is not configured.", schemas)
        .unread(product, |bad| EdgeAnswer::BadInput(bad), schemas)
        .vendor(
            product,
            "conflict",
            &EdgeAnswer::UnderWay,
            "A request with this `Idempotency-Key` is in progress. Repeat the request in a moment.",
            schemas,
        )
        .vendor(
            product,
            "key-used",
            &EdgeAnswer::BadInput(&used),
            "This `Idempotency-Key` was used for another request. Nothing was executed.",
            schemas,
        )
        .vendor(
            product,
            "too-often",
            &busy,
            "A rate limit of the edge or the vendor is exceeded; nothing was changed.",
            schemas,
        )
        .vendor(
            product,
            "not-sent",
            &EdgeAnswer::NotSent,
            "The call was not sent; nothing was changed.",
            schemas,
        )
        .vendor(
            product,
            "misconfigured",
            &EdgeAnswer::Misconfigured,
            "The edge is misconfigured; an operator must act. Nothing was changed.",
            schemas,
        )
        .vendor(
            product,
            "unknown",
            &EdgeAnswer::OutcomeUnknown,
            "The call was sent, but its answer was lost. Try the new password first.",
            schemas,
        )
        .with_optional_header(400, policy_tag::HEADER, STALE, "\"2f3c9a7be1\"")
        .with_optional_header(200, REPLAYED, REPEATED, "true")
        .with_optional_header(400, REPLAYED, REPEATED, "true")
        .with_optional_header(504, REPLAYED, REPEATED, "true")
}

fn local_refusal(product: Product) -> Refusal {
    let violations = vec![Violation::TooShort { min: 8 }];
    (Spec::of(product).local_refusal)(violations, LengthLimits { min: Some(8), max: Some(18) })
}

/// The refusals, other than of the password, that the edge passes on from a vendor: one of each kind,
/// with the code and the sentence of its page, and one with an undocumented code.
fn vendors_refusals(product: Product, action: Action) -> Vec<Refusal> {
    let (spec, call) = (Spec::of(product), VendorCall::Password(action));
    let mut refusals: Vec<Refusal> = Vec::new();
    for row in spec.codes.iter().filter(|row| row.calls.contains(&call)) {
        let reason = match row.meaning {
            Meaning::DailyLimit => Reason::DailyLimit,
            Meaning::NotEligible => Reason::NotEligible,
            Meaning::UserNotFound => Reason::UserNotFound,
            Meaning::MissingMobile => Reason::MissingMobile,
            Meaning::MissingEmail => Reason::MissingEmail,
            Meaning::DeliveryFailed => Reason::DeliveryFailed,
            Meaning::SendMode => Reason::SendMode,
            _ => continue,
        };
        if refusals.iter().all(|said| said.reason != reason) {
            refusals.push(refusal(reason, row.code, row.text));
        }
    }
    let code = match spec.api {
        Api::Feishu => "1050099",
        Api::Eiam => "USER.0099",
    };
    refusals.push(refusal(Reason::Undocumented, code, "said by no page"));
    refusals
}

fn refusal(reason: Reason, code: &str, message: &str) -> Refusal {
    Refusal { code: code.to_owned(), message: Message::Vendor(message.to_owned()), ..Refusal::of(reason) }
}

/// The answers to a caller without a valid credential.
fn unproven(answers: Answers, product: Product, schemas: &Schemas) -> Answers {
    let text = "The credential is missing or invalid.";
    let spent = "Another request has used the ticket in the meantime.";
    let too_old = EdgeAnswer::SignInTooOld { sign_in_within: 900 };
    answers
        .vendor(product, "no-credential", &EdgeAnswer::Unauthenticated { presented: false }, text, schemas)
        .vendor(product, "unauthenticated", &EdgeAnswer::Unauthenticated { presented: true }, text, schemas)
        .vendor(product, "ticket-spent", &EdgeAnswer::TicketSpent, spent, schemas)
        .vendor(product, "sign-in-too-old", &too_old, "The sign-in is too old.", schemas)
}
