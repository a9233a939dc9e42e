//! Verifies a log: every row is unchanged and in order, and each intent has one outcome.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::event::{Event, Kind};
use crate::hash::Hash;
use crate::row::{Head, Line, Row};

/// How long before the end of the log an intent may lack its outcome, in milliseconds: the longest
/// reset, the alarm that settles a reset whose object died, and the delivery to the log.
const UNDER_WAY_MS: u64 = 120_000;

/// A head that was stored earlier: the log must still contain it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// The number of rows at that time.
    pub rows: u64,
    /// The hash of the last row.
    pub head: Hash,
}

/// A problem of a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The line with the finding, counted from 1. For something missing at the end, the line after the last.
    pub line: u64,
    /// The kind of the problem.
    pub what: What,
}

/// The kind of a problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// The line is neither a row nor a head.
    Unreadable,
    /// The hash of the row does not match its content.
    Changed {
        /// The sequence number.
        seq: u64,
    },
    /// Rows are missing before this line.
    Missing {
        /// The first missing row.
        from: u64,
        /// The last missing row.
        to: u64,
    },
    /// The row follows a later row, or is in the log twice.
    Reordered {
        /// The sequence number.
        seq: u64,
    },
    /// The row does not contain the hash of the row before it: one of the two was changed.
    NotLinked {
        /// The sequence number.
        seq: u64,
    },
    /// The row belongs to another log.
    OtherLog {
        /// The sequence number.
        seq: u64,
    },
    /// The same event is in the log twice.
    Repeated {
        /// The sequence number.
        seq: u64,
    },
    /// This intent has no outcome.
    IntentWithoutOutcome {
        /// The sequence number.
        seq: u64,
        /// The id of the request.
        request_id: String,
    },
    /// An outcome without an intent, or a second outcome.
    OutcomeWithoutIntent {
        /// The sequence number.
        seq: u64,
        /// The id of the request.
        request_id: String,
    },
    /// No head: the log may have been truncated.
    NoHead,
    /// The head has another number of rows or another last hash: the log was truncated.
    HeadDiffers,
    /// A line follows the head.
    AfterHead,
    /// The log does not contain a head that was stored earlier: it was rewritten or truncated.
    AnchorNotFound {
        /// The number of rows in that head.
        rows: u64,
    },
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: ", self.line)?;
        match &self.what {
            What::Unreadable => f.write_str("is neither a row nor a head"),
            What::Changed { seq } => write!(f, "row {seq} was changed"),
            What::Missing { from, to } if from == to => write!(f, "row {from} is missing"),
            What::Missing { from, to } => write!(f, "rows {from} to {to} are missing"),
            What::Reordered { seq } => write!(f, "row {seq} is out of order"),
            What::NotLinked { seq } => write!(f, "row {seq} does not follow the row before it"),
            What::OtherLog { seq } => write!(f, "row {seq} belongs to another log"),
            What::Repeated { seq } => write!(f, "row {seq} repeats an earlier event"),
            What::IntentWithoutOutcome { seq, request_id } => {
                write!(f, "row {seq}: the intent of request {request_id} has no outcome")
            }
            What::OutcomeWithoutIntent { seq, request_id } => {
                write!(f, "row {seq}: the outcome of request {request_id} has no intent")
            }
            What::NoHead => f.write_str("the log has no head: its end may be missing"),
            What::HeadDiffers => {
                f.write_str("the head does not match the last row: the end of the log is missing")
            }
            What::AfterHead => f.write_str("a line follows the head"),
            What::AnchorNotFound { rows } => {
                write!(f, "the stored head of {rows} rows is not in this log: it was rewritten or truncated")
            }
        }
    }
}

/// The result of a verification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The number of rows that were read.
    pub rows: u64,
    /// The number of recent intents whose outcome may still arrive.
    pub under_way: u64,
    /// The head, if the log has one.
    pub head: Option<Head>,
    /// All problems, in the order in which they were found.
    pub findings: Vec<Finding>,
}

/// Reads a log line by line.
#[derive(Debug, Default)]
pub struct Verifier {
    anchor: Option<Anchor>,
    from: Option<Anchor>,
    /// The time of the first row's event, in milliseconds since 1970.
    began_ms: Option<u64>,
    line: u64,
    rows: u64,
    last: Option<(u64, Hash)>,
    log: Option<String>,
    events: BTreeSet<String>,
    /// The intents without an outcome so far, by request: line, sequence number, time.
    open: BTreeMap<String, (u64, u64, u64)>,
    head: Option<Head>,
    findings: Vec<Finding>,
}

impl Verifier {
    /// A verifier that also searches for a head that was stored earlier.
    pub fn new(anchor: Option<Anchor>) -> Self {
        Self { anchor, ..Self::default() }
    }

