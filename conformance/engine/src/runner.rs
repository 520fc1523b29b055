//! Runs cases against a target: with bounded concurrency, and with events in the order of the cases
//! whatever the concurrency.

mod accepted_values;
mod begin;
mod case_run;
mod evaluate;
mod execute;
mod hint;
mod prepare;
mod progress;
mod random;
mod retry;
mod settings;
mod shrink;

pub use evaluate::examine;
pub use settings::{Settings, TimeLimit};

use std::ops::Range;
use std::pin::pin;
use std::sync::Arc;

use futures::StreamExt as _;
use futures::stream::BoxStream;
use tokio::task::JoinError;

use crate::suite::Suite;
use crate::transport::Transport;
use case_run::SuiteRun;
use conformance_core::case::Case;
use conformance_core::coverage::Share;
use conformance_core::event::{Event, Outcome, Tally};
use conformance_core::exchange::SentRequest;
use conformance_core::exchange::Via;
use conformance_core::expectation::InconclusiveReason;
use conformance_core::redact::Redactor;
use execute::Asked;
use progress::Progress;

/// The transports of a run.
#[derive(Clone)]
pub struct Transports {
    /// For most requests.
    pub http: Arc<dyn Transport>,
    /// For requests whose bytes matter.
    pub raw: Arc<dyn Transport>,
}

impl Transports {
    /// The transport for a request.
    fn of(&self, request: &SentRequest) -> &dyn Transport {
        match request.via {
            Via::Http => &*self.http,
            Via::Raw | Via::Malformed(_) => &*self.raw,
        }
    }
}

/// Set to stop the run.
pub type Stop = tokio::sync::watch::Receiver<bool>;

/// The result of a suite, and whether it was stopped.
#[derive(Debug)]
pub struct Ended {
    /// How the cases ended.
    pub tally: Tally,
    /// How much of the document was exercised.
    pub coverage: Share,
    /// Whether live values could not be minted.
    pub not_supplied: bool,
    /// Whether every valid request was rejected for now, so that little was evaluated.
    pub rejected_for_now: bool,
    /// Whether the user stopped it.
    pub interrupted: bool,
}

/// Runs a suite, and emits an event for everything that happens.
pub async fn run(
    suite: Arc<Suite>,
    settings: Settings,
    transports: &Transports,
    redactor: &Arc<Redactor>,
    stop: Stop,
    mut emit: impl FnMut(Event),
) -> Ended {
    emit(Event::SuiteStarted(suite.start()));
    let progress = Progress::default();
    let mut run = Run { settings, transports, redactor, stop, progress };
    // The case that revokes the caller's own credential comes last.
    let all = suite.cases.len();
    let last = suite.cases.iter().position(Case::ends_the_caller).unwrap_or(all);
    let state = run.progress.state(settings, State::Going);
    let ready = suite.fixtures.fetch_credentials(redactor).await;
    if let Err(reason) = ready {
        return run.unready(&suite, &reason, emit);
    }
    let mut state = run.cases(&suite, 0..last, state, &mut emit).await;
    if let Some(phase) = &suite.random {
        state = run.random(&suite, phase, state, &mut emit).await;
    }
    // Afterwards the credential that minted values are revoked with is gone.
    prepare::tear_down(&suite, redactor, transports).await;
    state = run.cases(&suite, last..all, state, &mut emit).await;
    let not_supplied = prepare::tear_down(&suite, redactor, transports).await;
    let rejected_for_now = run.progress.hints.is_rejected_for_now();
    let tally = run.progress.tally;
    let end = run.progress.end(&suite);
    let coverage = end.coverage.share();
    emit(Event::SuiteFinished(Box::new(end)));
    let interrupted = state == State::Interrupted;
    Ended { tally, coverage, not_supplied, rejected_for_now, interrupted }
}

/// The state of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// More cases may begin.
    Going,
    /// The user stopped it.
    Interrupted,
    /// The target does not respond.
    Hopeless,
    /// Enough cases failed (`--fail-fast`).
    Failed,
}

impl State {
    /// The outcome of a case that is not run any more.
    fn outcome(self) -> Outcome {
        match self {
            Self::Interrupted => Outcome::Skipped { reason: "the run was interrupted".to_owned() },
            Self::Failed => {
                Outcome::Skipped { reason: "enough cases failed (--fail-fast)".to_owned() }
            }
            _ => Outcome::Inconclusive { reason: "the target does not respond".to_owned().into() },
        }
    }
}

