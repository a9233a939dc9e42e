//! The table of results, and its last line.

use std::fmt::Write as _;
use std::time::Duration;

use crate::test::count::Count;
use crate::test::kind::Kind;

/// One line of the table.
pub struct Row {
    /// The kind of the step.
    pub kind: Kind,
    /// The result of the step.
    pub verdict: Verdict,
    /// The duration of the step.
    pub took: Duration,
}

/// The result of a step.
pub enum Verdict {
    /// The step ran to its end. A count without tests means a check that passed.
    Ran(Count),
    /// A check that failed, or tests that could not be run.
    Broken,
    /// A step that it needs has failed.
    NotRun(Kind),
}

impl Row {
    /// A step that was skipped because that one failed.
    pub const fn not_run(kind: Kind, missing: Kind) -> Self {
        Self { kind, verdict: Verdict::NotRun(missing), took: Duration::ZERO }
    }

    /// Whether this row makes the whole run fail.
    pub const fn failed(&self) -> bool {
        self.failures() > 0
    }

    const fn failures(&self) -> u32 {
        match &self.verdict {
            Verdict::Ran(count) => count.failed,
            Verdict::Broken | Verdict::NotRun(_) => 1,
        }
    }

    const fn passes(&self) -> u32 {
        match &self.verdict {
            Verdict::Ran(count) => count.passed,
            Verdict::Broken | Verdict::NotRun(_) => 0,
        }
    }
}

/// The table: kinds, counts and seconds, the total time, which is less than the sum because kinds run
/// in parallel; then `N passed, N failed`.
pub fn text(rows: &[Row], took: Duration) -> String {
    let mut text = format!("{:<12}{:>8}{:>8}{:>10}\n", "kind", "passed", "failed", "seconds");
    let (mut passed, mut failed) = (0_u32, 0_u32);
    for row in rows {
        passed = passed.saturating_add(row.passes());
        failed = failed.saturating_add(row.failures());
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{}", line(row));
    }
    let _ = writeln!(text, "{:<28}{:>10.1}", "all", took.as_secs_f64());
    let _ = write!(text, "\n{passed} passed, {failed} failed");
    text
}

fn line(row: &Row) -> String {
    let name = row.kind.name();
    let seconds = row.took.as_secs_f64();
    match &row.verdict {
        Verdict::Ran(Count { passed: 0, failed: 0 }) => {
            format!("{name:<12}{:>8}{:>8}{seconds:>10.1}", "ok", "-")
        }
        Verdict::Ran(Count { passed, failed }) => format!("{name:<12}{passed:>8}{failed:>8}{seconds:>10.1}"),
        Verdict::Broken => format!("{name:<12}{:>8}{:>8}{seconds:>10.1}", "-", "failed"),
        Verdict::NotRun(missing) => {
            format!("{name:<12}{:>8}{:>8}{seconds:>10.1}  because {} failed", "-", "not run", missing.name())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(kind: Kind, passed: u32, failed: u32) -> Row {
        Row { kind, verdict: Verdict::Ran(Count { passed, failed }), took: Duration::from_millis(1250) }
    }

    #[test]
    fn the_last_line_counts_tests_and_every_failure() {
        let rows = [
            row(Kind::Format, 0, 0),
            row(Kind::Native, 120, 0),
            row(Kind::Node, 9, 2),
            Row { kind: Kind::Build, verdict: Verdict::Broken, took: Duration::ZERO },
            Row::not_run(Kind::Edge, Kind::Build),
        ];
        let text = text(&rows, Duration::from_millis(3250));
        assert!(text.ends_with("\n129 passed, 4 failed"), "{text}");
        assert!(text.contains("native           120       0       1.2"), "{text}");
        assert!(text.contains("because build failed"), "{text}");
        assert!(text.contains("\nall                                3.2\n"), "{text}");
    }

    #[test]
    fn the_last_line_of_a_successful_run() {
        let rows = [row(Kind::Format, 0, 0), row(Kind::Native, 3, 0)];
        assert!(!rows.iter().any(Row::failed));
        assert!(text(&rows, Duration::ZERO).ends_with("\n3 passed, 0 failed"));
    }
}
