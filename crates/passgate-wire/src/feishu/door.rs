//! What callers send us in Feishu's shape.

use passgate_core::Secret;

use super::reset::ResetPassword;
use crate::bad_input::{BadInput, Problem};

/// Reads a reset. `query` is the raw query string, without the `?`.
///
/// # Errors
/// [`BadInput`], naming the field.
pub fn read_reset(
    query: &str,
    content_type: Option<&str>,
    body: &[u8],
) -> Result<ResetPassword, BadInput> {
    let _ = (query, content_type, body);
    Err(BadInput::new("body", Problem::NotJson))
}

/// Reads a token exchange: the edge client's id and secret in the fields of the vendor's app.
/// The Python SDK sends no content type here, so none is needed; a wrong one is refused.
///
/// # Errors
/// [`BadInput`], naming the field.
pub fn read_token_exchange(
    query: &str,
    content_type: Option<&str>,
    body: &[u8],
) -> Result<(String, Secret), BadInput> {
    let _ = (query, content_type, body);
    Err(BadInput::new("body", Problem::NotJson))
}
