//! The rows of one text, in memory that is used again for the next.

use crate::finding::{Finding, Report, RuleName, Span, Status};
use crate::rules::{Scratch, Verdict};
use crate::violation::Violation;

/// What a checker says of a text, row by row. Made once and handed to
/// [`Checker::judge`](crate::Checker::judge) again and again.
pub struct Verdicts {
    rows: Vec<Stored>,
    spans: Vec<Span>,
    scratch: Scratch,
}

struct Stored {
    rule: RuleName,
    status: Status,
    violation: Option<Violation>,
    begin: usize,
    end: usize,
}

/// One row.
#[derive(Clone, Copy, Debug)]
pub struct RowVerdict<'v> {
    /// Which rule this row is.
    pub rule: RuleName,
    /// How it stands.
    pub status: Status,
    /// Why, when it is not met.
    pub violation: Option<&'v Violation>,
    /// Where in the text, when it can be pointed at.
    pub spans: &'v [Span],
}

impl Default for Verdicts {
    fn default() -> Self {
        Self::new()
    }
}

impl Verdicts {
    /// Room for verdicts; none is taken yet.
    pub const fn new() -> Self {
        Self { rows: Vec::new(), spans: Vec::new(), scratch: Scratch { numbers: Vec::new() } }
    }

    /// Whether no row is unmet.
    pub fn accepted(&self) -> bool {
        self.rows.iter().all(|row| row.status != Status::Unmet)
    }

    /// Every row, in policy order.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = RowVerdict<'_>> {
        self.rows.iter().map(|row| RowVerdict {
            rule: row.rule,
            status: row.status,
            violation: row.violation.as_ref(),
            spans: self.spans.get(row.begin..row.end).unwrap_or_default(),
        })
    }

    /// The same as values of their own.
    pub fn report(&self) -> Report {
        let findings = self.rows().map(|row| Finding {
            rule: row.rule,
            status: row.status,
            violation: row.violation.cloned(),
            spans: row.spans.to_vec(),
        });
        Report { accepted: self.accepted(), findings: findings.collect() }
    }

    pub(crate) fn clear(&mut self) {
        self.rows.clear();
        self.spans.clear();
    }

    /// Adds the row of one rule.
    pub(crate) fn add(
        &mut self,
        rule: RuleName,
        advice: bool,
        judge: impl FnOnce(&mut Vec<Span>, &mut Scratch) -> Verdict,
    ) {
        let begin = self.spans.len();
        let (status, violation) = match judge(&mut self.spans, &mut self.scratch) {
            Verdict::Met => (Status::Met, None),
            Verdict::Unmet(violation) if advice => (Status::Unsure, Some(violation)),
            Verdict::Unmet(violation) => (Status::Unmet, Some(violation)),
            Verdict::Unsure(violation) => (Status::Unsure, violation),
        };
        self.rows.push(Stored { rule, status, violation, begin, end: self.spans.len() });
    }

    /// Lays the vendor's word over a row. A row that is unmet here already says more than the
    /// vendor; one that is not there is added.
    pub(crate) fn refuse(&mut self, rule: RuleName, violation: &Violation) {
        match self.rows.iter_mut().find(|row| row.rule == rule) {
            Some(row) if row.status == Status::Unmet => {}
            Some(row) => {
                row.status = Status::Unmet;
                row.violation = Some(violation.clone());
            }
            None => {
                let end = self.spans.len();
                let violation = Some(violation.clone());
                self.rows.push(Stored { rule, status: Status::Unmet, violation, begin: end, end });
            }
        }
    }
}
