//! Refusals that any route may return, in the format of its path.

use passgate_core::Product;
use passgate_wire::{BadInput, EdgeAnswer, FieldProblem, MAX_CALL_BYTES, Reader};

use crate::edge::platform::body::ReadError;
use crate::edge::platform::respond::Outgoing;
use crate::http::problem::Problem;
use crate::http::routes::Shape;
use crate::rates::gcra::TooOften;
use crate::reset::disposition::Cause;
use crate::reset::outcome;

/// An answer in a vendor's format to a request that did not become an attempt. The cause is only
/// logged.
pub fn vendor(product: Product, answer: &EdgeAnswer<'_>, reader: Reader<'_>, cause: Cause) -> Outgoing {
    Outgoing::envelope(outcome::envelope(product, answer, reader), cause)
}

/// A body that could not be read: too large, too slow, or broken off.
pub fn unreadable(product: Product, error: ReadError, token_route: bool, reader: Reader<'_>) -> Outgoing {
    let body = |problem| BadInput::new("body", problem);
    let (bad, status, cause) = match error {
        ReadError::TooLarge => {
            let problem = FieldProblem::BodyTooLarge { max_bytes: MAX_CALL_BYTES };
            (body(problem), 413, Cause::BodyTooLarge)
        }
        ReadError::TooSlow => (body(FieldProblem::BodyTooSlow), 408, Cause::BodyTooSlow),
        ReadError::Broken => (body(FieldProblem::NotJson), 400, Cause::NotJson),
        ReadError::Encoded => {
            (BadInput::new("Content-Encoding", FieldProblem::ContentCoding), 400, Cause::WrongContentCoding)
        }
    };
    let answer = if token_route { EdgeAnswer::BadTokenRequest(&bad) } else { EdgeAnswer::BadInput(&bad) };
    let mut outgoing = vendor(product, &answer, reader, cause);
    outgoing.status = status;
    outgoing
}

/// The answer to an invalid `Host`: the target of the request is unknown, and nothing else was
/// examined.
pub fn wrong_host(reader: Reader<'_>) -> Outgoing {
    Outgoing::problem(&Problem::WrongHost, reader)
}

/// The answer to a page of an origin that is not allowed. Nothing of the request was examined.
pub fn foreign_origin(shape: Shape, reader: Reader<'_>) -> Outgoing {
    match shape {
        Shape::Vendor(product) => vendor(product, &EdgeAnswer::Forbidden, reader, Cause::ForeignOrigin),
        Shape::Own => Outgoing::problem(&Problem::Forbidden(None), reader),
    }
}

/// The answer to too many requests from one address. Nothing of the request was examined.
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

/// The answer for a path that does not exist.
pub fn not_found(shape: Shape, reader: Reader<'_>) -> Outgoing {
    match shape {
        Shape::Vendor(product) => vendor(product, &EdgeAnswer::NotFound, reader, Cause::NotFound),
        Shape::Own => Outgoing::problem(&Problem::NotFound, reader),
    }
}

/// The answer for a path that exists with other methods.
pub fn method_not_allowed(shape: Shape, allow: &'static str, reader: Reader<'_>) -> Outgoing {
    match shape {
        Shape::Vendor(product) => {
            vendor(product, &EdgeAnswer::MethodNotAllowed { allow }, reader, Cause::MethodNotAllowed)
        }
        Shape::Own => Outgoing::problem(&Problem::MethodNotAllowed(allow), reader),
    }
}

/// The answer without randomness. The request would have no unique id, and the audit log, which ignores
/// duplicates by id, would take it for another request.
pub fn without_id(shape: Shape, reader: Reader<'_>) -> Outgoing {
    match shape {
        Shape::Vendor(product) => vendor(product, &EdgeAnswer::NotSent, reader, Cause::NoRandomness),
        Shape::Own => Outgoing::problem(&Problem::Unavailable, reader),
    }
}

/// The answer when the configuration cannot be used. Nothing was sent.
pub fn misconfigured(shape: Shape, reader: Reader<'_>) -> Outgoing {
    match shape {
        Shape::Vendor(product) => vendor(product, &EdgeAnswer::Misconfigured, reader, Cause::Misconfigured),
        Shape::Own => Outgoing::problem(&Problem::Internal, reader),
    }
}