/// A run of one suite.
struct Run<'a> {
    settings: Settings,
    transports: &'a Transports,
    redactor: &'a Arc<Redactor>,
    stop: Stop,
    progress: Progress,
}

impl<'a> Run<'a> {
    /// What the cases of this suite are run with.
    fn suite_run<'b>(&self, suite: &'b Arc<Suite>) -> SuiteRun<'b>
    where
        'a: 'b,
    {
        let (settings, transports, redactor) = (self.settings, self.transports, self.redactor);
        SuiteRun { suite, settings, transports, redactor }
    }

    /// Reports cases that cannot be run because a credential is missing.
    fn unready(
        mut self,
        suite: &Suite,
        reason: &InconclusiveReason,
        mut emit: impl FnMut(Event),
    ) -> Ended {
        for case in &suite.cases {
            let outcome = Outcome::Inconclusive { reason: reason.clone() };
            let asked = Asked::without_exchange(outcome);
            emit(Event::CaseFinished(self.progress.note(suite, case, asked)));
        }
        let tally = self.progress.tally;
        let end = self.progress.end(suite);
        let coverage = end.coverage.share();
        emit(Event::SuiteFinished(Box::new(end)));
        Ended { tally, coverage, not_supplied: true, rejected_for_now: false, interrupted: false }
    }

    /// Runs these cases of the suite, as long as the run may continue.
    async fn cases(
        &mut self,
        suite: &Arc<Suite>,
        range: Range<usize>,
        mut state: State,
        emit: &mut impl FnMut(Event),
    ) -> State {
        let mut done = range.start;
        // A dropped connection is significant only if other requests get responses.
        let mut held: Vec<Asked> = Vec::new();
        let mut stop = self.stop.clone();
        let settings = self.settings;
        let mut asked = asking(self.suite_run(suite), range.clone());
        let mut stopped = pin!(stop.wait_for(|stop| *stop));
        while state == State::Going {
            let next = tokio::select! {
                biased;
                _ = &mut stopped => { state = State::Interrupted; None }
                next = asked.next() => next,
            };
            let Some(next) = next else { break };
            let next = next.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()));
            held.push(*next);
            if !self.progress.must_wait(&held) {
                for asked in held.drain(..) {
                    emit(Event::CaseFinished(self.progress.note(suite, &suite.cases[done], asked)));
                    done += 1;
                    state = self.progress.state(settings, state);
                    if state == State::Failed {
                        break;
                    }
                }
            }
            if state == State::Going && self.progress.is_hopeless(&held) {
                state = State::Hopeless;
                break;
            }
        }
        drop(asked);
        for mut asked in held {
            asked.give_up();
            emit(Event::CaseFinished(self.progress.note(suite, &suite.cases[done], asked)));
            done += 1;
        }
        for case in &suite.cases[done..range.end] {
            self.progress.skip(suite, case, state, emit);
        }
        state
    }
}

/// The results of the cases, in their order; as many run at once as is allowed.
fn asking(run: SuiteRun<'_>, range: Range<usize>) -> BoxStream<'_, Result<Box<Asked>, JoinError>> {
    let suite = run.suite;
    // Live values are drawn and minted here, in the order of the cases.
    let begin = move |index| run.begin(index);
    let concurrency = run.settings.concurrency.max(1);
    futures::stream::iter(together(&suite.cases, range, suite.recorded_responses.in_order()))
        .map(move |indices| futures::stream::iter(indices).then(begin).buffered(concurrency))
        .flatten()
        .boxed()
}

/// The cases that may run at once. A script observes what one call does to another, so it runs
/// exclusively; so does each case if the cases are to keep their order.
fn together(cases: &[Case], range: Range<usize>, in_order: bool) -> Vec<Range<usize>> {
    let is_script =
        |case: &Case| in_order || case.steps.iter().any(|step| step.role.is_of_script());
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let mut is_open = false;
    for (index, case) in cases.iter().enumerate().take(range.end).skip(range.start) {
        match ranges.last_mut() {
            Some(last) if is_open && !is_script(case) => last.end = index + 1,
            _ => ranges.push(index..index + 1),
        }
        is_open = !is_script(case);
    }
    ranges
}
