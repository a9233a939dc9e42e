//! The paths below a user.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::user_id::UserId;

/// All characters except the unreserved ones of RFC 3986 are encoded, so an id cannot leave its
/// segment.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// `/api/v2/tenant/users/{user_id}/{action}`.
pub(crate) fn of_user(user_id: &UserId, action: &str) -> String {
    format!("/api/v2/tenant/users/{}/{action}", utf8_percent_encode(user_id.as_str(), SEGMENT))
}
