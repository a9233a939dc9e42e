use serde::{Deserialize, Serialize};

/// The page describes no answer with more rows.
const MOST_OTHERS: usize = 10_000;

/// The differences between hosts.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Policy {
    /// The number of other hashes in each range; the page says some hundreds.
    pub(crate) others: usize,
    /// Whether the digits are in lower case; on the page they are in upper case.
    pub(crate) lower_case: bool,
}

impl Default for Policy {
    fn default() -> Self {
        Self { others: 500, lower_case: false }
    }
}

impl Policy {
    /// The field that makes the policy impossible, and the reason.
    pub(crate) fn check(&self) -> Result<(), (&'static str, &'static str)> {
        if self.others > MOST_OTHERS { Err(("others", "must be at most 10000")) } else { Ok(()) }
    }
}
