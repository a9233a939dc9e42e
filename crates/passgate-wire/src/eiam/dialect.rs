//! In what the products that speak EIAM's API differ on the wire.

use serde::Serialize;

use super::codes::CODES;
use crate::codes::CodeRow;
use crate::http::JSON;

/// How one of the products writes EIAM's calls.
#[derive(Debug)]
pub struct Dialect {
    /// The `Content-Type`, to the letter of its page.
    pub(crate) content_type: &'static str,
    /// How `pwd_must_modify` is written.
    pub(crate) flag: fn(bool) -> Flag,
    /// The codes of its replies.
    pub(crate) codes: &'static [CodeRow],
}

/// EIAM as its own pages write it: `pwd_must_modify` is the string `"true"` or `"false"`.
pub static DIALECT: Dialect =
    Dialect { content_type: JSON, flag: |yes| Flag::Text(if yes { "true" } else { "false" }), codes: CODES };

/// Yes or no in a request.
#[derive(Serialize)]
#[serde(untagged)]
pub(crate) enum Flag {
    /// As a string.
    Text(&'static str),
    /// As a boolean.
    Boolean(bool),
}
