//! How many tests a runner says that it ran.

use std::ops::AddAssign;

use serde_json::Value;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub passed: u64,
    pub failed: u64,
    pub skipped: u64,
}

impl Tally {
    pub fn one_failed() -> Self {
        Self { failed: 1, ..Self::default() }
    }

    /// A runner that fails without a failed test (it did not compile, it crashed) and one that ran
    /// nothing at all have failed too.
    pub fn judged(mut self, succeeded: bool) -> Self {
        if self.failed == 0 && (!succeeded || self.passed == 0) {
            self.failed = 1;
        }
        self
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

/// `Summary [ 1.2s] 12 tests run: 11 passed (1 slow), 1 failed, 2 skipped` of cargo-nextest.
/// Timed out and never-executed tests have failed.
pub fn of_nextest(said: &str) -> Tally {
    let summary = said.lines().rev().find(|line| line.trim_start().starts_with("Summary ["));
    let Some(rest) = summary.and_then(|line| line.split_once("run:")) else { return Tally::default() };
    let failed = ["failed", "timed out", "exec failed"].iter().map(|word| before(rest.1, word)).sum();
    Tally { passed: before(rest.1, "passed"), failed, skipped: before(rest.1, "skipped") }
}

/// `test result: ok. 5 passed; 0 failed; 1 ignored; …` of each binary of `cargo test`.
pub fn of_cargo_test(said: &str) -> Tally {
    let mut tally = Tally::default();
    for line in said.lines().filter(|line| line.starts_with("test result:")) {
        tally += Tally {
            passed: before(line, "passed"),
            failed: before(line, "failed"),
            skipped: before(line, "ignored"),
        };
    }
    tally
}

/// The `stats` of Playwright's JSON report. A test that passes only sometimes has failed.
pub fn of_playwright(report: &str) -> Tally {
    let report: Value = serde_json::from_str(report).unwrap_or_default();
    let number = |key: &str| report["stats"][key].as_u64().unwrap_or_default();
    Tally {
        passed: number("expected"),
        failed: number("unexpected") + number("flaky"),
        skipped: number("skipped"),
    }
}

/// The number in front of the word, as in `5 passed`; 0 where the word does not stand.
fn before(text: &str, word: &str) -> u64 {
    let parts = text.split([',', ';', '.', '(', ')']).map(str::trim);
    parts.filter_map(|part| part.strip_suffix(word)?.trim().parse().ok()).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nextest_is_counted_by_its_summary() {
        let said = "    PASS x\n     Summary [   1.250s] 14 tests run: 11 passed (2 slow), 2 failed, 1 timed out, 3 skipped\n";
        assert_eq!(of_nextest(said), Tally { passed: 11, failed: 3, skipped: 3 });
        assert_eq!(of_nextest("error: could not compile"), Tally::default());
    }

    #[test]
    fn cargo_test_is_counted_binary_by_binary() {
        let said = "test result: ok. 5 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out\n\
                    test result: FAILED. 2 passed; 3 failed; 0 ignored; 0 measured; 0 filtered out\n";
        assert_eq!(of_cargo_test(said), Tally { passed: 7, failed: 3, skipped: 1 });
    }

    #[test]
    fn playwright_is_counted_by_its_report() {
        let report = r#"{"stats":{"expected":9,"unexpected":1,"flaky":1,"skipped":2}}"#;
        assert_eq!(of_playwright(report), Tally { passed: 9, failed: 2, skipped: 2 });
    }

    #[test]
    fn a_runner_that_fails_or_runs_nothing_counts_as_one_failed() {
        let fine = Tally { passed: 3, ..Tally::default() };
        assert_eq!(fine.judged(true).failed, 0);
        assert_eq!(fine.judged(false).failed, 1);
        assert_eq!(Tally::default().judged(true).failed, 1);
        assert_eq!(Tally { failed: 4, ..fine }.judged(false).failed, 4);
    }
}
