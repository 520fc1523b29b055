//! Asks one case: fills its steps, sends them, looks at what comes; a broken answer is asked for once
//! more with fresh values.

use std::sync::Arc;
use std::time::Duration;

use super::{Carriers, examine, judge};
use crate::case::{Probing, Role, Slot, Step, Via};
use crate::event::Outcome;
use crate::exchange::{Exchange, Reply, SentRequest};
use crate::fill::{Draws, FillError, Filler};
use crate::fixtures::Life;
use crate::redact::Redactor;
use crate::suite::Suite;
use crate::transport::NotAsked;

/// What came of a case.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) outcome: Outcome,
    pub(super) exchanges: Vec<Exchange>,
    /// Whether not a byte came.
    pub(super) unreachable: bool,
    /// Whether every connection was dropped in place of an answer.
    pub(super) dropped: bool,
}

impl Asked {
    /// Takes a dropped connection for a target that does not answer at all.
    pub(super) fn give_up(&mut self) {
        if self.dropped {
            let reason = "the target drops every connection without an answer".to_owned();
            self.outcome = Outcome::Inconclusive { reason };
            self.exchanges.clear();
        }
    }

    pub(super) fn without_exchange(outcome: Outcome) -> Self {
        Self { outcome, exchanges: Vec::new(), unreachable: false, dropped: false }
    }
}

/// The requests of a case, filled as far as they do not wait for an answer.
pub(super) struct Prepared {
    requests: Vec<Option<SentRequest>>,
    draws: Draws,
}

pub(super) fn prepare(
    suite: &Suite,
    index: usize,
    seed: u64,
    redactor: &Redactor,
) -> Result<Prepared, FillError> {
    let case = &suite.cases[index];
    let filler = filler(suite, redactor);
    let mut draws = Draws::new(seed, &case.id);
    let requests = case.steps.iter().map(|step| match waits(step) {
        true => filler.reserve(step, &mut draws).map(|()| None),
        false => filler.fill(step, &mut draws).map(Some),
    });
    let requests = requests.collect::<Result<_, _>>()?;
    Ok(Prepared { requests, draws })
}

/// Whether a step goes on with what an answer names.
fn waits(step: &Step) -> bool {
    step.request.slots().iter().any(|slot| matches!(slot, Slot::Captured(_)))
}

fn filler<'a>(suite: &'a Suite, redactor: &'a Redactor) -> Filler<'a> {
    Filler {
        contract: &suite.contract,
        base: &suite.base,
        fixtures: &suite.fixtures,
        judges: &suite.judges,
        redactor,
    }
}

pub(super) async fn ask(
    suite: Arc<Suite>,
    index: usize,
    prepared: Result<Prepared, FillError>,
    carriers: Carriers,
    seed: u64,
    redactor: Arc<Redactor>,
) -> Asked {
    let prepared = match prepared {
        Ok(prepared) => prepared,
        Err(error) => {
            return Asked::without_exchange(Outcome::Skipped { reason: error.to_string() });
        }
    };
    let mut sent = send_all(&suite, index, prepared, &carriers, &redactor).await;
    let is_own = suite.cases[index].steps.iter().any(|step| step.role == Role::Own);
    // The caller's own credential is ended once, whatever comes of it.
    if !is_own && sent.as_ref().is_ok_and(|exchanges| exchanges.iter().any(is_broken)) {
        // A spent value may not be sent twice; where none is left, the first answer stands.
        if let Ok(again) = prepare(&suite, index, seed, &redactor) {
            sent = send_all(&suite, index, again, &carriers, &redactor).await.or(sent);
        }
    }
    match sent {
        Ok(exchanges) => {
            let outcome = examine(&suite, index, &exchanges);
            let dropped = exchanges.iter().all(is_dropped);
            Asked { outcome, exchanges, unreachable: false, dropped }
        }
        Err(error @ NotAsked::Unsendable { .. }) => {
            Asked::without_exchange(Outcome::Skipped { reason: error.to_string() })
        }
        Err(error) => Asked {
            outcome: Outcome::Inconclusive { reason: error.to_string() },
            exchanges: Vec::new(),
            unreachable: true,
            dropped: false,
        },
    }
}

fn is_broken(exchange: &Exchange) -> bool {
    matches!(exchange.reply, Reply::Broken { .. })
}

/// Whether the connection ended without a byte of an answer that could be read. Transports tell it in
/// the words of the library or of the system.
fn is_dropped(exchange: &Exchange) -> bool {
    let Reply::Broken { detail, answer: None } = &exchange.reply else {
        return false;
    };
    let detail = detail.to_ascii_lowercase();
    ["closed", "reset", "broken pipe"].iter().any(|word| detail.contains(word))
}

/// Sends the steps as long as the next one can say anything.
async fn send_all(
    suite: &Suite,
    index: usize,
    prepared: Prepared,
    carriers: &Carriers,
    redactor: &Redactor,
) -> Result<Vec<Exchange>, NotAsked> {
    let Prepared { requests, mut draws } = prepared;
    let mut exchanges = Vec::with_capacity(requests.len());
    for (number, request) in requests.into_iter().enumerate() {
        let step = &suite.cases[index].steps[number];
        draws.capture(step, &exchanges);
        let filled = request.map_or_else(|| filler(suite, redactor).fill(step, &mut draws), Ok);
        // What an answer names may be nothing that a request can carry.
        let Ok(request) = &filled else { break };
        let carrier = match request.via {
            Via::Http => &carriers.http,
            Via::Raw => &carriers.raw,
        };
        let mut exchange = carrier.send(request).await?;
        if let Some(grace) = grace(suite, index, number, &exchange) {
            tokio::time::sleep(grace).await;
            exchange = carrier.send(request).await?;
        }
        exchanges.push(exchange);
        if !judge::goes_on(suite, index, &exchanges) {
            break;
        }
    }
    Ok(exchanges)
}

/// How long to wait before a probe is sent once more: the user allows the end of a value some time to
/// take effect, and the value still lives.
fn grace(suite: &Suite, index: usize, number: usize, exchange: &Exchange) -> Option<Duration> {
    let step = suite.cases[index].steps.get(number)?;
    let probe = suite.fixtures.probe()?;
    let lives = exchange.answer().is_some_and(|answer| probe.life(answer) == Life::Alive);
    let is_awaited = step.role == Role::Probe(Probing::Dead) && lives;
    (is_awaited && !probe.grace().is_zero()).then(|| probe.grace())
}
