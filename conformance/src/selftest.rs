//! The judge is judged: the mock of a document is spoilt by every fault that the document gives room
//! for, the suite runs, and each fault must be found by its check. Unspoilt, the suite must be silent.

use std::collections::BTreeSet;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use specs::Contract;
use tokio::net::TcpListener;

use crate::event::{Event, Tally};
use crate::faults::{self, Fault, Room, Spoil};
use crate::finding::Folded;
use crate::mock::{Flaws, Mock};
use crate::redact::Redactor;
use crate::runner::{self, Carriers, Settings};
use crate::spoil;
use crate::suite::Suite;
use crate::transport::{HttpTransport, Limits, RawTransport};

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
}

/// What came of one fault.
#[derive(Debug)]
pub struct Trial {
    /// The fault.
    pub fault: &'static Fault,
    /// The checks that found something.
    pub found: BTreeSet<String>,
}

impl Trial {
    /// Whether its check found it.
    pub fn is_killed(&self) -> bool {
        self.found.contains(self.fault.check)
    }
}

impl SelfTest {
    /// Whether every fault was found, and nothing where there is none.
    pub fn passed(&self) -> bool {
        self.alarms.is_empty() && self.trials.iter().all(Trial::is_killed)
    }
}

/// Tests the suite on one document. `live` names fields whose values must exist at the target.
///
/// # Errors
/// No port can be listened on, or TLS cannot be set up.
pub async fn run(contract: Arc<Contract>, live: &[&str], seed: u64) -> io::Result<SelfTest> {
    let (alarms, tally) = judge(&contract, live, seed, None).await?;
    let room = Room { contract: &contract, live: !live.is_empty() };
    let mut trials = Vec::new();
    for fault in faults::all().filter(|fault| (fault.applies)(&room)) {
        let (findings, _) = judge(&contract, live, seed, Some(fault)).await?;
        let found = findings.iter().map(|folded| folded.finding.check.to_owned()).collect();
        trials.push(Trial { fault, found });
    }
    Ok(SelfTest { provider: contract.id.clone(), alarms, tally, trials })
}

/// Runs the suite against the mock, spoilt or not.
async fn judge(
    contract: &Arc<Contract>,
    live: &[&str],
    seed: u64,
    fault: Option<&Fault>,
) -> io::Result<(Vec<Folded>, Tally)> {
    let (flaws, change) = match fault.map(|fault| fault.spoil) {
        Some(Spoil::Flaws(flaws)) => (flaws, None),
        Some(Spoil::Change(change)) => (Flaws::default(), Some(change)),
        None => (Flaws::default(), None),
    };
    let mock = Mock::new(Arc::clone(contract), live, seed, flaws);
    let fixtures = mock.fixtures();
    let router = match change {
        Some(change) => spoil::wrap(mock.router(), change),
        None => mock.router(),
    };
    let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).await?;
    let address = listener.local_addr()?;
    // `axum::serve` retries what fails; it ends only with the task.
    let served = tokio::spawn(async move { drop(axum::serve(listener, router).await) });
    let relay = match change {
        Some(change) if change.is_of_bytes() => Some(spoil::relay(address, change).await?),
        _ => None,
    };
    let front = relay.as_ref().map_or(address, spoil::Relay::address);
    let suite = Suite::plan(Arc::clone(contract), format!("http://{front}"), fixtures, &[], seed);
    let suite = suite.map_err(io::Error::other)?;
    // What reaches beyond one case would blur all that run beside it.
    let concurrency = if flaws == Flaws::default() { 4 } else { 1 };
    let ended = carry_out(suite, Settings { concurrency, seed }).await;
    served.abort();
    ended
}

async fn carry_out(suite: Suite, settings: Settings) -> io::Result<(Vec<Folded>, Tally)> {
    let limits = Limits::default();
    let http = HttpTransport::new(limits).map_err(io::Error::other)?;
    let carriers = Carriers { http: Arc::new(http), raw: Arc::new(RawTransport::new(limits)) };
    let (_sender, stop) = tokio::sync::watch::channel(false);
    let redactor = Arc::new(Redactor::default());
    let mut findings = Vec::new();
    let ended = runner::run(Arc::new(suite), settings, &carriers, &redactor, stop, |event| {
        if let Event::SuiteFinished(end) = event {
            findings = end.findings;
        }
    });
    let tally = ended.await.tally;
    let is_error = |folded: &Folded| folded.finding.fails();
    Ok((findings.into_iter().filter(is_error).collect(), tally))
}
