//! The suite is tested: the mock of a document is mutated by every fault that the document gives room
//! for, the suite runs, and each fault must be found by its check. Unspoilt, and changed in ways that are
//! as right, the suite must be silent.

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

/// So many mocks run at once.
const AT_ONCE: usize = 6;

/// What came of the self-test of one document.
#[derive(Debug)]
pub struct SelfTest {
    /// The short name of the document.
    pub provider: String,
    /// What the suite found in the mock as it is: false alarms, all of them.
    pub alarms: Vec<Folded>,
    /// How the cases ended against the mock as it is.
    pub tally: Tally,
    /// Every fault that applies, with what came of it.
    pub trials: Vec<Trial>,
    /// Every variant that applies, with what was found in it: false alarms as well.
    pub variants: Vec<(&'static Variant, Vec<Folded>)>,
}

/// What came of one fault.
#[derive(Debug)]
pub struct Trial {
    /// The fault.
    pub fault: &'static Fault,
    /// The checks that found something.
    pub found: BTreeSet<String>,
    /// How many cases more than at the mock as it is come to no conclusion.
    pub inconclusive: usize,
}

impl Trial {
    /// Whether its check found it.
    pub fn is_killed(&self) -> bool {
        self.found.contains(self.fault.check)
    }

    /// Whether it may be about values that were not supplied: the cases that meet it pass no more, and
    /// report nothing.
    pub fn is_excused(&self) -> bool {
        !self.is_killed() && self.inconclusive > 0
    }

    /// Whether the suite has not taken note of it.
    pub fn has_survived(&self) -> bool {
        !self.is_killed() && !self.is_excused()
    }
}

impl SelfTest {
    /// Whether every fault was found or is excused, and nothing was found where there is none.
    pub fn passed(&self) -> bool {
        let is_silent =
            self.alarms.is_empty() && self.variants.iter().all(|(_, findings)| findings.is_empty());
        is_silent && !self.trials.iter().any(Trial::has_survived)
    }
}

/// Tests the suite on one document. `live` names fields whose values must exist at the target.
///
/// # Errors
/// No port can be listened on, or TLS cannot be set up.
pub async fn run(contract: Arc<Contract>, live: &[&str], seed: u64) -> io::Result<SelfTest> {
    let bench = Bench::new(&contract, live, seed)?;
    let as_it_is = bench.validator(None, Needs::Nothing).await?;
    let applicability = Applicability { contract: &contract, live: !live.is_empty() };
    let mut chosen: Vec<_> =
        faults::all().filter(|fault| (fault.applies)(&applicability)).collect();
    let mut before: Vec<(Needs, BTreeSet<String>)> = Vec::new();
    for fault in &chosen {
        // Nothing else makes findings of what is silent by itself.
        let asks_more = matches!(fault.needs, Needs::Profile(_) | Needs::Strict);
        if asks_more && before.iter().all(|(needs, _)| *needs != fault.needs) {
            before.push((fault.needs, bench.validator(None, fault.needs).await?.checks()));
        }
    }
    // Where the document itself is not as the user wants it, the fault cannot be reported from it.
    let is_described = |fault: &&Fault| {
        before.iter().any(|(needs, found)| *needs == fault.needs && found.contains(fault.check))
    };
    chosen.retain(|fault| !is_described(fault));
    let trials = futures::stream::iter(chosen)
        .map(|fault| bench.trial(fault, as_it_is.tally.inconclusive))
        .buffered(AT_ONCE)
        .filter_map(|trial| async { trial.transpose() });
    let trials: Vec<io::Result<Trial>> = trials.collect().await;
    let chosen: Vec<_> =
        variants::all().filter(|variant| (variant.applies)(&applicability)).collect();
    let variants = futures::stream::iter(chosen)
        .map(|variant| bench.variant(variant))
        .buffered(AT_ONCE)
        .filter_map(|messages| async { messages.transpose() });
    let variants: Vec<io::Result<_>> = variants.collect().await;
    Ok(SelfTest {
        provider: contract.id.clone(),
        alarms: as_it_is.findings,
        tally: as_it_is.tally,
        trials: trials.into_iter().collect::<io::Result<_>>()?,
        variants: variants.into_iter().collect::<io::Result<_>>()?,
    })
}

/// What the suite finds in the mock of a document as it is: nothing.
///
/// # Errors
/// No port can be listened on, or TLS cannot be set up.
pub async fn unspoilt(contract: Arc<Contract>, live: &[&str], seed: u64) -> io::Result<SelfTest> {
    let as_it_is = Bench::new(&contract, live, seed)?.validator(None, Needs::Nothing).await?;
    Ok(SelfTest {
        provider: contract.id.clone(),
        alarms: as_it_is.findings,
        tally: as_it_is.tally,
        trials: Vec::new(),
        variants: Vec::new(),
    })
}

/// What all mocks of one document share: compiled schemas and planned cases.
struct Bench<'a> {
    contract: &'a Arc<Contract>,
    live: &'a [&'a str],
    seed: u64,
    validators: Arc<Validators>,
    planned: Suite,
    transports: Transports,
}

