//! The verdict: one row per rule.

use serde::{Deserialize, Serialize};

use crate::text::Span;
use crate::verdict::{RuleName, Status, Violation};

/// One row of the checklist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The rule of this row.
    pub rule: RuleName,
    /// Its status.
    pub status: Status,
    /// Why the row is not met.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub violation: Option<Violation>,
    /// The ranges of the text that the row is about, if there are any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub spans: Vec<Span>,
}

/// The rows of a verdict, in policy order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Whether no row is unmet.
    pub accepted: bool,
    /// One row per rule of the policy.
    pub findings: Vec<Finding>,
}

impl Report {
    /// The violations of the rows that block, in policy order. An edge answers with these.
    pub fn violations(&self) -> Vec<Violation> {
        self.findings
            .iter()
            .filter(|finding| finding.status == Status::Unmet)
            .filter_map(|finding| finding.violation.clone())
            .collect()
    }
}
