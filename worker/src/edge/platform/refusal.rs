//! Refusals that any route may give, in the shape of its path.

use passgate_core::Product;
use passgate_wire::{self as wire, BadInput, EdgeAnswer, MAX_CALL_BYTES, Reader};

use crate::edge::platform::body::ReadError;
use crate::edge::platform::respond::Outgoing;
use crate::http::problem::Problem;
use crate::http::routes::Shape;
use crate::rates::gcra::TooOften;
use crate::reset::disposition::Cause;
use crate::reset::outcome;

/// An answer in a vendor's shape to what came to no attempt; the cause is for the log.
pub fn vendor(product: Product, answer: &EdgeAnswer<'_>, reader: Reader<'_>, cause: Cause) -> Outgoing {
    Outgoing::envelope(outcome::envelope(product, answer, reader), cause)
}

/// A body that could not be read: too large, too slow, or broken off.
pub fn unreadable(product: Product, error: ReadError, token_route: bool, reader: Reader<'_>) -> Outgoing {
    let (problem, status, cause) = match error {
        ReadError::TooLarge => {
            (wire::FieldProblem::BodyTooLarge { max_bytes: MAX_CALL_BYTES }, 413, Cause::BodyTooLarge)
        }
        ReadError::TooSlow => (wire::FieldProblem::BodyTooSlow, 408, Cause::BodyTooSlow),
        ReadError::Broken => (wire::FieldProblem::NotJson, 400, Cause::NotJson),
    };
    let bad = BadInput::new("body", problem);
    let answer = if token_route { EdgeAnswer::BadTokenRequest(&bad) } else { EdgeAnswer::BadInput(&bad) };
    let mut outgoing = vendor(product, &answer, reader, cause);
    outgoing.status = status;
    outgoing
}

/// A `Host` that is no host: where the request leads is not known. Nothing else of it was looked at.
pub fn wrong_host(reader: Reader<'_>) -> Outgoing {
    Outgoing::problem(&Problem::WrongHost, reader)
}

/// A page of an origin that may not call. Nothing of the request was looked at.
pub fn foreign_origin(shape: Shape, reader: Reader<'_>) -> Outgoing {
    match shape {
        Shape::Vendor(product) => vendor(product, &EdgeAnswer::Forbidden, reader, Cause::ForeignOrigin),
        Shape::Own => Outgoing::problem(&Problem::Forbidden(None), reader),
    }
}

/// Too often from one address. Nothing of the request was looked at.
pub fn too_often(shape: Shape, too_often: TooOften, reader: Reader<'_>) -> Outgoing {
    let TooOften { retry_after_seconds } = too_often;
    match shape {
        Shape::Vendor(product) => {
            let answer = EdgeAnswer::TooManyRequests { retry_after_seconds };
            vendor(product, &answer, reader, Cause::AddressTooOften)
        }
        Shape::Own => Outgoing::problem(&Problem::TooOften { retry_after_seconds }, reader),
    }
}

/// Nothing is there.
pub fn not_found(shape: Shape, reader: Reader<'_>) -> Outgoing {
    match shape {
        Shape::Vendor(product) => vendor(product, &EdgeAnswer::NotFound, reader, Cause::NotFound),
        Shape::Own => Outgoing::problem(&Problem::NotFound, reader),
    }
}

/// Something is there, for other methods.
pub fn method_not_allowed(shape: Shape, allow: &'static str, reader: Reader<'_>) -> Outgoing {
    match shape {
        Shape::Vendor(product) => {
            vendor(product, &EdgeAnswer::MethodNotAllowed { allow }, reader, Cause::MethodNotAllowed)
        }
        Shape::Own => Outgoing::problem(&Problem::MethodNotAllowed(allow), reader),
    }
}

/// The runtime gives no randomness: the request has no id of its own, and the audit log, which writes
/// what is told twice once, would take it for another one.
pub fn without_id(shape: Shape, reader: Reader<'_>) -> Outgoing {
    match shape {
        Shape::Vendor(product) => vendor(product, &EdgeAnswer::NotSent, reader, Cause::NoRandomness),
        Shape::Own => Outgoing::problem(&Problem::Unavailable, reader),
    }
}

/// The edge cannot work at all; nothing was sent.
pub fn misconfigured(shape: Shape, reader: Reader<'_>) -> Outgoing {
    match shape {
        Shape::Vendor(product) => vendor(product, &EdgeAnswer::Misconfigured, reader, Cause::Misconfigured),
        Shape::Own => Outgoing::problem(&Problem::Internal, reader),
    }
}
