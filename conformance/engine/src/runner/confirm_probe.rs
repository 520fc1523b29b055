//! A value that a refused request had to leave alone, and that a probe finds revoked after it. No client asks
//! beforehand whether such a value lives, so the case is asked once more with fresh ones, this time with
//! the probe before it as well.

use super::{Transports, evaluate, execute};
use crate::fixtures::cost;
use crate::suite::Suite;
use conformance_core::case::{ProbeExpectation, Role};
use conformance_core::exchange::Exchange;
use conformance_core::expectation::{StatusVerdict, read_probe};
use conformance_core::redact::Redactor;

/// Puts what is to be believed of a revoked value instead of what came first: the exchanges that show its
/// end, or those without the probe, where it finds nothing live that nothing was done to. What came first
/// stands where no fresh value is left, or no room in the budget.
pub(super) async fn resolve(
    suite: &Suite,
    index: usize,
    seed: u64,
    exchanges: &mut Vec<Exchange>,
    transports: &Transports,
    redactor: &Redactor,
) {
    let Some(last) = exchanges.len().checked_sub(1) else { return };
    if suite.recorded_responses.offline || !is_found_revoked(suite, index, last, exchanges) {
        return;
    }
    // Boxed, as is all that seldom comes: it takes no room in the future of every case.
    let ask = Box::pin(ask_again(suite, index, seed, last, transports, redactor));
    match ask.await {
        Some(ProbeConfirmation::Yes(again)) => *exchanges = again,
        Some(ProbeConfirmation::Unknown) => exchanges.truncate(last),
        None => {}
    }
}

/// What the value was before the case was asked once more.
enum ProbeConfirmation {
    /// Live: this was received.
    Yes(Vec<Exchange>),
    /// Not live, as far as the probe says.
    Unknown,
}

async fn ask_again(
    suite: &Suite,
    index: usize,
    seed: u64,
    probe: usize,
    transports: &Transports,
    redactor: &Redactor,
) -> Option<ProbeConfirmation> {
    let needed = 1 + cost(&suite.cases[index], &suite.fixtures);
    let transports = transports.once_more(suite, needed)?;
    let again = execute::prepare(suite, index, seed, redactor, &transports).await.ok()?;
    let request = again.request(probe)?.clone();
    let before = transports.of(&request).send(request).await.ok()?;
    if read_probe(suite.fixtures.probe()?.criteria(), &ProbeExpectation::Before, &before)
        != StatusVerdict::Conforms
    {
        return Some(ProbeConfirmation::Unknown);
    }
    let sent = execute::send_all(suite, index, again, &transports, redactor).await;
    sent.ok().map(ProbeConfirmation::Yes)
}

/// Whether a probe finds a value revoked that had to live on.
fn is_found_revoked(suite: &Suite, index: usize, number: usize, exchanges: &[Exchange]) -> bool {
    let steps = &suite.cases[index].steps;
    // A script looks beforehand.
    steps.first().is_some_and(|first| first.role == Role::Main)
        && matches!(steps[number].role, Role::Probe(ProbeExpectation::Live(_)))
        && matches!(
            evaluate::reading(suite, index, number, exchanges),
            Some(StatusVerdict::Violation(_))
        )
}
