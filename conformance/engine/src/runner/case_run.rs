//! A case of a suite, with everything that running it needs.

use std::sync::Arc;

use super::evaluate::Evaluator;
use super::{Settings, Transports};
use crate::fixtures::cost;
use crate::suite::Suite;
use conformance_core::case::Case;
use conformance_core::redact::Redactor;

/// A case to run: its suite, and what its requests are filled with.
#[derive(Clone, Copy)]
pub(super) struct CaseRun<'a> {
    pub(super) suite: &'a Suite,
    pub(super) case: &'a Case,
    pub(super) redactor: &'a Redactor,
    /// The seed for all random choices.
    pub(super) seed: u64,
}

impl<'a> CaseRun<'a> {
    /// What evaluates the exchanges of the case.
    pub(super) fn evaluator(self) -> Evaluator<'a> {
        Evaluator { suite: self.suite, case: self.case }
    }

    /// The most requests that the case takes.
    pub(super) fn cost(self) -> usize {
        cost(self.case, &self.suite.fixtures)
    }
}

/// The same for a task, which owns what it uses.
pub(super) struct OwnedCaseRun {
    suite: Arc<Suite>,
    index: usize,
    redactor: Arc<Redactor>,
    seed: u64,
}

impl OwnedCaseRun {
    /// The case that the task runs.
    pub(super) fn case_run(&self) -> CaseRun<'_> {
        CaseRun {
            suite: &self.suite,
            case: &self.suite.cases[self.index],
            redactor: &self.redactor,
            seed: self.seed,
        }
    }
}

/// A suite to run, with everything that running its cases needs.
#[derive(Clone, Copy)]
pub(super) struct SuiteRun<'a> {
    pub(super) suite: &'a Arc<Suite>,
    pub(super) settings: Settings,
    pub(super) transports: &'a Transports,
    pub(super) redactor: &'a Arc<Redactor>,
}

impl SuiteRun<'_> {
    /// The case of this index, for a task.
    pub(super) fn case_run(&self, index: usize) -> OwnedCaseRun {
        OwnedCaseRun {
            suite: Arc::clone(self.suite),
            index,
            redactor: Arc::clone(self.redactor),
            seed: self.settings.seed,
        }
    }
}
