//! Runs one case: sends its steps and evaluates the exchanges; a broken response is requested again
//! with fresh values.

use std::time::Duration;

use super::Transports;
use super::case_run::CaseRun;
use super::prepare::Prepared;
use crate::fill::FillError;
use crate::source::synthetic;
use crate::suite::Suite;
use crate::transport::{NotAsked, Transport};
use conformance_core::case::{Owner, ProbeExpectation, Role};
use conformance_core::event::{Flaky, Outcome};
use conformance_core::exchange::{Exchange, ExchangeResult, SentRequest};
use conformance_core::expectation::Liveness;

/// The result of a case.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) outcome: Outcome,
    pub(super) exchanges: Vec<Exchange>,
    /// Whether not a byte was received.
    pub(super) unreachable: bool,
    /// Whether every connection was dropped instead of a response.
    pub(super) dropped: bool,
    /// The entry of a known intermittent failure, if the case failed at first.
    pub(super) flaky: Option<Flaky>,
}

impl Asked {
    /// Treats dropped connections as a target that does not respond at all.
    pub(super) fn give_up(&mut self) {
        if self.dropped {
            let reason = "the target drops every connection without a response".to_owned();
            self.outcome = Outcome::Inconclusive { reason: reason.into() };
            self.exchanges.clear();
        }
    }

    /// The result of a case without exchanges.
    pub(super) fn without_exchange(outcome: Outcome) -> Self {
        Self { outcome, exchanges: Vec::new(), unreachable: false, dropped: false, flaky: None }
    }

    fn with_exchanges(outcome: Outcome, exchanges: Vec<Exchange>) -> Self {
        let dropped = exchanges.iter().all(is_dropped);
        Self { outcome, exchanges, unreachable: false, dropped, flaky: None }
    }
}

/// Why a step was not sent, and the exchanges before it.
pub(super) struct Unsent {
    error: NotAsked,
    before: Vec<Exchange>,
}

/// The exchanges of the steps of a case.
pub(super) type Sent = Result<Vec<Exchange>, Unsent>;

