//! The verdict: one row per rule.

use serde::{Deserialize, Serialize};

use crate::violation::Violation;
use crate::vocabulary::{Vocabulary, words_of};

/// The rules a policy can name, and so the rows a checklist can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RuleName {
    /// How many characters.
    Length,
    /// Which characters may be used.
    Charset,
    /// How many kinds of character.
    Composition,
    /// Not the username, nor the username backwards.
    Username,
    /// Not a password many people use.
    Common,
    /// Not a password used before: only the vendor knows.
    History,
    /// Not the same character too often.
    Repetition,
    /// Nothing about the person.
    Identity,
    /// What the vendor refused and no rule of the policy covers. No policy names it; its row
    /// is there only for a text the vendor has refused.
    Vendor,
}

words_of!(Rules: RuleName { Length, Charset, Composition, Username, Common, History, Repetition, Identity });

/// How a rule stands for a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Satisfied.
    Met,
    /// This breaks the policy document.
    Unmet,
    /// Only the vendor knows, it is a guess, or the rule is advice. Never blocks.
    Unsure,
}

words_of!(Statuses: Status { Met, Unmet, Unsure });

impl RuleName {
    /// How it is written.
    pub fn name(self) -> &'static str {
        if self == Self::Vendor { "vendor" } else { Vocabulary::Rules.name(self as u32) }
    }
}

/// A half-open range of UTF-16 offsets into the typed text, always on character boundaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span(pub u32, pub u32);

/// One row of the checklist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Which rule this row is.
    pub rule: RuleName,
    /// How it stands.
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
