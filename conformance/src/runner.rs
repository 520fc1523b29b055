//! Runs cases against a target: bounded, and with events in the order of the cases whatever the
//! concurrency.

mod ask;
mod begin;
mod flaky;
mod hint;
mod intermittent;
mod judge;
mod lived;
mod proven;
mod random;
mod settings;
mod shrink;

pub use judge::examine;
pub use settings::{Settings, TimeLimit};

use std::ops::Range;
use std::pin::pin;
use std::sync::Arc;

use futures::StreamExt as _;
use futures::stream::BoxStream;
use tokio::task::JoinError;

use crate::case::{Case, Via};
use crate::coverage::{Collector, Share};
use crate::event::{CaseReport, Event, Outcome, SuiteEnd, Tally};
use crate::exchange::{Exchange, SentRequest};
use crate::finding::{Folded, add};
use crate::fixtures::Minter;
use crate::redact::Redactor;
use crate::suite::Suite;
use crate::transport::Transport;
use ask::Asked;
use hint::Hints;
use proven::Proven;

/// So many requests without any answer, and the target is given up.
const PATIENCE: usize = 5;

/// What carries the requests.
#[derive(Clone)]
pub struct Carriers {
    /// For most requests.
    pub http: Arc<dyn Transport>,
    /// For those whose bytes are looked at.
    pub raw: Arc<dyn Transport>,
}

impl Carriers {
    /// What carries a request.
    fn of(&self, request: &SentRequest) -> &dyn Transport {
        match request.via {
            Via::Http => &*self.http,
            Via::Raw | Via::Odd(_) => &*self.raw,
        }
    }
}

/// Whether somebody wants the run to stop.
pub type Stop = tokio::sync::watch::Receiver<bool>;

/// What came of a suite, and whether it was stopped.
#[derive(Debug)]
pub struct Ended {
    /// How the cases ended.
    pub tally: Tally,
    /// How much of the document was exercised.
    pub coverage: Share,
    /// Whether live values could not be made.
    pub not_supplied: bool,
    /// Whether somebody stopped it.
    pub interrupted: bool,
}

/// Runs a suite, and tells what happens.
pub async fn run(
    suite: Arc<Suite>,
    settings: Settings,
    carriers: &Carriers,
    redactor: &Arc<Redactor>,
    stop: Stop,
    mut tell: impl FnMut(Event),
) -> Ended {
    tell(Event::SuiteStarted(suite.start()));
    let progress = Progress::default();
    let mut run = Run { settings, carriers, redactor, stop, progress };
    // What ends the caller's own credential comes last of all.
    let all = suite.cases.len();
    let last = suite.cases.iter().position(Case::ends_the_caller).unwrap_or(all);
    let state = run.progress.state(settings, State::Going);
    let ready = suite.fixtures.fetch_credentials(redactor).await;
    if let Err(reason) = ready {
        return run.unready(&suite, &reason, tell);
    }
    let mut state = run.cases(&suite, 0..last, state, &mut tell).await;
    if let Some(phase) = &suite.random {
        state = run.random(&suite, phase, state, &mut tell).await;
    }
    // Afterwards nobody could end what was made.
    ask::tear_down(&suite, redactor, carriers).await;
    state = run.cases(&suite, last..all, state, &mut tell).await;
    let not_supplied = ask::tear_down(&suite, redactor, carriers).await;
    let tally = run.progress.tally;
    let end = run.progress.end(&suite);
    let coverage = end.coverage.share();
    tell(Event::SuiteFinished(Box::new(end)));
    Ended { tally, coverage, not_supplied, interrupted: state == State::Interrupted }
}

/// How far a run has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// It may go on.
    Going,
    /// Somebody stopped it.
    Interrupted,
    /// The target does not answer.
    Hopeless,
    /// So many cases failed that no more are asked.
    Failed,
}

impl State {
    /// How a case ends that is not asked any more.
    fn outcome(self) -> Outcome {
        match self {
            Self::Interrupted => Outcome::Skipped { reason: "the run was interrupted".to_owned() },
            Self::Failed => {
                Outcome::Skipped { reason: "enough cases failed (--fail-fast)".to_owned() }
            }
            _ => Outcome::Inconclusive { reason: "the target does not answer".to_owned() },
        }
    }
}

/// A run of one suite.
struct Run<'a> {
    settings: Settings,
    carriers: &'a Carriers,
    redactor: &'a Arc<Redactor>,
    stop: Stop,
    progress: Progress,
}

