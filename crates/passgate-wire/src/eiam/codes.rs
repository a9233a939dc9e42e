//! EIAM's codes.

use crate::codes::CodeRow;

/// Every documented code of the three calls.
pub const CODES: &[CodeRow] = &[];
