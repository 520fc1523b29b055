//! `conformance run`: the suites one after the other, the reports, the verdict.

use std::cell::RefCell;
use std::net::{Ipv4Addr, SocketAddr};
use std::pin::pin;
use std::sync::Arc;
use std::time::Instant;

use specs::Contract;
use tokio::sync::mpsc::UnboundedReceiver;

use super::arguments::{LimitArgs, RunArgs};
use super::expectations::NewFailures;
use super::{Failure, documents, expectations, filter, outputs, rules};
use crate::budget::{Budget, Choice};
use crate::coverage::Share;
use crate::event::{Event, Tally, Verdict};
use crate::fixtures::Fixtures;
use crate::known::Known;
use crate::redact::Redactor;
use crate::reference::{self, Reference};
use crate::report::Reporters;
use crate::runner::{self, Carriers, Stop, TimeLimit};
use crate::suite::Suite;
use crate::transport::{HttpTransport, Pace, Paced, Pacer, RawTransport, Wait};

pub(super) fn run(arguments: &RunArgs) -> Result<u8, Failure> {
    let contracts = documents::contracts(&arguments.selection)?;
    refuse_contradictions(arguments, &contracts)?;
    let reporters = outputs::reporters(&arguments.report, arguments.quiet)?;
    carry_out_with(arguments, &contracts, reporters)
}

/// `conformance coverage`: the same, and only what was exercised is told.
pub(super) fn coverage(arguments: &RunArgs) -> Result<u8, Failure> {
    let contracts = documents::contracts(&arguments.selection)?;
    refuse_contradictions(arguments, &contracts)?;
    carry_out_with(arguments, &contracts, outputs::coverage())
}

fn carry_out_with(
    arguments: &RunArgs,
    contracts: &[Arc<Contract>],
    reporters: Vec<Box<dyn crate::report::Reporter>>,
) -> Result<u8, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::configuration(format!("cannot start: {error}")))?;
    let done = runtime.block_on(carry_out(arguments, contracts, reporters));
    // Requests that are still under way are not waited for.
    runtime.shutdown_background();
    done
}

fn refuse_contradictions(arguments: &RunArgs, contracts: &[Arc<Contract>]) -> Result<(), Failure> {
    let selection = &arguments.selection;
    let is_own = selection.spec.is_some();
    match &arguments.target {
        None if is_own => Err(Failure::usage(
            "--spec needs --target: the built-in server knows the five providers only\n  \
             help: add --target URL",
        )),
        Some(_) if contracts.len() > 1 => Err(Failure::usage(
            "--target is the server of one document, and several are selected\n  \
             help: name one with --provider ID or --spec FILE",
        )),
        None if contracts.len() > 1 && !selection.supplied.is_empty() => Err(Failure::usage(
            "fixtures are those of one target, and several documents are selected\n  \
             help: name one with --provider ID",
        )),
        _ => Ok(()),
    }
}

async fn carry_out(
    arguments: &RunArgs,
    contracts: &[Arc<Contract>],
    reporters: Vec<Box<dyn crate::report::Reporter>>,
) -> Result<u8, Failure> {
    let begun = Instant::now();
    let known = expectations::load(&arguments.demands)?;
    let server = match &arguments.target {
        Some(_) => None,
        None => Some(start_reference(arguments.selection.seed).await?),
    };
    let mut suites = suites(arguments, contracts, server.as_ref(), &known)?;
    filter::tell_unused(&arguments.selection.choice, &suites)?;
    expectations::leave_out(&known, arguments, &suites);
    let redactor = Arc::new(Redactor::default());
    suites.iter().for_each(|suite| suite.hide_secrets(&redactor));
    let limits = &arguments.limits;
    let budget = limits.budget().map(|total| Budget::new(total, &Choice::among(&suites, total)));
    suites.iter_mut().for_each(|suite| suite.budget.clone_from(&budget));
    let reporters = RefCell::new(Reporters::new(Arc::clone(&redactor), reporters));
    let mut settings = limits.settings(arguments.selection.seed);
    let (pacer, mut waits) = Pacer::new(Pace { budget, ..limits.pace(&settings) });
    let carriers = carriers(limits, &pacer)?;
    let tell = |event| reporters.borrow_mut().tell(event);
    tell(Event::RunStarted {
        version: env!("CARGO_PKG_VERSION"),
        seed: settings.seed,
        cases: suites.iter().map(Suite::count).sum(),
    });
    let stop = on_interrupt();
    let mut totals = Totals::default();
    let mut failures = NewFailures::default();
    for suite in suites {
        if *stop.borrow() {
            totals.interrupted = true;
            break;
        }
        settings.fail_fast = limits.settings(settings.seed).fail_fast;
        settings.fail_fast =
            settings.fail_fast.map(|most| most.saturating_sub(totals.tally.failed));
        let heard = |event| {
            failures.note(&event, &known, &redactor);
            tell(event);
        };
        let suite = Arc::new(suite);
        let run = runner::run(suite, settings, &carriers, &redactor, stop.clone(), heard);
        totals.add(&telling_waits(run, &mut waits, tell).await);
    }
    let is_over = settings.time.is_some_and(TimeLimit::is_over);
    totals.not_asked |= is_over && totals.tally.concluded() == 0;
    let unmet = known.unmet(!totals.interrupted);
    let minimum = arguments.demands.min_coverage;
    let verdict = totals.verdict(unmet.is_empty(), minimum);
    tell(Event::RunFinished {
        verdict,
        tally: totals.tally,
        interrupted: totals.interrupted,
        unmet: unmet.clone(),
        coverage: totals.coverage,
        minimum,
        milliseconds: u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX),
    });
    if let Some(error) = reporters.into_inner().finish()
        && error.kind() != std::io::ErrorKind::BrokenPipe
    {
        return Err(Failure::configuration(format!("a report cannot be written: {error}")));
    }
    match (&arguments.demands.expectations, arguments.demands.update_expectations) {
        (Some(file), true) if expectations::write(file, &known, &unmet, failures)? => {
            totals.tally.known += std::mem::take(&mut totals.tally.failed);
            Ok(totals.verdict(true, minimum).exit_code())
        }
        _ => Ok(verdict.exit_code()),
    }
}