impl Run<'_> {
    /// Tells of cases that cannot be asked for want of a credential.
    fn unready(mut self, suite: &Suite, reason: &str, mut tell: impl FnMut(Event)) -> Ended {
        for index in 0..suite.cases.len() {
            let outcome = Outcome::Inconclusive { reason: reason.to_owned() };
            let asked = Asked::without_exchange(outcome);
            tell(Event::CaseFinished(self.progress.note(suite, index, asked)));
        }
        let tally = self.progress.tally;
        let end = self.progress.end(suite);
        let coverage = end.coverage.share();
        tell(Event::SuiteFinished(Box::new(end)));
        Ended { tally, coverage, not_supplied: true, interrupted: false }
    }

    /// Asks these cases of the suite, as long as the run may go on.
    async fn cases(
        &mut self,
        suite: &Arc<Suite>,
        range: Range<usize>,
        mut state: State,
        tell: &mut impl FnMut(Event),
    ) -> State {
        let mut done = range.start;
        // A dropped connection says something only where other requests are answered.
        let mut held: Vec<Asked> = Vec::new();
        let mut stop = self.stop.clone();
        let (settings, carriers, redactor) = (self.settings, self.carriers, self.redactor);
        let mut asked = asking(suite, range.clone(), settings, carriers, redactor);
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
                    tell(Event::CaseFinished(self.progress.note(suite, done, asked)));
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
            tell(Event::CaseFinished(self.progress.note(suite, done, asked)));
            done += 1;
        }
        for index in done..range.end {
            self.progress.skip(suite, index, state, tell);
        }
        state
    }
}

/// What comes of the cases, in their order; as many are under way as may be.
fn asking<'a>(
    suite: &'a Arc<Suite>,
    range: Range<usize>,
    settings: Settings,
    carriers: &'a Carriers,
    redactor: &'a Arc<Redactor>,
) -> BoxStream<'a, Result<Box<Asked>, JoinError>> {
    // Live values are drawn and made here, in the order of the cases.
    let begin = move |index| begin::begin(suite, index, settings, carriers, redactor);
    let concurrency = settings.concurrency.max(1);
    futures::stream::iter(together(&suite.cases, range, suite.recall.in_order()))
        .map(move |indices| futures::stream::iter(indices).then(begin).buffered(concurrency))
        .flatten()
        .boxed()
}

/// The cases that may be under way at once. A script is about what one call does to another, so that
/// nothing else may come between; so is each case where they are to keep their order.
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

/// What a suite has come to.
#[derive(Default)]
struct Progress {
    tally: Tally,
    findings: Vec<Folded>,
    collector: Collector,
    proven: Proven,
    hints: Hints,
    /// How many cases were not answered, as long as none was.
    silent: usize,
    answered: bool,
}

impl Progress {
    fn note(&mut self, suite: &Suite, index: usize, mut asked: Asked) -> CaseReport {
        let case = &suite.cases[index];
        self.proven.learn(case, &asked.exchanges);
        if self.proven.settle(case, &mut asked.exchanges) {
            asked.outcome = examine(suite, index, &asked.exchanges);
        }
        // The end of the connection refuses a malformed message, of whoever says something otherwise.
        let passed = matches!(asked.outcome, Outcome::Passed { .. });
        if asked.dropped && passed && self.tally.concluded() == 0 {
            asked.give_up();
        }
        if let Some(recorder) = &suite.recorder {
            recorder.note(suite, case, &asked.exchanges);
        }
        let nothing = Outcome::Passed { findings: Vec::new() };
        let outcome = std::mem::replace(&mut asked.outcome, nothing);
        asked.outcome = suite.known.settle(&case.id, outcome);
        self.tally.count(&asked.outcome);
        self.tally.flaky += usize::from(asked.flaky.is_some());
        self.hints.note(case, &asked.exchanges, &asked.outcome);
        if asked.unreachable {
            self.silent += 1;
        }
        for (step, exchange) in asked.exchanges.iter().enumerate() {
            self.answered |= !asked.dropped;
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

    /// The state after a case was told: so many may have failed that the run is over.
    fn state(&self, settings: Settings, before: State) -> State {
        match settings.fail_fast.is_some_and(|most| self.tally.failed >= most) {
            true if before == State::Going => State::Failed,
            _ => before,
        }
    }

    /// Tells of a case that is not asked any more.
    fn skip(&mut self, suite: &Suite, index: usize, state: State, tell: &mut impl FnMut(Event)) {
        let asked = Asked::without_exchange(state.outcome());
        tell(Event::CaseFinished(self.note(suite, index, asked)));
    }

    /// Whether these cannot be told yet: the first one's connection was dropped, and so far nobody
    /// was answered.
    fn must_wait(&self, held: &[Asked]) -> bool {
        let is_answered = held.iter().any(|asked| !asked.exchanges.is_empty() && !asked.dropped);
        !self.answered && !is_answered && held.iter().any(|asked| asked.dropped)
    }

    fn is_hopeless(&self, held: &[Asked]) -> bool {
        // Dropped connections cost no time, and a later case may show that they mean something.
        let unanswered = held.iter().filter(|asked| asked.unreachable).count();
        !self.answered && self.silent + unanswered >= PATIENCE
    }

    fn end(self, suite: &Suite) -> SuiteEnd {
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
