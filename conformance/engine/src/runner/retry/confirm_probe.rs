//! A value that a refused request had to leave alone, and that a probe finds revoked after it. No client asks
//! beforehand whether such a value lives, so the case is asked once more with fresh ones, this time with
//! the probe before it as well.

use super::Retry;
use crate::runner::Transports;
use crate::runner::case_run::CaseRun;
use conformance_core::case::{ProbeExpectation, Role};
use conformance_core::exchange::Exchange;
use conformance_core::expectation::{StatusVerdict, read_probe};

/// What the value was before the case was asked once more.
enum ProbeConfirmation {
    /// Live: this was received.
    Yes(Vec<Exchange>),
    /// Not live, as far as the probe says.
    Unknown,
}

impl CaseRun<'_> {
    /// Puts what is to be believed of a revoked value instead of what came first: the exchanges that show
    /// its end, or those without the probe, where it finds nothing live that nothing was done to. What
    /// came first stands where no fresh value is left, or no room in the budget.
    pub(in crate::runner) async fn confirm_probe(
        self,
        exchanges: &mut Vec<Exchange>,
        transports: &Transports,
    ) {
        let Some(last) = exchanges.len().checked_sub(1) else { return };
        if !Retry::RevokedValue.is_allowed(self) || !self.is_found_revoked(last, exchanges) {
            return;
        }
        // Boxed, as is all that seldom comes: it takes no room in the future of every case.
        match Box::pin(self.ask_with_probe(last, transports)).await {
            Some(ProbeConfirmation::Yes(again)) => *exchanges = again,
            Some(ProbeConfirmation::Unknown) => exchanges.truncate(last),
            None => {}
        }
    }

    /// Asks the case once more if its probe finds the value live beforehand.
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

    /// Whether a probe finds a value revoked that had to live on.
    fn is_found_revoked(self, number: usize, exchanges: &[Exchange]) -> bool {
        let steps = &self.case.steps;
        // A script looks beforehand.
        steps.first().is_some_and(|first| first.role == Role::Main)
            && matches!(steps[number].role, Role::Probe(ProbeExpectation::Live(_)))
            && matches!(
                self.evaluator().reading(number, exchanges),
                Some(StatusVerdict::Violation(_))
            )
    }
}
