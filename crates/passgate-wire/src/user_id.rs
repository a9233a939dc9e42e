//! A vendor's user id.

use crate::bad_input::{BadInput, FieldProblem};

/// The maximum length of an id in characters (Feishu `admin/v1/password/reset`, 请求体, `user_id`: 长度范围
/// `0` ～ `200` 字符). EIAM documents none, so the same limit applies.
pub const MAX_USER_ID_CHARACTERS: usize = 200;

/// A user id that can be a path segment and part of a log line: not empty, at most
/// [`MAX_USER_ID_CHARACTERS`] characters, no control character, and neither `.` nor `..`, which
/// percent-encoding cannot keep inside its segment.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct UserId(String);

impl UserId {
    /// Checks a decoded id of a vendor.
    ///
    /// ```
    /// use passgate_wire::{FieldProblem, UserId};
    ///
    /// assert_eq!(UserId::parse("abc123")?.as_str(), "abc123");
    /// assert_eq!(UserId::parse("").unwrap_err().problem, FieldProblem::Empty);
    /// # Ok::<(), passgate_wire::BadInput>(())
    /// ```
    ///
    /// # Errors
    /// [`BadInput`] on the field `user_id`.
    pub fn parse(text: impl Into<String>) -> Result<Self, BadInput> {
        let text = text.into();
        let problem = if text.is_empty() {
            FieldProblem::Empty
        } else if text.chars().count() > MAX_USER_ID_CHARACTERS {
            FieldProblem::TooLong { max: MAX_USER_ID_CHARACTERS }
        } else if text.chars().any(char::is_control) {
            FieldProblem::ControlCharacter
        } else if text == "." || text == ".." {
            FieldProblem::DotSegment
        } else {
            return Ok(Self(text));
        };
        Err(BadInput::new("user_id", problem))
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn valid_and_invalid_ids() {
        let long = "号".repeat(MAX_USER_ID_CHARACTERS);
        let longer = format!("{long}a");
        for (text, expected) in [
            ("abc123", None),
            ("20201028102749564-9082-DC8CD2722", None),
            ("a/../b?c%2e#d", None),
            ("...", None),
            (long.as_str(), None), // 200 characters in 600 bytes
            (longer.as_str(), Some(FieldProblem::TooLong { max: 200 })),
            ("", Some(FieldProblem::Empty)),
            ("a\nb", Some(FieldProblem::ControlCharacter)),
            ("a\u{85}b", Some(FieldProblem::ControlCharacter)),
            ("\0", Some(FieldProblem::ControlCharacter)),
            (".", Some(FieldProblem::DotSegment)),
            ("..", Some(FieldProblem::DotSegment)),
        ] {
            let parsed = UserId::parse(text);
            assert_eq!(parsed.as_ref().err().map(|bad| &bad.problem), expected.as_ref(), "{text:?}");
            assert_eq!(parsed.ok().map(|id| id.0), expected.is_none().then(|| text.to_owned()));
        }
    }
}
