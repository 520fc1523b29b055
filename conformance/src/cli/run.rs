//! `conformance run`: the suites one after the other, the reports, the verdict.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use specs::Contract;

use super::{Failure, RunArgs, documents, outputs, printer, replay, rules};
use crate::coverage::Share;
use crate::event::{Event, Tally, Verdict};
use crate::fixtures::Fixtures;
use crate::known::Known;
use crate::record::Recorder;
use crate::redact::Redactor;
use crate::reference::{self, Reference};
use crate::report::Reporters;
use crate::runner::{self, Carriers, Settings, Stop};
use crate::suite::Suite;
use crate::transport::{HttpTransport, Limits, RawTransport};

pub(super) fn run(arguments: &RunArgs) -> Result<u8, Failure> {
    let contracts = documents::contracts(&arguments.selection)?;
    refuse_contradictions(arguments, &contracts)?;
    let reporters = outputs::reporters(&arguments.report, arguments.quiet)?;
    carry_out_with(arguments, &contracts, reporters, None)
}

/// `conformance coverage`: the same, and only what was exercised is told.
pub(super) fn coverage(arguments: &RunArgs) -> Result<u8, Failure> {
    let contracts = documents::contracts(&arguments.selection)?;
    refuse_contradictions(arguments, &contracts)?;
    carry_out_with(arguments, &contracts, outputs::coverage(), None)
}

/// Carries out what is asked of these documents: their own cases, or those of recordings.
pub(super) fn carry_out_with(
    arguments: &RunArgs,
    contracts: &[Arc<Contract>],
    reporters: Vec<Box<dyn crate::report::Reporter>>,
    recordings: Option<&replay::Recordings>,
) -> Result<u8, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::configuration(format!("cannot start: {error}")))?;
    let done = runtime.block_on(carry_out(arguments, contracts, reporters, recordings));
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
    recordings: Option<&replay::Recordings>,
) -> Result<u8, Failure> {
    let begun = Instant::now();
    let known = match &arguments.known {
        Some(file) => {
            Known::load(file).map_err(|error| Failure::configuration(error.to_string()))?
        }
        None => Known::default(),
    };
    let known = Arc::new(known);
    let server = match &arguments.target {
        Some(_) => None,
        None if recordings.is_some_and(|recordings| recordings.offline) => None,
        None => Some(start_reference(arguments.selection.seed).await?),
    };
    let redactor = Arc::new(Redactor::default());
    let mut suites = suites(arguments, contracts, server.as_ref(), &known)?;
    if let Some(recordings) = recordings {
        suites.iter_mut().try_for_each(|suite| recordings.fill(suite, arguments, &redactor))?;
    }
    let recorder = recorder(arguments, &redactor)?;
    suites.iter_mut().for_each(|suite| suite.recorder.clone_from(&recorder));
    suites.iter().for_each(|suite| suite.hide_secrets(&redactor));
    let mut reporters = Reporters::new(Arc::clone(&redactor), reporters);
    let carriers = carriers(arguments)?;
    let settings =
        Settings { concurrency: arguments.concurrency.into(), seed: arguments.selection.seed };
    reporters.tell(Event::RunStarted {
        version: env!("CARGO_PKG_VERSION"),
        seed: settings.seed,
        cases: suites.iter().map(Suite::count).sum(),
    });
    let stop = on_interrupt();
    let mut totals = Totals::default();
    for suite in suites {
        if *stop.borrow() {
            totals.interrupted = true;
            break;
        }
        let suite = Arc::new(suite);
        let ended = runner::run(suite, settings, &carriers, &redactor, stop.clone(), |event| {
            reporters.tell(event);
        })
        .await;
        totals.add(&ended);
    }
    if let Some(recorder) = recorder {
        let (entries, left_out) = recorder.finish().map_err(unwritable)?;
        printer::note(&format!("{entries} exchanges recorded, {left_out} cases left out\n"));
    }
    let selection = &arguments.selection;
    let is_whole = selection.only.is_empty() && selection.skip.is_empty() && !totals.interrupted;
    let unmet = known.unmet(is_whole);
    let minimum = arguments.min_coverage;
    let verdict = totals.verdict(unmet.is_empty(), minimum);
    reporters.tell(Event::RunFinished {
        verdict,
        tally: totals.tally,
        interrupted: totals.interrupted,
        unmet,
        coverage: totals.coverage,
        minimum,
        milliseconds: u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX),
    });
    match reporters.finish() {
        Some(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Failure::configuration(format!("a report cannot be written: {error}")))
        }
        _ => Ok(verdict.exit_code()),
    }
}

/// Where the exchanges are kept, if they are.
fn recorder(
    arguments: &RunArgs,
    redactor: &Arc<Redactor>,
) -> Result<Option<Arc<Recorder>>, Failure> {
    let Some(file) = &arguments.record_out else { return Ok(None) };
    let target = arguments.target.as_deref().unwrap_or("the reference server");
    let provenance = format!(
        "recorded by conformance {} run against {target} at {}",
        env!("CARGO_PKG_VERSION"),
        chrono::DateTime::<chrono::Utc>::from(std::time::SystemTime::now())
            .to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
    );
    Recorder::new(file.clone(), Arc::clone(redactor), provenance)
        .map(|recorder| Some(Arc::new(recorder)))
        .map_err(unwritable)
}

fn unwritable(error: std::io::Error) -> Failure {
    Failure::configuration(format!("--record-out: the file cannot be written: {error}"))
}

/// What came of the suites so far.
#[derive(Debug, Default)]
struct Totals {
    tally: Tally,
    coverage: Share,
    interrupted: bool,
    /// Whether a target gave no conclusion although it was asked.
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
    let rules = rules::rules(arguments)?;
    let mut suites = Vec::new();
    for contract in contracts {
        let (base, own) = match (server, &arguments.target) {
            (Some(server), _) => (server.base_url(&contract.id), server.fixtures(&contract.id)),
            (None, Some(target)) => (base_url(target)?, Fixtures::default()),
            // Nothing is sent.
            (None, None) => ("http://recorded.invalid".to_owned(), Fixtures::default()),
        };
        let fixtures = documents::supplied(&arguments.selection, contract, own)?;
        let mut suite = documents::suite(&arguments.selection, contract, base, fixtures)?;
        documents::add_random(&mut suite, &arguments.selection, arguments.random);
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

fn carriers(arguments: &RunArgs) -> Result<Carriers, Failure> {
    let limits =
        Limits { timeout: Duration::from_secs_f64(arguments.timeout), body: arguments.max_body };
    let http = HttpTransport::new(limits)
        .map_err(|error| Failure::configuration(format!("TLS cannot be set up: {error}")))?;
    Ok(Carriers { http: Arc::new(http), raw: Arc::new(RawTransport::new(limits)) })
}

/// Turns true when somebody presses Ctrl-C.
fn on_interrupt() -> Stop {
    let (sender, receiver) = tokio::sync::watch::channel(false);
    tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            sender.send_replace(true);
        }
        // The receiver is asked until the end of the run.
        std::future::pending::<()>().await;
    });
    receiver
}
