//! The totals of all suites, and the verdict.

use conformance_core::coverage::Share;
use conformance_core::event::{Tally, Verdict};
use conformance_engine::runner;

/// The results of the suites so far.
#[derive(Debug, Default)]
pub(super) struct Totals {
    pub(super) tally: Tally,
    pub(super) coverage: Share,
    pub(super) interrupted: bool,
    /// Whether a suite had no conclusive case.
    pub(super) has_no_verdict: bool,
}

impl Totals {
    pub(super) fn add(&mut self, ended: &runner::Ended) {
        self.tally.add(ended.tally);
        self.coverage = self.coverage.and(ended.coverage);
        self.interrupted |= ended.interrupted;
        let has_no_conclusion =
            ended.tally.concluded() == 0 && (ended.tally.inconclusive > 0 || ended.not_supplied);
        self.has_no_verdict |= has_no_conclusion || ended.rejected_for_now;
    }

    pub(super) fn verdict(&self, known_are_valid: bool, minimum: Option<f64>) -> Verdict {
        if self.tally.failed > 0 || !known_are_valid {
            Verdict::Findings
        } else if self.interrupted || self.has_no_verdict {
            Verdict::NotAsked
        } else if self.tally.concluded() == 0 {
            Verdict::NothingRan
        } else if minimum.is_some_and(|minimum| self.coverage.percent() < minimum) {
            Verdict::Uncovered
        } else {
            Verdict::Conforms
        }
    }
}
