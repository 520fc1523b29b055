//! Whether a case continues after its exchanges so far.

use super::Evaluator;
use conformance_core::case::{CaseKind, Chained, Expected, ProbeExpectation, Role, Slot, Step};
use conformance_core::exchange::{Exchange, Via};
use conformance_core::expectation::StatusVerdict;

impl Evaluator<'_> {
    /// Whether the step after these exchanges is conclusive. A follow-up comes after a rejection, or
    /// after a conforming response of a request that had nothing to change; a script continues after a
    /// success.
    pub(in crate::runner) fn goes_on(self, exchanges: &[Exchange]) -> bool {
        let Some((number, exchange)) = exchanges.iter().enumerate().next_back() else {
            return true;
        };
        let Some(next) = self.case.steps.get(number + 1) else {
            return false;
        };
        let fits = |number: usize| self.reading(number, exchanges);
        if self.case.steps[number].role.is_probe() {
            return fits(number) == Some(StatusVerdict::Conforms);
        }
        let (Some(response), Some(reading)) = (exchange.response(), fits(number)) else {
            // RFC 9112 §3: the end of the connection is a rejection as well.
            let is_malformed = matches!(exchange.request.via, Via::Malformed(_));
            return is_malformed && matches!(next.role, Role::FollowUp(_));
        };
        let succeeds = reading == StatusVerdict::Conforms && response.class() == 2;
        let after = |kind: &CaseKind| match kind {
            CaseKind::Valid => succeeds,
            CaseKind::ValidUnknown | CaseKind::SafeMethod | CaseKind::NotOwned => {
                reading == StatusVerdict::Conforms
            }
            _ => {
                let is_refused = matches!(response.status, 300..=499 | 501);
                is_refused && !matches!(reading, StatusVerdict::Inconclusive(_))
            }
        };
        match &next.role {
            Role::Main | Role::Own | Role::Repeat | Role::Probe(ProbeExpectation::Before) => true,
            Role::Recorded { .. } => has_captured(next, exchanges),
            Role::FollowUp(kind) => after(kind),
            Role::Probe(ProbeExpectation::Live(kind)) => after(kind),
            // RFC 9110 §15.3.3: what is only accepted has not happened yet.
            Role::Probe(ProbeExpectation::Revoked) | Role::AfterOwnCredential => {
                succeeds && response.status != 202
            }
            // The second request may be rejected, if that conforms.
            Role::OtherResource if self.case.steps[number].role == Role::Again => {
                reading == StatusVerdict::Conforms
            }
            Role::Again | Role::OtherResource => succeeds,
            Role::Chained(_) => {
                let is_done = succeeds && response.status != 202;
                (is_done
                    || is_gone(&self.case.steps[number].role) && reading == StatusVerdict::Conforms)
                    && has_captured(next, exchanges)
            }
        }
    }
}

/// Whether a step expects a rejection.
fn is_gone(role: &Role) -> bool {
    matches!(role, Role::Chained(Chained { expected: Expected::Gone, .. }))
}

/// Whether the responses so far contain what a step needs.
fn has_captured(step: &Step, exchanges: &[Exchange]) -> bool {
    step.request.slots().into_iter().all(|slot| match slot {
        Slot::Captured(capture) => exchanges
            .get(capture.step)
            .and_then(Exchange::response)
            .is_some_and(|response| capture.source.value(response).is_some()),
        _ => true,
    })
}
