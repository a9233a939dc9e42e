//! Ranges of the typed text.

use serde::{Deserialize, Serialize};

/// A half-open range of UTF-16 offsets into the typed text, always on character boundaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span(pub u32, pub u32);