impl CaseRun<'_> {
    /// Sends the steps of the case, and evaluates the exchanges.
    pub(super) async fn ask(
        self,
        prepared: Result<Prepared, FillError>,
        transports: &Transports,
    ) -> Asked {
        let prepared = match prepared {
            Ok(prepared) => prepared,
            Err(error) => return Asked::without_exchange(unfilled(self.suite, error)),
        };
        let sent = self.send_all(prepared, transports).await;
        match self.retry_broken(&sent, transports).await {
            Some((again, spare)) => self.conclude(again.or(sent), &spare).await,
            None => self.conclude(sent, transports).await,
        }
    }

    /// The result of the case, whose steps may not all have been sent.
    async fn conclude(self, sent: Sent, transports: &Transports) -> Asked {
        match sent {
            Ok(exchanges) => self.concluded(exchanges, transports).await,
            Err(Unsent { error: NotAsked::Held { reason }, before }) => self.held(before, reason),
            Err(Unsent { error: error @ NotAsked::Unsendable { .. }, .. }) => {
                Asked::without_exchange(Outcome::Skipped { reason: error.to_string() })
            }
            Err(Unsent { error, .. }) => {
                let outcome = Outcome::Inconclusive { reason: error.into() };
                Asked { unreachable: true, ..Asked::without_exchange(outcome) }
            }
        }
    }

    /// The result of a case that was sent, confirmed by retries.
    async fn concluded(self, mut exchanges: Vec<Exchange>, transports: &Transports) -> Asked {
        self.observe(&exchanges);
        self.confirm_probe(&mut exchanges, transports).await;
        self.observe(&exchanges);
        let mut outcome = self.evaluator().examine(&exchanges);
        self.retry_server_error(&exchanges, &mut outcome, transports).await;
        Asked::with_exchanges(outcome, exchanges)
    }

    /// The result of a case that a limit of the run ended early.
    fn held(self, before: Vec<Exchange>, reason: String) -> Asked {
        if before.is_empty() {
            return Asked::without_exchange(Outcome::Skipped { reason });
        }
        let outcome = match self.evaluator().examine(&before) {
            failed @ Outcome::Failed { .. } => failed,
            _ => Outcome::Inconclusive { reason: reason.into() },
        };
        Asked::with_exchanges(outcome, before)
    }

    /// Records which minted values are revoked.
    fn observe(self, exchanges: &[Exchange]) {
        let (case, contract) = (self.case, &self.suite.contract);
        let Some(minter) = self.suite.fixtures.minter() else { return };
        minter.observe(&case.id, exchanges, |step, field| {
            let is_probe = case.steps.get(step).is_some_and(|step| step.role.is_probe());
            let operation = contract.operation(case.operation_of(step));
            !is_probe && operation.is_some_and(|one| synthetic::ends(contract, one, field))
        });
    }

    /// Sends the steps until the next one would be inconclusive.
    pub(super) async fn send_all(self, prepared: Prepared, transports: &Transports) -> Sent {
        let Prepared { requests, mut draws } = prepared;
        let mut exchanges = Vec::with_capacity(requests.len());
        for (number, request) in requests.into_iter().enumerate() {
            let step = &self.case.steps[number];
            let filled = request.map_or_else(
                || {
                    draws.capture(step, &exchanges);
                    self.filler().fill(step, &mut draws)
                },
                Ok,
            );
            // What a response contains may be nothing that a request can carry.
            let Ok(request) = filled else { break };
            match self.send(number, request, transports).await {
                Ok(exchange) => exchanges.push(exchange),
                Err(error) => return Err(Unsent { error, before: exchanges }),
            }
            if !self.evaluator().goes_on(&exchanges) {
                break;
            }
        }
        Ok(exchanges)
    }

    /// Sends the request of a step, unless a recording has the response.
    async fn send(
        self,
        number: usize,
        request: SentRequest,
        transports: &Transports,
    ) -> Result<Exchange, NotAsked> {
        let sender = transports.of(&request);
        let exchange = match self.suite.recorded_responses.placeholder(&self.case.id, number) {
            Some(recorded) => recorded.exchange(request),
            None => sender.send(request).await?,
        };
        match self.grace(number, &exchange) {
            Some(grace) => Box::pin(send_later(sender, exchange.request, grace)).await,
            None => Ok(exchange),
        }
    }

    /// How long to wait before a probe is sent again: the configured grace time of a revocation, if the
    /// value is still live.
    fn grace(self, number: usize, exchange: &Exchange) -> Option<Duration> {
        let step = self.case.steps.get(number)?;
        let probe = self.suite.fixtures.probe()?;
        let lives = exchange
            .response()
            .is_some_and(|response| probe.criteria().life(response) == Liveness::Live);
        let is_awaited = step.role == Role::Probe(ProbeExpectation::Revoked) && lives;
        (is_awaited && !probe.grace().is_zero()).then(|| probe.grace())
    }
}

/// The outcome of a case whose requests cannot be filled.
fn unfilled(suite: &Suite, error: FillError) -> Outcome {
    match error {
        FillError::NoCredential(reason) => Outcome::Inconclusive { reason },
        error => Outcome::Skipped { reason: format!("{error}{}", needed(suite, &error)) },
    }
}

/// How many values the run needs of those that ran out.
fn needed(suite: &Suite, error: &FillError) -> String {
    let count = match error {
        FillError::Dry(field) => suite.need(Owner::Own, field),
        FillError::NoOthers(field) => suite.need(Owner::Others, field),
        _ => return String::new(),
    };
    if count == 0 { String::new() } else { format!(" (the run needs {count})") }
}

fn is_dropped(exchange: &Exchange) -> bool {
    matches!(exchange.reply, ExchangeResult::Dropped { .. })
}

/// Sends a request after a delay.
async fn send_later(
    sender: &dyn Transport,
    request: SentRequest,
    grace: Duration,
) -> Result<Exchange, NotAsked> {
    tokio::time::sleep(grace).await;
    sender.send(request).await
}
