//! The number of passed and failed tests, parsed from the output of each runner.

/// The result of one step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Tests that passed.
    pub passed: u32,
    /// Tests that failed, or did not run although they should have.
    pub failed: u32,
}

impl Count {
    /// A check that passed, which counts as no test.
    pub const CHECK: Self = Self { passed: 0, failed: 0 };

    /// From `cargo test`: the sum of all `test result:` lines.
    pub fn of_cargo(output: &str) -> Self {
        let mut count = Self::default();
        for line in output.lines() {
            let Some((_, result)) = line.split_once("test result: ") else { continue };
            count.add(before(result, " passed"), before(result, " failed"), before(result, " ignored"));
        }
        count
    }

    /// From `node --test` in TAP: the counters at its end.
    pub fn of_tap(output: &str) -> Self {
        let counter = |name: &str| {
            let line = output.lines().rev().find_map(|line| line.strip_prefix(name));
            line.and_then(|number| number.trim().parse().ok()).unwrap_or(0_u32)
        };
        let mut count = Self::default();
        let not_run = counter("# skipped ").saturating_add(counter("# todo "));
        let failed = counter("# fail ").saturating_add(counter("# cancelled "));
        count.add(counter("# pass "), failed, not_run);
        count
    }

    /// From Python's `unittest`: `Ran 5 tests in …`, then `OK` or `FAILED (failures=1, errors=2)`.
    pub fn of_unittest(output: &str) -> Self {
        let ran = output.lines().rev().find_map(|line| line.strip_prefix("Ran "));
        let ran = ran.map_or(0, |line| before(line, " test"));
        let verdict = output.lines().rev().find(|line| line.starts_with("OK") || line.starts_with("FAILED"));
        let of = |name: &str| verdict.map_or(0, |line| after(line, name));
        let failed = of("failures=").saturating_add(of("errors=")).saturating_add(of("skipped="));
        Self { passed: ran.saturating_sub(failed), failed }
    }

    /// From a JUnit report: the counters of its outermost element.
    pub fn of_junit(report: &str) -> Self {
        let counters = report.split_once("<testsuites").map_or("", |(_, rest)| rest);
        let counters = counters.split_once('>').map_or("", |(element, _)| element);
        let of = |name: &str| after(counters, &format!(" {name}=\""));
        let failed = of("failures").saturating_add(of("errors")).saturating_add(of("skipped"));
        Self { passed: of("tests").saturating_sub(failed), failed }
    }

    /// The sum of two counts.
    #[must_use]
    pub fn plus(mut self, other: Self) -> Self {
        self.add(other.passed, other.failed, 0);
        self
    }

    /// A test that does not run counts as failed.
    fn add(&mut self, passed: u32, failed: u32, not_run: u32) {
        self.passed = self.passed.saturating_add(passed);
        self.failed = self.failed.saturating_add(failed).saturating_add(not_run);
    }
}

/// The number directly before `mark`.
fn before(text: &str, mark: &str) -> u32 {
    let Some((head, _)) = text.split_once(mark) else { return 0 };
    let number = head.rsplit(|character: char| !character.is_ascii_digit()).next();
    number.and_then(|number| number.parse().ok()).unwrap_or(0)
}

/// The number directly after `mark`.
fn after(text: &str, mark: &str) -> u32 {
    let Some((_, tail)) = text.split_once(mark) else { return 0 };
    let number = tail.split(|character: char| !character.is_ascii_digit()).next();
    number.and_then(|number| number.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargo_prints_one_line_per_binary() {
        let output = "running 3 tests\n...\n\
            test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.0s\n\
            test result: FAILED. 10 passed; 2 failed; 1 ignored; 0 measured; 0 filtered out; finished in 1.0s\n";
        assert_eq!(Count::of_cargo(output), Count { passed: 13, failed: 3 });
    }

    #[test]
    fn node_counts_at_the_end() {
        let output = "ok 1 - a\n# tests 5\n# suites 0\n# pass 2\n# fail 1\n# cancelled 1\n# skipped 1\n# todo 0\n# duration_ms 12.3\n";
        assert_eq!(Count::of_tap(output), Count { passed: 2, failed: 3 });
    }

    #[test]
    fn unittest_prints_the_number_of_tests_and_failures() {
        let good = "...\n-----\nRan 3 tests in 0.512s\n\nOK\n";
        assert_eq!(Count::of_unittest(good), Count { passed: 3, failed: 0 });
        let bad = "Ran 12 tests in 0.5s\n\nFAILED (failures=1, errors=10)\n";
        assert_eq!(Count::of_unittest(bad), Count { passed: 1, failed: 11 });
    }

    #[test]
    fn a_junit_report_counts_in_its_first_element() {
        let report = "<?xml version=\"1.0\"?>\n<testsuites errors=\"1\" failures=\"4\" skipped=\"0\" tests=\"12\" time=\"3.3\">\n\
            <testsuite errors=\"0\" failures=\"9\" tests=\"9\"></testsuite></testsuites>";
        assert_eq!(Count::of_junit(report), Count { passed: 7, failed: 5 });
    }

    #[test]
    fn empty_output_counts_no_test() {
        assert_eq!(Count::of_junit(""), Count::default());
        assert_eq!(Count::of_cargo("error: could not compile"), Count::default());
        assert_eq!(Count::of_tap(""), Count::default());
        assert_eq!(Count::of_unittest("Traceback"), Count::default());
    }
}
