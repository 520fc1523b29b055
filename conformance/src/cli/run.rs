//! `conformance run`: the suites one after the other, the reports, the verdict.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Instant;

use specs::Contract;

use super::arguments::{LimitArgs, Percent, ReachArgs, RunArgs};
use super::reach::{reaching, refuse_production};
use super::target::{self, Chosen};
use super::{Failure, documents, outputs, rules};
use crate::coverage::Share;
use crate::event::{Event, Tally, Verdict};
use crate::known::Known;
use crate::redact::Redactor;
use crate::reference::{self, Reference};
use crate::report::Reporters;
use crate::runner::{self, Carriers, Settings, Stop};
use crate::suite::Suite;
use crate::transport::{HttpTransport, Proxied, Proxy, RawTransport, Transport};

pub(super) fn run(mut arguments: RunArgs) -> Result<u8, Failure> {
    let chosen = target::apply(&mut arguments)?;
    refuse_contradictions(&arguments, &chosen.contracts)?;
    let reporters = outputs::reporters(&arguments.report, arguments.quiet)?;
    carry_out_with(&arguments, &chosen, reporters)
}

/// `conformance coverage`: the same, and only what was exercised is told.
pub(super) fn coverage(mut arguments: RunArgs) -> Result<u8, Failure> {
    let chosen = target::apply(&mut arguments)?;
    refuse_contradictions(&arguments, &chosen.contracts)?;
    carry_out_with(&arguments, &chosen, outputs::coverage())
}

fn carry_out_with(
    arguments: &RunArgs,
    chosen: &Chosen,
    reporters: Vec<Box<dyn crate::report::Reporter>>,
) -> Result<u8, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::configuration(format!("cannot start: {error}")))?;
    let done = runtime.block_on(carry_out(arguments, chosen, reporters));
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
    chosen: &Chosen,
    reporters: Vec<Box<dyn crate::report::Reporter>>,
) -> Result<u8, Failure> {
    let begun = Instant::now();
    let known = match &arguments.demands.known {
        Some(file) => {
            Known::load(file).map_err(|error| Failure::configuration(error.to_string()))?
        }
        None => Known::default(),
    };
    let known = Arc::new(known);
    let server = match &arguments.target {
        Some(_) => None,
        None => Some(start_reference(arguments.selection.seed).await?),
    };
    let suites = suites(arguments, chosen, server.as_ref(), &known)?;
    refuse_production(arguments, &suites)?;
    let redactor = Arc::new(Redactor::default());
    suites.iter().for_each(|suite| suite.hide_secrets(&redactor));
    let mut reporters = Reporters::new(Arc::clone(&redactor), reporters);
    let carriers = carriers(&arguments.limits, &arguments.reach, &suites)?;
    let settings =
        Settings { concurrency: arguments.limits.concurrency(), seed: arguments.selection.seed };
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
    let selection = &arguments.selection;
    let is_whole = selection.only.is_empty() && selection.skip.is_empty() && !totals.interrupted;
    let unmet = known.unmet(is_whole);
    let minimum = arguments.demands.min_coverage.map(Percent::get);
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
        self.not_asked |=
            ended.tally.concluded() == 0 && (ended.tally.inconclusive > 0 || ended.not_supplied);
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
    chosen: &Chosen,
    server: Option<&Reference>,
    known: &Arc<Known>,
) -> Result<Vec<Suite>, Failure> {
    let rules = rules::rules(&arguments.demands)?;
    let mut suites = Vec::new();
    for contract in &chosen.contracts {
        let (base, own) = match (server, &arguments.target) {
            (Some(server), _) => (server.base_url(&contract.id), server.fixtures(&contract.id)),
            (None, target) => {
                (base_url(target.as_deref().unwrap_or_default())?, chosen.fixtures(contract)?)
            }
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
    let help = "write it as https://host/base, or name a target of conformance.toml";
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

fn carriers(limits: &LimitArgs, reach: &ReachArgs, suites: &[Suite]) -> Result<Carriers, Failure> {
    let limits = limits.of_a_request();
    let reach = reaching(reach)?;
    let http = HttpTransport::reaching(limits, &reach)
        .map_err(|error| Failure::configuration(format!("TLS cannot be set up: {error}")))?;
    for suite in suites {
        suite.fixtures.connect(&suite.base, &http, limits.timeout);
    }
    let raw: Arc<dyn Transport> = match reach.proxy {
        Proxy::None => Arc::new(RawTransport::trusting(limits, reach.trust)),
        _ => Arc::new(Proxied(http.clone())),
    };
    Ok(Carriers { http: Arc::new(http), raw })
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
