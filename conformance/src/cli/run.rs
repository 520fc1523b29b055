//! `conformance run`: the suites one after the other, the reports, the verdict.

mod meanwhile;
mod reporting;
mod setup;
mod totals;

use std::cell::RefCell;
use std::sync::Arc;
use std::time::Instant;

use specs::Contract;

use super::arguments::{AskArgs, CoverageArgs, Outputs, RunArgs, Sources};
use super::expectations::NewFailures;
use super::reach::{hide_proxies, refuse_production};
use super::recordings::Recordings;
use super::target::{self, Chosen};
use super::{Failure, expectations, filter, outputs, printer};
use conformance_core::event::{Event, RunEnd, RunStart};
use conformance_core::redact::Redactor;
use conformance_engine::known::Known;
use conformance_engine::run_options::Percent;
use conformance_engine::runner;
use conformance_engine::runner::TimeLimit;
use conformance_engine::selection::Choice;
use conformance_engine::suite::ExchangeSink;
use conformance_engine::suite::Suite;
use conformance_engine::transport::{RateLimiter, RateLimits};
use conformance_report::Reporters;
use meanwhile::{emitting_waits, on_interrupt};
use reporting::{not_begun, written};
pub(super) use setup::base_url;
use setup::{recorder, start_reference, suites, transports, unwritable};
use totals::Totals;

pub(super) fn run(arguments: RunArgs) -> Result<u8, Failure> {
    let RunArgs { mut ask, sources, mut outputs } = arguments;
    let asked = asked(&mut ask, sources, &mut outputs.report);
    reported(&ask, &outputs, asked)
}

/// `conformance coverage`: the same, and only what was exercised is reported.
pub(super) fn coverage(CoverageArgs { mut ask, sources }: CoverageArgs) -> Result<u8, Failure> {
    // Reports that a file asks for are those of its runs.
    let asked = asked(&mut ask, sources, &mut Vec::new())?;
    let redactor = Arc::default();
    let reporters = RefCell::new(Reporters::new(Arc::clone(&redactor), outputs::coverage()));
    carry_out(&ask, &asked, &reporters, &redactor)
}

/// What is asked: these documents, by their own cases or by those of recordings.
pub(super) struct Asked {
    pub(super) chosen: Chosen,
    pub(super) sources: Sources,
    pub(super) recordings: Option<Recordings>,
}

fn asked(
    arguments: &mut AskArgs,
    sources: Sources,
    report: &mut Vec<String>,
) -> Result<Asked, Failure> {
    let chosen = target::apply(arguments, report)?;
    refuse_contradictions(arguments, &chosen.contracts)?;
    Ok(Asked { chosen, sources, recordings: None })
}

/// Carries out what is asked, and reports the reports. Where that cannot begin, they say why.
pub(super) fn reported(
    arguments: &AskArgs,
    outputs: &Outputs,
    asked: Result<Asked, Failure>,
) -> Result<u8, Failure> {
    let reporters = match (outputs::reporters(&outputs.report, outputs.quiet), &asked) {
        (Ok(reporters), _) => reporters,
        (Err(unwritable), Ok(_)) => return Err(unwritable),
        // Without any report, what is wrong with the rest is still reported.
        (Err(_), Err(_)) => Vec::new(),
    };
    let redactor = Arc::default();
    let reporters = RefCell::new(Reporters::new(Arc::clone(&redactor), reporters));
    let done = asked.and_then(|asked| carry_out(arguments, &asked, &reporters, &redactor));
    done.map_err(|failure| not_begun(arguments, failure, reporters.into_inner(), &redactor))
}

fn carry_out(
    arguments: &AskArgs,
    asked: &Asked,
    reporters: &RefCell<Reporters>,
    redactor: &Arc<Redactor>,
) -> Result<u8, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::configuration(format!("cannot start: {error}")))?;
    let done = runtime.block_on(carry_out_in(arguments, asked, reporters, redactor));
    // Requests that are still under way are not waited for.
    runtime.shutdown_background();
    done
}

fn refuse_contradictions(arguments: &AskArgs, contracts: &[Arc<Contract>]) -> Result<(), Failure> {
    let selection = &arguments.selection;
    let is_own = selection.spec.is_some();
    match &arguments.target {
        None if is_own => Err(Failure::usage(
            "--spec needs --target: the built-in server knows the five providers only\n  \
             help: add --target URL",
        )),
        Some(_) if contracts.len() > 1 => Err(Failure::usage(
            "--target is the server of one document, and several are selected\n  \
             help: name one with --provider ID or --spec FILE, or add --config FILE for the settings of a file",
        )),
        None if contracts.len() > 1 && !selection.supplied.is_empty() => Err(Failure::usage(
            "fixtures are those of one target, and several documents are selected\n  \
             help: name one with --provider ID",
        )),
        _ => Ok(()),
    }
}

