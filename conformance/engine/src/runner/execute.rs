//! Asks one case: fills its steps, sends them, looks at what comes; a broken response is asked for once
//! more with fresh values.

use std::time::Duration;

use super::{Transports, confirm_probe, evaluate, examine, intermittent};
use crate::fill::{Draws, FillError, Filler};
use crate::fixtures::MintContext;
use crate::fixtures::cost;
use crate::source::synthetic;
use crate::suite::Suite;
use crate::transport::{NotAsked, Transport};
use conformance_core::case::Owner;
use conformance_core::case::{Case, ProbeExpectation, Role, Slot, Step};
use conformance_core::event::{Flaky, Outcome};
use conformance_core::exchange::Via;
use conformance_core::exchange::{Exchange, ExchangeResult, SentRequest};
use conformance_core::expectation::Liveness;
use conformance_core::redact::Redactor;

/// What came of a case.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) outcome: Outcome,
    pub(super) exchanges: Vec<Exchange>,
    /// Whether not a byte came.
    pub(super) unreachable: bool,
    /// Whether every connection was dropped in place of a response.
    pub(super) dropped: bool,
    /// What is known of it, where it failed at first.
    pub(super) flaky: Option<Flaky>,
}

impl Asked {
    /// Takes a dropped connection for a target that does not respond at all.
    pub(super) fn give_up(&mut self) {
        if self.dropped {
            let reason = "the target drops every connection without a response".to_owned();
            self.outcome = Outcome::Inconclusive { reason: reason.into() };
            self.exchanges.clear();
        }
    }

    pub(super) fn without_exchange(outcome: Outcome) -> Self {
        Self { outcome, exchanges: Vec::new(), unreachable: false, dropped: false, flaky: None }
    }
}

/// The requests of a case, filled as far as they do not wait for a response.
pub(super) struct Prepared {
    requests: Vec<Option<SentRequest>>,
    draws: Draws,
}

impl Prepared {
    /// The request of a step, if it does not wait for a response.
    pub(super) fn request(&self, step: usize) -> Option<&SentRequest> {
        self.requests.get(step)?.as_ref()
    }
}

/// Fills the requests of a case, with live values that are made for it where they have to be.
pub(super) async fn prepare(
    suite: &Suite,
    index: usize,
    seed: u64,
    redactor: &Redactor,
    transports: &Transports,
) -> Result<Prepared, FillError> {
    let case = &suite.cases[index];
    if let Some(why) = suite.recorded_responses.missing(&case.id) {
        return Err(FillError::Missing(why.to_owned()));
    }
    let mut draws = Draws::new(seed, &case.id);
    if suite.fixtures.are_fetched() {
        Box::pin(supply(suite, case, &mut draws, redactor, transports)).await?;
    }
    let filler = filler(suite, redactor);
    let mut requests = Vec::with_capacity(case.steps.len());
    for step in &case.steps {
        if step.role == Role::Repeat {
            draws.renew();
        }
        requests.push(if waits(step) {
            filler.reserve(step, &mut draws).map(|()| None)?
        } else {
            Some(filler.fill(step, &mut draws)?)
        });
    }
    Ok(Prepared { requests, draws })
}

/// Makes what the case draws and are not supplied, and fetches the credentials that end soon.
async fn supply(
    suite: &Suite,
    case: &Case,
    draws: &mut Draws,
    redactor: &Redactor,
    transports: &Transports,
) -> Result<(), FillError> {
    suite.fixtures.fetch_credentials(redactor).await.map_err(FillError::NoCredential)?;
    let Some(minter) = suite.fixtures.minter() else { return Ok(()) };
    let shop = context(suite, redactor, transports);
    for (owner, field) in case.draws() {
        if minter.makes(owner, field) {
            let value = minter.make(owner, field, &case.id, shop).await;
            draws.supply(owner, field, value.map_err(FillError::NotMade)?);
        }
    }
    Ok(())
}

/// What values are made with.
pub(super) fn context<'a>(
    suite: &'a Suite,
    redactor: &'a Redactor,
    transports: &'a Transports,
) -> MintContext<'a> {
    MintContext {
        base: &suite.base,
        fixtures: &suite.fixtures,
        redactor,
        transport: &*transports.http,
    }
}

/// Whether a step goes on with what a response names.
fn waits(step: &Step) -> bool {
    step.request.slots().iter().any(|slot| matches!(slot, Slot::Captured(_)))
}

