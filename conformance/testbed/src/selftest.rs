//! Mutation-tests the suite on a document: with each fault that applies to it, the suite must report the check of
//! the fault; on the unchanged mock and on each equivalent variant, it must report nothing.

use std::collections::BTreeSet;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use futures::StreamExt as _;
use specs::Contract;
use tokio::net::TcpListener;

use crate::faults;
use crate::faults::{Applicability, Fault, Mutation, Needs};
use crate::mock::{Defects, Mock, Quirks};
use crate::mutation;
use crate::variants;
use crate::variants::Variant;
use conformance_core::check::Severity;
use conformance_core::event::{Event, Tally};
use conformance_core::finding::Folded;
use conformance_core::redact::Redactor;
use conformance_core::values::Validators;
use conformance_engine::fixtures::Fixtures;
use conformance_engine::request_reader::HitCounter;
use conformance_engine::runner;
use conformance_engine::runner::{Settings, Transports};
use conformance_engine::suite::Suite;
use conformance_engine::transport::{HttpTransport, Limits, RawTransport};

/// The number of concurrent mocks.
const CONCURRENT_MOCKS: usize = 6;

/// The result of the self-test of one document.
#[derive(Debug)]
pub struct SelfTest {
    /// The short name of the document.
    pub provider: String,
    /// The findings on the unchanged mock, which are false alarms.
    pub alarms: Vec<Folded>,
    /// The tally of the unchanged mock.
    pub tally: Tally,
    /// Every fault that applies, with its result.
    pub trials: Vec<Trial>,
    /// Every variant that applies, with its findings, which are false alarms.
    pub variants: Vec<(&'static Variant, Vec<Folded>)>,
}

/// The result of one fault.
#[derive(Debug)]
pub struct Trial {
    /// The fault.
    pub fault: &'static Fault,
    /// The ids of the checks with findings.
    pub found: BTreeSet<String>,
    /// How many more cases are inconclusive than on the unchanged mock.
    pub inconclusive: usize,
}

impl Trial {
    /// Whether its check found it.
    pub fn is_killed(&self) -> bool {
        self.found.contains(self.fault.check)
    }

    /// Whether generated values may be the reason: its cases are inconclusive, and none fails.
    pub fn is_excused(&self) -> bool {
        !self.is_killed() && self.inconclusive > 0
    }

    /// Whether the suite did not detect it.
    pub fn has_survived(&self) -> bool {
        !self.is_killed() && !self.is_excused()
    }
}

impl SelfTest {
    /// Whether every fault was found or is excused, and there is no false alarm.
    pub fn passed(&self) -> bool {
        let is_silent =
            self.alarms.is_empty() && self.variants.iter().all(|(_, findings)| findings.is_empty());
        is_silent && !self.trials.iter().any(Trial::has_survived)
    }
}

/// Tests the suite on one document. `live` names fields whose values must exist at the target.
///
/// # Errors
/// A mock cannot listen, or TLS cannot be set up.
pub async fn run(contract: Arc<Contract>, live: &[&str], seed: u64) -> io::Result<SelfTest> {
    let bench = Bench::new(&contract, live, seed)?;
    let unchanged = bench.run(None, Needs::Nothing).await?;
    let applicability = Applicability { contract: &contract, live: !live.is_empty() };
    let mut applicable: Vec<_> =
        faults::all().filter(|fault| (fault.applies)(&applicability)).collect();
    let mut before: Vec<(Needs, BTreeSet<String>)> = Vec::new();
    for fault in &applicable {
        // Other configuration adds no findings.
        let adds_findings = matches!(fault.needs, Needs::Profile(_) | Needs::Strict);
        if adds_findings && before.iter().all(|(needs, _)| *needs != fault.needs) {
            before.push((fault.needs, bench.run(None, fault.needs).await?.checks()));
        }
    }
    // If the unchanged mock has a finding of the check, the fault cannot be distinguished from it.
    let is_hidden = |fault: &&Fault| {
        before.iter().any(|(needs, found)| *needs == fault.needs && found.contains(fault.check))
    };
    applicable.retain(|fault| !is_hidden(fault));
    let trials = futures::stream::iter(applicable)
        .map(|fault| bench.trial(fault, unchanged.tally.inconclusive))
        .buffered(CONCURRENT_MOCKS)
        .filter_map(|trial| async { trial.transpose() });
    let trials: Vec<io::Result<Trial>> = trials.collect().await;
    let applicable: Vec<_> =
        variants::all().filter(|variant| (variant.applies)(&applicability)).collect();
    let variants = futures::stream::iter(applicable)
        .map(|variant| bench.variant(variant))
        .buffered(CONCURRENT_MOCKS)
        .filter_map(|variant| async { variant.transpose() });
    let variants: Vec<io::Result<_>> = variants.collect().await;
    Ok(SelfTest {
        provider: contract.id.clone(),
        alarms: unchanged.findings,
        tally: unchanged.tally,
        trials: trials.into_iter().collect::<io::Result<_>>()?,
        variants: variants.into_iter().collect::<io::Result<_>>()?,
    })
}

/// Runs the suite on the unchanged mock only.
///
/// # Errors
/// A mock cannot listen, or TLS cannot be set up.
pub async fn unchanged(contract: Arc<Contract>, live: &[&str], seed: u64) -> io::Result<SelfTest> {
    let unchanged = Bench::new(&contract, live, seed)?.run(None, Needs::Nothing).await?;
    Ok(SelfTest {
        provider: contract.id.clone(),
        alarms: unchanged.findings,
        tally: unchanged.tally,
        trials: Vec::new(),
        variants: Vec::new(),
    })
}

/// The parts that all mocks of a document share: validators and planned cases.
struct Bench<'a> {
    contract: &'a Arc<Contract>,
    live: &'a [&'a str],
    seed: u64,
    validators: Arc<Validators>,
    planned: Suite,
    transports: Transports,
}

