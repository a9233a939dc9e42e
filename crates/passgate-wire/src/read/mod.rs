//! Reading what callers send: strict, bounded, and naming the field.

mod content_type;
mod json;
mod query;
mod segment;

pub(crate) use content_type::{FORM, JSON, require};
pub(crate) use json::Object;
pub(crate) use query::Parameters;
pub(crate) use segment::user_id;

use crate::bad_input::{BadInput, FieldProblem};

/// The most bytes of a body that is read: far more than any password needs. The edge bounds the stream
/// with it, and the reader checks again.
pub const MAX_BODY_BYTES: usize = 16 * 1024;
/// The most bytes of a call's body at the edge. The longest id (200 characters) and a password of
/// 128 take 4,000 bytes and some when every character is written as two `\\u` escapes, which none
/// of the SDKs does, and a third of it as UTF-8.
pub const MAX_CALL_BYTES: usize = 4 * 1024;

/// The body as text, if it is small enough and UTF-8.
pub(crate) fn body_text(body: &[u8]) -> Result<&str, BadInput> {
    if body.len() > MAX_BODY_BYTES {
        return Err(BadInput::new("body", FieldProblem::BodyTooLarge { max_bytes: MAX_BODY_BYTES }));
    }
    std::str::from_utf8(body).map_err(|_| BadInput::new("body", FieldProblem::NotUtf8))
}
