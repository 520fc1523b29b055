//! The random cases of a run: drawn in small lots, asked like all others, and made smaller where they
//! fail. A lot is drawn when the one before it is reported, so that no more of them are held.

use std::sync::Arc;

use futures::StreamExt as _;

use super::execute::Asked;
use super::shrink::{Shrinker, Shrinks};
use super::{Run, State, asking};
use crate::source::synthetic::random::{Drawer, Phase};
use crate::suite::Suite;
use conformance_core::event::{CaseReport, Event, Outcome};

/// So many are drawn at once. Live values are drawn for a lot, then for its smaller requests, so that
/// the concurrency of a run changes nothing.
const LOT: usize = 32;

impl Run<'_> {
    /// Asks the random cases of the suite.
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
                title: "a part that no random request has".to_owned(),
                outcome,
                microseconds: 0,
                flaky: None,
            }));
        }
        state
    }

    /// Reports cases that are not asked any more.
    fn pass_over(
        &mut self,
        suite: &Suite,
        drawer: &Drawer<'_>,
        lot: &[u32],
        state: State,
        emit: &mut impl FnMut(Event),
    ) -> State {
        let lot = suite.with_cases(lot.iter().map(|number| drawer.undrawn(*number)).collect());
        for index in 0..lot.cases.len() {
            self.progress.skip(&lot, index, state, emit);
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
        for (index, (number, mut asked)) in lot.iter().zip(asked).enumerate() {
            if is_silent {
                asked.give_up();
            }
            // What a case costs is reserved, and what it takes to make it smaller is not known.
            if let (Outcome::Failed { findings }, None) = (&asked.outcome, &suite.budget) {
                let shrinker = Shrinker {
                    suite: &drawn,
                    settings: self.settings,
                    transports: self.transports,
                    redactor: self.redactor,
                    stop: &self.stop,
                };
                let findings =
                    shrinks.shrink(&shrinker, drawer.draw(*number), findings.clone()).await;
                asked.outcome = Outcome::Failed { findings };
            }
            emit(Event::CaseFinished(self.progress.note(&drawn, index, asked)));
            messages += 1;
            state = self.progress.state(self.settings, state);
            if state == State::Failed {
                break;
            }
        }
        for index in messages..lot.len() {
            self.progress.skip(&drawn, index, state, emit);
        }
        state
    }

    /// What comes of a lot, all of it.
    async fn gather(&self, suite: &Arc<Suite>) -> (Vec<Asked>, State) {
        let mut stop = self.stop.clone();
        let mut asking =
            asking(suite, 0..suite.cases.len(), self.settings, self.transports, self.redactor);
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
