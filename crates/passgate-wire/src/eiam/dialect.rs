//! The differences on the wire between the products with EIAM's API.

use serde::Serialize;

use super::codes::CODES;
use crate::codes::CodeRow;
use crate::http::JSON;

/// How one of the products writes EIAM's calls.
#[derive(Debug)]
pub struct Dialect {
    /// The exact `Content-Type` of its page.
    pub(crate) content_type: &'static str,
    /// How it writes `pwd_must_modify`.
    pub(crate) flag: fn(bool) -> Flag,
    /// The codes of its replies.
    pub(crate) codes: &'static [CodeRow],
    /// The prefix of the codes about a password; `None` if the page lists all codes.
    pub(crate) password_prefix: Option<&'static str>,
}

/// EIAM's own dialect: `pwd_must_modify` is the string `"true"` or `"false"`.
pub static DIALECT: Dialect = Dialect {
    content_type: JSON,
    flag: |yes| Flag::Text(if yes { "true" } else { "false" }),
    codes: CODES,
    password_prefix: None,
};

/// A boolean value in a request.
#[derive(Serialize)]
#[serde(untagged)]
pub(crate) enum Flag {
    /// As a string.
    Text(&'static str),
    /// As a boolean.
    Boolean(bool),
}
