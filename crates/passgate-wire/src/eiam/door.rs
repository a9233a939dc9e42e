//! What callers send us in EIAM's shape.

use passgate_core::Secret;

use super::{ChangePassword, RestPassword};
use crate::bad_input::{BadInput, Problem};

/// Reads a change. `user_id` is the raw path segment, `query` the raw query string without the
/// `?` (there is none in the page).
///
/// # Errors
/// [`BadInput`], naming the field.
pub fn read_change(
    user_id: &str,
    query: &str,
    content_type: Option<&str>,
    body: &[u8],
) -> Result<ChangePassword, BadInput> {
    let _ = (user_id, query, content_type, body);
    Err(BadInput::new("body", Problem::NotJson))
}

/// Reads a reset by the vendor. `user_id` is the raw path segment, `query` the raw query string.
///
/// # Errors
/// [`BadInput`], naming the field.
pub fn read_rest(user_id: &str, query: &str, body: &[u8]) -> Result<RestPassword, BadInput> {
    let _ = (user_id, query, body);
    Err(BadInput::new("body", Problem::NotJson))
}

/// Reads a token exchange: `Basic` with a form that says `grant_type=client_credentials`, or the
/// credentials as form fields (the OneAccess way); both at once, or any in the query, is refused.
///
/// # Errors
/// [`BadInput`], naming the field.
pub fn read_token_exchange(
    query: &str,
    authorization: Option<&str>,
    content_type: Option<&str>,
    body: &[u8],
) -> Result<(String, Secret), BadInput> {
    let _ = (query, authorization, content_type, body);
    Err(BadInput::new("body", Problem::NotJson))
}
