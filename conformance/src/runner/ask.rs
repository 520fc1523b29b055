//! Asks one case: fills its steps, sends them, looks at what comes; a broken answer is asked for once
//! more with fresh values.

use std::sync::Arc;
use std::time::Duration;

use super::{Carriers, examine, intermittent, judge};
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
    if let Some(why) = suite.recall.missing(&case.id) {
        return Err(FillError::Missing(why.to_owned()));
    }
    let filler = filler(suite, redactor);
    let mut draws = Draws::new(seed, &case.id);
    let requests = case.steps.iter().map(|step| {
        if step.role == Role::Repeat {
            draws.renew();
        }
        match waits(step) {
            true => filler.reserve(step, &mut draws).map(|()| None),
            false => filler.fill(step, &mut draws).map(Some),
        }
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
    let is_own = suite.cases[index].ends_the_caller();
    // The caller's own credential is ended once, whatever comes of it.
    if !is_own && sent.as_ref().is_ok_and(|exchanges| exchanges.iter().any(is_broken)) {
        // A spent value may not be sent twice; where none is left, the first answer stands.
        if let Ok(mut again) = prepare(&suite, index, seed, &redactor) {
            // The HTTP library cannot tell an answer that is cut within its header section from none.
            let plain = again.requests.iter_mut().flatten();
            plain
                .filter(|request| request.via == Via::Http)
                .for_each(|request| request.via = Via::Raw);
            sent = send_all(&suite, index, again, &carriers, &redactor).await.or(sent);
        }
    }
    match sent {
        Ok(exchanges) => {
            let mut outcome = examine(&suite, index, &exchanges);
            let again = failure_alone(&suite, index, &exchanges, &carriers).await;
            if let (Some(status), Outcome::Failed { findings }) = (again, &mut outcome) {
                intermittent::tell_of_errors(findings, status);
            }
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

/// What a request is answered once more that was answered with a server error, where that one does not
/// come again.
async fn failure_alone(
    suite: &Suite,
    index: usize,
    exchanges: &[Exchange],
    carriers: &Carriers,
) -> Option<u16> {
    let first = exchanges.first()?;
    intermittent::failure(first)?;
    if suite.recall.offline || !intermittent::may_repeat(&suite.cases[index]) {
        return None;
    }
    let again = carriers.of(&first.request).send(first.request.clone()).await.ok()?;
    let status = again.answer()?.status;
    (status < 500 && status != 429).then_some(status)
}

/// Whether the answer is not whole, and had to be: an odd request may be answered by the end of the
/// connection.
fn is_broken(exchange: &Exchange) -> bool {
    exchange.answer().is_none() && !matches!(exchange.request.via, Via::Odd(_))
}

fn is_dropped(exchange: &Exchange) -> bool {
    matches!(exchange.reply, Reply::Dropped { .. })
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
        let Ok(request) = filled else { break };
        let carrier = carriers.of(&request);
        let mut exchange = match suite.recall.stand_in(&suite.cases[index].id, number) {
            Some(recorded) => recorded.exchange(request),
            None => carrier.send(request).await?,
        };
        if let Some(grace) = grace(suite, index, number, &exchange) {
            tokio::time::sleep(grace).await;
            exchange = carrier.send(exchange.request).await?;
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
