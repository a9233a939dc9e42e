use serde::{Deserialize, Serialize};

/// More would be no answer the page describes.
const MOST_OTHERS: usize = 10_000;

/// What differs from host to host.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Policy {
    /// How many other passwords begin like any: the page says some hundreds.
    pub(crate) others: usize,
    /// Whether the digits come as small letters; the page's are capitals.
    pub(crate) lower_case: bool,
}

impl Default for Policy {
    fn default() -> Self {
        Self { others: 500, lower_case: false }
    }
}

impl Policy {
    /// The field that makes the policy impossible, and why.
    pub(crate) fn check(&self) -> Result<(), (&'static str, &'static str)> {
        if self.others > MOST_OTHERS { Err(("others", "must be at most 10000")) } else { Ok(()) }
    }
}
