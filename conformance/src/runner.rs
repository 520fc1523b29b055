//! Runs cases against a target: bounded, and with events in the order of the cases whatever the
//! concurrency.

mod ask;
mod judge;
mod proven;

pub use judge::examine;

use std::ops::Range;
use std::sync::Arc;

use futures::StreamExt as _;

use crate::case::Case;
use crate::coverage::Collector;
use crate::event::{CaseReport, Event, Outcome, SuiteEnd, Tally};
use crate::exchange::Exchange;
use crate::finding::fold;
use crate::redact::Redactor;
use crate::suite::Suite;
use crate::transport::Transport;
use ask::Asked;
use proven::Proven;

/// So many requests without any answer, and the target is given up.
const PATIENCE: usize = 5;

/// How a run is carried out.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// How many requests are under way at once.
    pub concurrency: usize,
    /// From where every random choice follows.
    pub seed: u64,
}

/// What carries the requests.
#[derive(Clone)]
pub struct Carriers {
    /// For most requests.
    pub http: Arc<dyn Transport>,
    /// For those whose bytes are looked at.
    pub raw: Arc<dyn Transport>,
}

/// Whether somebody wants the run to stop.
pub type Stop = tokio::sync::watch::Receiver<bool>;

/// What came of a suite, and whether it was stopped.
#[derive(Debug)]
pub struct Ended {
    /// How the cases ended.
    pub tally: Tally,
    /// Whether somebody stopped it.
    pub interrupted: bool,
}

/// Runs a suite, and tells what happens.
pub async fn run(
    suite: Arc<Suite>,
    settings: Settings,
    carriers: &Carriers,
    redactor: &Arc<Redactor>,
    mut stop: Stop,
    mut tell: impl FnMut(Event),
) -> Ended {
    tell(Event::SuiteStarted(suite.start()));
    let mut progress = Progress::default();
    let concurrency = settings.concurrency.max(1);
    let begin = |index| {
        // Live values are drawn here, in the order of the cases.
        let prepared = ask::prepare(&suite, index, settings.seed, redactor);
        let asking = ask::ask(
            Arc::clone(&suite),
            index,
            prepared,
            carriers.clone(),
            settings.seed,
            Arc::clone(redactor),
        );
        tokio::spawn(asking)
    };
    let mut asked = futures::stream::iter(together(&suite.cases))
        .map(|indices| futures::stream::iter(indices).map(&begin).buffered(concurrency))
        .flatten();
    let mut interrupted = false;
    let mut done = 0;
    // A dropped connection says something only where other requests are answered.
    let mut held: Vec<Asked> = Vec::new();
    loop {
        let next = tokio::select! {
            biased;
            _ = stop.wait_for(|stop| *stop) => { interrupted = true; None }
            next = asked.next() => next,
        };
        let Some(next) = next else { break };
        let next = next.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()));
        held.push(next);
        if !progress.must_wait(&held) {
            for asked in held.drain(..) {
                tell(Event::CaseFinished(progress.note(&suite, done, asked)));
                done += 1;
            }
        }
        if progress.is_hopeless(&held) {
            break;
        }
    }
    drop(asked);
    for mut asked in held {
        asked.give_up();
        tell(Event::CaseFinished(progress.note(&suite, done, asked)));
        done += 1;
    }
    for index in done..suite.cases.len() {
        let reason =
            if interrupted { "the run was interrupted" } else { "the target does not answer" };
        let outcome = match interrupted {
            true => Outcome::Skipped { reason: reason.to_owned() },
            false => Outcome::Inconclusive { reason: reason.to_owned() },
        };
        tell(Event::CaseFinished(progress.note(&suite, index, Asked::without_exchange(outcome))));
    }
    let tally = progress.tally;
    tell(Event::SuiteFinished(Box::new(progress.end(&suite))));
    Ended { tally, interrupted }
}

/// The cases that may be under way at once. A script is about what one call does to another, so that
/// nothing else may come between.
fn together(cases: &[Case]) -> Vec<Range<usize>> {
    let is_script = |case: &Case| case.steps.iter().any(|step| step.role.is_of_script());
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let mut is_open = false;
    for (index, case) in cases.iter().enumerate() {
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
    findings: Vec<crate::finding::Finding>,
    collector: Collector,
    proven: Proven,
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
        self.tally.count(&asked.outcome);
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
        self.findings.extend(asked.outcome.findings().iter().cloned());
        CaseReport {
            id: case.id.clone(),
            operation: case.operation.clone(),
            title: case.title.clone(),
            microseconds: asked.exchanges.iter().map(microseconds).sum(),
            outcome: asked.outcome,
        }
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
            findings: fold(self.findings),
            coverage: self.collector.coverage(&suite.contract),
        }
    }
}

fn microseconds(exchange: &Exchange) -> u64 {
    u64::try_from(exchange.elapsed.as_micros()).unwrap_or(u64::MAX)
}
