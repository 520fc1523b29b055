//! A value that a rejected request had to leave unchanged, and that a probe then finds revoked. Usually
//! no probe is sent before the request, so the case is run again with fresh values, with a probe before
//! it as well.

use super::Retry;
use crate::runner::Transports;
use crate::runner::case_run::CaseRun;
use conformance_core::case::{ProbeExpectation, Role};
use conformance_core::exchange::Exchange;
use conformance_core::expectation::{StatusVerdict, read_probe};

/// Whether the value was live before the case was run again.
enum ProbeConfirmation {
    /// Live, with the exchanges of the second run.
    Yes(Vec<Exchange>),
    /// Not live, or unknown.
    Unknown,
}

impl CaseRun<'_> {
    /// Runs the case again with a probe first, if its probe found a revoked value: keeps the exchanges
    /// of the second run, or removes the probe's exchange if the value was not live before. The first
    /// exchanges count if no fresh value remains, or the budget is used up.
    pub(in crate::runner) async fn confirm_probe(
        self,
        exchanges: &mut Vec<Exchange>,
        transports: &Transports,
    ) {
        let Some(last) = exchanges.len().checked_sub(1) else { return };
        if !Retry::RevokedValue.is_allowed(self) || !self.is_found_revoked(last, exchanges) {
            return;
        }
        // Boxed, since it is rarely taken: otherwise the future of every case would be larger.
        match Box::pin(self.ask_with_probe(last, transports)).await {
            Some(ProbeConfirmation::Yes(again)) => *exchanges = again,
            Some(ProbeConfirmation::Unknown) => exchanges.truncate(last),
            None => {}
        }
    }

    /// Runs the case again if its probe finds the value live beforehand.
    async fn ask_with_probe(
        self,
        probe: usize,
        transports: &Transports,
    ) -> Option<ProbeConfirmation> {
        let transports = Retry::RevokedValue.transports(self, transports)?;
        let again = self.prepare(&transports).await.ok()?;
        let request = again.request(probe)?.clone();
        let before = transports.of(&request).send(request).await.ok()?;
        let criteria = self.suite.fixtures.probe()?.criteria();
        let verdict = read_probe(criteria, &ProbeExpectation::Before, &before);
        if verdict != StatusVerdict::Conforms {
            return Some(ProbeConfirmation::Unknown);
        }
        self.send_all(again, &transports).await.ok().map(ProbeConfirmation::Yes)
    }

    /// Whether a probe finds a value revoked that had to stay live.
    fn is_found_revoked(self, number: usize, exchanges: &[Exchange]) -> bool {
        let steps = &self.case.steps;
        // A script probes beforehand.
        steps.first().is_some_and(|first| first.role == Role::Main)
            && matches!(steps[number].role, Role::Probe(ProbeExpectation::Live(_)))
            && matches!(
                self.evaluator().reading(number, exchanges),
                Some(StatusVerdict::Violation(_))
            )
    }
}
