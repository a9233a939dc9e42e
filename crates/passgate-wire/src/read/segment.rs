//! A user id out of a path.

use percent_encoding::percent_decode_str;

use crate::bad_input::{BadInput, Problem};
use crate::user_id::UserId;

/// Decodes the raw path segment strictly. An encoded slash or backslash is refused even though
/// the id would be encoded again on its way out: a proxy in between may have taken it for a path.
pub(crate) fn user_id(raw: &str) -> Result<UserId, BadInput> {
    let bad = |problem| BadInput::new("user_id", problem);
    let mut after_percent = raw.split('%').skip(1);
    if !after_percent.all(|rest| rest.bytes().take(2).filter(u8::is_ascii_hexdigit).count() == 2) {
        return Err(bad(Problem::BadPercentEncoding));
    }
    let id = percent_decode_str(raw).decode_utf8().map_err(|_| bad(Problem::NotUtf8))?;
    if id.contains(['/', '\\']) {
        return Err(bad(Problem::EncodedSlash));
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
            ("", Err(Problem::Empty)),
            ("a%2Fb", Err(Problem::EncodedSlash)),
            ("a%2fb", Err(Problem::EncodedSlash)),
            ("a%5Cb", Err(Problem::EncodedSlash)),
            ("a/b", Err(Problem::EncodedSlash)),
            ("%2e%2E", Err(Problem::DotSegment)),
            ("..", Err(Problem::DotSegment)),
            ("a%", Err(Problem::BadPercentEncoding)),
            ("a%2", Err(Problem::BadPercentEncoding)),
            ("a%zz", Err(Problem::BadPercentEncoding)),
            ("%%41", Err(Problem::BadPercentEncoding)),
            ("%ff", Err(Problem::NotUtf8)),
            ("%ED%A0%80", Err(Problem::NotUtf8)), // a surrogate half in UTF-8's clothes
            ("%00", Err(Problem::ControlCharacter)),
            ("a%0d%0ab", Err(Problem::ControlCharacter)),
        ] {
            let read = user_id(raw);
            let read = read.as_ref().map(UserId::as_str).map_err(|bad| bad.problem.clone());
            assert_eq!(read, expected, "{raw}");
        }
        assert_eq!(user_id(&"%41".repeat(200)).unwrap().as_str().len(), 200);
        assert_eq!(user_id(&"a".repeat(201)).unwrap_err().problem, Problem::TooLong { max: 200 });
    }
}
