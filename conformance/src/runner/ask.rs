//! Asks one case: fills its steps, sends them, looks at what comes; a broken answer is asked for once
//! more with fresh values.

use std::sync::Arc;

use super::{Carriers, examine, intermittent, judge};
use crate::case::{Role, Step, Via};
use crate::event::Outcome;
use crate::exchange::{Exchange, Reply, SentRequest};
use crate::fill::{Draws, FillError, Filler};
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

/// The requests of a case, filled.
pub(super) fn prepare(
    suite: &Suite,
    index: usize,
    seed: u64,
    redactor: &Redactor,
) -> Result<Vec<SentRequest>, FillError> {
    let case = &suite.cases[index];
    let filler = Filler {
        contract: &suite.contract,
        base: &suite.base,
        fixtures: &suite.fixtures,
        judges: &suite.judges,
        redactor,
    };
    let mut draws = Draws::new(seed, &case.id);
    let fill = |step: &Step| {
        if step.role == Role::Repeat {
            draws.renew();
        }
        filler.fill(step, &mut draws)
    };
    case.steps.iter().map(fill).collect()
}

pub(super) async fn ask(
    suite: Arc<Suite>,
    index: usize,
    prepared: Result<Vec<SentRequest>, FillError>,
    carriers: Carriers,
    seed: u64,
    redactor: Arc<Redactor>,
) -> Asked {
    let requests = match prepared {
        Ok(requests) => requests,
        Err(error) => {
            return Asked::without_exchange(Outcome::Skipped { reason: error.to_string() });
        }
    };
    let mut sent = send_all(&suite, index, &requests, &carriers).await;
    if sent.as_ref().is_ok_and(|exchanges| exchanges.iter().any(is_broken)) {
        // A spent value may not be sent twice; where none is left, the first answer stands.
        if let Ok(mut again) = prepare(&suite, index, seed, &redactor) {
            // The HTTP library cannot tell an answer that is cut within its header section from none.
            let plain = again.iter_mut().filter(|request| request.via == Via::Http);
            plain.for_each(|request| request.via = Via::Raw);
            sent = send_all(&suite, index, &again, &carriers).await.or(sent);
        }
    }
    match sent {
        Ok(exchanges) => {
            let mut outcome = examine(&suite, index, &exchanges);
            let again = failure_alone(&suite, index, &requests, &exchanges, &carriers).await;
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
    requests: &[SentRequest],
    exchanges: &[Exchange],
    carriers: &Carriers,
) -> Option<u16> {
    let has_failed = exchanges.first().and_then(intermittent::failure).is_some();
    if !has_failed || !intermittent::may_repeat(&suite.cases[index]) {
        return None;
    }
    let again = send_all(suite, index, &requests[..1], carriers).await.ok()?;
    let status = again.first()?.answer()?.status;
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
    requests: &[SentRequest],
    carriers: &Carriers,
) -> Result<Vec<Exchange>, NotAsked> {
    let mut exchanges = Vec::with_capacity(requests.len());
    for (number, request) in requests.iter().enumerate() {
        let carrier = match request.via {
            Via::Http => &carriers.http,
            Via::Raw | Via::Odd(_) => &carriers.raw,
        };
        let exchange = carrier.send(request).await?;
        let goes_on = judge::goes_on(suite, index, number, &exchange);
        exchanges.push(exchange);
        if !goes_on {
            break;
        }
    }
    Ok(exchanges)
}
