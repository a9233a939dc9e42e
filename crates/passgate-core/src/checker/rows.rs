//! The rows of one text, in buffers that are reused for the next text.

use crate::phrases::{self, Locale};
use crate::policy::PolicyRule;
use crate::policy::rules::{Rule, Scratch, Verdict};
use crate::text::Span;
use crate::verdict::{Finding, PackedViolation, Report, RuleName, Status, Violation};

/// A checker's verdict on a text, row by row. Create it once, and pass it to
/// [`Checker::judge`](crate::Checker::judge) for every text.
pub struct Rows {
    rows: Vec<Stored>,
    spans: Vec<Span>,
    scratch: Scratch,
    /// The vendor's text, which at most one row has.
    message: Option<String>,
}

struct Stored {
    rule: RuleName,
    status: Status,
    violation: Option<PackedViolation>,
    /// Whether its length is in bytes.
    in_bytes: bool,
    begin: usize,
    end: usize,
}

/// One row.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Row<'v> {
    /// The rule of this row.
    pub rule: RuleName,
    /// Its status.
    pub status: Status,
    /// Why the row is not met, as numbers.
    pub packed: Option<PackedViolation>,
    message: Option<&'v str>,
    in_bytes: bool,
    /// The ranges of the text that the row is about, if there are any.
    pub spans: &'v [Span],
}

impl Default for Rows {
    fn default() -> Self {
        Self::new()
    }
}

impl Rows {
    /// Buffers without a verdict.
    pub const fn new() -> Self {
        Self { rows: Vec::new(), spans: Vec::new(), scratch: Scratch::new(), message: None }
    }

    /// Whether no row is unmet.
    pub fn accepted(&self) -> bool {
        self.rows.iter().all(|row| row.status != Status::Unmet)
    }

    /// Every row, in policy order.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = Row<'_>> {
        self.rows.iter().map(|row| Row {
            rule: row.rule,
            status: row.status,
            packed: row.violation,
            message: self.message.as_deref(),
            in_bytes: row.in_bytes,
            spans: self.spans.get(row.begin..row.end).unwrap_or_default(),
        })
    }

    /// The verdict as an owned value.
    pub fn report(&self) -> Report {
        let findings = self.rows().map(|row| Finding {
            rule: row.rule,
            status: row.status,
            violation: row.violation(),
            spans: row.spans.to_vec(),
        });
        Report { accepted: self.accepted(), findings: findings.collect() }
    }

    pub(crate) fn clear(&mut self) {
        self.rows.clear();
        self.spans.clear();
        self.message = None;
    }

    /// Adds the row of one rule.
    pub(crate) fn add(
        &mut self,
        entry: &PolicyRule,
        judge: impl FnOnce(&mut Vec<Span>, &mut Scratch) -> Verdict,
    ) {
        let (rule, advice, begin) = (entry.rule().name(), entry.advice(), self.spans.len());
        let in_bytes = matches!(entry.rule(), Rule::Length(length) if length.in_bytes());
        let (status, violation) = match judge(&mut self.spans, &mut self.scratch) {
            Verdict::Met => (Status::Met, None),
            Verdict::Unmet(violation) if advice => (Status::Unsure, Some(violation)),
            Verdict::Unmet(violation) => (Status::Unmet, Some(violation)),
            Verdict::Unsure(violation) => (Status::Unsure, violation),
        };
        self.rows.push(Stored { rule, status, violation, in_bytes, begin, end: self.spans.len() });
    }

    /// Applies a vendor's refusal to a row. A row that is already unmet says more than the vendor and stays
    /// as it is. A missing row is added.
    pub(crate) fn refuse(&mut self, rule: RuleName, violation: PackedViolation) {
        let (status, violation, end) = (Status::Unmet, Some(violation), self.spans.len());
        match self.rows.iter_mut().find(|row| row.rule == rule) {
            Some(row) if row.status == Status::Unmet => {}
            Some(row) => (row.status, row.violation) = (status, violation),
            None => self.rows.push(Stored { rule, status, violation, in_bytes: false, begin: end, end }),
        }
    }

    /// Says that a length is in characters, whatever the rule counts.
    pub(crate) fn count_characters(&mut self) {
        for row in &mut self.rows {
            row.in_bytes = false;
        }
    }

    /// Sets the vendor's text.
    pub(crate) fn set_message(&mut self, message: Option<&str>) {
        self.message = message.map(str::to_owned);
    }

    /// The vendor's text, if a row has one.
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }
}

impl Row<'_> {
    /// Why the row is not met, with the vendor's text.
    pub fn violation(&self) -> Option<Violation> {
        self.packed.map(|packed| Violation::unpack(packed, self.message))
    }

    /// Why the row is not met, in one sentence, even without a violation; empty if it is met.
    pub fn says(&self, locale: Locale) -> String {
        let (is, message) = ((self.rule, self.status), self.message.unwrap_or_default());
        phrases::row(is, self.packed, message, self.in_bytes, locale)
    }
}