/// Ends what was made and still lives. Whether live values could not be made.
pub(super) async fn tear_down(suite: &Suite, redactor: &Redactor, transports: &Transports) -> bool {
    let Some(minter) = suite.fixtures.minter() else { return false };
    minter.tear_down(context(suite, redactor, transports)).await;
    minter.gave_up().await
}

fn filler<'a>(suite: &'a Suite, redactor: &'a Redactor) -> Filler<'a> {
    Filler {
        contract: &suite.contract,
        base: &suite.base,
        fixtures: &suite.fixtures,
        validators: &suite.validators,
        redactor,
    }
}

pub(super) async fn ask(
    suite: &Suite,
    index: usize,
    prepared: Result<Prepared, FillError>,
    transports: &Transports,
    seed: u64,
    redactor: &Redactor,
) -> Asked {
    let prepared = match prepared {
        Ok(prepared) => prepared,
        Err(FillError::NoCredential(reason)) => {
            return Asked::without_exchange(Outcome::Inconclusive { reason });
        }
        Err(error) => {
            let reason = format!("{error}{}", needed(suite, &error));
            return Asked::without_exchange(Outcome::Skipped { reason });
        }
    };
    let mut sent = send_all(suite, index, prepared, transports, redactor).await;
    let spare;
    let mut transports = transports;
    let is_any = |is: fn(&Exchange) -> bool| sent.as_ref().is_ok_and(|list| list.iter().any(is));
    // The caller's own credential is ended once, whatever comes of it.
    if !suite.cases[index].ends_the_caller() && is_any(is_broken) {
        // A spent value may not be sent twice; where none is left, the first response stands.
        if let Some(other) = transports.once_more(suite, cost(&suite.cases[index], &suite.fixtures))
            // Boxed, as is all that seldom comes: it takes no room in the future of every case.
            && let Ok(mut again) = Box::pin(prepare(suite, index, seed, redactor, &other)).await
        {
            spare = other;
            transports = &spare;
            // The HTTP library cannot distinguish a response that is cut within its header section from none.
            if !is_any(Exchange::is_endless) {
                let plain = again.requests.iter_mut().flatten();
                plain.filter(|one| one.via == Via::Http).for_each(|one| one.via = Via::Raw);
            }
            let again = Box::pin(send_all(suite, index, again, transports, redactor));
            sent = again.await.or(sent);
        }
    }
    match sent {
        Ok(exchanges) => concluded(suite, index, seed, exchanges, transports, redactor).await,
        Err(Unsent { error: NotAsked::Held { reason }, before }) => {
            held(suite, index, before, reason)
        }
        Err(Unsent { error: error @ NotAsked::Unsendable { .. }, .. }) => {
            Asked::without_exchange(Outcome::Skipped { reason: error.to_string() })
        }
        Err(Unsent { error, .. }) => Asked {
            outcome: Outcome::Inconclusive { reason: error.into() },
            exchanges: Vec::new(),
            unreachable: true,
            dropped: false,
            flaky: None,
        },
    }
}

/// What came of a case that was asked, and of what is asked once more to be sure of it.
async fn concluded(
    suite: &Suite,
    index: usize,
    seed: u64,
    mut exchanges: Vec<Exchange>,
    transports: &Transports,
    redactor: &Redactor,
) -> Asked {
    observe(suite, index, &exchanges);
    confirm_probe::resolve(suite, index, seed, &mut exchanges, transports, redactor).await;
    observe(suite, index, &exchanges);
    let mut outcome = examine(suite, index, &exchanges);
    let again = failure_alone(suite, index, &exchanges, transports).await;
    if let (Some(status), Outcome::Failed { findings }) = (again, &mut outcome) {
        intermittent::mark_server_errors(findings, status);
    }
    let dropped = exchanges.iter().all(is_dropped);
    Asked { outcome, exchanges, unreachable: false, dropped, flaky: None }
}

/// What came of a case whose requests the limits of the run hold back from here on.
fn held(suite: &Suite, index: usize, before: Vec<Exchange>, reason: String) -> Asked {
    if before.is_empty() {
        return Asked::without_exchange(Outcome::Skipped { reason });
    }
    let outcome = match examine(suite, index, &before) {
        failed @ Outcome::Failed { .. } => failed,
        _ => Outcome::Inconclusive { reason: reason.into() },
    };
    let dropped = before.iter().all(is_dropped);
    Asked { outcome, exchanges: before, unreachable: false, dropped, flaky: None }
}

