//! Reads a user id from a path.

use percent_encoding::percent_decode_str;

use crate::bad_input::{BadInput, FieldProblem};
use crate::user_id::UserId;

/// Decodes the raw path segment strictly. An encoded slash or backslash is refused although the id
/// would be encoded again in the outbound request: a proxy in between may have treated it as a path
/// separator.
pub(crate) fn user_id(raw: &str) -> Result<UserId, BadInput> {
    let bad = |problem| BadInput::new("user_id", problem);
    let mut after_percent = raw.split('%').skip(1);
    if !after_percent.all(|rest| rest.bytes().take(2).filter(u8::is_ascii_hexdigit).count() == 2) {
        return Err(bad(FieldProblem::BadPercentEncoding));
    }
    let id = percent_decode_str(raw).decode_utf8().map_err(|_| bad(FieldProblem::NotUtf8))?;
    if id.contains(['/', '\\']) {
        return Err(bad(FieldProblem::EncodedSlash));
    }
    UserId::parse(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments() {
        for (raw, expected) in [
            ("abc123", Ok("abc123")),
            ("a%20b%3Fc%23d%25e", Ok("a b?c#d%e")),
            ("a+b", Ok("a+b")),
            ("%E7%8E%8B", Ok("王")),
            ("%2525", Ok("%25")), // decoded once
            ("", Err(FieldProblem::Empty)),
            ("a%2Fb", Err(FieldProblem::EncodedSlash)),
            ("a%2fb", Err(FieldProblem::EncodedSlash)),
            ("a%5Cb", Err(FieldProblem::EncodedSlash)),
            ("a/b", Err(FieldProblem::EncodedSlash)),
            ("%2e%2E", Err(FieldProblem::DotSegment)),
            ("..", Err(FieldProblem::DotSegment)),
            ("a%", Err(FieldProblem::BadPercentEncoding)),
            ("a%2", Err(FieldProblem::BadPercentEncoding)),
            ("a%zz", Err(FieldProblem::BadPercentEncoding)),
            ("%%41", Err(FieldProblem::BadPercentEncoding)),
            ("%ff", Err(FieldProblem::NotUtf8)),
            ("%ED%A0%80", Err(FieldProblem::NotUtf8)), // an encoded surrogate
            ("%00", Err(FieldProblem::ControlCharacter)),
            ("a%0d%0ab", Err(FieldProblem::ControlCharacter)),
        ] {
            let read = user_id(raw);
            let read = read.as_ref().map(UserId::as_str).map_err(|bad| bad.problem.clone());
            assert_eq!(read, expected, "{raw}");
        }
        assert_eq!(user_id(&"%41".repeat(200)).unwrap().as_str().len(), 200);
        assert_eq!(user_id(&"a".repeat(201)).unwrap_err().problem, FieldProblem::TooLong { max: 200 });
    }
}