async fn carry_out_in(
    arguments: &AskArgs,
    asked: &Asked,
    reporters: &RefCell<Reporters>,
    redactor: &Arc<Redactor>,
) -> Result<u8, Failure> {
    let begun = Instant::now();
    let recordings = asked.recordings.as_ref();
    let known = expectations::load(&arguments.policy)?;
    let server = match &arguments.target {
        Some(_) => None,
        None if recordings.is_some_and(|recordings| recordings.offline) => None,
        None => Some(start_reference(arguments.selection.seed).await?),
    };
    let mut suites = suites(arguments, asked, server.as_ref(), &known)?;
    if let Some(recordings) = recordings {
        suites.iter_mut().try_for_each(|suite| recordings.fill(suite, arguments, redactor))?;
    }
    refuse_production(arguments, &suites)?;
    filter::report_unused(&arguments.selection.choice, &suites)?;
    expectations::leave_out(&known, arguments, &asked.sources, &suites);
    let recorder = recorder(arguments, redactor)?;
    for suite in &mut suites {
        suite.recorder = recorder.clone().map(|recorder| recorder as Arc<dyn ExchangeSink>);
    }
    suites.iter().for_each(|suite| suite.hide_secrets(redactor));
    hide_proxies(&arguments.reach, redactor);
    let (totals, failures) = (Totals::default(), NewFailures::default());
    let mut run = Run { arguments, begun, known, redactor, reporters, totals, failures };
    run.ask(suites).await?;
    let kept = recorder.map(|recorder| recorder.finish().map_err(unwritable)).transpose();
    if let Ok(Some((entries, left_out))) = &kept {
        printer::note(&format!("{entries} exchanges recorded, {left_out} cases left out\n"));
    }
    let code = run.conclude()?;
    kept.map(|_| code)
}

/// A run, and what came of it so far.
struct Run<'a> {
    arguments: &'a AskArgs,
    begun: Instant,
    known: Arc<Known>,
    redactor: &'a Arc<Redactor>,
    reporters: &'a RefCell<Reporters>,
    totals: Totals,
    failures: NewFailures,
}

impl Run<'_> {
    fn emit(&self, event: Event) {
        self.reporters.borrow_mut().emit(event);
    }

    /// Asks all targets, one after the other.
    async fn ask(&mut self, mut suites: Vec<Suite>) -> Result<(), Failure> {
        let limits = &self.arguments.limits;
        let budget = limits.budget().map(|total| Choice::among(&suites, total).budget(total));
        suites.iter_mut().for_each(|suite| suite.budget.clone_from(&budget));
        let mut settings = limits.settings(self.arguments.selection.seed);
        let most_failures = settings.fail_fast;
        let (limiter, mut waits) =
            RateLimiter::new(RateLimits { budget, ..limits.pace(&settings) });
        let transports = transports(limits, &self.arguments.reach, &limiter, &suites)?;
        self.emit(Event::RunStarted(RunStart {
            version: env!("CARGO_PKG_VERSION"),
            seed: settings.seed,
            cases: suites.iter().map(Suite::count).sum(),
        }));
        let stop = on_interrupt();
        for suite in suites {
            if *stop.borrow() {
                self.totals.interrupted = true;
                break;
            }
            settings.fail_fast =
                most_failures.map(|most| most.saturating_sub(self.totals.tally.failed));
            let emit = |event| self.reporters.borrow_mut().emit(event);
            let heard = |event| {
                self.failures.note(&event, &self.known, self.redactor);
                emit(event);
            };
            let (suite, redactor) = (Arc::new(suite), self.redactor);
            let run = runner::run(suite, settings, &transports, redactor, stop.clone(), heard);
            let ended = emitting_waits(run, &mut waits, emit).await;
            self.totals.add(&ended);
        }
        let is_over = settings.time.is_some_and(TimeLimit::is_over);
        self.totals.not_asked |= is_over && self.totals.tally.concluded() == 0;
        Ok(())
    }

    /// The verdict, the last event, and the exit code.
    fn conclude(self) -> Result<u8, Failure> {
        let policy = &self.arguments.policy;
        let stale = self.known.stale(!self.totals.interrupted);
        let minimum = policy.min_coverage.map(Percent::get);
        let verdict = self.totals.verdict(stale.is_empty(), minimum);
        self.emit(Event::RunFinished(Box::new(RunEnd {
            verdict,
            tally: self.totals.tally,
            interrupted: self.totals.interrupted,
            stale: stale.clone(),
            coverage: self.totals.coverage,
            minimum,
            milliseconds: u64::try_from(self.begun.elapsed().as_millis()).unwrap_or(u64::MAX),
            error: None,
        })));
        written(&mut self.reporters.borrow_mut())?;
        let mut totals = self.totals;
        match (&policy.expectations, policy.update_expectations) {
            (Some(file), true)
                if expectations::write(file, &self.known, &stale, self.failures)? =>
            {
                totals.tally.known += std::mem::take(&mut totals.tally.failed);
                Ok(totals.verdict(true, minimum).exit_code())
            }
            _ => Ok(verdict.exit_code()),
        }
    }
}