    /// A verifier of a continuation: an export that begins after the head of an earlier one.
    #[must_use]
    pub fn from(self, head: Option<Anchor>) -> Self {
        Self { from: head, ..self }
    }

    /// Verifies the next line. An empty line is ignored.
    pub fn line(&mut self, text: &str) {
        self.line = self.line.saturating_add(1);
        if text.trim().is_empty() {
            return;
        }
        if self.head.is_some() {
            return self.find(What::AfterHead);
        }
        match Line::parse(text) {
            Some(Line::Row(row)) => self.row(&row),
            Some(Line::Head(head)) => self.end(head),
            None => self.find(What::Unreadable),
        }
    }

    /// Ends the verification.
    pub fn finish(mut self) -> Report {
        self.line = self.line.saturating_add(1);
        if self.head.is_none() {
            self.find(What::NoHead);
        }
        if let Some(anchor) = self.anchor {
            self.find(What::AnchorNotFound { rows: anchor.rows });
        }
        let now_ms = self.head.as_ref().map_or(u64::MAX, |head| head.at_ms);
        let (mut under_way, mut lost) = (0_u64, Vec::new());
        for (request_id, (line, seq, at_ms)) in std::mem::take(&mut self.open) {
            if now_ms.saturating_sub(at_ms) <= UNDER_WAY_MS {
                under_way = under_way.saturating_add(1);
            } else {
                lost.push(Finding { line, what: What::IntentWithoutOutcome { seq, request_id } });
            }
        }
        lost.sort_by_key(|finding| finding.line);
        self.findings.extend(lost);
        Report { rows: self.rows, under_way, head: self.head, findings: self.findings }
    }

    fn row(&mut self, row: &Row) {
        self.rows = self.rows.saturating_add(1);
        self.place(row);
        if !row.holds() {
            self.find(What::Changed { seq: row.seq });
        }
        self.meet(row.seq, row.hash);
        // The next row is compared with this row, even if this row is wrong, so that one change gives
        // one finding.
        self.last = Some((row.seq, row.hash));
        self.event(row.seq, &row.event);
    }

    fn place(&mut self, row: &Row) {
        let seq = row.seq;
        let log = self.log.get_or_insert_with(|| row.event.product.clone());
        if *log != row.event.product {
            self.find(What::OtherLog { seq });
        }
        let (before, prev) = self.last.unwrap_or_else(|| self.beginning(&row.event.product));
        let expected = before.saturating_add(1);
        if seq > expected {
            self.find(What::Missing { from: expected, to: seq.saturating_sub(1) });
        } else if seq < expected {
            self.find(What::Reordered { seq });
        } else if row.prev != prev {
            self.find(What::NotLinked { seq });
        }
    }

    /// The sequence number and hash that the first row must continue.
    fn beginning(&self, log: &str) -> (u64, Hash) {
        self.from.map_or_else(|| (0, Hash::of_log(log)), |from| (from.rows, from.head))
    }

    /// Whether the intent of this outcome may be in the part of the log before the head that this
    /// export continues.
    fn may_be_of_before(&self, at_ms: u64) -> bool {
        let began_ms = self.began_ms.filter(|_| self.from.is_some());
        began_ms.is_some_and(|began_ms| at_ms <= began_ms.saturating_add(UNDER_WAY_MS))
    }

    fn event(&mut self, seq: u64, event: &Event) {
        self.began_ms.get_or_insert(event.at_ms);
        if !self.events.insert(event.id.clone()) {
            return self.find(What::Repeated { seq });
        }
        let request_id = event.request_id.clone();
        match event.kind {
            Kind::Intent => {
                self.open.insert(request_id, (self.line, seq, event.at_ms));
            }
            Kind::Outcome => {
                if self.open.remove(&request_id).is_none() && !self.may_be_of_before(event.at_ms) {
                    self.find(What::OutcomeWithoutIntent { seq, request_id });
                }
            }
            Kind::TicketMinted
            | Kind::TicketBound
            | Kind::LimitsReset
            | Kind::LimitAdopted
            | Kind::BreachSearch => {}
        }
    }

    fn end(&mut self, head: Head) {
        let log = self.log.as_ref().is_none_or(|log| *log == head.log);
        let (rows, hash) = self.last.unwrap_or_else(|| self.beginning(&head.log));
        if !log || head.rows != rows || head.head != hash {
            self.find(What::HeadDiffers);
        }
        if self.last.is_none() {
            self.meet(rows, hash);
        }
        self.head = Some(head);
    }

    fn meet(&mut self, rows: u64, head: Hash) {
        if self.anchor == Some(Anchor { rows, head }) {
            self.anchor = None;
        }
    }

    fn find(&mut self, what: What) {
        self.findings.push(Finding { line: self.line, what });
    }
}

#[cfg(test)]
mod tests;
