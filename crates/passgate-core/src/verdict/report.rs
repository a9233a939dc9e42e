//! The verdict: one row per rule.

use serde::{Deserialize, Serialize};

use crate::text::Span;
use crate::verdict::{RuleName, Status, Violation};

/// One row of the checklist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Which rule this row is.
    pub rule: RuleName,
    /// Its status.
    pub status: Status,
    /// Why, when it is not met.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub violation: Option<Violation>,
    /// Where in the text, when it can be pointed at.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub spans: Vec<Span>,
}

/// Every row, in policy order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// No row is unmet.
    pub accepted: bool,
    /// One row per rule of the policy.
    pub findings: Vec<Finding>,
}

impl Report {
    /// The violations of the rows that block, in policy order: what an edge answers with.
    pub fn violations(&self) -> Vec<Violation> {
        self.findings
            .iter()
            .filter(|finding| finding.status == Status::Unmet)
            .filter_map(|finding| finding.violation.clone())
            .collect()
    }
}
