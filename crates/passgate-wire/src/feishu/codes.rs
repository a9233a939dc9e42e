//! Feishu's codes.

use crate::codes::CodeRow;

/// Every documented code of the two calls.
pub const CODES: &[CodeRow] = &[];
