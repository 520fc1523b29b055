//! `conformance run`: runs the suites one after the other, writes the reports and returns the verdict.

mod background;
mod reporting;
mod setup;
mod totals;

use std::cell::RefCell;
use std::sync::Arc;
use std::time::Instant;

use specs::Contract;

use super::arguments::{CoverageArgs, Outputs, RunArgs, Sources, TargetRunArgs};
use super::connection::{hide_proxy_credentials, reject_production};
use super::expectations::NewFailures;
use super::recordings::Recordings;
use super::target::{self, Chosen};
use super::{Failure, expectations, filter, outputs, printer};
use background::{emit_waits_during, on_interrupt};
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
use reporting::{finish_reports, report_not_begun};
pub(super) use setup::base_url;
use setup::{recorder, start_reference, suites, transports, unwritable};
use totals::Totals;

pub(super) fn run(arguments: RunArgs) -> Result<u8, Failure> {
    let RunArgs { mut target_run, sources, mut outputs } = arguments;
    let input = input(&mut target_run, sources, &mut outputs.report);
    run_with_reports(&target_run, &outputs, input)
}

/// `conformance coverage`: the same run with the coverage report alone.
pub(super) fn coverage(
    CoverageArgs { mut target_run, sources }: CoverageArgs,
) -> Result<u8, Failure> {
    // The reports of a file are for `run`.
    let input = input(&mut target_run, sources, &mut Vec::new())?;
    let redactor = Arc::default();
    let reporters = RefCell::new(Reporters::new(Arc::clone(&redactor), outputs::coverage()));
    execute(&target_run, &input, &reporters, &redactor)
}

/// The documents of a run, and where its cases come from.
pub(super) struct RunInput {
    pub(super) chosen: Chosen,
    pub(super) sources: Sources,
    pub(super) recordings: Option<Recordings>,
}

fn input(
    arguments: &mut TargetRunArgs,
    sources: Sources,
    report: &mut Vec<String>,
) -> Result<RunInput, Failure> {
    let chosen = target::apply(arguments, report)?;
    reject_contradictions(arguments, &chosen.contracts)?;
    Ok(RunInput { chosen, sources, recordings: None })
}

/// Runs and writes the reports. If the run cannot begin, the reports have the error.
pub(super) fn run_with_reports(
    arguments: &TargetRunArgs,
    outputs: &Outputs,
    input: Result<RunInput, Failure>,
) -> Result<u8, Failure> {
    let reporters = match (outputs::reporters(&outputs.report, outputs.quiet), &input) {
        (Ok(reporters), _) => reporters,
        (Err(unwritable), Ok(_)) => return Err(unwritable),
        // The other error is returned, and no report is written.
        (Err(_), Err(_)) => Vec::new(),
    };
    let redactor = Arc::default();
    let reporters = RefCell::new(Reporters::new(Arc::clone(&redactor), reporters));
    let done = input.and_then(|input| execute(arguments, &input, &reporters, &redactor));
    done.map_err(|failure| report_not_begun(arguments, failure, reporters.into_inner(), &redactor))
}

fn execute(
    arguments: &TargetRunArgs,
    input: &RunInput,
    reporters: &RefCell<Reporters>,
    redactor: &Arc<Redactor>,
) -> Result<u8, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::configuration(format!("cannot start: {error}")))?;
    let done = runtime.block_on(execute_async(arguments, input, reporters, redactor));
    // Open requests are not waited for.
    runtime.shutdown_background();
    done
}

fn reject_contradictions(
    arguments: &TargetRunArgs,
    contracts: &[Arc<Contract>],
) -> Result<(), Failure> {
    let selection = &arguments.selection;
    let is_own = selection.spec.is_some();
    match &arguments.target {
        None if is_own => Err(Failure::usage(
            "--spec needs --target: the built-in reference server has the built-in providers only\n  \
             help: add --target URL",
        )),
        Some(_) if contracts.len() > 1 => Err(Failure::usage(
            "--target is the server of one document, and several are selected\n  \
             help: name one with --provider ID or --spec FILE, or add --config FILE to use the targets of a file",
        )),
        None if contracts.len() > 1 && !selection.supplied.is_empty() => Err(Failure::usage(
            "fixtures are for one target, and several documents are selected\n  \
             help: name one with --provider ID",
        )),
        _ => Ok(()),
    }
}

async fn execute_async(
    arguments: &TargetRunArgs,
    input: &RunInput,
    reporters: &RefCell<Reporters>,
    redactor: &Arc<Redactor>,
) -> Result<u8, Failure> {
    let begun = Instant::now();
    let recordings = input.recordings.as_ref();
    let known = expectations::load(&arguments.policy)?;
    let server = match &arguments.target {
        Some(_) => None,
        None if recordings.is_some_and(|recordings| recordings.offline) => None,
        None => Some(start_reference(arguments.selection.seed).await?),
    };
    let mut suites = suites(arguments, input, server.as_ref(), &known)?;
    if let Some(recordings) = recordings {
        suites.iter_mut().try_for_each(|suite| recordings.fill(suite, arguments, redactor))?;
    }
    reject_production(arguments, &suites)?;
    filter::report_unused(&arguments.selection.choice, &suites)?;
    expectations::record_omitted(&known, arguments, &input.sources, &suites);
    let recorder = recorder(arguments, redactor)?;
    for suite in &mut suites {
        suite.recorder = recorder.clone().map(|recorder| recorder as Arc<dyn ExchangeSink>);
    }
    suites.iter().for_each(|suite| suite.hide_secrets(redactor));
    hide_proxy_credentials(&arguments.connection, redactor);
    let (totals, failures) = (Totals::default(), NewFailures::default());
    let mut run = Run { arguments, begun, known, redactor, reporters, totals, failures };
    run.run_suites(suites).await?;
    let kept = recorder.map(|recorder| recorder.finish().map_err(unwritable)).transpose();
    if let Ok(Some((entries, left_out))) = &kept {
        printer::note(&format!("{entries} exchanges recorded, {left_out} cases omitted\n"));
    }
    let code = run.conclude()?;
    kept.map(|_| code)
}

/// A run with its results so far.
struct Run<'a> {
    arguments: &'a TargetRunArgs,
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

    /// Runs all suites, one after the other.
    async fn run_suites(&mut self, mut suites: Vec<Suite>) -> Result<(), Failure> {
        let limits = &self.arguments.limits;
        let budget = limits.budget().map(|total| Choice::among(&suites, total).budget(total));
        suites.iter_mut().for_each(|suite| suite.budget.clone_from(&budget));
        let mut settings = limits.settings(self.arguments.selection.seed);
        let most_failures = settings.fail_fast;
        let (limiter, mut waits) =
            RateLimiter::new(RateLimits { budget, ..limits.pace(&settings) });
        let transports = transports(limits, &self.arguments.connection, &limiter, &suites)?;
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
            let on_event = |event| {
                self.failures.record(&event, &self.known, self.redactor);
                emit(event);
            };
            let (suite, redactor) = (Arc::new(suite), self.redactor);
            let run = runner::run(suite, settings, &transports, redactor, stop.clone(), on_event);
            let ended = emit_waits_during(run, &mut waits, emit).await;
            self.totals.add(&ended);
        }
        let is_over = settings.time.is_some_and(TimeLimit::is_over);
        self.totals.has_no_verdict |= is_over && self.totals.tally.concluded() == 0;
        Ok(())
    }

    /// Emits the verdict and returns the exit code.
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
        finish_reports(&mut self.reporters.borrow_mut())?;
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