/// Carries out a run, and tells of the waits meanwhile.
async fn telling_waits<T>(
    run: impl Future<Output = T>,
    waits: &mut UnboundedReceiver<Wait>,
    tell: impl Fn(Event),
) -> T {
    let mut run = pin!(run);
    loop {
        tokio::select! {
            biased;
            done = &mut run => return done,
            Some(Wait { seconds, reason }) = waits.recv() => tell(Event::Waiting { seconds, reason }),
        }
    }
}

/// What came of the suites so far.
#[derive(Debug, Default)]
struct Totals {
    tally: Tally,
    coverage: Share,
    interrupted: bool,
    /// Whether a target gave no conclusion although it was to be asked.
    not_asked: bool,
}

impl Totals {
    fn add(&mut self, ended: &runner::Ended) {
        self.tally.add(ended.tally);
        self.coverage = self.coverage.and(ended.coverage);
        self.interrupted |= ended.interrupted;
        self.not_asked |= ended.tally.concluded() == 0 && ended.tally.inconclusive > 0;
    }

    fn verdict(&self, known_hold: bool, minimum: Option<f64>) -> Verdict {
        match () {
            () if self.tally.failed > 0 || !known_hold => Verdict::Findings,
            () if self.interrupted || self.not_asked => Verdict::NotAsked,
            () if self.tally.concluded() == 0 => Verdict::NothingRan,
            () if minimum.is_some_and(|minimum| self.coverage.percent() < minimum) => {
                Verdict::Uncovered
            }
            () => Verdict::Conforms,
        }
    }
}

async fn start_reference(seed: u64) -> Result<Reference, Failure> {
    let listen = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    reference::start(listen, seed).await.map_err(|error| Failure {
        code: 5,
        message: format!("the reference server cannot start: {error}"),
    })
}

fn suites(
    arguments: &RunArgs,
    contracts: &[Arc<Contract>],
    server: Option<&Reference>,
    known: &Arc<Known>,
) -> Result<Vec<Suite>, Failure> {
    let mut rules = rules::rules(&arguments.demands)?;
    filter::restrict(&mut rules, &arguments.selection.choice);
    let mut suites = Vec::new();
    for contract in contracts {
        let (base, own) = match (server, &arguments.target) {
            (Some(server), _) => (server.base_url(&contract.id), server.fixtures(&contract.id)),
            (None, target) => {
                (base_url(target.as_deref().unwrap_or_default())?, Fixtures::default())
            }
        };
        let fixtures = documents::supplied(&arguments.selection, contract, own)?;
        let mut suite = documents::suite(&arguments.selection, contract, base, fixtures)?;
        documents::add_random(&mut suite, &arguments.selection, arguments.random)?;
        suite.rules = rules.clone();
        suite.known = Arc::clone(known);
        suites.push(suite);
    }
    Ok(suites)
}

/// An absolute base URL without a slash at its end.
pub(super) fn base_url(target: &str) -> Result<String, Failure> {
    let help = "write it as https://host/base";
    let url = url::Url::parse(target).map_err(|error| {
        Failure::usage(format!("--target `{target}` is no URL: {error}\n  help: {help}"))
    })?;
    let usable = matches!(url.scheme(), "http" | "https")
        && url.query().is_none()
        && url.fragment().is_none();
    match usable {
        true => Ok(url.as_str().trim_end_matches('/').to_owned()),
        false => Err(Failure::usage(format!("--target `{target}` is no base URL\n  help: {help}"))),
    }
}

fn carriers(limits: &LimitArgs, pacer: &Arc<Pacer>) -> Result<Carriers, Failure> {
    let limits = limits.of_a_request();
    let http = HttpTransport::new(limits)
        .map_err(|error| Failure::configuration(format!("TLS cannot be set up: {error}")))?;
    let paced = |carrier| Arc::new(Paced::new(carrier, Arc::clone(pacer)));
    let raw = RawTransport::new(limits);
    Ok(Carriers { http: paced(Arc::new(http)), raw: paced(Arc::new(raw)) })
}

/// The exit code of who was stopped by Ctrl-C, as shells give it.
const ABORTED: i32 = 130;

/// Turns true when somebody presses Ctrl-C. Who does so twice does not even want the reports.
fn on_interrupt() -> Stop {
    let (sender, receiver) = tokio::sync::watch::channel(false);
    tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            sender.send_replace(true);
            if tokio::signal::ctrl_c().await.is_ok() {
                std::process::exit(ABORTED);
            }
        }
        // The receiver is asked until the end of the run.
        std::future::pending::<()>().await;
    });
    receiver
}
