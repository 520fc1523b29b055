//! The random cases of a run: generated in small batches, run like all others, and shrunk if they fail.
//! A batch is generated when the one before it is reported, so that no more of them are in memory.

use std::sync::Arc;

use futures::StreamExt as _;

use super::execute::Asked;
use super::shrink::{Shrinker, Shrinks};
use super::{Run, State, asking};
use crate::source::synthetic::random::{Drawer, Phase};
use crate::suite::Suite;
use conformance_core::event::{CaseReport, Event, Outcome};

/// The size of a batch. Live values are drawn for a batch, then for its shrunk requests, so that the
/// concurrency of a run changes nothing.
const LOT: usize = 32;

impl Run<'_> {
    /// Runs the random cases of the suite.
    pub(super) async fn random(
        &mut self,
        suite: &Arc<Suite>,
        phase: &Phase,
        mut state: State,
        emit: &mut impl FnMut(Event),
    ) -> State {
        let mut shrinks = Shrinks::default();
        for drawer in phase.drawers(suite.inputs(self.settings.seed)) {
            let mut numbers = drawer.numbers();
            loop {
                let lot: Vec<u32> = numbers.by_ref().take(LOT).collect();
                state = match state {
                    _ if lot.is_empty() => break,
                    State::Going => self.lot(suite, &drawer, &lot, &mut shrinks, emit).await,
                    over => self.pass_over(suite, &drawer, &lot, over, emit),
                };
            }
        }
        for part in phase.left_out() {
            let outcome = Outcome::Skipped { reason: part.reason.clone() };
            self.progress.tally.count(&outcome);
            emit(Event::CaseFinished(CaseReport {
                id: part.id.clone(),
                operation: part.operation.clone(),
                title: "a part that no random request contains".to_owned(),
                outcome,
                microseconds: 0,
                flaky: None,
            }));
        }
        state
    }

    /// Reports cases that are not run any more.
    fn pass_over(
        &mut self,
        suite: &Suite,
        drawer: &Drawer<'_>,
        lot: &[u32],
        state: State,
        emit: &mut impl FnMut(Event),
    ) -> State {
        let lot = suite.with_cases(lot.iter().map(|number| drawer.undrawn(*number)).collect());
        for case in &lot.cases {
            self.progress.skip(&lot, case, state, emit);
        }
        state
    }

    async fn lot(
        &mut self,
        suite: &Arc<Suite>,
        drawer: &Drawer<'_>,
        lot: &[u32],
        shrinks: &mut Shrinks,
        emit: &mut impl FnMut(Event),
    ) -> State {
        let cases = lot.iter().map(|number| drawer.draw(*number).case()).collect();
        let drawn = Arc::new(suite.with_cases(cases));
        let (asked, mut state) = self.gather(&drawn).await;
        let is_silent = self.progress.must_wait(&asked);
        let mut messages = 0;
        for ((number, case), mut asked) in lot.iter().zip(&drawn.cases).zip(asked) {
            if is_silent {
                asked.give_up();
            }
            // The requests of a case are reserved; the requests that shrink it are not known.
            if let (Outcome::Failed { findings }, None) = (&asked.outcome, &suite.budget) {
                let shrinker = Shrinker { suite_run: self.suite_run(&drawn), stop: &self.stop };
                let findings =
                    shrinks.shrink(&shrinker, drawer.draw(*number), findings.clone()).await;
                asked.outcome = Outcome::Failed { findings };
            }
            emit(Event::CaseFinished(self.progress.note(&drawn, case, asked)));
            messages += 1;
            state = self.progress.state(self.settings, state);
            if state == State::Failed {
                break;
            }
        }
        for case in &drawn.cases[messages..] {
            self.progress.skip(&drawn, case, state, emit);
        }
        state
    }

    /// The results of a batch.
    async fn gather(&self, suite: &Arc<Suite>) -> (Vec<Asked>, State) {
        let mut stop = self.stop.clone();
        let mut asking = asking(self.suite_run(suite), 0..suite.cases.len());
        let mut gathered = Vec::new();
        loop {
            let next = tokio::select! {
                biased;
                _ = stop.wait_for(|stop| *stop) => return (gathered, State::Interrupted),
                next = asking.next() => next,
            };
            let Some(next) = next else {
                return (gathered, State::Going);
            };
            gathered
                .push(*next.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic())));
            if self.progress.is_hopeless(&gathered) {
                return (gathered, State::Hopeless);
            }
        }
    }
}