/// What came of one run.
struct SuiteResult {
    findings: Vec<Folded>,
    tally: Tally,
    /// How often what was mutated made a difference.
    hits: usize,
}

impl SuiteResult {
    /// The checks that found something.
    fn checks(&self) -> BTreeSet<String> {
        self.findings.iter().map(|folded| folded.finding.check.to_owned()).collect()
    }
}

/// What is known of a mock that no client needs after the run.
fn known(mock: &Mock) -> Fixtures {
    mock.fixtures().with_own_credential(mock.own_credential())
}

impl<'a> Bench<'a> {
    fn new(contract: &'a Arc<Contract>, live: &'a [&'a str], seed: u64) -> io::Result<Self> {
        let validators = Arc::new(Validators::default());
        let copy = Arc::clone(contract);
        let mock = Mock::with_validators(copy, Arc::clone(&validators), live, seed, Defects::NONE);
        let mock = mock.with_signatures();
        let planned = Suite::plan(Arc::clone(contract), String::new(), known(&mock), &[], seed);
        let planned = planned.map_err(io::Error::other)?;
        let limits = Limits::default();
        let http = HttpTransport::new(limits).map_err(io::Error::other)?;
        let transports =
            Transports { http: Arc::new(http), raw: Arc::new(RawTransport::new(limits)) };
        Ok(Self { contract, live, seed, validators, planned, transports })
    }

    /// What came of a fault; `None` where it made no difference to any response.
    /// `before` counts the cases that come to no conclusion at the mock as it is.
    async fn trial(&self, fault: &'static Fault, before: usize) -> io::Result<Option<Trial>> {
        let messages = self.validator(Some(fault.mutation), fault.needs).await?;
        let inconclusive = messages.tally.inconclusive.saturating_sub(before);
        Ok((messages.hits > 0).then(|| Trial { fault, found: messages.checks(), inconclusive }))
    }

    async fn variant(
        &self,
        variant: &'static Variant,
    ) -> io::Result<Option<(&'static Variant, Vec<Folded>)>> {
        let messages = self.validator(Some(variant.mutation), Needs::Nothing).await?;
        Ok((messages.hits > 0).then_some((variant, messages.findings)))
    }

    /// Runs the suite against the mock, mutated or not.
    async fn validator(&self, mutation: Option<Mutation>, needs: Needs) -> io::Result<SuiteResult> {
        let (defects, quirks, change) = match mutation {
            Some(Mutation::Defects(defects)) => (defects, Quirks::default(), None),
            Some(Mutation::Quirks(quirks)) => (Defects::NONE, quirks, None),
            Some(Mutation::Change(change)) => (Defects::NONE, Quirks::default(), Some(change)),
            None => (Defects::NONE, Quirks::default(), None),
        };
        let (contract, validators) = (Arc::clone(self.contract), Arc::clone(&self.validators));
        let mock = Mock::with_validators(contract, validators, self.live, self.seed, defects);
        let mock = mock.with_quirks(quirks).with_signatures();
        let fixtures = known(&mock);
        let hits = if change.is_some() { HitCounter::default() } else { mock.hits() };
        let router = match change {
            Some(change) if !change.is_of_bytes() => {
                mutation::wrap_counted(mock.server(), change, hits.clone())
            }
            _ => mock.server(),
        };
        let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).await?;
        let address = listener.local_addr()?;
        // `axum::serve` retries what fails; it ends only with the task.
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
        // What reaches beyond one case would blur all that run beside it.
        let reaches_far = defects.ends_all || defects.acts_although_refusing;
        let concurrency = if reaches_far { 1 } else { 4 };
        let settings = Settings { concurrency, seed: self.seed, ..Settings::default() };
        let (findings, tally) = carry_out(suite, settings, &self.transports).await;
        served.abort();
        Ok(SuiteResult { findings, tally, hits: hits.count() })
    }
}

async fn carry_out(
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
    // What is only worth knowing is no finding: documents have gaps, and few servers keep every profile.
    findings.retain(|folded| folded.finding.severity > Severity::Info);
    (findings, tally)
}
