//! Reads the requests of callers: strictly, with limits, and with the name of the invalid field.

mod content_type;
mod json;
mod query;
mod segment;

pub(crate) use content_type::{FORM, JSON, require};
pub(crate) use json::Object;
pub(crate) use query::Parameters;
pub(crate) use segment::user_id;

use crate::bad_input::{BadInput, FieldProblem};

/// The maximum size of a body in bytes: far more than any password needs. The edge limits the stream to
/// it, and the reader checks it again.
pub const MAX_BODY_BYTES: usize = 16 * 1024;
/// The maximum size of a call's body at the edge, in bytes. The longest id (200 characters) and a
/// password of 128 take a little more than 4,000 bytes when every character is written as two `\\u`
/// escapes, which no SDK does, and a third of that in UTF-8.
pub const MAX_CALL_BYTES: usize = 4 * 1024;

/// The body as text, if it is within the limit and valid UTF-8.
pub(crate) fn body_text(body: &[u8]) -> Result<&str, BadInput> {
    if body.len() > MAX_BODY_BYTES {
        return Err(BadInput::new("body", FieldProblem::BodyTooLarge { max_bytes: MAX_BODY_BYTES }));
    }
    std::str::from_utf8(body).map_err(|_| BadInput::new("body", FieldProblem::NotUtf8))
}
