//! The progress of a suite, case by case.

use super::accepted_values::AcceptedValues;
use super::execute::Asked;
use super::hint::Hints;
use super::{Settings, State, examine};
use crate::fixtures::Minter;
use crate::suite::Suite;
use conformance_core::case::Case;
use conformance_core::coverage::Collector;
use conformance_core::event::{CaseReport, Event, Outcome, SuiteEnd, Tally};
use conformance_core::exchange::Exchange;
use conformance_core::finding::{Folded, add};

/// The number of requests without any response after which the target is given up.
const PATIENCE: usize = 5;

/// The progress of a suite.
#[derive(Default)]
pub(super) struct Progress {
    pub(super) tally: Tally,
    findings: Vec<Folded>,
    collector: Collector,
    proven: AcceptedValues,
    pub(super) hints: Hints,
    /// How many cases had no response, as long as none had one.
    silent: usize,
    response_parts: bool,
}

impl Progress {
    /// Records a case of the suite, and its result.
    pub(super) fn note(&mut self, suite: &Suite, case: &Case, mut asked: Asked) -> CaseReport {
        self.proven.learn(case, &asked.exchanges);
        if self.proven.resolve(case, &mut asked.exchanges) {
            asked.outcome = examine(suite, case, &asked.exchanges);
        }
        // The end of the connection rejects a malformed message, without regard to other responses.
        let passed = matches!(asked.outcome, Outcome::Passed { .. });
        if asked.dropped && passed && self.tally.concluded() == 0 {
            asked.give_up();
        }
        if let Some(recorder) = &suite.recorder {
            recorder.note(suite, case, &asked.exchanges);
        }
        let nothing = Outcome::Passed { findings: Vec::new() };
        let outcome = std::mem::replace(&mut asked.outcome, nothing);
        asked.outcome = suite.known.resolve(&case.id, outcome);
        self.tally.count(&asked.outcome);
        self.tally.flaky += usize::from(asked.flaky.is_some());
        self.hints.note(case, &asked.exchanges, &asked.outcome);
        if asked.unreachable {
            self.silent += 1;
        }
        for (step, exchange) in asked.exchanges.iter().enumerate() {
            self.response_parts |= !asked.dropped;
            let is_probe = case.steps.get(step).is_some_and(|step| step.role.is_probe());
            let operation = suite.contract.operation(case.operation_of(step));
            if let Some(operation) = operation.filter(|_| !is_probe) {
                self.collector.note(operation, case, step, exchange);
            }
        }
        if !matches!(asked.outcome, Outcome::KnownFailure { .. }) {
            for finding in asked.outcome.findings() {
                add(&mut self.findings, finding.clone());
            }
        }
        CaseReport {
            id: case.id.clone(),
            operation: case.operation.clone(),
            title: case.title.clone(),
            microseconds: asked.exchanges.iter().map(microseconds).sum(),
            outcome: asked.outcome,
            flaky: asked.flaky,
        }
    }

    /// The state after a case was reported: enough cases may have failed to stop the run.
    pub(super) fn state(&self, settings: Settings, before: State) -> State {
        if settings.fail_fast.is_some_and(|most| self.tally.failed >= most)
            && before == State::Going
        {
            State::Failed
        } else {
            before
        }
    }

    /// Reports a case that is not run any more.
    pub(super) fn skip(
        &mut self,
        suite: &Suite,
        case: &Case,
        state: State,
        emit: &mut impl FnMut(Event),
    ) {
        let asked = Asked::without_exchange(state.outcome());
        emit(Event::CaseFinished(self.note(suite, case, asked)));
    }

    /// Whether these cannot be reported yet: the first one's connection was dropped, and so far there
    /// was no response.
    pub(super) fn must_wait(&self, held: &[Asked]) -> bool {
        let has_response = held.iter().any(|asked| !asked.exchanges.is_empty() && !asked.dropped);
        !self.response_parts && !has_response && held.iter().any(|asked| asked.dropped)
    }

    pub(super) fn is_hopeless(&self, held: &[Asked]) -> bool {
        // Dropped connections cost no time, and a later case may show that they are significant.
        let unanswered = held.iter().filter(|asked| asked.unreachable).count();
        !self.response_parts && self.silent + unanswered >= PATIENCE
    }

    pub(super) fn end(self, suite: &Suite) -> SuiteEnd {
        SuiteEnd {
            provider: suite.contract.id.clone(),
            tally: self.tally,
            findings: self.findings,
            coverage: self.collector.coverage(&suite.contract),
            hint: self.hints.hint(&suite.base),
            left: suite.fixtures.minter().map(Minter::left).unwrap_or_default(),
        }
    }
}

fn microseconds(exchange: &Exchange) -> u64 {
    u64::try_from(exchange.elapsed.as_micros()).unwrap_or(u64::MAX)
}
