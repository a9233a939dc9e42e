//! Refusals that any route may give, in the shape of its path.

use passgate_core::Product;
use passgate_wire::{self as wire, BadInput, EdgeAnswer, MAX_CALL_BYTES};

use super::body::ReadError;
use super::respond::Outgoing;
use crate::outcome;
use crate::problem::Problem;
use crate::rate::TooOften;
use crate::routes::Shape;

/// An answer in a vendor's shape; the note is for the log.
pub fn vendor(product: Product, answer: &EdgeAnswer<'_>, request_id: &str, note: &str) -> Outgoing {
    Outgoing::envelope(outcome::envelope(product, answer, request_id), note)
}

/// A body that could not be read: too large, too slow, or broken off.
pub fn unreadable(product: Product, error: ReadError, token_route: bool, request_id: &str) -> Outgoing {
    let (problem, status) = match error {
        ReadError::TooLarge => (wire::Problem::BodyTooLarge { max_bytes: MAX_CALL_BYTES }, 413),
        ReadError::TooSlow => (wire::Problem::BodyTooSlow, 408),
        ReadError::Broken => (wire::Problem::NotJson, 400),
    };
    let bad = BadInput::new("body", problem);
    let answer = if token_route { EdgeAnswer::BadTokenRequest(&bad) } else { EdgeAnswer::BadInput(&bad) };
    let mut outgoing = vendor(product, &answer, request_id, "bad-input");
    outgoing.status = status;
    outgoing
}

/// A `Host` that is no host: where the request leads is not known. Nothing else of it was looked at.
pub fn wrong_host(request_id: &str) -> Outgoing {
    Outgoing::problem(&Problem::WrongHost, request_id)
}

/// A page of an origin that may not call. Nothing of the request was looked at.
pub fn foreign_origin(shape: Shape, request_id: &str) -> Outgoing {
    match shape {
        Shape::Vendor(product) => vendor(product, &EdgeAnswer::Forbidden, request_id, "foreign-origin"),
        Shape::Own => Outgoing::problem(&Problem::Forbidden(None), request_id),
    }
}

/// Too often from one address. Nothing of the request was looked at.
pub fn too_often(shape: Shape, too_often: TooOften, request_id: &str) -> Outgoing {
    let TooOften { retry_after_seconds } = too_often;
    match shape {
        Shape::Vendor(product) => {
            let answer = EdgeAnswer::TooManyRequests { retry_after_seconds };
            vendor(product, &answer, request_id, "address-too-often")
        }
        Shape::Own => Outgoing::problem(&Problem::TooOften { retry_after_seconds }, request_id),
    }
}

/// Nothing is there.
pub fn not_found(shape: Shape, request_id: &str) -> Outgoing {
    match shape {
        Shape::Vendor(product) => vendor(product, &EdgeAnswer::NotFound, request_id, "not-found"),
        Shape::Own => Outgoing::problem(&Problem::NotFound, request_id),
    }
}

/// Something is there, for other methods.
pub fn method_not_allowed(shape: Shape, allow: &'static str, request_id: &str) -> Outgoing {
    match shape {
        Shape::Vendor(product) => {
            vendor(product, &EdgeAnswer::MethodNotAllowed { allow }, request_id, "method-not-allowed")
        }
        Shape::Own => Outgoing::problem(&Problem::MethodNotAllowed(allow), request_id),
    }
}

/// The runtime gives no randomness: the request has no id of its own, and the audit log, which writes
/// what is told twice once, would take it for another one.
pub fn without_id(shape: Shape, request_id: &str) -> Outgoing {
    match shape {
        Shape::Vendor(product) => vendor(product, &EdgeAnswer::NotSent, request_id, "no-randomness"),
        Shape::Own => Outgoing::problem(&Problem::Unavailable, request_id),
    }
}

/// The edge cannot work at all; nothing was sent.
pub fn misconfigured(shape: Shape, request_id: &str) -> Outgoing {
    match shape {
        Shape::Vendor(product) => vendor(product, &EdgeAnswer::Misconfigured, request_id, "misconfigured"),
        Shape::Own => Outgoing::problem(&Problem::Internal, request_id),
    }
}