/// The result of one run.
struct SuiteResult {
    findings: Vec<Folded>,
    tally: Tally,
    /// How often the mutation made a difference.
    hits: usize,
}

impl SuiteResult {
    /// The ids of the checks with findings.
    fn checks(&self) -> BTreeSet<String> {
        self.findings.iter().map(|folded| folded.finding.check.to_owned()).collect()
    }
}

/// The fixtures of a mock, with the own credential: no client needs the mock after the run.
fn fixtures(mock: &Mock) -> Fixtures {
    mock.fixtures().with_own_credential(mock.own_credential())
}

impl<'a> Bench<'a> {
    fn new(contract: &'a Arc<Contract>, live: &'a [&'a str], seed: u64) -> io::Result<Self> {
        let validators = Arc::new(Validators::default());
        let copy = Arc::clone(contract);
        let mock = Mock::with_validators(copy, Arc::clone(&validators), live, seed, Defects::NONE);
        let mock = mock.with_signatures();
        let planned = Suite::plan(Arc::clone(contract), String::new(), fixtures(&mock), &[], seed);
        let planned = planned.map_err(io::Error::other)?;
        let limits = Limits::default();
        let http = HttpTransport::new(limits).map_err(io::Error::other)?;
        let transports =
            Transports { http: Arc::new(http), raw: Arc::new(RawTransport::new(limits)) };
        Ok(Self { contract, live, seed, validators, planned, transports })
    }

    /// The result of a fault; `None` if it made no difference to any response. `before` is the number of
    /// inconclusive cases of the unchanged mock.
    async fn trial(&self, fault: &'static Fault, before: usize) -> io::Result<Option<Trial>> {
        let result = self.run(Some(fault.mutation), fault.needs).await?;
        let inconclusive = result.tally.inconclusive.saturating_sub(before);
        Ok((result.hits > 0).then(|| Trial { fault, found: result.checks(), inconclusive }))
    }

    async fn variant(
        &self,
        variant: &'static Variant,
    ) -> io::Result<Option<(&'static Variant, Vec<Folded>)>> {
        let result = self.run(Some(variant.mutation), Needs::Nothing).await?;
        Ok((result.hits > 0).then_some((variant, result.findings)))
    }

    /// Runs the suite against the mock, mutated or not.
    async fn run(&self, mutation: Option<Mutation>, needs: Needs) -> io::Result<SuiteResult> {
        let (defects, quirks, change) = match mutation {
            Some(Mutation::Defects(defects)) => (defects, Quirks::default(), None),
            Some(Mutation::Quirks(quirks)) => (Defects::NONE, quirks, None),
            Some(Mutation::Change(change)) => (Defects::NONE, Quirks::default(), Some(change)),
            None => (Defects::NONE, Quirks::default(), None),
        };
        let (contract, validators) = (Arc::clone(self.contract), Arc::clone(&self.validators));
        let mock = Mock::with_validators(contract, validators, self.live, self.seed, defects);
        let mock = mock.with_quirks(quirks).with_signatures();
        let fixtures = fixtures(&mock);
        let hits = if change.is_some() { HitCounter::default() } else { mock.hits() };
        let router = match change {
            Some(change) if !change.is_of_bytes() => {
                mutation::wrap_counted(mock.server(), change, hits.clone())
            }
            _ => mock.server(),
        };
        let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).await?;
        let address = listener.local_addr()?;
        // `axum::serve` retries after errors; it ends only with the task.
        let served = tokio::spawn(async move { drop(axum::serve(listener, router).await) });
        let relay = match change {
            Some(change) if change.is_of_bytes() => {
                Some(mutation::relay_counted(address, change, hits.clone()).await?)
            }
            _ => None,
        };
        let front = relay.as_ref().map_or(address, mutation::Relay::address);
        let base = format!("http://{front}");
        let suite = Suite { base, fixtures, rules: needs.rules(), ..self.planned.clone() };
        // An effect on other values would change the result of concurrent cases.
        let affects_other_cases = defects.revokes_all || defects.acts_although_rejecting;
        let concurrency = if affects_other_cases { 1 } else { 4 };
        let settings = Settings { concurrency, seed: self.seed, ..Settings::default() };
        let (findings, tally) = run_suite(suite, settings, &self.transports).await;
        served.abort();
        Ok(SuiteResult { findings, tally, hits: hits.count() })
    }
}

async fn run_suite(
    suite: Suite,
    settings: Settings,
    transports: &Transports,
) -> (Vec<Folded>, Tally) {
    let (_sender, stop) = tokio::sync::watch::channel(false);
    let redactor = Arc::new(Redactor::default());
    let mut findings = Vec::new();
    let ended = runner::run(Arc::new(suite), settings, transports, &redactor, stop, |event| {
        if let Event::SuiteFinished(end) = event {
            findings = end.findings;
        }
    });
    let tally = ended.await.tally;
    // Information is not counted: documents have gaps, and few servers follow every profile.
    findings.retain(|folded| folded.finding.severity > Severity::Info);
    (findings, tally)
}