/// Notes which of the values that were made are ended.
fn observe(suite: &Suite, index: usize, exchanges: &[Exchange]) {
    let Some(minter) = suite.fixtures.minter() else { return };
    let case = &suite.cases[index];
    minter.observe(&case.id, exchanges, |step, field| {
        let is_probe = case.steps.get(step).is_some_and(|step| step.role.is_probe());
        let operation = suite.contract.operation(case.operation_of(step));
        !is_probe && operation.is_some_and(|one| synthetic::ends(&suite.contract, one, field))
    });
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

/// What a request gets a response once more that was received with a server error, where that one does not
/// come again.
async fn failure_alone(
    suite: &Suite,
    index: usize,
    exchanges: &[Exchange],
    transports: &Transports,
) -> Option<u16> {
    let first = exchanges.first()?;
    intermittent::failure(first)?;
    if suite.recorded_responses.offline || !intermittent::may_repeat(&suite.cases[index]) {
        return None;
    }
    let transports = transports.once_more(suite, 1)?;
    let again = transports.of(&first.request).send(first.request.clone()).await.ok()?;
    let status = again.response()?.status;
    (status < 500 && status != 429).then_some(status)
}

/// Whether the response is not whole, and had to be: an malformed request may get by the end of the
/// connection.
fn is_broken(exchange: &Exchange) -> bool {
    exchange.response().is_none() && !matches!(exchange.request.via, Via::Malformed(_))
}

fn is_dropped(exchange: &Exchange) -> bool {
    matches!(exchange.reply, ExchangeResult::Dropped { .. })
}

/// Why a step was not sent, and what came of those before it.
pub(super) struct Unsent {
    error: NotAsked,
    before: Vec<Exchange>,
}

/// Sends the steps as long as the next one can say anything.
pub(super) async fn send_all(
    suite: &Suite,
    index: usize,
    prepared: Prepared,
    transports: &Transports,
    redactor: &Redactor,
) -> Result<Vec<Exchange>, Unsent> {
    let Prepared { requests, mut draws } = prepared;
    let mut exchanges = Vec::with_capacity(requests.len());
    for (number, request) in requests.into_iter().enumerate() {
        let step = &suite.cases[index].steps[number];
        let filled = request.map_or_else(
            || {
                draws.capture(step, &exchanges);
                filler(suite, redactor).fill(step, &mut draws)
            },
            Ok,
        );
        // What a response names may be nothing that a request can carry.
        let Ok(request) = filled else { break };
        let sender = transports.of(&request);
        let sent = match suite.recorded_responses.placeholder(&suite.cases[index].id, number) {
            Some(recorded) => Ok(recorded.exchange(request)),
            None => sender.send(request).await,
        };
        let sent = match sent {
            Ok(exchange) => match grace(suite, index, number, &exchange) {
                Some(grace) => Box::pin(send_later(sender, exchange.request, grace)).await,
                None => Ok(exchange),
            },
            unsent => unsent,
        };
        match sent {
            Ok(exchange) => exchanges.push(exchange),
            Err(error) => return Err(Unsent { error, before: exchanges }),
        }
        if !evaluate::goes_on(suite, index, &exchanges) {
            break;
        }
    }
    Ok(exchanges)
}

/// Sends a request after a while.
async fn send_later(
    sender: &dyn Transport,
    request: SentRequest,
    grace: Duration,
) -> Result<Exchange, NotAsked> {
    tokio::time::sleep(grace).await;
    sender.send(request).await
}

/// How long to wait before a probe is sent once more: the user allows the end of a value some time to
/// take effect, and the value still lives.
fn grace(suite: &Suite, index: usize, number: usize, exchange: &Exchange) -> Option<Duration> {
    let step = suite.cases[index].steps.get(number)?;
    let probe = suite.fixtures.probe()?;
    let lives = exchange
        .response()
        .is_some_and(|response| probe.criteria().life(response) == Liveness::Live);
    let is_awaited = step.role == Role::Probe(ProbeExpectation::Revoked) && lives;
    (is_awaited && !probe.grace().is_zero()).then(|| probe.grace())
}
